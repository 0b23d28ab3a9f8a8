import Diagnosis
import FoundationEssentials
import Probing
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
        /// How far the trouble reaches; absent while there is none.
        var extent: ExtentDocument?
    }

    struct ExtentDocument: Encodable {
        /// When the first failing probe began.
        var firstFailureAt: Date?
        var components: [String]
        var edges: [String]
        var layers: [String]
        var reasons: [String]
        var targets: [String]
    }

    struct EvidenceDocument: Encodable {
        var kind: String
        var side: String
        var target: String?
        var text: String
        /// How much it speaks for the verdict, 0 to 1; against it when negative.
        var weight: Double
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
            VerdictDocument.EvidenceDocument(
                kind: $0.kind.rawValue, side: $0.side.rawValue, target: $0.target, text: $0.text, weight: $0.weight)
        }
        extent = ruling.extent == Extent() ? nil : VerdictDocument.ExtentDocument(ruling.extent)
    }
}

extension VerdictDocument.ExtentDocument {
    fileprivate init(_ extent: Extent) {
        self.init(
            firstFailureAt: extent.firstFailureAt.map { Date(timeIntervalSince1970: $0) },
            components: extent.components.map(\.rawValue), edges: extent.edges, layers: extent.layers.map(\.rawValue),
            reasons: extent.reasons.map(\.rawValue), targets: extent.targets)
    }
}
