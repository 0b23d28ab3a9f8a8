import WhatsApp

/// How evidence makes a confidence.
///
/// A rule's own conditions give the confidence it starts from. Then each kind of evidence is a witness, heard once, by its
/// weightiest piece: one that speaks for the verdict with weight w takes away that share of the doubt that is left, one
/// that speaks against it that share of the confidence. A verdict that names trouble and is left with less than
/// ``leastConfidence`` is not given: the evidence contradicts itself.
enum Weighing {
    static let leastConfidence = 0.4
    /// Nothing seen from one place is ever certain.
    private static let mostConfidence = 0.99

    // What a piece weighs for the verdict, or against it.
    static let failure = 0.1
    static let opinion = 0.4
    /// Controls that are well while WhatsApp is blamed.
    static let control = 0.2
    /// Controls that are ill while WhatsApp is blamed, or while the network is.
    static let brokenControl = 0.3
    static let hostCause = 0.5

    /// What a sign of the host weighs against blaming anybody else for failures it could have caused.
    static func doubt(from sign: HostSign) -> Double { sign.severity == .severe ? -0.3 : -0.1 }

    /// What a signal weighs for WhatsApp's being ill.
    static func weight(of kind: Signal.Kind) -> Double {
        switch kind {
        case .reportSurge: 0.4
        case .deliveryDrop: 0.3
        case .platformDisrupted: 0.2
        case .platformErrors: 0.4
        case .accountBlocked, .requestsLimited, .databaseSlow: 0
        }
    }

    static func confidence(from base: Double, by evidence: [Evidence]) -> Double {
        var witnesses: [(kind: Evidence.Kind, best: Double, worst: Double)] = []
        for piece in evidence where piece.weight != 0 {
            if let index = witnesses.firstIndex(where: { $0.kind == piece.kind }) {
                witnesses[index].best = max(witnesses[index].best, piece.weight)
                witnesses[index].worst = min(witnesses[index].worst, piece.weight)
            } else {
                witnesses.append((piece.kind, max(0, piece.weight), min(0, piece.weight)))
            }
        }
        var confidence = base
        for witness in witnesses { confidence += (1 - confidence) * witness.best }
        for witness in witnesses { confidence *= 1 + witness.worst }
        return min((confidence * 100).rounded() / 100, mostConfidence)
    }
}
