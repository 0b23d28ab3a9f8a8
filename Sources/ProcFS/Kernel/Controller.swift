package import Posix

/// A controller of control groups that this kernel has.
package struct Controller: Equatable, Sendable {
    /// Name, such as `memory`.
    package let name: String
    /// Groups it controls, its root among them.
    package let groups: UInt64
    /// Whether it was not switched off when the kernel started.
    package let isEnabled: Bool

    /// A heading that begins with `#`, then lines of name, hierarchy, number of groups and whether it is on.
    static func parse(_ bytes: Span<UInt8>) throws(Malformed) -> [Controller] {
        var controllers: [Controller] = []
        var offset = 0
        while offset < bytes.count {
            let name = bytes.word(&offset)
            if name.isEmpty { throw Malformed(offset: offset) }
            if bytes[name.lowerBound] != UInt8(ascii: "#") {
                _ = try bytes.decimal(&offset)
                controllers.append(
                    Controller(
                        name: bytes.string(at: name), groups: try bytes.decimal(&offset),
                        isEnabled: try bytes.decimal(&offset) != 0))
            }
            bytes.skipLine(&offset)
        }
        return controllers
    }
}

extension ProcFS {
    /// Reads `cgroups` (man 7 cgroups): of version 1 mainly, in which version 2's groups are counted as one hierarchy.
    package func controllers(with reader: inout FileReader) throws(ProcFSError) -> [Controller] {
        try read("cgroups", with: &reader, endsInLine: false) { (bytes) throws(Malformed) in try Controller.parse(bytes) }
    }
}
