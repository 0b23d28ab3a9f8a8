import Diagnosis
import Foundation
import Posix
import Probing
import Prometheus
import Synchronization
import TLS
import Testing
import Wire

@testable import Exporter
@testable import Server

/// A desk for reports with a clock of its own, and what it tells.
final class ReportOffice: Sendable {
    /// 2026-11-22 14:00:00 UTC.
    static let start = 1_795_356_000.0

    let desk: ReportDesk
    private let trace = Trace()

    /// What time it is, and what was said.
    private final class Trace: Sendable {
        let time = Mutex(ReportOffice.start)
        let signals = Mutex<[Signal]>([])
        let lines = Mutex<[String]>([])
    }

    /// - Parameter section: `nil` for none.
    init(_ section: ReportsSection?) throws {
        let (history, remembered) = try History.open(directory: nil, log: Log { _ in true })
        let context = SignalContext(
            desk: SignalDesk { [trace] signal in trace.signals.withLock { $0.append(signal) } }, history: history,
            remembered: remembered,
            pseudonyms: try Pseudonyms(),
            log: Log { [trace] line in
                trace.lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
                return true
            }, now: { [trace] in trace.time.withLock { $0 } })
        desk = ReportDesk(Self.configuration(section), context)
    }

    static func configuration(_ section: ReportsSection?) -> Configuration {
        var configuration = Configuration(endpoints: [])
        configuration.reports = section
        return configuration
    }

    /// A section that takes a token, a signature and the form.
    static func section(_ change: (inout ReportsSection) -> Void = { _ in }) -> ReportsSection {
        var section = ReportsSection()
        (section.token, section.hmacSecret, section.hasForm) = (Secret("t0ken"), Secret("s3cret"), true)
        section.regions = ["north", "south"]
        change(&section)
        return section
    }

    var now: Double { trace.time.withLock { $0 } }
    var signals: [Signal] { trace.signals.withLock { $0 } }
    var lines: String { trace.lines.withLock { $0.joined() } }

    func pass(_ seconds: Double) { trace.time.withLock { $0 += seconds } }

    func ask(
        _ method: String, _ target: String, _ fields: [(String, String)] = [], body: String = "", from peer: String? = "192.0.2.1"
    ) async throws -> Response {
        let target = try HTTPRequestTarget(parsing: target)
        var all = HTTPFields()
        for (name, value) in fields { all.append(name, value) }
        let head = try #require(HTTPRequestHead(method: method, target: "/", fields: all))
        guard case .route(let route, let parameters) = Router(desk.routes).match(method: method, path: target.path) else {
            return .error(405)
        }
        #expect(route.hasOwnAccess)
        #expect(route.maxBodyBytes == ReportFields.mostBytes)
        let address = peer.flatMap { SocketAddress(literal: $0, port: 50_000) }
        return await route.handler(
            Request(head: head, target: target, body: Array(body.utf8), peer: address, parameters: parameters))
    }

    /// A report of a program with the token.
    func post(
        _ body: String, _ fields: [(String, String)] = [], type: String? = "application/json", token: String? = "t0ken",
        from peer: String? = "192.0.2.1"
    ) async throws -> Response {
        let token = token.map { [("Authorization", "Bearer \($0)")] } ?? []
        let type = type.map { [("Content-Type", $0)] } ?? []
        return try await ask("POST", "/api/v1/reports", token + type + fields, body: body, from: peer)
    }

    func metrics(_ format: ExpositionFormat = .text) throws -> String {
        var sink = MetricSink(format)
        for collector in desk.collectors { try collector.collect(into: &sink) }
        sink.finish()
        #expect(ExpositionCheck.problems(in: sink.bytes, format) == [])
        return String(decoding: sink.bytes, as: UTF8.self)
    }

    func requests(_ result: ReportResult) throws -> Int {
        let name = "whatsapp_report_requests_total{result=\"\(result.rawValue)\"} "
        let line = try #require(try metrics().split(separator: "\n").first { $0.hasPrefix(name) })
        return try #require(Int(line.dropFirst(name.count)))
    }
}

extension Response {
    var text: String { String(decoding: body, as: UTF8.self) }
}
