/// What became of a report.
struct ReportOutcome: Equatable {
    var result: ReportResult
    /// One line for whoever sent it.
    var detail = ""
    /// When it may be tried again.
    var secondsToWait: Int?

    init(_ result: ReportResult) {
        self.result = result
    }

    init(_ refusal: ReportRefusal) {
        result = refusal.result
        detail = refusal.detail
        if result == .notStored { secondsToWait = 30 }
    }

    init(secondsToWait seconds: Double) {
        result = .rateLimited
        detail = "too many reports from one source"
        secondsToWait = Int(min(max(seconds, 1), 86_400).rounded(.up))
    }

    /// Whether the same request may come again and be taken.
    var mayBeRepeated: Bool { secondsToWait != nil }
}
