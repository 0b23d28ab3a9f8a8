import Store

/// Why a row is passed over.
struct RowFault: Error, Equatable {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension Statement {
    /// A finite number.
    borrowing func number(_ column: Int, _ name: String) throws(RowFault) -> Double {
        guard let value = real(column), value.isFinite else { throw RowFault("\(name) is no number") }
        return value
    }

    /// An integer from 0.
    borrowing func count(_ column: Int, _ name: String) throws(RowFault) -> Int {
        guard let value = integer(column), value >= 0, let count = Int(exactly: value) else {
            throw RowFault("\(name) is no count")
        }
        return count
    }

    borrowing func text(_ column: Int, _ name: String) throws(RowFault) -> String {
        guard let value = text(column) else { throw RowFault("\(name) is no text") }
        return value
    }

    borrowing func bytes(_ column: Int, _ name: String) throws(RowFault) -> [UInt8] {
        guard let value = blob(column) else { throw RowFault("\(name) is no blob") }
        return value
    }
}
