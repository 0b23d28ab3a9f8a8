import Testing

@testable import Probing

@Suite struct ConfirmationTests {
    @Test(arguments: [(1, 0.5), (10, 5), (60, 30), (120, 30), (3600, 30)]) func comesSoonButNotAtOnce(
        interval: Int, delay: Double
    ) {
        #expect(Confirmation(every: .seconds(interval)).delay == .seconds(delay))
    }

    /// Which of a row of results, `x` for failure and `.` for success, ask for a confirming probe.
    @Test(arguments: [
        ("x", "!"), (".", "-"), (".x", "-!"), ("xx", "!-"), ("xxxx", "!---"), (".x.x", "-!--"), (".x..x", "-!--!"),
        ("xx.xx..x", "!------!"),
    ])
    func onlyAFirstFailureIsConfirmed(results: String, confirmed: String) {
        var confirmation = Confirmation(every: .seconds(60))
        #expect(String(results.map { confirmation.next(afterSuccess: $0 == ".") == .itself ? "!" : "-" }) == confirmed)
    }

    /// Who confirms each of a row of results: `s` for the sibling, `!` for the check itself.
    @Test(arguments: [("x", "s"), (".xxx", "-s!-"), (".x.x", "-s--"), (".x..xx.", "-s--s!-"), ("xx.xx..x", "s!-----s")])
    func aSiblingConfirmsTheFirstAndItselfTheSecond(results: String, confirmed: String) {
        var confirmation = Confirmation(every: .seconds(60), hasSibling: true)
        let letters = results.map { result in
            switch confirmation.next(afterSuccess: result == ".") {
            case .itself: "!"
            case .sibling: "s"
            case nil: "-"
            }
        }
        #expect(letters.joined() == confirmed)
    }

    @Test(arguments: [(0, 1), (1, nil), (2, nil), (3, nil), (4, nil), (5, 6), (6, nil), (7, nil)] as [(Int, Int?)])
    func theSiblingIsTheNextRarerCheckOfTheHost(place: Int, sibling: Int?) {
        let checks = [
            ("chat.test", 60), ("chat.test", 120), ("chat.test", 300), ("web.test", 60), ("", 60), ("media.test", 60),
            ("media.test", 90), ("", 120),
        ].map { (host: $0.0, interval: Duration.seconds($0.1)) }
        #expect(Confirmation.sibling(of: place, among: checks) == sibling)
    }
}
