import Testing

@testable import Exporter

@Suite struct BookSequencesTests {
    private func kept(_ book: String) -> CheckpointRow { CheckpointRow(book: book, sequence: 1, at: 0, bytes: []) }

    @Test func goOnWhereTheDiskWas() {
        var sequences = BookSequences(["a": 7])
        #expect([sequences.next(of: "a"), sequences.next(of: "a"), sequences.next(of: "b")] == [8, 9, 1])
        #expect(sequences.meet(["a": 9, "b": 1]) == [])
        #expect(sequences.unread.isEmpty && sequences.lost.isEmpty)
    }

    /// The disk failed at the start, and what it has was never read: it may not be replaced.
    @Test func whatWasNotReadIsWrittenAfter() {
        var sequences = BookSequences([:])
        #expect(sequences.meet(["a": 500]) == ["a"])
        #expect(sequences.next(of: "a") == 501)
        #expect(sequences.unread == ["a"] && sequences.lost.isEmpty)
        #expect(sequences.meet(["a": 501]) == [])
    }

    @Test func whatIsGoneIsLostUntilItIsKeptAsAWhole() {
        var sequences = BookSequences(["a": 7, "b": 2])
        #expect(sequences.meet(["b": 2]) == [])
        #expect(sequences.lost == ["a"])
        #expect(sequences.next(of: "a") == 8)
        sequences.keep(kept("a"))
        #expect(sequences.lost.isEmpty)
    }
}
