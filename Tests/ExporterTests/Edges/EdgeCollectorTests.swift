import Diagnosis
import Foundation
import Posix
import Probing
import ProcFS
import Prometheus
import Testing
import WhatsApp
import Wire

@testable import Exporter

/// A ledger's way to series and document.
@Suite struct EdgeCollectorTests {
    private static let now = 1_795_305_600.0
    private static let chat = EdgeKey(role: .chat, resolver: "system", family: .ip4)

    /// Six hours in Miami, seen from Helsinki, then Atlanta, with Miami failing.
    private func ledger(_ location: GeographicPosition? = .init(latitude: 60.32, longitude: 24.96)) throws -> EdgeLedger {
        var settings = EdgeSettings()
        settings.location = location
        let ledger = EdgeLedger(EdgePlan(Catalogue.endpoints(procfs: ProcFS()), settings: settings))
        let (mia, atl) = (try #require(IPAddress("57.144.23.33")), try #require(IPAddress("57.144.40.33")))
        for minute in 0..<360 { answer(ledger, Self.chat, mia, at: Self.now - 21_900 + Double(minute) * 60) }
        for minute in 0..<5 {
            answer(ledger, Self.chat, atl, at: Self.now - 300 + Double(minute) * 60)
            answer(ledger, EdgeKey(role: .web, resolver: "system", family: .ip4), mia, at: Self.now - 300 + Double(minute) * 60)
        }
        for address in ledger.claimNames(of: [mia, atl], at: Self.now) {
            let name = "whatsapp-chatd-edge-shv-01-\(address == mia ? "mia3" : "atl3").facebook.com"
            ledger.record(AddressName(name, standing: .confirmed), of: address, at: Self.now)
        }
        var outcome = ProbeOutcome()
        outcome.failure = .connectTimeout
        outcome.address = SocketAddress(mia, port: 443)
        ledger.recordPinned(.chat, outcome, at: Self.now - 60)
        ledger.record(try probe(of: "57.144.40.33", connect: .milliseconds(4)))
        return ledger
    }

    private func answer(_ ledger: EdgeLedger, _ key: EdgeKey, _ address: IPAddress, at time: Double) {
        ledger.record(EdgeAnswer(key: key, addresses: [address], ttlSeconds: 60, at: time))
    }

    private func probe(of address: String, connect: Duration, failure: FailureReason? = nil) throws -> ProbeReport {
        let endpoint = try #require(Catalogue.endpoints(procfs: ProcFS()).first { $0.target.name == "chat_ip4" })
        var outcome = ProbeOutcome()
        outcome.failure = failure
        outcome.address = SocketAddress(try #require(IPAddress(address)), port: 443)
        outcome.phases[.connect] = connect
        outcome.phases[.handshake] = connect * 2
        return ProbeReport(target: endpoint.target, family: .ip4, outcome: outcome, finishedAt: Self.now - 30)
    }

    private func text(_ ledger: EdgeLedger, _ format: ExpositionFormat = .text) -> String {
        var sink = MetricSink(format)
        EdgeCollector(ledger: ledger, now: { Self.now }).collect(into: &sink)
        AnswerCollector(ledger: ledger, now: { Self.now }).collect(into: &sink)
        sink.finish()
        #expect(ExpositionCheck.problems(in: sink.bytes, format) == [])
        return String(decoding: sink.bytes, as: UTF8.self)
    }

    @Test(
        arguments: [
            "whatsapp_edge_host_info{role=\"chat\",host=\"g.whatsapp.net\"} 1",
            "whatsapp_edge_info{role=\"chat\",resolver=\"system\",family=\"ip4\",edge=\"57.144.40.0/24\",pop=\"atl3\","
                + "address=\"57.144.40.33\",name_standing=\"confirmed\"} 1",
            "whatsapp_edge_home_info{role=\"chat\",resolver=\"system\",family=\"ip4\",edge=\"57.144.23.0/24\"} 1",
            "whatsapp_edge_state{role=\"chat\",resolver=\"system\",family=\"ip4\",state=\"failover_suspected\"} 1",
            "whatsapp_edge_state{role=\"chat\",resolver=\"system\",family=\"ip4\",state=\"home\"} 0",
            "whatsapp_edge_state{role=\"web\",resolver=\"system\",family=\"ip4\",state=\"home\"} 1",
            "whatsapp_edge_changes_total{role=\"chat\",resolver=\"system\",family=\"ip4\"} 1",
            "whatsapp_edge_since_timestamp_seconds{role=\"chat\",resolver=\"system\",family=\"ip4\"} 1795305300",
            "whatsapp_edge_pinned_probe_success{role=\"chat\",resolver=\"system\",family=\"ip4\",address=\"57.144.23.33\"} 0",
            "whatsapp_edge_round_trip_plausible{role=\"chat\",resolver=\"system\",family=\"ip4\"} 0",
            "whatsapp_edge_role_agreement{resolver=\"system\",family=\"ip4\"} 0",
            "whatsapp_answers_queries_total{role=\"chat\",resolver=\"system\",family=\"ip4\"} 365",
            "whatsapp_answers_distinct_addresses{role=\"chat\",resolver=\"system\",family=\"ip4\"} 2",
            "whatsapp_answers_set_change_ratio{role=\"chat\",resolver=\"system\",family=\"ip4\"} 0",
            "whatsapp_answers_ttl_seconds{role=\"chat\",resolver=\"system\",family=\"ip4\"} 60",
            "whatsapp_address_attempts{role=\"chat\",family=\"ip4\",address=\"57.144.23.33\"} 1",
            "whatsapp_address_connect_seconds{role=\"chat\",family=\"ip4\",address=\"57.144.40.33\",stat=\"min\"} 0.004",
            "whatsapp_address_failure_ratio{role=\"chat\",family=\"ip4\",address=\"57.144.23.33\"} 1",
        ])
    func series(line: String) throws {
        #expect(try text(ledger()).split(separator: "\n").contains(line[...]))
    }

    @Test(arguments: ExpositionFormat.allCases)
    func nothingKnownHoldsTogether(format: ExpositionFormat) {
        let text = text(EdgeLedger(EdgePlan([], settings: EdgeSettings())), format)
        #expect(!text.split(separator: "\n").contains { !$0.hasPrefix("#") })
    }

    @Test func distanceNeedsALocation() throws {
        #expect(try !text(ledger(nil)).contains("whatsapp_edge_distance_meters{"))
        let line = try #require(
            try text(ledger()).split(separator: "\n").first { $0.hasPrefix("whatsapp_edge_distance_meters{") })
        let meters = try #require(line.split(separator: " ").last.flatMap { Double($0) })
        // By geographiclib, within what a sphere differs from Earth.
        #expect(abs(meters - 7_785_577) < 46_000)
    }

    @Test func documentTellsTheSame() throws {
        let bytes = try JSONBody.encode(EdgeDocument(ledger().overview(at: Self.now), at: Self.now))
        let document = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        let edges = try #require(document["edges"] as? [[String: Any]])
        let chat = try #require(edges.first { $0["role"] as? String == "chat" })
        #expect(chat["host"] as? String == "g.whatsapp.net")
        #expect(chat["state"] as? String == "failover_suspected")
        #expect(chat["pop"] as? String == "atl3")
        #expect(chat["home"] as? String == "57.144.23.0/24")
        #expect(chat["observed_hours"] as? Int == 7)
        #expect((chat["pinned"] as? [String: Any])?["success"] as? Bool == false)
        #expect((document["answers"] as? [Any])?.count == 2)
        #expect((document["addresses"] as? [Any])?.count == 2)
    }

    @Test(arguments: [FailureReason.localResources, .networkUnreachable, .permissionDenied, .addressUnavailable])
    func ownTroubleIsNotTheAddresss(failure: FailureReason) throws {
        let ledger = EdgeLedger(EdgePlan(Catalogue.endpoints(procfs: ProcFS()), settings: EdgeSettings()))
        ledger.record(try probe(of: "57.144.40.33", connect: .zero, failure: failure))
        #expect(ledger.overview(at: Self.now).groups.isEmpty)
        ledger.record(try probe(of: "57.144.40.33", connect: .zero, failure: .chatTimeout))
        #expect(ledger.overview(at: Self.now).groups.first?.addresses.first?.failures == 1)
    }

    @Test func secondOpinionCountsForItsAddress() throws {
        let ledger = EdgeLedger(EdgePlan(Catalogue.endpoints(procfs: ProcFS()), settings: EdgeSettings()))
        var report = try probe(of: "57.144.23.33", connect: .zero, failure: .connectTimeout)
        report.outcome.secondOpinion = SecondOpinion(
            resolver: Catalogue.publicResolvers[0], address: SocketAddress(.v4(0x3990_2821), port: 443), failure: nil)
        ledger.record(report)
        let addresses = try #require(ledger.overview(at: Self.now).groups.first?.addresses)
        #expect(addresses.map { "\($0.address) \($0.failures)/\($0.attempts)" } == ["57.144.23.33 1/1", "57.144.40.33 0/1"])
    }

    @Test func reloadKeepsWhatStays() throws {
        let ledger = try ledger()
        let endpoints = Catalogue.endpoints(procfs: ProcFS()).filter { $0.role != .component(.web) }
        ledger.reconfigure(EdgePlan(endpoints, settings: EdgeSettings()))
        let overview = ledger.overview(at: Self.now)
        #expect(overview.edges.map(\.key) == [Self.chat])
        #expect(overview.edges.first?.home?.description == "57.144.23.0/24")
        #expect(ledger.rows(ofHourAt: Self.now - 1).map(\.key) == ["chat/system/ip4", "chat/system/ip4"])
        // What is no longer asked about is not booked either.
        answer(ledger, EdgeKey(role: .web, resolver: "system", family: .ip4), .v4(1), at: Self.now)
        #expect(ledger.overview(at: Self.now).edges.count == 1)
    }
}
