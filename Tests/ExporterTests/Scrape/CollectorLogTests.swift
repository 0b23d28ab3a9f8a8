import Glibc
import Posix
import ProcFS
import Prometheus
import Synchronization
import Testing

@testable import Exporter

@Suite struct CollectorLogTests {
    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])

        func add(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    private static func levels(of failures: [(any Error)?]) -> [String] {
        let lines = Lines()
        let log = CollectorLog(
            Log { bytes in
                lines.add(String(decoding: bytes, as: UTF8.self))
                return true
            })
        for failure in failures { log.note(CollectorOutcome(duration: .zero, failure: failure), of: "x") }
        return lines.all.compactMap { line in
            line.split(separator: " ").first { $0.hasPrefix("level=") }.map { String($0.dropFirst("level=".count)) }
        }
    }

    private static let broken = ProcFSError.malformed(path: "/proc/a", line: 3, text: "b")

    @Test func sameFailureIsToldOnce() {
        #expect(Self.levels(of: [Self.broken, Self.broken, Self.broken]) == ["warn"])
    }

    @Test func anotherFailureAndRecoveryAreTold() {
        let denied = ProcFSError.read(path: "/proc/a", Errno(EACCES))
        #expect(Self.levels(of: [nil, Self.broken, denied, nil, nil, denied]) == ["warn", "warn", "info", "warn"])
    }

    @Test func whatThisHostDoesNotHaveIsNoWarning() {
        #expect(Self.levels(of: [ProcFSError.read(path: "/sys/class/hwmon", Errno(ENOENT))]) == ["info"])
    }
}
