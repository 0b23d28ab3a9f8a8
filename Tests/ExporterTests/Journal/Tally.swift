import Diagnosis

@testable import Exporter

/// A book that only remembers what it was told, in order.
struct Tally: JournalledBook {
    struct Entry: JournalEntry, Equatable {
        var number: UInt8
        var padding = 0

        init(_ number: UInt8, padding: Int = 0) {
            self.number = number
            self.padding = padding
        }

        var bytes: [UInt8] { [1, number] + [UInt8](repeating: 0, count: padding) }

        init?(bytes: [UInt8]) {
            guard bytes.count >= 2, bytes[0] == 1 else { return nil }
            self.init(bytes[1], padding: bytes.count - 2)
        }
    }

    var numbers: [UInt8] = []

    mutating func apply(_ entry: Entry) {
        numbers.append(entry.number)
    }

    var snapshot: [UInt8] { [7] + numbers }

    mutating func restore(_ snapshot: [UInt8]) -> Bool {
        guard snapshot.first == 7 else { return false }
        numbers = Array(snapshot.dropFirst())
        return true
    }
}

extension Journal<Tally> {
    var numbers: [UInt8] { withBook { $0.numbers } }
}

extension SignalContext {
    /// A context without anybody to tell.
    static func test(_ opened: (History, Remembered)) throws -> SignalContext {
        SignalContext(
            desk: SignalDesk { _ in }, history: opened.0, remembered: opened.1, pseudonyms: try Pseudonyms(),
            log: Log { _ in true },
            now: { testTime })
    }
}
