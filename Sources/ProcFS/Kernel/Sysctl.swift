package import Posix

extension ProcFS {
    /// The words of a kernel parameter, over all its lines.
    ///
    /// Reads `sys/<name>` (sysctl(8)).
    /// - Parameter name: such as `fs.file-nr`; each dot stands for a slash.
    package func sysctlWords(_ name: String, with reader: inout FileReader) throws(ProcFSError) -> [String] {
        try read(Self.sysctlFile(name), with: &reader, endsInLine: false) { (bytes) throws(Malformed) in
            bytes.words.map { bytes.string(at: $0) }
        }
    }

    /// The numbers of a kernel parameter that has nothing else: see ``sysctlWords(_:with:)``.
    package func sysctlNumbers(_ name: String, with reader: inout FileReader) throws(ProcFSError) -> [Int64] {
        try read(Self.sysctlFile(name), with: &reader, endsInLine: false) { (bytes) throws(Malformed) in
            var numbers: [Int64] = []
            for word in bytes.words {
                guard let number = Int64(bytes.string(at: word)) else { throw Malformed(offset: word.lowerBound) }
                numbers.append(number)
            }
            return numbers
        }
    }

    /// Reads a kernel parameter that is one number, at its path below `sys`.
    package func sysctlNumber(at path: String, with reader: inout FileReader) throws(ProcFSError) -> UInt64 {
        try read("sys/\(path)", with: &reader, endsInLine: false) { (bytes) throws(Malformed) in
            var offset = 0
            let number = try bytes.decimal(&offset)
            guard bytes.trimmed.upperBound <= offset else { throw Malformed(offset: offset) }
            return number
        }
    }

    private static func sysctlFile(_ name: String) -> String { "sys/" + name.replacing(".", with: "/") }
}

extension Span where Element == UInt8 {
    fileprivate var words: [Range<Int>] {
        var words: [Range<Int>] = []
        var offset = 0
        while offset < count {
            let word = word(&offset)
            if word.isEmpty { offset += 1 } else { words.append(word) }
        }
        return words
    }
}
