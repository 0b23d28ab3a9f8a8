/// Names of the fields we know in one kernel file, found by their bytes.
///
/// The files hold hundreds of names of which we know some dozens, so a miss has to be as cheap as a hit.
package struct FieldTable: Sendable {
    /// The names in the order their values have in ``FieldValues``.
    package let names: [String]
    /// All names' bytes, and where each name's are: one array, for a miss costs as little as it touches.
    private let letters: [UInt8]
    private let spellings: [Range<Int>]
    /// Open addressing: an index into `names`, or -1. At most half full, a power of two long.
    private let slots: [Int16]

    init(_ names: [String]) {
        self.names = names
        var letters: [UInt8] = []
        var spellings: [Range<Int>] = []
        var size = 16
        while size < names.count * 2 { size *= 2 }
        var slots = [Int16](repeating: -1, count: size)
        for (index, name) in names.enumerated() {
            let start = letters.count
            letters.append(contentsOf: name.utf8)
            spellings.append(start..<letters.count)
            var slot =
                Self.hash(length: letters.count - start, first: letters[start], last: letters[letters.count - 1]) & (size - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = Int16(index)
        }
        self.letters = letters
        self.spellings = spellings
        self.slots = slots
    }

    /// Index of the name `name`, or of `group_name` when a group is given.
    func index(of name: Range<Int>, in group: Range<Int>? = nil, _ bytes: Span<UInt8>) -> Int? {
        guard !name.isEmpty, group?.isEmpty != true else { return nil }
        let length = name.count + (group.map { $0.count + 1 } ?? 0)
        let first = bytes[(group ?? name).lowerBound]
        var slot = Self.hash(length: length, first: first, last: bytes[name.upperBound - 1]) & (slots.count - 1)
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            if spellings[index].count == length, isSpelled(spellings[index], name, in: group, bytes) { return index }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    func index(of name: String) -> Int? {
        names.firstIndex(of: name)
    }

    /// Compares backwards: names of one group differ at their ends.
    private func isSpelled(_ spelling: Range<Int>, _ name: Range<Int>, in group: Range<Int>?, _ bytes: Span<UInt8>) -> Bool {
        var end = spelling.upperBound
        for offset in name.reversed() {
            end -= 1
            if letters[end] != bytes[offset] { return false }
        }
        guard let group else { return true }
        end -= 1
        if letters[end] != UInt8(ascii: "_") { return false }
        for offset in group.reversed() {
            end -= 1
            if letters[end] != bytes[offset] { return false }
        }
        return true
    }

    private static func hash(length: Int, first: UInt8, last: UInt8) -> Int {
        length &* 37 &+ Int(first) &* 5 &+ Int(last) &* 11
    }
}

/// Values of the fields of a ``FieldTable``; a field this kernel lacks is `nil`.
package struct FieldValues: Sendable {
    /// Names of the values.
    package let table: FieldTable
    private var values: [UInt64?]

    init(of table: FieldTable) {
        self.table = table
        values = Array(repeating: nil, count: table.names.count)
    }

    /// Value of the field at `index` in the table's names.
    package internal(set) subscript(index: Int) -> UInt64? {
        get { values[index] }
        set { values[index] = newValue }
    }

    /// Value of the field with this name; also `nil` for a name the table has not.
    package subscript(name: String) -> UInt64? {
        table.index(of: name).flatMap { values[$0] }
    }
}
