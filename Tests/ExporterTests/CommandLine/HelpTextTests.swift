import Testing

@testable import Exporter

@Suite struct HelpTextTests {
    private static let collectors = HostCollectors.kinds

    private func help(_ mode: CommandMode) -> String {
        HelpText(flags: Flag.all(hostCollectors: Self.collectors), hostCollectors: Self.collectors).text(for: mode)
    }

    @Test(arguments: CommandMode.allCases)
    func linesFitTheScreen(mode: CommandMode) {
        for line in help(mode).split(separator: "\n", omittingEmptySubsequences: false) {
            #expect(line.count <= 100 && line.last != " ", "\(line)")
        }
    }

    @Test(arguments: CommandMode.allCases)
    func mentionsEveryFlagOfItsOwnAndNoOther(mode: CommandMode) {
        let text = help(mode)
        for flag in Flag.all(hostCollectors: Self.collectors) where !flag.help.isEmpty {
            let isListed = text.contains("\n  \(flag.usage)\n") || text.contains("\n  \(flag.usage) ")
            #expect(isListed == flag.modes.contains(mode), "\(flag.name)")
        }
    }

    @Test func namesEveryCollector() throws {
        let entry = try #require(help(.serve).split(separator: "--[no-]collector.NAME").last)
        for collector in Self.collectors { #expect(entry.contains(collector.name)) }
        #expect(!help(.check).contains("--collector"))
    }

    @Test func everyFlagHasItsHeading() {
        for group in Flag.Group.allCases where group != .output { #expect(help(.serve).contains("\n\(group.rawValue):\n")) }
        #expect(help(.check).contains("\nOutput:\n"))
    }
}
