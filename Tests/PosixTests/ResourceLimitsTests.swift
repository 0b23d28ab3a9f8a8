import Foundation
import Posix
import Testing

@Suite struct ResourceLimitsTests {
    @Test func limitsAreThoseTheKernelLists() throws {
        let text = try String(contentsOfFile: "/proc/self/limits", encoding: .utf8)
        func soft(_ name: String) throws -> UInt64? {
            let line = try #require(text.split(separator: "\n").first { $0.hasPrefix(name) })
            return UInt64(try #require(line.dropFirst(name.count).split(separator: " ").first))
        }
        let limits = ResourceLimits()
        #expect(limits.openFiles == (try soft("Max open files")))
        #expect(limits.addressSpaceBytes == (try soft("Max address space")))
    }
}
