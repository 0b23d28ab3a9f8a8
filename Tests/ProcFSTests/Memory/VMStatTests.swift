import Foundation
import Posix
import Testing

@testable import ProcFS

@Suite struct VMStatTests {
    private static func chosen() -> VMStat { VMStat { $0.hasPrefix("pg") || $0 == "oom_kill" } }

    @Test func chosenFieldsComeInTheKernelsOrder() throws {
        var fields = Self.chosen()
        try parse("nr_free_pages 7\npgpgin 1\npgpgout 2\nswap_ra 9\noom_kill 18446744073709551615\n", into: &fields)
        #expect(fields.names == ["pgpgin", "pgpgout", "oom_kill"])
        #expect(fields.values == [1, 2, .max])
    }

    @Test func laterReadingsGiveLaterValues() throws {
        var fields = Self.chosen()
        try parse("nr_a 7\npgpgin 1\nnr_b 5\npgpgout 2\n", into: &fields)
        try parse("nr_a 70000\npgpgin 12345\nnr_b 5\npgpgout 20\n", into: &fields)
        #expect(fields.values == [12345, 20])
    }

    @Test(
        arguments: [
            ("pgpgout 4\nnr_a 1\npgpgin 3\n", ["pgpgout", "pgpgin"], [4, 3]),
            ("nr_a 7\npgpginx 1\npgpgout 2\n", ["pgpginx", "pgpgout"], [1, 2]),
            ("nr_a 7\npgpgin 8\n", ["pgpgin"], [8]),
            ("nr_a 7\n", [], []),
        ] as [(String, [String], [UInt64])])
    func fileOfAnotherShapeIsLearntAnew(text: String, names: [String], values: [UInt64]) throws {
        var fields = Self.chosen()
        try parse("nr_a 7\npgpgin 1\npgpgout 2\n", into: &fields)
        try parse(text, into: &fields)
        #expect(fields.names == names)
        #expect(fields.values == values)
    }

    @Test func aNameIsAskedAboutOnce() throws {
        let counter = Counter()
        var fields = VMStat { _ in
            counter.count += 1
            return true
        }
        for _ in 0..<3 { try parse("a 1\nb 2\n", into: &fields) }
        #expect(counter.count == 2)
    }

    @Test(arguments: ["", "\n", "pgpgin\n", "pgpgin x\n", "pgpgin -1\n", "pgpgin 1\npgpgin 2\n", "pg{in 1\n", "nr_a 1 \nb\n"])
    func whatIsNoListOfCountersIsRefused(text: String) {
        var fields = Self.chosen()
        #expect(throws: Malformed.self) { try parse(text, into: &fields) }
    }

    @Test func damagedValueIsRefusedWhereItWasReadBefore() throws {
        var fields = Self.chosen()
        try parse("nr_a 7\npgpgin 1\n", into: &fields)
        #expect(throws: Malformed(offset: 14)) { try parse("nr_a 7\npgpgin ?\n", into: &fields) }
    }

    @Test func thisKernelsFileIsRead() throws {
        var reader = FileReader()
        var fields = Self.chosen()
        try ProcFS().update(&fields, with: &reader)
        let first = fields
        try ProcFS().update(&fields, with: &reader)
        #expect(fields.names == first.names && fields.names.contains("pgfault"))
        #expect(zip(first.values, fields.values).allSatisfy { $0 <= $1 })
    }

    /// Once the fields are known no more is read than has them, and that may end within a number.
    @Test func fieldsThatMoveTowardsTheEndAreReadWhole() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "vmstat-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: root) }
        let tail = String(repeating: "thp_split_page_failed 0\n", count: 30)
        var reader = FileReader()
        var fields = Self.chosen()
        for length in 0..<600 {
            let lines = (0..<40).map { "nr_\($0) \(String(repeating: "1", count: length * $0 / 40 % 9 + 1 + length / 60))\n" }
            let value = 1_234_567_890_123 + UInt64(length)
            let unique = tail.split(separator: "\n").enumerated().map { "t\($0)_\($1)\n" }.joined()
            try Data("\(lines.joined())pgfault \(value)\n\(unique)".utf8).write(to: root.appending(path: "vmstat"))
            try ProcFS(root: root.path).update(&fields, with: &reader)
            #expect(fields.values == [value])
        }
    }

    private func parse(_ text: String, into fields: inout VMStat) throws(Malformed) {
        try Array(text.utf8).span.parsed { (bytes) throws(Malformed) in
            if !(try fields.readKnownPlaces(of: bytes)) { try fields.learn(from: bytes) }
        }
    }

    private final class Counter: @unchecked Sendable {
        var count = 0
    }
}
