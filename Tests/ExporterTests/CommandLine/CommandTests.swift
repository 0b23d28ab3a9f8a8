import Server
import Testing
import Wire

@testable import Exporter

@Suite struct CommandTests {
    static let collectors =
        ["cpu", "meminfo", "netdev"].map { HostCollectorKind($0) { _ in UnameCollector() } }
        + [HostCollectorKind("interrupts", isDefault: false) { _ in UnameCollector() }]

    private func parse(_ words: String...) throws -> Command {
        try Command.parse(words, hostCollectors: Self.collectors)
    }

    private func serve(_ words: String...) throws -> ServeOptions? {
        guard case .serve(let options) = try Command.parse(words, hostCollectors: Self.collectors) else { return nil }
        return options
    }

    @Test func nothingMeansServingWithDefaults() throws {
        let options = try #require(try serve())
        #expect(options.configurationFile == nil)
        #expect(options.listenAddresses.map(\.description) == [":10042"])
        #expect(options.publicListenAddresses == [])
        #expect(options.telemetryPath == "/metrics")
        #expect(options.maxRequests == 40)
        #expect(options.includesExporterMetrics)
        #expect(options.paths == HostPaths(procfs: "/proc", sysfs: "/sys", rootfs: "/"))
        #expect(options.hostCollectors == ["cpu", "meminfo", "netdev"])
        #expect(options.logLevel == .info && options.logFormat == .logfmt)
        #expect(options.storageDirectory == nil && options.retention == .seconds(400 * 86_400))
    }

    @Test func keepsHistoryWhereAndForAsLongAsTold() throws {
        let options = try #require(try serve("--storage.path=/var/lib/x", "--storage.retention=30d"))
        #expect(options.storageDirectory == "/var/lib/x" && options.retention == .seconds(30 * 86_400))
    }

    @Test func copyingCommandsTakeADirectoryAndAFile() throws {
        let options = StorageOptions(directory: "d", file: "a.db")
        #expect(try parse("backup", "--storage.path=d", "a.db") == .backup(options))
        #expect(try parse("restore", "a.db", "--storage.path", "d") == .restore(options))
        #expect(
            try parse("--storage.path=d", "backup", "--", "--odd") == .backup(StorageOptions(directory: "d", file: "--odd")))
    }

    @Test func takesEveryServingFlag() throws {
        let options = try #require(
            try serve(
                "--config.file=a.yml", "--web.listen-address=127.0.0.1:1", "--web.listen-address", "[::1]:2",
                "--web.public-listen-address=:3", "--web.public-listen-address=localhost:4",
                "--web.telemetry-path", "/m", "--web.max-requests=0", "--web.disable-exporter-metrics",
                "--path.procfs=/host/proc",
                "--path.sysfs", "/host/sys", "--path.rootfs=/host", "--log.level=warn", "--log.format", "json",
                "--no-collector.cpu", "--collector.meminfo"))
        #expect(options.configurationFile == "a.yml")
        #expect(options.listenAddresses.map(\.description) == ["127.0.0.1:1", "[::1]:2"])
        #expect(options.publicListenAddresses.map(\.description) == [":3", "localhost:4"])
        #expect(options.telemetryPath == "/m")
        #expect(options.maxRequests == 0)
        #expect(!options.includesExporterMetrics)
        #expect(options.paths == HostPaths(procfs: "/host/proc", sysfs: "/host/sys", rootfs: "/host"))
        #expect(options.logLevel == .warn && options.logFormat == .json)
        #expect(options.hostCollectors == ["meminfo", "netdev"])
    }

    @Test func defaultsOffLeavesWhatIsSwitchedOnWhereverItStands() throws {
        #expect(try serve("--collector.disable-defaults")?.hostCollectors == [])
        #expect(try serve("--collector.netdev", "--collector.disable-defaults")?.hostCollectors == ["netdev"])
    }

    @Test func collectorOffByDefaultRunsWhenAsked() throws {
        #expect(try serve("--collector.interrupts")?.hostCollectors == ["cpu", "meminfo", "netdev", "interrupts"])
    }

    @Test func settingsOfCollectorsAreNodeExporters() throws {
        let host = try #require(
            try serve(
                "--collector.netdev.device-include=^eth", "--no-collector.netdev.netlink", "--collector.textfile.directory=/a",
                "--collector.textfile.directory", "/b/*", "--collector.timeout=1500ms", "--collector.diskstats.device-include",
                "sd",
                "--collector.filesystem.fs-types-exclude=", "--collector.netclass.ignored-devices=(a|b)")
        ).host
        #expect(host.netdev.devices == NamePatterns(include: "^eth") && !host.netdev.netlink)
        #expect(host.textfileDirectories == ["/a", "/b/*"])
        #expect(host.timeout == .milliseconds(1500))
        #expect(host.diskDevices == NamePatterns(include: "sd"))
        #expect(host.filesystem.types == NamePatterns())
        #expect(host.netclass.devices == NamePatterns(exclude: "(a|b)"))
    }

    @Test func formerSpellingsDoAsTheirSuccessors() throws {
        let host = try #require(
            try serve(
                "--collector.diskstats.ignored-devices=^sd", "--collector.filesystem.ignored-mount-points", "^/a",
                "--collector.filesystem.ignored-fs-types=^x")
        ).host
        #expect(host.diskDevices == NamePatterns(exclude: "^sd"))
        #expect(host.filesystem.mountPoints == NamePatterns(exclude: "^/a"))
        #expect(host.filesystem.types == NamePatterns(exclude: "^x"))
        #expect(throws: UsageError.self) {
            _ = try serve("--collector.diskstats.device-include=a", "--collector.diskstats.ignored-devices=b")
        }
    }

    @Test func collectorsOnlyNodeExporterHasAreTakenAndNamed() throws {
        let options = try #require(
            try serve(
                "--collector.zfs", "--no-collector.bcache", "--collector.systemd.unit-include", "ssh.*", "--collector.cpu",
                "--collector.qdisk.device-include=eth0", "--collector.wifi.fixtures=x"))
        #expect(
            options.foreignFlags == [
                "--collector.zfs", "--collector.systemd.unit-include", "--collector.qdisk.device-include=eth0",
                "--collector.wifi.fixtures=x",
            ])
        #expect(options.hostCollectors == ["cpu", "meminfo", "netdev"])
    }

    @Test func checkTakesItsFlagsOnEitherSide() throws {
        let command = try parse(
            "--config.file=a.yml", "check", "--json", "--no-color", "--timeout=1500ms", "--path.procfs=/p")
        var expected = CheckOptions()
        expected.configurationFile = "a.yml"
        expected.writesJSON = true
        expected.usesColor = false
        expected.timeout = .milliseconds(1500)
        expected.paths.procfs = "/p"
        #expect(command == .check(expected))
        #expect(try parse("check") == .check(CheckOptions()))
        #expect(try parse("--", "check") == .check(CheckOptions()))
        guard case .check(let options) = try parse("check", "--color") else { throw UsageError("not check") }
        #expect(options.usesColor == true)
    }

    @Test func configurationCheckNamesTheFile() throws {
        #expect(
            try parse("--config.check", "--config.file", "a.yml", "--path.procfs=/p")
                == .configurationCheck(path: "a.yml", webPath: nil, HostPaths(procfs: "/p")))
    }

    @Test func helpAndVersionWinOverMistakes() throws {
        #expect(try parse("--version") == .version)
        #expect(try parse("--nonsense", "--version") == .version)
        for words in [["--help"], ["-h"], ["--version", "--log.levle", "-h"]] {
            guard case .help(let text) = try Command.parse(words, hostCollectors: []) else { throw UsageError("no help") }
            #expect(text.hasPrefix("Usage: whatsapp_status_exporter [FLAG ...]\n"))
        }
        guard case .help(let text) = try parse("check", "--help") else { throw UsageError("no help") }
        #expect(text.hasPrefix("Usage: whatsapp_status_exporter check [FLAG ...]\n"))
        guard case .help(let text) = try parse("restore", "-h") else { throw UsageError("no help") }
        #expect(text.hasPrefix("Usage: whatsapp_status_exporter restore --storage.path=DIR FILE\n"))
    }

    @Test func versionIsOneLine() {
        #expect(BuildInfo.line == "whatsapp_status_exporter, version 0.1.0 (branch: unknown, revision: unknown)")
    }

    @Test(
        arguments: [
            (
                ["--collector.netdev.device-include=("],
                "--collector.netdev.device-include: \"(\" is no regular expression: missing ): ("
            ),
            (
                ["--collector.netdev.device-include=a", "--collector.netdev.device-exclude=b"],
                "--collector.netdev.device-exclude: does not go with --collector.netdev.device-include at once, keep one"
            ),
            (["--collector.cpu.guests"], "unknown flag --collector.cpu.guests, did you mean --collector.cpu.guest?"),
            (["--collector.timeout=1y"], "--collector.timeout: \"1y\" is no duration from 10ms to 1m, write for example 5s"),
            (["--log.levle=info"], "unknown flag --log.levle, did you mean --log.level?"),
            (["-log.level=info"], "unknown flag -log.level, did you mean --log.level?"),
            (["--web.listen_address", ":1"], "unknown flag --web.listen_address, did you mean --web.listen-address?"),
            (["--no-collector.cpuu"], "unknown flag --no-collector.cpuu, did you mean --no-collector.cpu?"),
            (["--collector.meminf"], "unknown flag --collector.meminf, did you mean --collector.meminfo?"),
            (["--quite-another-thing"], "unknown flag --quite-another-thing, see --help for all of them"),
            (["--a\nb"], "unknown flag \"--a\\nb\", see --help for all of them"),
            (["-"], "unexpected argument \"-\", the commands are check, backup, restore"),
            (["chekc"], "unexpected argument \"chekc\", did you mean check?"),
            (["serve"], "unexpected argument \"serve\", the commands are check, backup, restore"),
            (["check", "web"], "unexpected argument \"web\" after check, remove it"),
            (["--", "--json"], "unexpected argument \"--json\", the commands are check, backup, restore"),
            (["--config.file"], "--config.file needs a value, write --config.file=PATH"),
            (["--config.file", "--config.check"], "--config.file needs a value, write --config.file=PATH"),
            (["--config.file="], "--config.file: the path is empty, write one"),
            (["--config.check"], "--config.check needs the file, add --config.file=PATH"),
            (["--config.check=a.yml"], "--config.check takes no value, write --config.check"),
            (["--collector.cpu=true"], "--collector.cpu takes no value, write --collector.cpu or --no-collector.cpu"),
            (["--log.level=info", "--log.level=warn"], "--log.level is given twice, keep one"),
            (["--collector.cpu", "--no-collector.cpu"], "--collector.cpu is given twice, keep one"),
            (
                ["--log.level=warning"],
                "--log.level: \"warning\" is unknown, write one of debug, info, warn, error"
            ),
            (["--log.level=Info"], "--log.level: \"Info\" is unknown, did you mean info? write one of debug, info, warn, error"),
            (["--log.format=text"], "--log.format: \"text\" is unknown, write one of logfmt, json"),
            (
                ["--web.public-listen-address=10043"],
                "--web.public-listen-address: \"10043\" has no port: write for example :10043"
            ),
            (["--web.listen-address=10042"], "--web.listen-address: \"10042\" has no port: write for example :10042"),
            (["--web.telemetry-path=metrics"], "--web.telemetry-path: \"metrics\" is no path, write for example /metrics"),
            (["--web.telemetry-path=/a b"], "--web.telemetry-path: \"/a b\" is no path, write for example /metrics"),
            (["--web.telemetry-path=/"], "--web.telemetry-path: / has another use, write for example /metrics"),
            (["--web.telemetry-path=/-/x"], "--web.telemetry-path: /-/x has another use, write for example /metrics"),
            (["--web.max-requests=+1"], "--web.max-requests: \"+1\" is no number from 0 to 999999, write for example 40"),
            (["--web.max-requests="], "--web.max-requests: \"\" is no number from 0 to 999999, write for example 40"),
            (
                ["--json"],
                "--json goes with the command check only, write whatsapp_status_exporter check --json"
            ),
            (["check", "--web.max-requests=1"], "--web.max-requests does not go with the command check, remove it"),
            (["backpu", "a.db"], "unexpected argument \"backpu\", did you mean backup?"),
            (["backup", "a.db"], "backup needs the history's directory, add --storage.path=DIR"),
            (
                ["backup", "--storage.path=d"],
                "backup needs a file, write whatsapp_status_exporter backup --storage.path=DIR FILE"
            ),
            (
                ["restore", "--storage.path=d", "-"],
                "restore needs a file, write whatsapp_status_exporter restore --storage.path=DIR FILE"
            ),
            (["restore", "--storage.path=d", "a", "b"], "unexpected argument \"b\" after restore, remove it"),
            (
                ["backup", "--storage.path=d", "--config.file=x", "a"],
                "--config.file does not go with the command backup, remove it"
            ),
            (["check", "--storage.path=d"], "--storage.path does not go with the command check, remove it"),
            (["--storage.path="], "--storage.path: the path is empty, write one"),
            (["--storage.retention=400"], "--storage.retention: \"400\" is no duration from 1d to 10y, write for example 400d"),
            (["--storage.retention=11y"], "--storage.retention: \"11y\" is no duration from 1d to 10y, write for example 400d"),
            (["check", "--timeout=5"], "--timeout: \"5\" is no duration from 100ms to 5m, write for example 5s"),
            (["check", "--timeout=6m"], "--timeout: \"6m\" is no duration from 100ms to 5m, write for example 5s"),
        ])
    func saysWhatIsWrong(words: [String], message: String) {
        #expect(throws: UsageError(message)) { try Command.parse(words, hostCollectors: Self.collectors) }
    }
}
