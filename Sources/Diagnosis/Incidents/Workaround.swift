import Probing
package import WhatsApp

/// What a person can do while WhatsApp cannot be reached: a function of what is wrong.
///
/// Sentences to act on, the best first. Names and ports are those of the catalogue and of WhatsApp's own proxy.
package enum Workaround {
    /// What to do about a verdict.
    ///
    /// - Parameters:
    ///   - evidence: the kinds there are, which tell what ails this host.
    ///   - well: scopes for which all is well, and which may stand in for the others.
    package static func sentences(
        for verdict: Verdict, extent: Extent, evidence: Set<Evidence.Kind> = [], well: [Scope] = []
    ) -> [String] {
        switch verdict {
        case .ok: []
        case .localNetwork: localNetwork(extent, evidence)
        case .localDNS: localDNS(extent)
        case .localClock:
            [
                "Set this host's clock by NTP (`timedatectl set-ntp true`, or `chronyc makestep`): with it wrong, certificates seem "
                    + "expired or not yet valid.",
                "If the clock is off again after each start, replace the battery or set the virtual machine's clock source.",
            ]
        case .localHost: localHost(extent, evidence)
        case .blockedOrIntercepted: intercepted(extent)
        case .metaWide:
            ["Nothing can be done from here: all of Meta is gone, so Messenger and Instagram are no way round."] + outage
        case .edgePartial: edgePartial(extent)
        case .whatsAppOutage: whatsAppOutage(extent, well)
        case .whatsAppSuspected:
            ["What can be probed answers: ask someone on another network whether messages arrive before changing anything here."]
                + outage
        case .businessPlatform: businessPlatform(evidence) + appInstead(well)
        case .businessAccount:
            [
                "Look at this account in WhatsApp Manager: quality rating, messaging limit, payment, policy warnings.",
                "If its token or a permission is refused, make a new one for the system user in Meta Business Settings.",
                "Stop sending templates until that is cleared; repeated attempts make it worse.",
                "Ask for a review in Meta Business Support if the block is a mistake.",
            ] + appInstead(well)
        case .unknown where evidence.contains(.account):
            [
                "Leave the account and its token as they are until the platform is well: it can refuse good tokens while it is ill.",
                "Watch metastatus.com/whatsapp-business-api, where Meta posts, often late.",
            ] + appInstead(well)
        case .unknown:
            [
                "Try WhatsApp from another network, such as a phone on mobile data: if it works there, the trouble is on this side.",
                "Change nothing here until the evidence is clear.",
            ]
        }
    }

    /// What to do about a part that no verdict hangs on.
    static func sentence(for component: Component) -> String {
        switch component {
        case .links: "Give people the number to type in: chats opened in the app need no link."
        case .chatAlternate: "Nothing need be done: clients use the main chat edge as long as it answers."
        case .dnsAuthority: "Nothing need be done while resolvers still remember the names; keep the addresses in use at hand."
        case .chat, .web, .registration, .media, .businessAPI: "Use the parts of WhatsApp that answer."
        }
    }

    private static let outage = [
        "Reach people by SMS, by telephone, by mail or by another messenger.",
        "Do not reinstall WhatsApp or log out: that helps nothing, and registration may be down too.",
        "Tell users that it is not this network, and that messages sent now are delivered later.",
    ]

    private static func whatsAppOutage(_ extent: Extent, _ well: [Scope]) -> [String] {
        guard let only = extent.components.first, extent.components.count == 1 else {
            return ["There is nothing to mend here: wait."] + outage
        }
        return switch only {
        case .web: ["Use the phone: only WhatsApp Web and Desktop's web side are down.", "Do not unlink devices meanwhile."]
        case .media: ["Text works: send words now and pictures, voice and documents later, or by mail."]
        case .registration: ["Stay logged in: only registration is down, so do not reinstall, change phones or log out."]
        case .businessAPI:
            appInstead(well) + ["Keep what is to be sent in a queue, and send it slowly once the API answers again."]
        case .chat, .chatAlternate, .links, .dnsAuthority: ["There is nothing to mend here: wait."] + outage
        }
    }

    private static func businessPlatform(_ evidence: Set<Evidence.Kind>) -> [String] {
        [
            "Nothing is wrong with this account: keep what is to be sent in a queue and send it slowly once the platform is well.",
            evidence.contains(.platformErrors)
                ? "Repeat what the API answers with an error of its own (1, 2, 131000, 131016), later each time." : nil,
            "Watch metastatus.com/whatsapp-business-api, where Meta posts, often late.",
        ].compactMap(\.self)
    }

    private static func appInstead(_ well: [Scope]) -> [String] {
        guard well.contains(.consumer) else { return [] }
        return ["WhatsApp itself works: people can be written to from the WhatsApp or WhatsApp Business app on a phone."]
    }

    private static func edgePartial(_ extent: Extent) -> [String] {
        let edges = extent.edges.isEmpty ? "the edge that fails" : extent.edges.prefix(4).joined(separator: ", ")
        var sentences = [
            "Ask another resolver (1.1.1.1, 9.9.9.9 or 8.8.8.8): it is mapped to another edge than \(edges)."
        ]
        if extent.components.contains(.chat) {
            sentences.append("Chat can also be had at g-fallback.whatsapp.net and on port 5222: allow both in the firewall.")
        }
        return sentences + ["Another network (mobile data, a VPN) leads to another edge too."]
    }
}
