import Diagnosis
import Foundation
import Store
import WhatsApp

@testable import Exporter

/// A directory of a test's own, gone with it.
final class Scratch {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "history-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    var store: String { path + "/store" }
    var database: DatabaseFile { DatabaseFile("history.db", in: store) }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    var storeNames: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: store).sorted() }
    }
}

/// 2026-11-22T03:25:48Z.
let testTime = 1_795_317_948.0

extension History {
    /// Opens with waits too short to be noticed, a silent log and a clock that stands.
    static func test(
        _ directory: String?, retention: Duration = .seconds(400 * 86_400), interval: Duration = .milliseconds(2),
        now: Double = testTime
    ) throws -> (History, Remembered) {
        let settings = Settings(retention: retention, interval: interval, longestInterval: .milliseconds(4))
        return try open(directory: directory, settings, log: Log { _ in true }, now: { now })
    }

    /// Waits until the status is as asked for; a test that waits for what never comes ends with its time limit.
    func until(_ isSo: (HistoryStatus) -> Bool) async throws -> HistoryStatus {
        while true {
            let status = status
            if isSo(status) { return status }
            try await Task.sleep(for: .milliseconds(1))
        }
    }
}

extension Change {
    static func uptime(_ component: Component = .chat, at start: Double = testTime, probes: Int = 1) -> Change {
        .uptime(
            UptimeRow(
                component: component, start: start, widthSeconds: 900, upSeconds: 800, downSeconds: 50.5, probes: probes,
                failures: 1, latencies: [1, 0, 255]))
    }

    static func home(_ edge: String = "mia3", hour: Int = Int(testTime) / 3600, count: Int = 1) -> Change {
        .home(EdgeHomeRow(key: "system/ip4/chat", hour: hour, edge: edge, count: count))
    }

    static func baseline(_ key: String = "web ip4", bytes: [UInt8] = [1, 2], at time: Double = testTime) -> Change {
        .baseline(BaselineRow(key: key, bytes: bytes, at: time))
    }

    static func incident(
        _ id: String = "2026-11-22-01", opened: Double = testTime, resolved: Double? = nil, document: String = "{}"
    ) -> Change {
        .incident(
            IncidentRow(
                id: id, openedAt: opened, resolvedAt: resolved, verdict: "whatsapp_outage", document: Array(document.utf8)))
    }

    static func note(_ id: Int = 1, of incident: String = "2026-11-22-01", text: String = "seen it too") -> Change {
        .note(NoteRow(incident: incident, id: id, at: testTime, author: "ops", text: text))
    }
}
