import Foundation
import Testing
import Wire

@Suite struct DNSZoneTextTests {
    /// A message as BIND or a server of crafted records sent it, and its records as blackbox_exporter 0.28's rules see them,
    /// section by section.
    struct Vector: Decodable, Sendable {
        let message: String
        let texts: [String]
    }

    static let vectors: [Vector] = {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let data = try? Data(contentsOf: tests.appending(path: "Fixtures/dns/zone_text.json"))
        return data.flatMap { try? JSONDecoder().decode([Vector].self, from: $0) } ?? []
    }()

    @Test func thereAreVectors() {
        #expect(Self.vectors.count > 150)
    }

    @Test func writesRecordsAsTheRulesOfBlackboxSeeThem() throws {
        for vector in Self.vectors {
            let message = try DNSMessage(parsing: bytes(vector.message))
            let records = message.answers + message.authority + message.additional
            #expect(records.map(\.zoneText) == vector.texts)
        }
    }

    @Test func serializesWhatItReadWithNamesWrittenOut() throws {
        for vector in Self.vectors {
            let message = try DNSMessage(parsing: bytes(vector.message))
            #expect(try DNSMessage(parsing: message.serialize(compressingNames: false)) == message)
        }
    }

    @Test func dataCutShortIsWrittenAsUnknownOrRefused() throws {
        for vector in Self.vectors {
            for record in try DNSMessage(parsing: bytes(vector.message)).answers {
                guard case .other(let type, let data) = record.data else { continue }
                for size in 0..<min(data.count, 300) {
                    let cut = DNSRecord(name: record.name, ttlSeconds: 1, data: .other(type, Array(data.prefix(size))))
                    #expect(cut.zoneText.split(separator: "\t").count >= 4 || size == 0)
                    _ = try? DNSMessage(parsing: DNSMessage(id: 1, answers: [cut]).serialize())
                }
            }
        }
    }

    @Test func anyDataHasAText() {
        var generator = SeededGenerator(seed: 3597)
        for _ in 0..<20_000 {
            let type = DNSType(rawValue: UInt16.random(in: 0...262, using: &generator))
            let data = (0..<Int.random(in: 0...40, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let text = DNSRecord(name: .root, ttlSeconds: 1, data: .other(type, data)).zoneText
            #expect(text.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x09 })
        }
    }

    @Test(arguments: [
        (".", "."), ("a.b", "a.b."), (#"a\.b"#, #"a\.b."#), (#"a\032b\064\;\(\)\'\""#, #"a\ b\@\;\(\)\'\"."#),
        (#"\000\200x$"#, #"\000\200x$."#),
    ])
    func writesNamesWithTheirFinalDot(text: String, zoneText: String) throws {
        #expect(try #require(DNSName(text)).zoneText == zoneText)
    }

    private func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.utf8.map { UInt8($0 > 0x39 ? $0 - 0x57 : $0 - 0x30) }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
