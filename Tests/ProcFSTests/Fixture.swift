import Foundation

@testable import ProcFS

/// A copy of some machine's /proc under Tests/Fixtures/proc.
enum Fixture: String, CaseIterable {
    case linux618 = "linux-6.18"
    case singleCPU = "single-cpu-no-ipv6"
    case linux2632 = "linux-2.6.32"
    case container

    var procfs: ProcFS { ProcFS(root: directory.path) }

    var directory: URL {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/proc/\(rawValue)").standardized
    }

    func bytes(of file: String) throws -> [UInt8] {
        Array(try Data(contentsOf: directory.appending(path: file)))
    }
}

/// Parses text as a file's contents, without a file.
func parse<Value>(
    _ bytes: [UInt8], _ parser: (Span<UInt8>) throws(Malformed) -> Value
) throws(Malformed) -> Value {
    try bytes.span.parsed(by: parser)
}

func parse<Value>(_ text: String, _ parser: (Span<UInt8>) throws(Malformed) -> Value) throws(Malformed) -> Value {
    try parse(Array(text.utf8), parser)
}
