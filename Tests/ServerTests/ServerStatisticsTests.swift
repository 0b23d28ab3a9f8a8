import Testing

@testable import Server

@Suite struct ServerStatisticsTests {
    @Test func addsWhatTwoServersDidByPath() {
        var one = ServerStatistics()
        var other = ServerStatistics()
        (one.connectionsOpen, one.connectionsAccepted, one.connectionsRefused) = (1, 2, 3)
        (one.acceptFailures, one.handshakesFailed) = (4, 5)
        (other.connectionsOpen, other.connectionsAccepted, other.connectionsRefused) = (10, 20, 30)
        (other.acceptFailures, other.handshakesFailed) = (40, 50)
        one.handlers = [handler("/a", 1), handler("other", 2)]
        other.handlers = [handler("/a", 10), handler("/b", 20), handler("other", 30)]
        let sum = one + other
        #expect([sum.connectionsOpen, sum.connectionsAccepted, sum.connectionsRefused] == [11, 22, 33])
        #expect([sum.acceptFailures, sum.handshakesFailed] == [44, 55])
        #expect(sum.handlers == [handler("/a", 11), handler("other", 32), handler("/b", 20)])
        #expect(one + ServerStatistics() == one && ServerStatistics() + one == one)
    }

    private func handler(_ path: String, _ count: Int) -> ServerStatistics.Handler {
        var handler = ServerStatistics.Handler(path: path)
        (handler.inFlight, handler.successes, handler.redirects) = (count, 2 * count, 3 * count)
        (handler.clientErrors, handler.serverErrors) = (4 * count, 5 * count)
        return handler
    }
}
