import WhatsApp
import Wire

@testable import Diagnosis

/// Short forms for timelines of answers and probes.
enum Answering {
    /// 2026-11-22 00:00:00 UTC.
    static let midnight = 1_795_305_600.0
    static let hour = 3600.0
    static let key = EdgeKey(role: .chat, resolver: "system", family: .ip4)

    static let mia = address("57.144.23.33")
    static let atl = address("57.144.40.33")
    static let hel = address("157.240.205.61")

    static func address(_ text: String) -> IPAddress { IPAddress(text) ?? .v4(0) }
}

extension EdgeBook {
    /// One answer every `interval` seconds, from `start` up to before `end`.
    mutating func answer(
        _ addresses: IPAddress..., by key: EdgeKey = Answering.key, from start: Double, to end: Double,
        every interval: Double = 60
    ) {
        for time in stride(from: start, to: end, by: interval) {
            see(EdgeAnswer(key: key, addresses: addresses, ttlSeconds: 60, at: time))
        }
    }

    mutating func probe(
        _ address: IPAddress, at time: Double, _ isSuccess: Bool = true, handshake: Double? = 0.1, isPinned: Bool = false
    ) {
        connect(
            EdgeAttempt(
                role: .chat, address: address, at: time, isSuccess: isSuccess, connectSeconds: 0.03,
                handshakeSeconds: isSuccess ? handshake : nil, isPinned: isPinned))
    }

    func reading(at time: Double, of key: EdgeKey = Answering.key) -> EdgeReading? {
        readings(at: time).first { $0.key == key }
    }

    func state(at time: Double) -> EdgeState? { reading(at: time)?.state }
}
