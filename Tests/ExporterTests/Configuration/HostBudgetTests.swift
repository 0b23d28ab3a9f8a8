import Testing

@testable import Exporter

@Suite struct HostBudgetTests {
    @Test(
        arguments: [
            ("30s", ["30s"]), ("30s", ["1m", "1m"]), ("30s", ["45s", "90s"]), ("0s", ["100ms", "100ms"]), ("100ms", ["100ms"]),
            ("1m", ["3m", "3m", "3m"]),
        ])
    func takesWhatFits(gap: String, intervals: [String]) {
        #expect(messages(gap: gap, intervals) == "valid")
    }

    @Test(
        arguments: [
            ("30s", ["10s"], "write an interval of at least 30s, or lower min_gap to 10s"),
            ("30s", ["1m", "30s"], "write an interval of at least 1m, or lower min_gap to 20s"),
            ("30s", ["30s", "1m"], "give its other targets longer intervals, or lower min_gap to 20s"),
            ("1s", ["300ms"], "write an interval of at least 1s, or lower min_gap to 300ms"),
        ])
    func saysWhatWouldFit(gap: String, intervals: [String], remedy: String) {
        let what = "a.test is to be probed more often than once in \(gap) (probing.min_gap), "
        #expect(messages(gap: gap, intervals) == "a.yml:\(intervals.count + 3):75: " + what + remedy)
    }

    @Test func bothFamiliesCountTwice() {
        let messages = messages(gap: "30s", ["30s, family: both"])
        #expect(messages.hasSuffix("write an interval of at least 1m, or lower min_gap to 15s"), "\(messages)")
    }

    @Test func whatASuggestionSaysIsTakenThen() {
        #expect(messages(gap: "7s", ["9s", "10s"]).hasSuffix("write an interval of at least 32s, or lower min_gap to 4s"))
        #expect(messages(gap: "7s", ["9s", "32s"]) == "valid")
        #expect(messages(gap: "4s", ["9s", "10s"]) == "valid")
    }

    @Test func hostsAreComparedWithoutRegardToCase() {
        let text = """
            targets:
            - {name: a, control: site, prober: tcp, port: 1, host: A.test}
            - {name: b, control: site, prober: tcp, port: 1, host: a.TEST, interval: 30s}
            """
        #expect(ConfigurationFiles(text).messages().contains("a.test is to be probed more often"))
    }

    @Test func intervalLeftOutIsComplainedAboutAtTheName() {
        let text =
            "probing: {min_gap: 90s}\ncatalogue: {enabled: false}\ntargets:\n- {name: a, control: site, prober: http, host: a}\n"
        #expect(
            ConfigurationFiles(text).messages()
                == "a.yml:4:10: a is to be probed more often than once in 1m30s (probing.min_gap), "
                + "write an interval of at least 1m30s, or lower min_gap to 1m")
    }

    @Test func catalogueCountsToo() {
        let text =
            "targets: [{name: a, component: web, prober: tls, host: web.whatsapp.com, interval: 1m}, "
            + "{name: b, component: web, prober: tls, host: web.whatsapp.com, interval: 1h}]"
        #expect(ConfigurationFiles(text).messages().contains("web.whatsapp.com is to be probed more often than once in 30s"))
    }

    @Test func targetsWithoutAHostAreFree() {
        let item = "control: resolver, prober: dns, interval: 1s, dns: {query_name: a}"
        #expect(ConfigurationFiles("targets: [{name: a, \(item)}, {name: b, \(item)}]").messages() == "valid")
    }

    private func messages(gap: String, _ intervals: [String]) -> String {
        let targets = intervals.enumerated().map { index, interval in
            "- {name: t\(index), control: site, prober: tcp, port: 1, host: a.test, interval: \(interval)}\n"
        }
        let text = "probing: {min_gap: \(gap)}\ncatalogue: {enabled: false}\ntargets:\n" + targets.joined()
        return ConfigurationFiles(text).messages()
    }
}
