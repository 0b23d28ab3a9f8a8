import Testing

@testable import Exporter

@Suite struct PrintoutTests {
    private static let collectors = HostCollectors.kinds
    private static let flags = Flag.all(hostCollectors: collectors)

    private func text(_ printout: Printout) -> String {
        printout.text(flags: Self.flags, hostCollectors: Self.collectors)
    }

    private func lines(_ printout: Printout) -> [Substring] { text(printout).split(separator: "\n") }

    @Test(arguments: Printout.allCases)
    func isPrintedInThePlaceOfAllElse(printout: Printout) throws {
        let command = try Command.parse(["--\(printout.rawValue)", "--no-such-flag"], hostCollectors: Self.collectors)
        #expect(command == .help(text(printout)))
    }

    @Test(arguments: Printout.allCases)
    func endsWithOneNewline(printout: Printout) {
        #expect(text(printout).hasSuffix("\n") && !text(printout).hasSuffix("\n\n"))
    }

    @Test(arguments: [Printout.bash, .zsh, .fish])
    func scriptsKnowEverySpellingOfToday(printout: Printout) {
        let script = text(printout)
        for flag in Self.flags {
            for spelling in flag.spellings {
                let word = printout == .fish ? " -l \(spelling.dropFirst(2))" : spelling
                let isKnown = [" ", "=", "[", "'", "\"", "\n"].contains { script.contains(word + $0) }
                #expect(isKnown == !flag.isFormer, "\(spelling)")
            }
        }
    }

    @Test func formerNamesAreThoseOfNodeExporter() {
        #expect(
            Self.flags.filter(\.isFormer).map(\.name) == [
                "collector.diskstats.ignored-devices", "collector.filesystem.ignored-mount-points",
                "collector.filesystem.ignored-fs-types", "collector.netdev.device-whitelist", "collector.netdev.device-blacklist",
            ])
    }

    @Test(arguments: CommandMode.allCases)
    func bashOffersACommandItsOwnFlagsOnly(mode: CommandMode) throws {
        let line = try #require(lines(.bash).first { $0.contains("\(mode.rawValue)) words=") })
        let offered = line.split(separator: "\"")[1].split(separator: " ").map { $0.split(separator: "=")[0] }
        let own = Self.flags.filter { $0.modes.contains(mode) && !$0.isFormer }.flatMap(\.spellings)
        #expect(offered.map(String.init) == own)
    }

    @Test func bracketsAndColonsDoNotPartZshSpecifications() {
        #expect(text(.zsh).contains(#"'*--web.listen-address=[Where to listen, such as 127.0.0.1\:10042 or \[\:\:1\]\:10042. "#))
        #expect(text(.zsh).contains(#"Where the host'\''s proc is mounted. "#))
    }

    @Test func zshKnowsWhatAValueIs() {
        #expect(text(.zsh).contains(":PATH:_files'"))
        #expect(text(.zsh).contains(":PATH:_files -/'"))
        #expect(text(.zsh).contains(#":debug|info|warn|error:(debug info warn error)'"#))
    }

    @Test(arguments: [
        "-n '__fish_seen_subcommand_from check' -l json -d ",
        "-n 'not __fish_seen_subcommand_from check backup restore' -l log.level -x -a 'debug info warn error' -d ",
        "-n 'not __fish_seen_subcommand_from check' -l storage.path -x -a '(__fish_complete_directories)' -d ",
        "exporter -l help -d 'Print this text; -h for short.'",
        #"-d 'Where the host\'s proc is mounted. "#,
    ])
    func fishTellsCommandsAndValuesApart(words: String) {
        #expect(text(.fish).contains(words))
    }

    @Test func manualPageTellsOfEveryFlagOnce() {
        let tags = lines(.manPage).filter { $0.hasPrefix(".B \\-\\-") }
        for flag in Self.flags where !flag.help.isEmpty {
            let tag = ".B " + flag.usage.replacing("-", with: "\\-")
            #expect(tags.count { $0 == tag } == 1, "\(flag.name)")
        }
    }

    @Test func manualPageTellsOfEveryCommandAndExitStatus() {
        let page = text(.manPage)
        for mode in CommandMode.commands { #expect(page.contains(".SS \(mode.rawValue) ")) }
        #expect(page.contains(".TP\n.B 4\nthe trouble is here\n"))
        #expect(page.contains("Of the flags above it takes \\-\\-config.file, \\-\\-path.procfs"))
    }

    @Test func noLineOfTheManualPageIsTakenForARequest() {
        let requests: Set = [".TH", ".SH", ".SS", ".PP", ".TP", ".B", ".br", ".nh", ".ad"]
        for line in lines(.manPage) where ".'".contains(line.first ?? " ") {
            #expect(requests.contains(String(line.prefix { $0 != " " })), "\(line)")
        }
    }
}
