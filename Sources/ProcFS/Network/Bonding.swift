import Glibc
package import Posix

/// An interface made of several, of which some may be down.
package struct Bonding: Equatable, Sendable {
    /// The interface.
    package let master: String
    /// How many it is made of.
    package private(set) var slaves = 0
    /// How many of those have a link.
    package private(set) var active = 0

    init(_ master: String, in sysfs: SysFS, with reader: inout FileReader) throws(ProcFSError) {
        self.master = master
        let directory = "class/net/\(master)"
        for slave in words(try sysfs.text("\(directory)/bonding/slaves", with: &reader)) {
            slaves += 1
            if try Self.state(of: slave, below: directory, in: sysfs, with: &reader) == "up" { active += 1 }
        }
    }

    /// The way to the slave was named otherwise before Linux 3.9.
    private static func state(
        of slave: Substring, below directory: String, in sysfs: SysFS, with reader: inout FileReader
    ) throws(ProcFSError) -> String {
        do throws(ProcFSError) {
            return try sysfs.text("\(directory)/lower_\(slave)/bonding_slave/mii_status", with: &reader)
        } catch {
            guard case .read(_, Errno(ENOENT)) = error else { throw error }
            return try sysfs.text("\(directory)/slave_\(slave)/bonding_slave/mii_status", with: &reader)
        }
    }
}

extension SysFS {
    /// Reads the bonded interfaces, in the order they were made (kernel: Documentation/networking/bonding.rst).
    ///
    /// - Throws: `.read`, with `ENOENT` where bonding is not loaded.
    package func bondings(with reader: inout FileReader) throws(ProcFSError) -> [Bonding] {
        var bondings: [Bonding] = []
        for master in words(try text("class/net/bonding_masters", with: &reader)) {
            bondings.append(try Bonding(String(master), in: self, with: &reader))
        }
        return bondings
    }
}

private func words(_ text: String) -> [Substring] {
    text.split(whereSeparator: \.isWhitespace)
}
