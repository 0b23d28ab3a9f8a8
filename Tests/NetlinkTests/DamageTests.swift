import Testing

@testable import Netlink

/// What is made of answers that are cut or damaged: a value or a refusal, never a trap.
@Suite struct DamageTests {
    @Test(arguments: Capture.allCases)
    func datagramCutInsideAMessageIsRefused(capture: Capture) throws {
        for datagram in try capture.datagrams {
            let edges = try edges(of: datagram)
            let accepted = (1..<datagram.count).filter { length in
                let cut = Array(datagram.prefix(length))
                return (try? Capture.read([cut]) { (_, _) throws(NetlinkError) in }) == false
            }
            #expect(accepted == edges.filter { (1..<datagram.count).contains($0) }.sorted())
        }
    }

    private func edges(of datagram: [UInt8]) throws(NetlinkError) -> Set<Int> {
        var edges: Set<Int> = []
        var offset = 0
        while let head = try MessageHead.next(in: datagram.span, at: &offset) {
            // The padding after a message may be missing.
            for edge in head.payload.upperBound...offset { edges.insert(edge) }
        }
        return edges
    }

    @Test(arguments: Capture.allCases)
    func messageCutAtAnyByteNeverTraps(capture: Capture) throws {
        for datagram in try capture.datagrams {
            var offset = 0
            var start = 0
            while let head = try MessageHead.next(in: datagram.span, at: &offset) {
                for length in 16..<head.payload.upperBound - start {
                    var cut = Array(datagram[start..<start + length])
                    for step in 0..<4 { cut[step] = UInt8(truncatingIfNeeded: length >> (8 * step)) }
                    _ = try? Capture.parse(capture, [cut])
                }
                start = offset
            }
        }
    }

    @Test(arguments: Capture.allCases)
    func damagedByteNeverTraps(capture: Capture) throws {
        for var datagram in try capture.datagrams {
            // Every byte of a short one, about five hundred of a long one.
            for offset in stride(from: 0, to: datagram.count, by: datagram.count / 500 + 1) {
                let byte = datagram[offset]
                for damage: UInt8 in [0, 1, 0x7f, 0x80, 0xff] {
                    datagram[offset] = damage
                    _ = try? Capture.parse(capture, [datagram])
                }
                datagram[offset] = byte
            }
        }
    }

    @Test(arguments: Capture.allCases)
    func noiseNeverTraps(capture: Capture) {
        var generator = SplitMix(state: 42)
        for length in [1, 15, 16, 64, 4096] {
            for _ in 0..<50 {
                var noise = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
                _ = try? Capture.parse(capture, [noise])
                // As the body of a message that is sound.
                guard length >= 16 else { continue }
                for step in 0..<4 { noise[step] = UInt8(truncatingIfNeeded: length >> (8 * step)) }
                noise.replaceSubrange(4..<12, with: [99, 0, 2, 0, 7, 0, 0, 0])
                _ = try? Capture.parse(capture, [noise])
            }
        }
    }
}

private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
