import Posix
import Probing
import Testing
import Wire

@testable import Diagnosis

@Suite struct ObservationTests {
    @Test func takesWhatItNeedsOfAnOutcome() throws {
        var outcome = ProbeOutcome()
        outcome.failure = .connectTimeout
        outcome.detail = "no answer"
        outcome.duration = .milliseconds(2500)
        outcome.address = SocketAddress(.v4(0x9df0_1735), port: 443)
        outcome.resolution = Resolution(source: .hostsFile, addresses: [])
        outcome.clockOffsetSeconds = -3
        outcome.secondOpinion = SecondOpinion(
            resolver: SocketAddress(.v4(0x0909_0909), port: 53), address: SocketAddress(.v4(0x1f0d_5e34), port: 443), failure: nil
        )
        let observation = Observation(target: "web", family: .ip4, at: 100, outcome: outcome)
        #expect(observation.target == "web")
        #expect(observation.family == .ip4)
        #expect(observation.failure == .connectTimeout)
        #expect(observation.detail == "no answer")
        #expect(observation.durationSeconds == 2.5)
        #expect(observation.begin == 97.5)
        #expect(observation.address == IPAddress("157.240.23.53"))
        #expect(observation.naming == .hostsFile)
        #expect(observation.clockOffsetSeconds == -3)
        #expect(
            observation.opinion
                == .init(resolver: try #require(IPAddress("9.9.9.9")), address: IPAddress("31.13.94.52"), failure: nil))
    }
}
