import Diagnosis
import Server
import Synchronization

/// Takes reports in wherever they come from: at a bounded rate, each once, and on the disk before it is acknowledged.
final class ReportIntake: Sendable {
    let journal: Journal<ReportBook>
    let pseudonyms: Pseudonyms
    /// Unix seconds.
    let now: @Sendable () -> Double
    private let limits = Mutex(SourceLimits(ReportRateLimit()))
    private let signatures = Mutex(SignatureMemory())

    init(_ journal: Journal<ReportBook>, _ context: SignalContext) {
        self.journal = journal
        pseudonyms = context.pseudonyms
        now = context.now
    }

    func reconfigure(_ section: ReportsSection) {
        limits.withLock { $0.rate = section.rateLimit }
        journal.withBook { $0.settings = section.book }
    }

    /// Takes a report in, or says why not.
    /// - Parameters:
    ///   - address: where it comes from; `nil` when nobody knows, and all such are one.
    ///   - signature: what let it in and must not let it in again.
    func take(_ draft: ReportDraft, from address: ClientAddress?, signature: [UInt8]? = nil) async -> ReportOutcome {
        let time = now()
        if let signature, !signatures.withLock({ $0.insert(signature, at: time) }) {
            return ReportOutcome(ReportRefusal(.replayed, "this very request was taken before"))
        }
        let entry = entry(of: draft, from: address, at: time)
        var outcome = limits.withLock { $0.take(of: entry.reporter, at: time) }.map(ReportOutcome.init(secondsToWait:))
        if outcome == nil { outcome = await keep(entry) }
        if let signature, let outcome, outcome.mayBeRepeated { signatures.withLock { $0.remove(signature) } }
        return outcome ?? ReportOutcome(.notStored)
    }

    private func keep(_ entry: ReportEntry) async -> ReportOutcome {
        let effect = journal.withBook { $0.effect(of: entry) }
        guard effect != .alreadyCounted else { return ReportOutcome(.alreadyCounted) }
        do {
            try await journal.append(entry)
            return ReportOutcome(effect == .counted ? .counted : .answered)
        } catch {
            return ReportOutcome(ReportRefusal(.notStored, "the report could not be stored and is not counted"))
        }
    }

    /// What is kept of a report. Whom a program reports for is its own source: a help desk is not one person who cries loudly.
    private func entry(of draft: ReportDraft, from address: ClientAddress?, at time: Double) -> ReportEntry {
        let name = draft.reporter.map { Array("name \($0)".utf8) }
        let reporter = name ?? Array("site ".utf8) + (address?.site ?? [])
        let source = name ?? Array("neighbourhood ".utf8) + (address?.neighbourhood ?? [])
        var entry = ReportEntry(
            draft.symptom, by: pseudonyms.ofDay(reporter, for: "reporter", at: time),
            from: pseudonyms.ofDay(source, for: "source of reports", at: time), at: time)
        entry.client = draft.client
        entry.region = draft.region
        entry.isSolved = draft.isSolved
        entry.severity = draft.severity
        entry.hasText = draft.hasText
        return entry
    }
}
