import Probing
import WhatsApp

extension Incident {
    init(
        id: String, severity: Severity, verdict: Verdict, scopes: [Scope], components: [Component] = [], startedAt: Double,
        detectedAt: Double
    ) {
        self.init(
            id: id, severity: severity, verdict: verdict, scopes: scopes, troubled: scopes, components: components, edges: [],
            layers: [], reasons: [], targets: [], cause: "", causeAt: detectedAt, evidence: [], workarounds: [],
            likeness: Likeness(), startedAt: startedAt, detectedAt: detectedAt)
    }

    /// Adds what a verdict says of its reach.
    /// - Returns: in words, the components, edges and layers that are new; empty for none.
    @discardableResult
    mutating func absorb(_ extent: Extent) -> String {
        let newComponents = extent.components.filter { !components.contains($0) }
        components = Component.allCases.filter { components.contains($0) || newComponents.contains($0) }
        let newEdges = extent.edges.filter { !edges.contains($0) }.prefix(max(0, Self.edgeLimit - edges.count))
        edges = (edges + newEdges).sorted()
        let newLayers = extent.layers.filter { !layers.contains($0) }
        layers = FailureLayer.allCases.filter { layers.contains($0) || newLayers.contains($0) }
        for reason in extent.reasons where !reasons.contains(reason) { reasons.append(reason) }
        for target in extent.targets where !targets.contains(target) && targets.count < Self.targetLimit {
            targets.append(target)
        }
        let parts = [
            newComponents.isEmpty ? nil : newComponents.words,
            newEdges.isEmpty ? nil : (newEdges.count == 1 ? "edge " : "edges ") + newEdges.joined(separator: ", "),
            newLayers.isEmpty ? nil : "failures in " + newLayers.map(\.rawValue).joined(separator: ", "),
        ]
        return parts.compactMap(\.self).joined(separator: "; ")
    }

    /// Takes down what a verdict says of the cause, and what can be done.
    mutating func explain(by ruling: ScopedVerdict, in scopes: [Scope: ScopedVerdict], at time: Double) {
        let well = Scope.allCases.filter { scopes[$0]?.verdict == .ok }
        let texts = ruling.evidence.prefix(Self.evidenceLimit).map(\.words)
        // What speaks for nothing happens to be so as well, and is no cause.
        let kinds = Set(ruling.evidence.filter { $0.weight > 0 }.map(\.kind))
        let sentences = Workaround.sentences(for: ruling.verdict, extent: ruling.extent, evidence: kinds, well: well)
        // What was taken down before stands as of its own time until something differs.
        guard cause != ruling.sentence || evidence != texts || workarounds != sentences else { return }
        (cause, causeAt, evidence, workarounds) = (ruling.sentence, time, texts, sentences)
    }
}

extension Evidence {
    /// `tls on web: tls_expired: …`.
    var words: String {
        kind.rawValue + (target.map { " on \($0)" } ?? "") + ": " + text
    }
}
