import WhatsApp

/// What one rule makes of a survey.
struct Finding: Sendable {
    var verdict: Verdict
    var confidence: Double
    var sentence: String
    var evidence: [Evidence]
    /// Whether it only stands for evidence that contradicts itself, as it does for a while at every change.
    var isConflict = false

    init(_ verdict: Verdict, confidence: Double, _ sentence: String, evidence: [Evidence]) {
        self.verdict = verdict
        self.confidence = confidence
        self.sentence = sentence
        self.evidence = Array(evidence.prefix(Evidence.limit))
    }
}

/// One step of the way to a verdict.
protocol Rule: Sendable {
    /// The verdict for a scope; `nil` when this rule has nothing to say.
    func finding(in survey: Survey, for scope: Scope) -> Finding?
}
