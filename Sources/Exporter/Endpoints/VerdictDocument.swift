import Diagnosis
import FoundationEssentials
import WhatsApp

/// The verdict, as `/api/v1/verdict` and `check --json` tell it.
struct VerdictDocument: Encodable {
    struct ScopeDocument: Encodable {
        var verdict: String
        var since: Date
        /// One sentence for people.
        var sentence: String
        /// 0 to 1; not a probability.
        var confidence: Double
        var evidence: [EvidenceDocument]
    }

    struct EvidenceDocument: Encodable {
        var kind: String
        var side: String
        var target: String?
        var text: String
    }

    var at: Date
    var scopes: [String: ScopeDocument]
    var components: [String: String]

    init(_ conclusion: Conclusion) {
        at = Date(timeIntervalSince1970: conclusion.at)
        scopes = Dictionary(
            uniqueKeysWithValues: conclusion.scopes.map { scope, ruling in
                (scope.rawValue, ScopeDocument(ruling))
            })
        components = Dictionary(uniqueKeysWithValues: conclusion.components.map { ($0.key.rawValue, $0.value.rawValue) })
    }
}

extension VerdictDocument.ScopeDocument {
    init(_ ruling: ScopedVerdict) {
        verdict = ruling.verdict.rawValue
        since = Date(timeIntervalSince1970: ruling.since)
        sentence = ruling.sentence
        confidence = ruling.confidence
        evidence = ruling.evidence.map {
            VerdictDocument.EvidenceDocument(kind: $0.kind.rawValue, side: $0.side.rawValue, target: $0.target, text: $0.text)
        }
    }
}
