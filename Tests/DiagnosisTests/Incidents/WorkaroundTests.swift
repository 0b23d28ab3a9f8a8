import Probing
import Testing
import WhatsApp

@testable import Diagnosis

@Suite struct WorkaroundTests {
    private static func extent(_ components: [Component] = [], _ reasons: [FailureReason] = [], edges: [String] = []) -> Extent {
        Extent(components: components, edges: edges, reasons: reasons)
    }

    @Test(
        arguments: [
            (.localNetwork, extent([], [.noRoute]), [], [], "default route"),
            (.localNetwork, extent([], [.networkDown]), [], [], "interface up"),
            (.localNetwork, extent([], [.gatewaySilent]), [], [], "router"),
            (.localNetwork, extent([], [.connectTimeout]), [], [], "provider"),
            (.localDNS, extent([.chat], [.dnsServfail]), [], [], "1.1.1.1"),
            (.localDNS, extent([.chat], [.dnsServfail]), [], [], "DNS over TLS"),
            (.localDNS, extent([.chat], [.dnsNXDomain]), [], [], "WhatsApp's own proxy support"),
            (.localDNS, extent([.chat], [.dnsBogon]), [], [], "Pi-hole"),
            (.localClock, extent(), [], [], "NTP"),
            (.localHost, extent(), [.conntrack], [], "nf_conntrack_max"),
            (.localHost, extent(), [.descriptors], [], "ulimit"),
            (.localHost, extent(), [.memoryStall], [], "memory"),
            (.localHost, extent(), [.cpuStall], [], "processors"),
            (.localHost, extent(), [.database], [], "database"),
            (.localHost, extent([], [.permissionDenied]), [], [], "firewall"),
            (.localHost, extent([], [.localResources]), [], [], "lsof"),
            (.blockedOrIntercepted, extent([.chat], [.tlsUnknownAuthority]), [], [], "captive portal"),
            (.blockedOrIntercepted, extent([.chat], [.chatNotNoise]), [], [], "no credentials"),
            (.blockedOrIntercepted, extent([.chat], [.connectTimeout]), [], [], "another network"),
            (.metaWide, extent([.chat]), [], [], "no way round"),
            (.edgePartial, extent([.chat], edges: ["57.144.23.0/24"]), [], [], "another edge than 57.144.23.0/24"),
            (.edgePartial, extent([.chat]), [], [], "g-fallback.whatsapp.net and on port 5222"),
            (.whatsAppOutage, extent([.chat, .web]), [], [], "Do not reinstall"),
            (.whatsAppOutage, extent([.chat]), [], [], "SMS"),
            (.whatsAppOutage, extent([.web]), [], [], "Use the phone"),
            (.whatsAppOutage, extent([.media]), [], [], "Text works"),
            (.whatsAppOutage, extent([.registration]), [], [], "Stay logged in"),
            (.whatsAppOutage, extent([.businessAPI]), [], [.consumer], "can be written to from"),
            (.whatsAppSuspected, extent(), [], [], "whether messages arrive"),
            (.businessPlatform, extent([.businessAPI]), [], [.consumer], "queue"),
            (.businessPlatform, extent([.businessAPI]), [.platformErrors], [], "131016"),
            (.businessAccount, extent(), [], [], "WhatsApp Manager"),
            (.businessAccount, extent(), [], [], "token"),
            (.unknown, extent(), [.account, .platformStatus], [], "refuse good tokens"),
            (.unknown, extent([.chat]), [], [], "another network"),
        ] as [(Verdict, Extent, Set<Evidence.Kind>, [Scope], String)])
    func says(_ verdict: Verdict, _ extent: Extent, _ evidence: Set<Evidence.Kind>, _ well: [Scope], _ words: String) {
        let sentences = Workaround.sentences(for: verdict, extent: extent, evidence: evidence, well: well)
        #expect(sentences.contains { $0.contains(words) })
    }

    @Test(arguments: Verdict.allCases)
    func everyTroubleHasSomethingToDo(verdict: Verdict) {
        let sentences = Workaround.sentences(for: verdict, extent: Extent())
        #expect(sentences.isEmpty == (verdict == .ok))
        #expect(Set(sentences).count == sentences.count)
        #expect(sentences.allSatisfy { $0.hasSuffix(".") && $0.count(where: { $0 == "`" }) % 2 == 0 })
    }

    @Test func appStandsInOnlyWhileItWorks() {
        let extent = Self.extent([.businessAPI])
        for verdict in [Verdict.whatsAppOutage, .businessPlatform, .businessAccount] {
            let texts = [[], [Scope.consumer]].map { Workaround.sentences(for: verdict, extent: extent, well: $0).joined() }
            #expect(texts.map { $0.contains("people can be written to") } == [false, true])
        }
    }
}
