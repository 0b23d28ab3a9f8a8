import Conditions
import Foundation
import Posix
import Probing
import Prometheus
import Testing
import Wire

@testable import Exporter

/// What is expected here was read off blackbox_exporter 0.28 with the same endings, where it has the family.
@Suite struct ProbeExpositionTests {
    private static let all: Set = ["probe_duration_seconds", "probe_success"]
    private static let addressed = all.union(["probe_dns_lookup_time_seconds", "probe_ip_addr_hash", "probe_ip_protocol"])
    private static let http = addressed.union([
        "probe_failed_due_to_regex", "probe_http_content_length", "probe_http_duration_seconds", "probe_http_redirects",
        "probe_http_ssl", "probe_http_status_code", "probe_http_uncompressed_body_length", "probe_http_version",
    ])
    /// Our own, which may come in addition.
    private static let ours: Set = [
        "probe_timeout_seconds", "probe_failure_info", "probe_phase_duration_seconds", "probe_dns_response_code",
        "probe_icmp_packets_sent", "probe_icmp_packets_received", "probe_icmp_loss_ratio", "probe_icmp_rtt_min_seconds",
        "probe_icmp_rtt_avg_seconds", "probe_icmp_rtt_max_seconds", "probe_icmp_rtt_jitter_seconds", "probe_address_success",
        "probe_address_duration_seconds",
    ]

    private static func outcome(
        _ failure: FailureReason? = nil, at address: String? = "127.0.0.1", _ phases: [Phase: Duration] = [:],
        _ fill: (inout ProbeOutcome) -> Void = { _ in }
    ) -> ProbeOutcome {
        var outcome = ProbeOutcome()
        outcome.failure = failure
        outcome.duration = .milliseconds(125)
        outcome.address = address.flatMap { SocketAddress(literal: $0, port: 80) }
        for (phase, duration) in phases { outcome.phases[phase] = duration }
        fill(&outcome)
        return outcome
    }

    private func blackbox(_ exposed: Exposed) -> Set<String> { exposed.families.subtracting(Self.ours) }

    @Test func everyProbeTellsHowItEnded() {
        let good = Exposed(.tcp(DialogueSettings()), Self.outcome())
        #expect(good["probe_success"] == "1")
        #expect(good["probe_duration_seconds"] == "0.125")
        #expect(good["probe_timeout_seconds"] == "9.5")
        #expect(good.family("probe_failure_info").isEmpty)
        let bad = Exposed(.tcp(DialogueSettings()), Self.outcome(.tlsExpired))
        #expect(bad["probe_success"] == "0")
        #expect(bad.family("probe_failure_info") == ["{reason=\"tls_expired\",layer=\"tls\"}": "1"])
        #expect(
            Exposed(.tcp(DialogueSettings()), Self.outcome(.other))["probe_failure_info{reason=\"other\",layer=\"other\"}"] == "1"
        )
    }

    /// The addresses whose hashes blackbox_exporter gave.
    @Test(arguments: [
        ("127.0.0.1", "3668918509", "4"), ("127.0.0.2", "3618585652", "4"), ("192.0.2.77", "2842422640", "4"),
        ("::1", "1751717746", "6"),
    ])
    func hashesAddresses(address: String, hash: String, version: String) {
        let exposed = Exposed(.icmp(ICMPSettings()), Self.outcome(at: address))
        #expect(exposed["probe_ip_addr_hash"] == hash)
        #expect(exposed["probe_ip_protocol"] == version)
    }

    @Test func anAddressResolvedButNotTalkedToCounts() {
        let outcome = Self.outcome(.targetNotAllowed, at: nil, [.resolve: .milliseconds(3)]) { outcome in
            outcome.resolution = Resolution(source: .dns, addresses: [.v4(0x7f00_0001), .v4(0x7f00_0002)])
        }
        let exposed = Exposed(.tcp(DialogueSettings()), outcome)
        #expect(exposed["probe_ip_addr_hash"] == "3668918509")
        #expect(exposed["probe_dns_lookup_time_seconds"] == "0.003")
    }

    @Test func whatIsNoTargetHasNoAddress() {
        let outcome = Self.outcome(.targetInvalid, at: nil)
        #expect(blackbox(Exposed(.tcp(DialogueSettings()), outcome)) == Self.all)
        #expect(
            blackbox(Exposed(.http(HTTPSettings()), outcome))
                == Self.http.subtracting(Self.addressed).subtracting(["probe_http_duration_seconds"]).union(Self.all))
    }

    @Test func httpAnswerHasEveryFamily() {
        var finding = HTTPFinding(status: 404, bodyBytes: 12, redirects: 2)
        finding.contentLength = 10
        finding.version = 2
        finding.isTLS = true
        finding.lastModified = 1_795_255_200
        let phases: [Phase: Duration] = [
            .resolve: .milliseconds(1), .connect: .milliseconds(2), .tls: .milliseconds(4), .request: .milliseconds(8),
            .firstByte: .milliseconds(16), .transfer: .milliseconds(32),
        ]
        let exposed = Exposed(.http(HTTPSettings()), Self.outcome(.httpUnexpectedStatus, phases) { $0.http = finding })
        #expect(blackbox(exposed) == Self.http.union(["probe_http_last_modified_timestamp_seconds"]))
        #expect(
            exposed.family("probe_http_duration_seconds") == [
                "{phase=\"resolve\"}": "0.001", "{phase=\"connect\"}": "0.002", "{phase=\"tls\"}": "0.004",
                "{phase=\"processing\"}": "0.024", "{phase=\"transfer\"}": "0.032",
            ])
        #expect(exposed["probe_http_status_code"] == "404" && exposed["probe_http_redirects"] == "2")
        #expect(exposed["probe_http_content_length"] == "10" && exposed["probe_http_uncompressed_body_length"] == "12")
        #expect(exposed["probe_http_version"] == "2" && exposed["probe_http_ssl"] == "1")
        #expect(exposed["probe_http_last_modified_timestamp_seconds"] == "1795255200")
    }

    @Test func httpWithoutAnswerHasZeros() {
        for found in [nil, HTTPFinding(status: 0, bodyBytes: 0, redirects: 0)] {
            let exposed = Exposed(.http(HTTPSettings()), Self.outcome(.connectionRefused) { $0.http = found })
            #expect(blackbox(exposed) == Self.http)
            #expect(exposed.family("probe_http_duration_seconds").count == 5)
            #expect(exposed["probe_http_version"] == "0" && exposed["probe_http_content_length"] == "0")
        }
        let unresolved = Exposed(.http(HTTPSettings()), Self.outcome(.dnsNXDomain, at: nil))
        #expect(unresolved.family("probe_http_duration_seconds") == ["{phase=\"resolve\"}": "0.125"])
        #expect(unresolved["probe_dns_lookup_time_seconds"] == "0.125", "it looked in vain all the time")
        #expect(unresolved["probe_ip_protocol"] == "0" && unresolved["probe_ip_addr_hash"] == "0")
    }

    @Test func httpWithoutLengthSaysMinusOne() {
        let exposed = Exposed(
            .http(HTTPSettings()), Self.outcome { $0.http = HTTPFinding(status: 200, bodyBytes: 3, redirects: 0) })
        #expect(exposed["probe_http_content_length"] == "-1")
        #expect(exposed["probe_http_version"] == "1.1")
    }

    @Test func conditionsAreThereOnlyIfConfigured() throws {
        var settings = HTTPSettings()
        settings.failIfJSONMatches = try Condition("body.a == 1")
        var finding = HTTPFinding(status: 200, bodyBytes: 3, redirects: 0)
        finding.failedCondition = true
        let exposed = Exposed(.http(settings), Self.outcome(.httpUnexpectedJSON) { $0.http = finding })
        #expect(exposed["probe_failed_due_to_cel"] == "1" && exposed["probe_failed_due_to_regex"] == "0")
        #expect(Exposed(.http(settings), Self.outcome(.connectTimeout))["probe_failed_due_to_cel"] == "0")
        #expect(Exposed(.http(HTTPSettings()), Self.outcome { $0.http = finding })["probe_failed_due_to_cel"] == nil)
    }

    @Test func dialoguesTellWhatFailedOnceTheyCouldBegin() {
        let talked = Self.addressed.union(["probe_failed_due_to_regex", "probe_failed_due_to_bytes"])
        var finding = DialogueFinding()
        finding.failedPattern = true
        let bad = Exposed(.tcp(DialogueSettings()), Self.outcome(.replyUnexpected) { $0.finding = .dialogue(finding) })
        #expect(blackbox(bad) == talked)
        #expect(bad["probe_failed_due_to_regex"] == "1" && bad["probe_failed_due_to_bytes"] == "0")
        finding = DialogueFinding()
        finding.captured = [.init(name: "ssh_version", value: "Open\"SSH"), .init(name: "b", value: "")]
        let good = Exposed(.tcp(DialogueSettings()), Self.outcome { $0.finding = .dialogue(finding) })
        #expect(blackbox(good) == talked.union(["probe_expect_info"]))
        #expect(good["probe_expect_info{ssh_version=\"Open\\\"SSH\",b=\"\"}"] == "1")
        #expect(blackbox(Exposed(.tcp(DialogueSettings()), Self.outcome())) == talked)
        #expect(blackbox(Exposed(.tcp(DialogueSettings()), Self.outcome(.connectionRefused))) == Self.addressed)
    }

    @Test func unixHasNoAddress() {
        let failed: Set = ["probe_failed_due_to_regex", "probe_failed_due_to_bytes"]
        #expect(blackbox(Exposed(.unix(DialogueSettings()), Self.outcome(at: nil))) == Self.all.union(failed))
        #expect(blackbox(Exposed(.unix(DialogueSettings()), Self.outcome(.connectionRefused, at: nil))) == Self.all)
    }

    @Test func dnsTellsCountsAndTheSerialOfZones() {
        let families = Self.addressed.union([
            "probe_dns_additional_rrs", "probe_dns_answer_rrs", "probe_dns_authority_rrs", "probe_dns_duration_seconds",
            "probe_dns_query_succeeded",
        ])
        var settings = DNSSettings()
        settings.queryType = .soa
        let silent = Exposed(
            .dns(settings), Self.outcome(.dnsTimeout, [.connect: .milliseconds(1)]) { $0.finding = .dns(DNSFinding()) })
        #expect(blackbox(silent) == families)
        #expect(silent["probe_dns_query_succeeded"] == "0")
        #expect(
            silent.family("probe_dns_duration_seconds")
                == ["{phase=\"connect\"}": "0.001", "{phase=\"request\"}": "0", "{phase=\"resolve\"}": "0"])
        var finding = DNSFinding()
        finding.wasAnswered = true
        finding.responseCode = .nxDomain
        (finding.answers, finding.authorities, finding.additionals) = (1, 2, 3)
        finding.serial = 4_294_967_295
        let answered = Exposed(.dns(settings), Self.outcome(.dnsUnexpectedCode) { $0.finding = .dns(finding) })
        #expect(blackbox(answered) == families.union(["probe_dns_serial"]))
        #expect(answered["probe_dns_serial"] == "4294967295" && answered["probe_dns_response_code"] == "3")
        #expect(answered["probe_dns_answer_rrs"] == "1" && answered["probe_dns_authority_rrs"] == "2")
        #expect(answered["probe_dns_additional_rrs"] == "3" && answered["probe_dns_query_succeeded"] == "1")
        settings.queryType = .a
        #expect(Exposed(.dns(settings), Self.outcome { $0.finding = .dns(finding) })["probe_dns_serial"] == nil)
    }

    @Test func echoesTellLossAndRoundTrips() {
        var finding = EchoFinding()
        (finding.sent, finding.received, finding.hopLimit) = (4, 3, 61)
        finding.roundTrips = [.milliseconds(10), .milliseconds(30), .milliseconds(20)]
        let outcome = Self.outcome(.echoLoss, [.connect: .microseconds(500)]) { $0.finding = .echo(finding) }
        let exposed = Exposed(.icmp(ICMPSettings()), outcome)
        #expect(blackbox(exposed) == Self.addressed.union(["probe_icmp_duration_seconds", "probe_icmp_reply_hop_limit"]))
        #expect(
            exposed.family("probe_icmp_duration_seconds")
                == ["{phase=\"resolve\"}": "0", "{phase=\"setup\"}": "0.0005", "{phase=\"rtt\"}": "0.02"])
        #expect(exposed["probe_icmp_reply_hop_limit"] == "61" && exposed["probe_icmp_loss_ratio"] == "0.25")
        #expect(exposed["probe_icmp_rtt_min_seconds"] == "0.01" && exposed["probe_icmp_rtt_max_seconds"] == "0.03")
        #expect(exposed["probe_icmp_rtt_avg_seconds"] == "0.02" && exposed["probe_icmp_rtt_jitter_seconds"] == "0.015")
        let silent = Exposed(.icmp(ICMPSettings()), Self.outcome(.dnsNXDomain, at: nil))
        #expect(blackbox(silent) == Self.addressed.union(["probe_icmp_duration_seconds"]))
        #expect(silent.family("probe_icmp_duration_seconds").values.allSatisfy { $0 == "0" })
    }

    @Test func grpcTellsOneStatusOfFour() {
        let families = Self.addressed.union([
            "probe_grpc_duration_seconds", "probe_grpc_healthcheck_response", "probe_grpc_ssl", "probe_grpc_status_code",
        ])
        var finding = GRPCFinding()
        finding.statusCode = 0
        finding.servingStatus = .notServing
        let ill = Exposed(
            .grpc(GRPCSettings()), Self.outcome(.grpcNotServing, [.resolve: .milliseconds(25)]) { $0.finding = .grpc(finding) })
        #expect(blackbox(ill) == families)
        #expect(
            ill.family("probe_grpc_healthcheck_response") == [
                "{serving_status=\"NOT_SERVING\"}": "1", "{serving_status=\"SERVICE_UNKNOWN\"}": "0",
                "{serving_status=\"SERVING\"}": "0", "{serving_status=\"UNKNOWN\"}": "0",
            ])
        #expect(ill.family("probe_grpc_duration_seconds") == ["{phase=\"resolve\"}": "0.025", "{phase=\"check\"}": "0.1"])
        let refused = Exposed(.grpc(GRPCSettings()), Self.outcome(.connectionRefused) { $0.finding = .grpc(GRPCFinding()) })
        #expect(refused["probe_grpc_status_code"] == "14" && blackbox(refused) == families)
        #expect(Exposed(.grpc(GRPCSettings()), Self.outcome(.connectTimeout))["probe_grpc_status_code"] == "4")
        let unresolved = Exposed(.grpc(GRPCSettings()), Self.outcome(.dnsNXDomain, at: nil))
        #expect(blackbox(unresolved) == families.subtracting(["probe_grpc_healthcheck_response"]))
        #expect(unresolved["probe_grpc_status_code"] == "0")
    }

    @Test func webSocketTellsHowTheChangeWent() {
        var finding = WebSocketFinding()
        (finding.status, finding.isUpgraded, finding.failedPattern) = (101, true, true)
        finding.pingRoundTrip = .milliseconds(5)
        let exposed = Exposed(
            .webSocket(WebSocketSettings()),
            Self.outcome(
                .replyUnexpected, [.request: .milliseconds(1), .firstByte: .milliseconds(2), .dialogue: .milliseconds(4)]
            ) {
                $0.finding = .webSocket(finding)
            })
        #expect(exposed["probe_websocket_status_code"] == "101" && exposed["probe_websocket_connection_upgraded"] == "1")
        #expect(exposed["probe_websocket_failed_due_to_regex"] == "1" && exposed["probe_websocket_ping_rtt_seconds"] == "0.005")
        #expect(exposed["probe_websocket_duration_seconds{phase=\"processing\"}"] == "0.003")
        #expect(exposed["probe_websocket_duration_seconds{phase=\"transfer\"}"] == "0.004")
    }

    @Test func databaseReadingsAreGroupedByName() {
        var finding = DatabaseFinding()
        finding.serverVersion = "15.18"
        (finding.rows, finding.isSlow) = (2, false)
        finding.glance = [
            .init(name: "connections", labels: [("state", "active")], value: 3), .init(name: "deadlocks_total", value: 1),
            .init(name: "connections", labels: [("state", "idle")], value: 4),
        ]
        finding.values = [
            .init(name: "orders", labels: [("shop", "a")], value: 1.5), .init(name: "orders", labels: [("shop", "b")], value: 2),
        ]
        finding.glanceFaults = ["no right to see pg_stat_statements"]
        let exposed = Exposed(.postgres(PostgresSettings()), Self.outcome { $0.finding = .database(finding) })
        #expect(exposed["probe_postgres_info{version=\"15.18\"}"] == "1")
        #expect(exposed["probe_postgres_rows"] == "2" && exposed["probe_postgres_slow"] == "0")
        #expect(exposed["probe_postgres_glance_faults"] == "1")
        #expect(exposed.family("probe_postgres_connections") == ["{state=\"active\"}": "3", "{state=\"idle\"}": "4"])
        #expect(exposed.family("probe_postgres_query_orders") == ["{shop=\"a\"}": "1.5", "{shop=\"b\"}": "2"])
        #expect(exposed.text.contains("# TYPE probe_postgres_deadlocks_total counter\n"))
        #expect(exposed.text.components(separatedBy: "# TYPE probe_postgres_connections ").count == 2)
    }

    @Test func everyAddressHasItsSeries() {
        let outcome = Self.outcome(.connectionRefused) { outcome in
            outcome.addresses = [
                AddressOutcome(address: .v4(0x7f00_0001), failure: nil, duration: .milliseconds(1)),
                AddressOutcome(address: .v6(high: 0, low: 1), failure: .connectionRefused, duration: .milliseconds(2)),
            ]
        }
        let exposed = Exposed(.tcp(DialogueSettings()), outcome)
        #expect(exposed.family("probe_address_success") == ["{address=\"127.0.0.1\"}": "1", "{address=\"::1\"}": "0"])
        #expect(exposed["probe_address_duration_seconds{address=\"::1\"}"] == "0.002")
    }

    @Test(arguments: ExpositionFormat.allCases)
    func everyProberIsWellFormedInEveryFormat(format: ExpositionFormat) throws {
        var chat = ChatSettings()
        chat.overWebSocket = true
        let kinds: [Module.Kind] = [
            .http(HTTPSettings()), .tcp(DialogueSettings()), .unix(DialogueSettings()), .udp(DialogueSettings()),
            .tls(TLSSettings()),
            .dns(DNSSettings()), .icmp(ICMPSettings()), .grpc(GRPCSettings()), .webSocket(WebSocketSettings()),
            .postgres(PostgresSettings()), .whatsAppChat(ChatSettings()), .whatsAppChat(chat),
        ]
        for kind in kinds {
            for outcome in [
                Self.outcome(), Self.outcome(.connectTimeout), Self.outcome(.dnsNXDomain, at: nil),
                Self.outcome(.targetInvalid, at: nil),
                TLSOutcome.invalid, TLSOutcome.valid,
            ] {
                let exposed = Exposed(kind, outcome, in: format)
                var seen: Set<Substring> = []
                for line in exposed.text.split(separator: "\n") where line.hasPrefix("# TYPE ") {
                    #expect(seen.insert(line.split(separator: " ")[2]).inserted, "\(line) twice, \(kind.prober)")
                }
                #expect(exposed.text.hasSuffix(format == .openMetrics ? "# EOF\n" : "\n"))
                #expect(exposed.samples.values.allSatisfy { Double($0) != nil })
            }
        }
    }
}
