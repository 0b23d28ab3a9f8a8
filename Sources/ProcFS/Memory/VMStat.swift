package import Posix

/// Fields of `vmstat` chosen by their names, with their values at the last reading.
///
/// A running kernel writes the same names in the same order each time: where the chosen ones stand is learnt once, and from
/// then on the other lines are passed over.
package struct VMStat: Sendable {
    /// The chosen fields this kernel has, in its order.
    package private(set) var names: [String] = []
    /// One for each name.
    package private(set) var values: [UInt64] = []

    private let isChosen: @Sendable (String) -> Bool
    private var places: [Place] = []
    /// Where the last of them ended, and room for a few lines that grow longer.
    private var endBytes = 0
    private static let slackBytes = 256

    private struct Place {
        let line: Int
        let spelling: [UInt8]
    }

    /// Nothing yet.
    /// - Parameter isChosen: asked once for each name.
    package init(choosing isChosen: @escaping @Sendable (String) -> Bool) {
        self.isChosen = isChosen
    }

    /// How much of the file has all chosen fields, as far as is known.
    var extent: FileReader.Extent { .first(endBytes + Self.slackBytes) }

    /// Whether every chosen field still stands where it stood. The bytes may end within a line.
    mutating func readKnownPlaces(of bytes: Span<UInt8>) throws(Malformed) -> Bool {
        guard !places.isEmpty else { return false }
        var offset = 0
        var line = 0
        for index in places.indices {
            while line < places[index].line, offset < bytes.count {
                bytes.skipLine(&offset)
                line += 1
            }
            guard bytes.skip(places[index].spelling, &offset) else { return false }
            values[index] = try bytes.decimal(&offset)
            guard offset < bytes.count else { return false }
        }
        return true
    }

    mutating func learn(from bytes: Span<UInt8>) throws(Malformed) {
        (names, values, places) = ([], [], [])
        var seen: Set<String> = []
        var offset = 0
        var line = 0
        while offset < bytes.count {
            let word = bytes.word(&offset)
            let value = try bytes.decimal(&offset)
            let name = bytes.string(at: word)
            guard name.utf8.allSatisfy(\.isNameByte), seen.insert(name).inserted else {
                throw Malformed(offset: word.lowerBound)
            }
            if isChosen(name) {
                names.append(name)
                values.append(value)
                places.append(Place(line: line, spelling: Array(name.utf8)))
                endBytes = offset
            }
            bytes.skipLine(&offset)
            line += 1
        }
        guard line > 0 else { throw Malformed(offset: 0) }
    }
}

extension Span where Element == UInt8 {
    /// Moves past a word with this spelling; stays where there is another.
    fileprivate func skip(_ word: [UInt8], _ offset: inout Int) -> Bool {
        let end = offset + word.count
        guard end < count, self[end] == space else { return false }
        for index in word.indices where self[offset + index] != word[index] { return false }
        offset = end
        return true
    }
}

extension ProcFS {
    /// Reads the chosen fields of `vmstat` (kernel: mm/vmstat.c).
    package func update(_ fields: inout VMStat, with reader: inout FileReader) throws(ProcFSError) {
        // The kernel makes no more lines than it is asked for.
        let isKnown = try read("vmstat", with: &reader, extent: fields.extent, endsInLine: false) { (bytes) throws(Malformed) in
            try fields.readKnownPlaces(of: bytes)
        }
        if !isKnown { try read("vmstat", with: &reader) { (bytes) throws(Malformed) in try fields.learn(from: bytes) } }
    }
}
