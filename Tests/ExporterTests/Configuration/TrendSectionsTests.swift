import Diagnosis
import Probing
import Testing
import WhatsApp

@testable import Exporter

@Suite struct TrendSectionsTests {
    @Test func readsObjectives() throws {
        let text = "objectives: {default: 99%, chat: 99.95%, window: 7d}"
        let objectives = try ConfigurationFiles(text).load().objectives
        #expect(objectives.window == .week)
        #expect(abs(objectives[.chat].ratio - 0.9995) < 1e-12)
        #expect(objectives[.web].ratio == 0.99)
        #expect(try ConfigurationFiles("objectives: {}").load().objectives == .standard)
    }

    @Test func readsThresholds() throws {
        let text = """
            thresholds:
              - {name: slow, component: chat, measure: handshake, percentile: 90, above: 500ms, for: 2m, window: 10m}
              - {name: failing, target: chat_ip4, measure: error_ratio, above: 5%}
              - {name: total, component: web, measure: total, above: 2s}
            """
        #expect(
            try ConfigurationFiles(text).load().thresholds == [
                Threshold(
                    name: "slow", subject: .component(.chat), measure: .duration(.handshake, percentile: 90), limit: 0.5,
                    holdSeconds: 120, windowSeconds: 600),
                Threshold(name: "failing", subject: .target("chat_ip4"), measure: .errorRatio, limit: 0.05),
                Threshold(name: "total", subject: .component(.web), measure: .duration(nil, percentile: 50), limit: 2),
            ])
    }

    @Test(arguments: ["100%", "0%", "0.999", "1e1%", "-5%", "%", "99,9%", "inf%", "99.9 %"])
    func objectivesThatAreNone(text: String) {
        #expect(
            ConfigurationFiles("objectives: {default: \"\(text)\"}").messages()
                == "a.yml:1:23: default is \"\(text)\", write a percentage above 0% and below 100%, such as 99.9%")
    }

    @Test(
        arguments: [
            ("objectives: {window: 1h}", "1:22: window is \"1h\", write one of 24h, 7d, 30d"),
            ("objectives: {chatt: 99%}", "1:14: unknown key \"chatt\", did you mean \"chat\"?"),
            ("thresholds: 5", "1:13: thresholds is text, write a list, one \"- item\" line each"),
            (
                "thresholds: [{name: a, measure: total, above: 1s}]",
                "1:14: neither component nor target is given, add one, as component: chat or target: chat_ip4"
            ),
            (
                "thresholds: [{name: a, component: chat, target: web, measure: total, above: 1s}]",
                "1:49: component and target are both given, keep one of the two"
            ),
            (
                "thresholds: [{name: a, component: chat, measure: error_ratio, above: 500ms}]",
                "1:70: above is \"500ms\", write a percentage above 0% and below 100%, such as 5%"
            ),
            (
                "thresholds: [{name: a, component: chat, measure: total, above: 5%}]",
                "1:64: above is \"5%\", write a duration such as 30s, 1m30s or 500ms"
            ),
            (
                "thresholds: [{name: a, target: chat_ip5, measure: total, above: 1s}]",
                "1:32: nothing probes \"chat_ip5\", did you mean \"chat_ip4\"?"
            ),
            (
                "thresholds: [{name: a, component: chat, measure: error_ratio, percentile: 90, above: 5%}]",
                "1:75: percentile does not go with error_ratio, remove it"
            ),
            (
                "thresholds: [{name: A, component: chat, measure: total, above: 1s}]",
                "1:21: name is \"A\", write up to 64 lower-case letters, digits and _"
            ),
            (
                "thresholds: [{name: a, component: chat, measure: total, above: 1s, for: 2d}]",
                "1:73: for is \"2d\", write a duration from 0 to 1d"
            ),
            ("thresholds: [{name: a, component: chat, measure: total}]", "1:14: missing key \"above\", add it to this mapping"),
            (
                "thresholds: [{name: a, component: chat, measure: handshakes, above: 1s}]",
                "1:50: measure is \"handshakes\", did you mean \"handshake\"? write one of total, resolve, connect, tls, "
                    + "handshake, request, first_byte, transfer, error_ratio"
            ),
        ])
    func mistakesAreOneLine(text: String, message: String) {
        #expect(ConfigurationFiles(text).messages() == "a.yml:" + message)
    }

    @Test func phaseThatNoProberTimesIsAMistake() {
        let text = "thresholds: [{name: a, component: web, measure: handshake, above: 1s}]"
        #expect(ConfigurationFiles(text).messages().contains("1:49: web has no phase handshake, known here: total, "))
    }

    @Test func namesDiffer() {
        let item = "{name: a, component: chat, measure: total, above: 1s}"
        #expect(ConfigurationFiles("thresholds: [\(item), \(item)]").messages().contains("duplicate threshold \"a\""))
    }

    @Test func thereAreNotTooMany() {
        let items = (0...100).map { "{name: a\($0), component: chat, measure: total, above: 1s}" }.joined(separator: ", ")
        #expect(ConfigurationFiles("thresholds: [\(items)]").messages().contains("there are 101 thresholds, write at most 100"))
    }
}
