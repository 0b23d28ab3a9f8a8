import Diagnosis
import Testing
import WhatsApp
import Wire
import YAML

@testable import Lab

@Suite struct ScenarioReadingTests {
    private static let whole = """
        name: sample
        about: Everything a file can say.
        source: nowhere
        duration: 1h
        faults:
          - from: 10m
            to: 20m
            at: {host: [web.whatsapp.com], component: [chat], edge: [mia3], family: ip6, port: 443, control: [site]}
            share: 12.5%
            tcp: {slow: 3s}
          - {from: 0s, at: {resolver: [system, public]}, dns: {forged: 10.0.0.1}}
          - {from: 0s, dns: {steer: atl3}}
          - {from: 0s, dns: {ttl: 5m}}
          - {from: 0s, loss: 0.5%}
          - {from: 0s, delay: 200ms}
          - {from: 0s, clock: -90d}
          - {from: 0s, clock: +2h}
          - {from: 0s, http: {status: 503}}
          - {from: 0s, http: {slow_first_byte: 5s}}
          - {from: 0s, people: {delivery_drop: business}}
          - {from: 0s, people: report_surge}
        expect:
          - {from: 10m, within: 2m10s, consumer: ok, business: whatsapp_outage, says: "API"}
          - {from: 30m, within: 3m, consumer: whatsapp_suspected, business: ok, says: {business: "well"}}
        passing: [unknown]
        """

    @Test func readsAllThereIsToSay() throws {
        let scenario = try Scenario.parse(Array(Self.whole.utf8), file: "some/sample.yml")
        #expect(scenario.name == "sample")
        #expect(scenario.duration == .seconds(3600))
        #expect(scenario.passing == [.unknown])
        var at = Selection()
        at.hosts = ["web.whatsapp.com"]
        at.components = [.chat]
        at.edges = ["mia3"]
        at.family = .ip6
        at.port = 443
        at.controls = [.site]
        let share = try #require(Share(percentage: "12.5%"))
        let first = FaultWindow(from: .seconds(600), to: .seconds(1200), at: at, share: share, fault: .tcp(.slow(.seconds(3))))
        #expect(scenario.faults.first == first)
        #expect(
            scenario.faults.dropFirst().map(\.fault) == [
                .dns(.forged(.v4(0x0A00_0001))), .dns(.steer("atl3")), .dns(.ttl(.seconds(300))), .loss,
                .delay(.milliseconds(200)),
                .clock(ahead: .seconds(-90 * 86_400)), .clock(ahead: .seconds(7200)), .http(.status(503)),
                .http(.slowFirstByte(.seconds(5))), .people(.deliveryDrop, .business), .people(.reportSurge, nil),
            ])
        #expect(scenario.faults[4].share == Share(percentage: "0.5%"))
        #expect(scenario.expectations.map(\.says) == [[.business: "API"], [.business: "well"]])
        #expect(scenario.expectations[0].verdicts == [.consumer: .ok, .business: .whatsAppOutage])
    }

    /// What stands between the head and the expectations, and where and what the mistake is.
    struct Mistake: CustomTestStringConvertible {
        var fault: String
        var position: String
        var what: String
        var remedy: String

        init(_ fault: String, _ position: String, _ what: String, _ remedy: String) {
            (self.fault, self.position, self.what, self.remedy) = (fault, position, what, remedy)
        }

        var testDescription: String { fault }
    }

    private static func text(of fault: String, expect: String = "{from: 10m, within: 2m, consumer: ok, business: ok}") -> String {
        "name: sample\nabout: A.\nduration: 40m\nfaults:\n  - \(fault)\nexpect:\n  - \(expect)\n"
    }

    @Test(arguments: [
        Mistake("{from: 0s, tpc: silent}", "5:5", "a fault without a kind", "add one of dns, tcp"),
        Mistake("{from: 0s, tpc: silent, delay: 1s}", "5:16", #"unknown key "tpc""#, #"did you mean "tcp"?"#),
        Mistake("{from: 0s, tcp: silentt}", "5:21", #"tcp is "silentt""#, #"did you mean "silent"?"#),
        Mistake("{from: 0s, tcp: silent, tls: expired}", "5:34", "tcp and tls in one fault", "make it two faults"),
        Mistake("{from: 0s, tcp: {slow: soon}}", "5:28", #"slow is "soon""#, "write a duration such as 30s"),
        Mistake("{from: 10m, to: 5m, tcp: silent}", "5:21", "the fault ends at 5m, not after it begins", "write a later time"),
        Mistake("{from: 50m, tcp: silent}", "5:12", "fault at 50m, after the end", "write a time before 40m"),
        Mistake("{from: 0s, to: 41m, tcp: silent}", "5:20", "the fault ends at 41m, after the end", "write a time up to 40m"),
        Mistake(
            "{from: 0s, at: {host: [web.whatsap.com]}, tcp: silent}", "5:28", #"unknown host "web.whatsap.com""#,
            #"did you mean "web.whatsapp.com"?"#),
        Mistake(
            "{from: 0s, at: {component: [chatt]}, tcp: silent}", "5:33", #"item 1 of component is "chatt""#,
            #"did you mean "chat"?"#),
        Mistake("{from: 0s, at: {edge: [mia4]}, tcp: silent}", "5:28", #"unknown edge "mia4""#, #"did you mean "mia3"?"#),
        Mistake("{from: 0s, dns: {steer: xyz}}", "5:29", #"unknown point of presence "xyz""#, "the estate has mia3"),
        Mistake("{from: 0s, dns: {forged: 10.0.0.256}}", "5:30", #"forged is "10.0.0.256""#, "write an address"),
        Mistake(
            "{from: 0s, at: {component: [web]}, noise: silence}", "5:20", "there is no place for a fault of noise", "widen at"),
        Mistake("{from: 0s, at: {resolver: [system]}, tcp: silent}", "5:20", "there is no place for a fault of tcp", "widen at"),
        Mistake("{from: 0s, at: {edge: [mia3]}, dns: servfail}", "5:20", "there is no place for a fault of dns", "widen at"),
        Mistake("{from: 0s, at: {edge: [amazon]}, noise: closed}", "5:20", "there is no place for a fault of noise", "widen at"),
        Mistake("{from: 0s, at: {port: 5222}, http: truncated}", "5:20", "there is no place for a fault of http", "widen at"),
        Mistake("{from: 0s, at: {family: ip4}, clock: +2h}", "5:20", "a fault of clock has no place", "remove at"),
        Mistake("{from: 0s, share: 5%, host: no_route}", "5:23", "a fault of host has no share", "remove share"),
        Mistake("{from: 0s, share: 5%, loss: 5%}", "5:23", "share beside loss", "say it in one of them"),
        Mistake("{from: 0s, share: 120%, tcp: reset}", "5:23", #"share is "120%""#, "write a percentage such as 50%"),
        Mistake("{from: 0s, share: half, tcp: reset}", "5:23", #"share is "half""#, "write a percentage such as 50%"),
        Mistake("{from: 0s, loss: 2}", "5:22", #"loss is "2""#, "write a percentage such as 0.5%"),
        Mistake("{from: 0s, clock: 2h}", "5:23", #"clock is "2h""#, "write how far it is ahead, as +2h"),
        Mistake("{from: 0s, http: {status: 999}}", "5:31", #"status is "999""#, "write a whole number from 200 to 599"),
        Mistake(
            "{from: 0s, people: {report_surge: users}}", "5:39", #"report_surge is "users""#, "write one of consumer, business"),
        Mistake("{tcp: silent}", "5:5", #"missing key "from""#, "add it to this mapping"),
        Mistake("{from: soon, tcp: silent}", "5:12", #"from is "soon""#, "write a duration such as 30s"),
    ])
    func saysWhereWhatAndHowToMendIt(_ mistake: Mistake) throws {
        let error = try #require(throws: ConfigurationErrors.self) {
            try Scenario.parse(Array(Self.text(of: mistake.fault).utf8), file: "sample.yml")
        }
        let first = try #require(error.errors.first)
        #expect(error.errors.count == 1)
        #expect("\(first.position)" == "sample.yml:\(mistake.position)")
        #expect(first.what == mistake.what)
        #expect(first.remedy.hasPrefix(mistake.remedy), "\(first.remedy)")
    }

    @Test(arguments: [
        ("{from: 40m, within: 0s, consumer: ok, business: ok}", "7:12", "expectation at 40m, after the end"),
        (
            "{from: 39m, within: 2m, consumer: ok, business: ok}", "7:3",
            "the expectation from 39m is due at 41m, when it is over already"
        ),
        ("{from: 1m, within: 2m, consumer: okay, business: ok}", "7:38", #"consumer is "okay""#),
        ("{from: 1m, within: 2m, consumer: ok}", "7:5", #"missing key "business""#),
        ("{from: 1m, within: 2m, consumer: ok, busines: ok}", "7:5", #"missing key "business""#),
    ])
    func saysWhatIsWrongWithAnExpectation(_ expect: String, _ position: String, _ what: String) throws {
        let text = Self.text(of: "{from: 0s, tcp: silent}", expect: expect)
        let error = try #require(throws: ConfigurationErrors.self) { try Scenario.parse(Array(text.utf8), file: "sample.yml") }
        let first = try #require(error.errors.first)
        #expect("\(first.position)" == "sample.yml:\(position)")
        #expect(first.what == what)
    }

    @Test func wantsExpectationsInOrder() throws {
        let text = Self.text(
            of: "{from: 0s, tcp: silent}",
            expect: """
                {from: 20m, within: 2m, consumer: ok, business: ok}
                  - {from: 10m, within: 2m, consumer: ok, business: ok}
                """)
        let error = try #require(throws: ConfigurationErrors.self) { try Scenario.parse(Array(text.utf8), file: "sample.yml") }
        #expect("\(error)".contains("the expectation from 10m does not come after the one from 20m"))
    }

    @Test func wantsTheFilesOwnName() throws {
        let text = Self.text(of: "{from: 0s, tcp: silent}")
        let error = try #require(throws: ConfigurationErrors.self) { try Scenario.parse(Array(text.utf8), file: "dir/other.yml") }
        #expect("\(error)" == #"dir/other.yml:1:7: name is "sample", write the file's name, other"#)
    }

    @Test func findsSeveralMistakesAtOnce() throws {
        let text = "name: sample\nabot: A.\nduration: soon\nfaults: 3\nexpect: []\npassing: [fine]\n"
        let error = try #require(throws: ConfigurationErrors.self) { try Scenario.parse(Array(text.utf8), file: "sample.yml") }
        #expect(error.errors.count >= 5, "\(error)")
    }

    @Test(arguments: ["", "name:", "- 1", "name: [", "\u{0}", "name: sample\nfaults: [[[]]]", "expect: {}"])
    func rejectsGarbageWithAPosition(_ text: String) throws {
        let error = try #require(throws: ConfigurationErrors.self) { try Scenario.parse(Array(text.utf8), file: "sample.yml") }
        #expect(error.errors.allSatisfy { $0.position.file == "sample.yml" && $0.position.line > 0 })
    }

    @Test func survivesBeingCutAnywhere() {
        let bytes = Array(Self.whole.utf8)
        for length in 0..<bytes.count {
            _ = try? Scenario.parse(Array(bytes[..<length]), file: "sample.yml")
        }
    }

    @Test(arguments: [("0%", 0.0), ("100%", 1), ("0.5%", 0.005)])
    func readsShares(_ text: String, _ fraction: Double) {
        #expect(Share(percentage: text)?.fraction == fraction)
    }

    @Test(arguments: ["", "%", "5", "-5%", "+5%", "1e1%", "101%", "nan%", ".5%", "5 %"])
    func rejectsWhatIsNoShare(_ text: String) {
        #expect(Share(percentage: text) == nil)
    }
}
