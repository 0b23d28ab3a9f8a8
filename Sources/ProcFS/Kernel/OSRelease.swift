import Glibc
package import Posix
import Wire

/// The distribution on the host: os-release(5).
package struct OSRelease: Equatable, Sendable {
    private let fields: [String: String]
    /// The number the version begins with, such as 12.4; `nil` where there is none.
    package let majorMinor: Double?
    /// When support ends, in seconds since 1970: the first of the day, in UTC.
    package let supportEndSeconds: Int64?

    /// Value of a field such as `VERSION_ID`; empty where the file has none.
    package subscript(field: String) -> String { fields[field] ?? "" }

    init(parsing bytes: Span<UInt8>) throws(Malformed) {
        fields = ShellAssignments.parse(bytes)
        // All fields may be missing, but not all at once from a file of any length.
        guard !fields.isEmpty || bytes.isEmpty else { throw Malformed(offset: 0) }
        majorMinor = Self.leadingNumber(of: fields["VERSION_ID"] ?? "")
        let supportEnd = fields["SUPPORT_END"] ?? ""
        supportEndSeconds = Self.secondsSince1970(date: supportEnd)
        guard supportEnd.isEmpty || supportEndSeconds != nil else { throw Malformed(offset: 0) }
    }

    private static func leadingNumber(of version: String) -> Double? {
        let digits = version.prefix { $0.isASCIIDigit }
        guard !digits.isEmpty else { return nil }
        var number = String(digits)
        let rest = version.dropFirst(digits.count)
        let fraction = rest.dropFirst().prefix { $0.isASCIIDigit }
        if rest.first == ".", !fraction.isEmpty { number += ".\(fraction)" }
        return Double(number).flatMap { $0.isFinite ? $0 : nil }
    }

    /// - Parameter date: as `2026-06-30`.
    private static func secondsSince1970(date text: String) -> Int64? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], text.allSatisfy({ $0.isASCIIDigit || $0 == "-" }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), 1...12 ~= month
        else { return nil }
        let date = CivilDate(year: year, month: month, day: day)
        // A day its month has not would come back as another.
        guard CivilDate(daysSince1970: date.daysSince1970) == date else { return nil }
        return date.daysSince1970 * 86_400
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { "0"..."9" ~= self }
}

extension OSRelease {
    /// Reads `etc/os-release`, or else `usr/lib/os-release`, below `root`.
    ///
    /// - Parameter root: of the host's file systems, without a slash at its end.
    package init(root: String, with reader: inout FileReader) throws(ProcFSError) {
        do throws(ProcFSError) {
            self = try Self.read("\(root)/etc/os-release", with: &reader)
        } catch .read(_, Errno(ENOENT)) {
            self = try Self.read("\(root)/usr/lib/os-release", with: &reader)
        } catch {
            throw error
        }
    }

    private static func read(_ path: String, with reader: inout FileReader) throws(ProcFSError) -> OSRelease {
        do throws(Errno) { try reader.read(path, limit: 64 << 10) } catch { throw .read(path: path, error) }
        return try reader.withContents { (bytes) throws(ProcFSError) in
            do throws(Malformed) { return try OSRelease(parsing: bytes) } catch {
                throw .malformed(path: path, line: bytes.lineNumber(at: error.offset), text: bytes.excerpt(at: error.offset))
            }
        }
    }
}
