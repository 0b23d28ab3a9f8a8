import Glibc
import Posix
import Testing
import Wire

@testable import Probing

@Suite struct FailureReasonTests {
    @Test func hasNamesFitForLabels() {
        let names = FailureReason.allCases.map(\.rawValue)
        #expect(Set(names).count == names.count)
        #expect(
            names.allSatisfy { name in
                name.utf8.allSatisfy { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || $0 == UInt8(ascii: "_") }
            })
    }

    @Test(arguments: [
        (ECONNREFUSED, FailureReason.connectionRefused), (ECONNRESET, .connectionReset), (EPIPE, .connectionReset),
        (ECONNABORTED, .connectionReset), (ETIMEDOUT, .connectTimeout), (EHOSTUNREACH, .hostUnreachable),
        (EHOSTDOWN, .hostUnreachable), (ENETUNREACH, .networkUnreachable), (ENETDOWN, .networkDown), (ENETRESET, .networkDown),
        (EADDRNOTAVAIL, .addressUnavailable), (EAFNOSUPPORT, .addressUnavailable), (EACCES, .permissionDenied),
        (EPERM, .permissionDenied), (EMFILE, .localResources), (ENFILE, .localResources), (ENOBUFS, .localResources),
        (ENOMEM, .localResources), (EPROTO, .tlsHandshakeFailed),
    ])
    func readsErrorNumbers(code: Int32, reason: FailureReason) {
        #expect(FailureReason(Errno(code)) == reason)
        let peer = SocketAddress(.v4(0x7F00_0001), port: 1)
        #expect(ProbeFailure(.system(Errno(code)), during: .transfer, with: peer).reason == reason)
    }

    @Test func namesErrorNumbersItDoesNotKnow() {
        let failure = ProbeFailure(.system(Errno(EXDEV)), during: .connect, with: SocketAddress(.v4(0x7F00_0001), port: 1))
        #expect(failure == ProbeFailure(.other, "127.0.0.1:1: \(Errno(EXDEV))"))
    }

    @Test(arguments: [
        (Phase.resolve, FailureReason.dnsTimeout), (.connect, .connectTimeout), (.tls, .tlsTimeout), (.handshake, .chatTimeout),
        (.request, .httpTimeout), (.firstByte, .httpTimeout), (.transfer, .httpTimeout),
    ])
    func namesATimeoutAfterItsPhase(phase: Phase, reason: FailureReason) {
        #expect(ProbeFailure(.timedOut, during: phase, with: SocketAddress(.v4(0x7F00_0001), port: 1)).reason == reason)
    }
}
