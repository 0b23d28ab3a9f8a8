import Testing
import Wire

@testable import Lab

@Suite struct PlacementTests {
    private static func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }

    @Test(arguments: [
        ("46.175.31.10", "127.175.31.10"), ("10.0.0.1", "127.0.0.1"), ("0.0.0.0", "0.0.0.0"), ("::", "::"), ("2001:db8::1", nil),
    ]) func onLoopbackNoForgedAddressLeadsElsewhere(forged: String, answered: String?) throws {
        let address = try Self.address(forged)
        #expect(Placement.loopback().answered(stranger: address)?.description == answered)
        #expect(Placement.real.answered(stranger: address) == address)
    }

    @Test func strangersAreWhomForgedAnswersLeadTo() throws {
        let forged = ["46.175.31.10", "0.0.0.0", "127.0.0.1", "57.144.23.33", "10.0.0.1", "46.175.31.10"]
        let faults = try forged.map { FaultWindow(from: .zero, fault: .dns(.forged(try Self.address($0)))) }
        let scenario = Scenario(name: "x", duration: .seconds(60), faults: faults, expectations: [])
        #expect(scenario.strangers.map(\.description) == ["10.0.0.1", "46.175.31.10"])
    }
}
