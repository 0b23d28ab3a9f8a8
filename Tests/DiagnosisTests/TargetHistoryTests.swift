import Probing
import Testing
import WhatsApp

@testable import Diagnosis

@Suite struct TargetHistoryTests {
    /// Standings after each of a row of results, `x` for failure and `.` for success.
    @Test(arguments: [
        ("", "-"), (".", "w"), ("x", "u"), ("xx", "uf"), ("x.", "uw"), (".x", "ws"), (".x.", "wsw"), (".xx", "wss"),
        (".xxx", "wssf"), (".xx.xx", "wsswss"), (".x.x.x.", "wswswsw"), (".x.x.x.x.x", "wswswswsws"), (".xx.xx.x", "wsswsswf"),
        (".xxx.", "wssfr"), (".xxx..", "wssfrw"), (".xxx.x..", "wssfrfrw"), (".xxx..x", "wssfrws"),
        (".xxxxxxxx..xx", "wssffffffrwss"),
        (".xxx..xxx..", "wssfrwssfrr"), (".xxx..xxx...", "wssfrwssfrrr"), (".xxx..xxx....", "wssfrwssfrrrw"),
        (".xxx............xxx..", "wssfrwwwwwwwwwwwssfrw"), ("x..xxx", "uwwssf"),
    ])
    func standsByThreeInARowOrFiveOfEight(_ results: String, standings: String) {
        var history = TargetHistory(
            target: ExpectedTarget(name: "web", role: .component(.web)), family: nil, hysteresis: .standard)
        var seen = results.isEmpty ? Self.letter(history.standing(at: 0)) : ""
        for (index, result) in results.enumerated() {
            let time = Double(index) * 60
            history.record(Observation(target: "web", at: time, failure: result == "x" ? .httpServerError : nil))
            seen += Self.letter(history.standing(at: time))
        }
        #expect(seen == standings)
    }

    /// Standings after each of a row of failures: `r` of reach, `s` of service, `n` of naming.
    @Test(arguments: [
        (".rrr", "wssf"), (".rsr", "wsss"), (".rsn", "wsss"), (".rsns", "wsssf"), (".rsss", "wsssf"), (".ss.r", "wssws"),
    ])
    func threeAlikeOrFourOfAnyMakeItFail(_ results: String, standings: String) {
        let reasons: [Character: FailureReason] = ["r": .connectTimeout, "s": .httpServerError, "n": .dnsServfail]
        var history = TargetHistory(
            target: ExpectedTarget(name: "web", role: .component(.web)), family: nil, hysteresis: .standard)
        let seen = results.enumerated().map { index, result in
            history.record(Observation(target: "web", at: Double(index) * 60, failure: reasons[result]))
            return Self.letter(history.standing(at: Double(index) * 60))
        }
        #expect(seen.joined() == standings)
    }

    @Test func aStepOfTheClockStartsAnew() {
        var history = TargetHistory(
            target: ExpectedTarget(name: "web", role: .component(.web)), family: nil, hysteresis: .standard)
        history.record(Observation(target: "web", at: 10_000))
        history.record(Observation(target: "web", at: 9_998, failure: .httpTimeout))
        #expect(history.standing(at: 10_000) == .suspect)
        history.record(Observation(target: "web", at: 5_000, failure: .httpTimeout))
        #expect(history.standing(at: 5_000) == .unproven)
        #expect(history.standing(at: 4_000) == .unknown)
        #expect(history.standing(at: 5_181) == .unknown)
        history.record(Observation(target: "web", at: 6_000, failure: .httpTimeout))
        #expect(history.standing(at: 6_000) == .unproven)
    }

    private static func letter(_ standing: Standing) -> String {
        switch standing {
        case .unknown: "-"
        case .unproven: "u"
        case .working: "w"
        case .suspect: "s"
        case .failing: "f"
        case .recovering: "r"
        case .setAside: "a"
        case .overtaken: "o"
        }
    }
}
