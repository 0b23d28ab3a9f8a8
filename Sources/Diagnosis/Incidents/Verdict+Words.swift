package import WhatsApp

extension Verdict {
    /// What it is called at the head of something.
    package var words: String {
        switch self {
        case .ok: "All well"
        case .localNetwork: "Local network trouble"
        case .localDNS: "Local DNS trouble"
        case .localClock: "Local clock trouble"
        case .localHost: "Local host trouble"
        case .blockedOrIntercepted: "Blocked or intercepted path"
        case .metaWide: "Meta-wide outage"
        case .edgePartial: "Partial edge failure"
        case .whatsAppOutage: "WhatsApp outage"
        case .whatsAppSuspected: "Suspected WhatsApp outage"
        case .businessPlatform: "Business platform disruption"
        case .businessAccount: "Business account trouble"
        case .unknown: "Trouble of unknown origin"
        }
    }

    var wordsInSentence: String {
        switch self {
        case .metaWide, .whatsAppOutage: words
        default: words.prefix(1).lowercased() + words.dropFirst()
        }
    }
}

extension Scope {
    /// Whom it stands for, in a sentence.
    package var words: String {
        switch self {
        case .consumer: "users of WhatsApp"
        case .business: "businesses"
        }
    }
}
