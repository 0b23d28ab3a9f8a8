import Patterns
import Posix

/// The steps of a dialogue, taken one after the other.
struct Dialogue {
    typealias Step = DialogueSettings.Step

    /// All that is listened to in one dialogue: a peer that never stops talking has no more to say than this.
    static let hearingLimitBytes = 1 << 20
    /// After so many pieces others have their turn: half a million empty lines may have arrived already.
    private static let piecesPerTurn = 64
    /// A text beyond this is searched off the loop.
    private static let quickBytes = 4096
    /// Of what a peer said as a label's value.
    private static let valueLimitBytes = 1024

    let environment: ProbeEnvironment
    /// For messages.
    let peer: String
    let deadline: Deadline
    private(set) var finding = DialogueFinding()

    init(with peer: String, in environment: ProbeEnvironment, until deadline: Deadline) {
        self.peer = peer
        self.environment = environment
        self.deadline = deadline
    }

    /// Takes the steps: the phase `dialogue`, without what TLS takes in between.
    mutating func run<Medium: DialogueMedium & ~Copyable>(
        _ steps: [Step], over medium: inout Medium, into outcome: inout ProbeOutcome
    ) async throws(ProbeFailure) {
        guard !steps.isEmpty else { return }
        var start = Deadline.now
        for (index, step) in steps.enumerated() {
            environment.note(.debug, "Step", ["number": "\(index + 1)", "of": "\(steps.count)"])
            let text = try await expect(step, over: &medium)
            if let bytes = step.expectBytes, !bytes.isEmpty { try await expect(bytes, over: &medium) }
            do throws(DialogueError) {
                if let text, !text.isEmpty {
                    environment.note(.debug, "Sending", ["text": String(decoding: text, as: UTF8.self)])
                    try await medium.say(text, until: deadline)
                }
                if let bytes = step.sendBytes, !bytes.isEmpty {
                    environment.note(.debug, "Sending", ["bytes": Self.quoted(bytes)])
                    try await medium.say(exactly: bytes, until: deadline)
                }
            } catch {
                throw failure(error, Medium.piece)
            }
            if step.startsTLS {
                outcome.finish(.dialogue, since: &start)
                try await medium.startTLS(into: &outcome, until: deadline)
                start = .now
            }
        }
        outcome.finish(.dialogue, since: &start)
    }

    /// Waits for what a step expects.
    /// - Returns: the text to send then.
    private mutating func expect<Medium: DialogueMedium & ~Copyable>(
        _ step: Step, over medium: inout Medium
    ) async throws(ProbeFailure) -> [UInt8]? {
        guard let pattern = step.expect else { return step.send.map { Array($0.utf8) } }
        var last: [UInt8]?
        var pieces = 0
        while true {
            pieces += 1
            if pieces.isMultiple(of: Self.piecesPerTurn) {
                await Task.yield()
                if let last, Deadline.now >= deadline { throw unlike(pattern, last, "in time") }
            }
            let heard: [UInt8]?
            do throws(DialogueError) {
                heard = try await medium.hear(until: deadline)
            } catch {
                guard case .socket(.timedOut) = error, let last else { throw failure(error, Medium.piece) }
                throw unlike(pattern, last, "in time")
            }
            guard let heard else {
                finding.failedPattern = true
                if let last { throw unlike(pattern, last, "before the connection ended") }
                throw noted(.connectionClosed, "\(peer) closed the connection and had not said what \(Self.quoted(pattern))")
            }
            environment.note(.debug, "Heard", [Medium.piece: String(decoding: heard, as: UTF8.self)])
            if let match = await find(pattern, in: heard) {
                environment.note(.debug, "Expression matched", ["expression": pattern.text])
                capture(step, pattern, match, in: heard)
                return step.send.map { pattern.expand($0, with: match, in: heard) }
            }
            last = heard
        }
    }

    private mutating func expect<Medium: DialogueMedium & ~Copyable>(
        _ bytes: [UInt8], over medium: inout Medium
    ) async throws(ProbeFailure) {
        let heard: [UInt8]
        do throws(DialogueError) {
            heard = try await medium.hear(count: bytes.count, until: deadline)
        } catch {
            throw failure(error, "byte")
        }
        environment.note(.debug, "Heard", ["bytes": Self.quoted(heard)])
        guard heard != bytes else { return }
        guard !bytes.starts(with: heard) else {
            throw noted(.connectionClosed, "\(peer) ended after \(heard.count) of the \(bytes.count) bytes expected")
        }
        finding.failedBytes = true
        throw noted(.replyUnexpected, "\(peer) said \(Self.quoted(heard)), not \(Self.quoted(bytes))")
    }

    private func find(_ pattern: Pattern, in text: [UInt8]) async -> Pattern.Match? {
        guard text.count > Self.quickBytes else { return pattern.firstMatch(in: text) }
        return await environment.aside { pattern.firstMatch(in: text) }
    }

    /// Keeps what a step's labels are filled with; a later step's label takes the place of an earlier one's.
    private mutating func capture(_ step: Step, _ pattern: Pattern, _ match: Pattern.Match, in text: [UInt8]) {
        guard !step.labels.isEmpty else { return }
        var captured = finding.captured ?? []
        for label in step.labels {
            let value = pattern.expand(label.template, with: match, in: text).prefix(Self.valueLimitBytes)
            captured.removeAll { $0.name == label.name }
            captured.append(.init(name: label.name, value: String(decoding: value, as: UTF8.self)))
        }
        finding.captured = captured
    }
}

extension Dialogue {
    /// What an error of a dialogue's way means.
    func failure(_ error: DialogueError, _ piece: String) -> ProbeFailure {
        switch error {
        case .socket(.timedOut): noted(.replyTimeout, "no \(piece) from \(peer) in time")
        case .socket(let error): noted(ProbeFailure(error, duringDialogueWith: peer))
        case .tooLarge(let limit): noted(.replyTooLarge, "\(peer) says more than the \(limit) bytes listened to")
        case .broken(let failure): noted(failure)
        }
    }

    private func unlike(_ pattern: Pattern, _ last: [UInt8], _ end: String) -> ProbeFailure {
        noted(.replyUnexpected, "\(peer) said \(Self.quoted(last)), and nothing \(end) that \(Self.quoted(pattern))")
    }

    private func noted(_ reason: FailureReason, _ detail: String) -> ProbeFailure {
        noted(ProbeFailure(reason, detail))
    }

    private func noted(_ failure: ProbeFailure) -> ProbeFailure {
        environment.note(.error, "Dialogue failed", ["peer": peer, "error": failure.detail])
        return failure
    }

    /// As much of a text as fits into a line beside others.
    private static func quoted(_ text: [UInt8]) -> String {
        let shown = String(decoding: text.prefix(80), as: UTF8.self)
        return text.count > 80 ? "\"\(shown)…\"" : "\"\(shown)\""
    }

    private static func quoted(_ pattern: Pattern) -> String {
        "matches \(quoted(Array(pattern.text.utf8)))"
    }
}

extension ProbeFailure {
    /// What a socket's error means when two talk; the peer may be one without an internet address.
    init(_ error: SocketError, duringDialogueWith peer: String) {
        switch error {
        case .timedOut: self.init(.replyTimeout, "no answer from \(peer) in time")
        case .cancelled: self.init(.other, "stopped while talking to \(peer)")
        case .system(let errno): self.init(FailureReason(errno) ?? .other, "\(peer): \(errno)")
        }
    }
}
