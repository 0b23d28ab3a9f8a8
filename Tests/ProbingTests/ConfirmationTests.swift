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
        #expect(String(results.map { confirmation.isDue(afterSuccess: $0 == ".") ? "!" : "-" }) == confirmed)
    }
}
