import Probing
import WhatsApp

@testable import Diagnosis

/// A casebook and a clock, told verdicts as a diagnosis would give them.
struct Play {
    /// 2026-11-22 14:00:00 UTC.
    static let start = 1_795_356_000.0

    var book: Casebook
    private(set) var now = start
    private(set) var changes: [[String]] = []
    private var conclusion = Conclusion(at: start, scopes: [:], components: [:])

    init(_ configure: (inout Casebook.Settings) -> Void = { _ in }) {
        var settings = Casebook.Settings()
        configure(&settings)
        book = Casebook(settings)
        for scope in Scope.allCases { set(scope, .ok) }
        for component in Component.allCases { conclusion.components[component] = .ok }
    }

    private mutating func set(_ scope: Scope, _ verdict: Verdict, _ extent: Extent = Extent(), confidence: Double? = nil) {
        conclusion.revision += 1
        let since = conclusion.scopes[scope].flatMap { $0.verdict == verdict ? $0.since : nil } ?? now
        conclusion.scopes[scope] = ScopedVerdict(
            verdict: verdict, since: since, sentence: "It is \(verdict.rawValue).",
            evidence: verdict == .ok ? [] : [Evidence(.tls, .whatsapp, target: "web", "tls_expired")],
            confidence: confidence ?? (verdict == .unknown ? 0 : 0.9), extent: extent)
    }

    /// Sets the clock by an amount, without a look at anything.
    mutating func wait(_ seconds: Double) { now += seconds }

    /// Lets time go by with a review each second.
    mutating func pass(_ seconds: Int) {
        for _ in 0..<seconds {
            now += 1
            review()
        }
    }

    mutating func say(
        consumer: Verdict? = nil, business: Verdict? = nil, _ extent: Extent = Extent(), confidence: Double? = nil
    ) {
        if let consumer { set(.consumer, consumer, extent, confidence: confidence) }
        if let business { set(.business, business, extent, confidence: confidence) }
        review()
    }

    mutating func say(_ component: Component, _ status: ComponentStatus) {
        conclusion.revision += 1
        conclusion.components[component] = status
        review()
    }

    mutating func review() {
        conclusion.at = now
        let changed = book.review(conclusion)
        if !changed.isEmpty { changes.append(changed.map(\.id)) }
    }

    /// A new casebook that remembers what this one has.
    mutating func restart() {
        let kept = book.incidents
        book = Casebook(book.settings)
        book.restore(kept, at: now)
    }

    var only: Incident? { book.incidents.count == 1 ? book.incidents[0] : nil }
    func kinds(_ index: Int = 0) -> [TimelineEntry.Kind] { book.incidents[index].timeline.map(\.kind) }
}
