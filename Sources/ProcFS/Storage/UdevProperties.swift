package import Posix

/// What udev(7) found out about a block device, as far as we tell of it.
package struct UdevProperties: Sendable {
    private var values: [Substring: Substring] = [:]

    /// Reads the file at `path`: lines of a letter, a colon and a text, of which `E:` is `NAME=value`.
    ///
    /// Blocking, and cheap: the directory is in memory. Empty where there is no such file.
    package init(at path: String, with reader: inout FileReader) {
        guard (try? reader.read(path, limit: 64 << 10)) != nil else { return }
        reader.withContents { bytes in
            for line in bytes.string(at: 0..<bytes.count).split(separator: "\n") where line.hasPrefix("E:") {
                let property = line.dropFirst(2)
                guard let equals = property.firstIndex(of: "=") else { continue }
                values[property[..<equals]] = property[property.index(after: equals)...]
            }
        }
    }

    /// Where udev, which keeps its data in `directory`, has what it knows of a block device.
    package static func path(in directory: String, major: UInt32, minor: UInt32) -> String {
        "\(directory)/b\(major):\(minor)"
    }

    /// The value of a property such as `ID_SERIAL`; `nil` without it.
    package subscript(name: String) -> String? { values[name[...]].map(String.init) }
}
