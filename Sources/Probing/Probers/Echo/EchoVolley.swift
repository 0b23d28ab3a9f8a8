import Posix
import Wire

/// The books of one probe's echoes: what was sent when, and what came back.
///
/// Pure: no sockets, no clock.
struct EchoVolley {
    private enum Fate {
        case awaited(since: Deadline)
        case replied(after: Duration)
        case lost(ICMPComplaint)
    }

    /// Repeated to fill the payload; the first bytes of each echo are drawn at random.
    private static let filling = Array("whatsapp_status_exporter ".utf8)
    private static let nonceSizeBytes = 8

    let count: Int
    private let payload: [UInt8]
    private let firstSequence: UInt16
    private var fates: [Fate] = []
    private var hopLimit: Int?
    private(set) var unanswered = 0

    /// - Parameter payloadBytes: at most what an IP packet holds; so are the nonce's, which tells ours from other programs' echoes.
    init(count: Int, payloadBytes: Int, randomness: inout some RandomNumberGenerator) {
        // A sequence number must not come twice.
        self.count = min(max(count, 1), 65_535)
        let nonce = (0..<Self.nonceSizeBytes).map { _ in UInt8.random(in: 0 ... .max, using: &randomness) }
        payload = (0..<payloadBytes).map { $0 < nonce.count ? nonce[$0] : Self.filling[($0 - nonce.count) % Self.filling.count] }
        firstSequence = .random(in: 0 ... .max, using: &randomness)
    }

    var sent: Int { fates.count }
    var isSent: Bool { sent == count }
    /// Whether nothing is waited for any more.
    var isSettled: Bool { isSent && unanswered == 0 }

    /// The next echo to send.
    mutating func next(identifier: UInt16, at now: Deadline) -> ICMPEcho {
        let echo = ICMPEcho(identifier: identifier, sequence: firstSequence &+ UInt16(truncatingIfNeeded: sent), payload: payload)
        fates.append(.awaited(since: now))
        unanswered += 1
        return echo
    }

    /// Takes a reply in; a second one, one to an echo that was complained of, and another program's do not count.
    /// - Returns: whether it counted.
    mutating func take(_ reply: ICMPEcho, hopLimit: Int?, at arrival: Deadline) -> Bool {
        let place = Int(reply.sequence &- firstSequence)
        guard place < sent, reply.payload == payload, case .awaited(let start) = fates[place] else { return false }
        fates[place] = .replied(after: max(arrival - start, .zero))
        unanswered -= 1
        self.hopLimit = hopLimit
        return true
    }

    /// Takes in what was said of an echo; of the last one, where that is not told.
    mutating func take(_ complaint: ICMPComplaint, sequence: UInt16? = nil) {
        let place = sequence.map { Int($0 &- firstSequence) } ?? sent - 1
        guard fates.indices.contains(place), case .awaited = fates[place] else { return }
        fates[place] = .lost(complaint)
        unanswered -= 1
    }

    var finding: EchoFinding {
        var finding = EchoFinding()
        finding.sent = sent
        finding.roundTrips = fates.compactMap { if case .replied(let time) = $0 { time } else { nil } }
        finding.received = finding.roundTrips.count
        finding.hopLimit = hopLimit
        return finding
    }

    /// What was said of the first echo that anything was said of.
    var complaint: ICMPComplaint? {
        for case .lost(let complaint) in fates { return complaint }
        return nil
    }
}
