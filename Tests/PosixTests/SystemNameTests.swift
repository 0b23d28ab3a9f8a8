import Foundation
import Posix
import Testing

@Suite struct SystemNameTests {
    @Test func namesAreTheKernels() throws {
        func kernel(_ name: String) throws -> String {
            try String(contentsOfFile: "/proc/sys/kernel/\(name)", encoding: .utf8).trimmingCharacters(in: .newlines)
        }
        let name = SystemName()
        #expect(name.sysname == (try kernel("ostype")))
        #expect(name.nodename == (try kernel("hostname")))
        #expect(name.release == (try kernel("osrelease")))
        #expect(name.version == (try kernel("version")))
        #expect(name.domainname == (try kernel("domainname")))
        #expect(!name.machine.isEmpty)
    }
}
