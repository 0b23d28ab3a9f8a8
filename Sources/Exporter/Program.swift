import Diagnosis
import Glibc
import Posix
import Probing
import ProcFS
import Prometheus
import Server
import TLS
import WhatsApp
import YAML

/// The program: arguments in, exit status out.
package enum Program {
    private static let success: Int32 = 0
    private static let failure: Int32 = 1
    private static let usage: Int32 = 2

    /// Does what the arguments ask for and returns the exit status.
    /// - Parameter arguments: the program's own name first.
    package static func run(_ arguments: [String]) -> Int32 {
        fillStandardDescriptors()
        // Swift has them from /proc/self/cmdline; what was asked for must not become the defaults.
        guard !arguments.isEmpty else {
            complain("the arguments cannot be read: /proc is not mounted here")
            return failure
        }
        let command: Command
        do throws(UsageError) {
            command = try Command.parse(arguments.dropFirst(), hostCollectors: HostCollectors.kinds)
        } catch {
            complain("\(error)")
            return usage
        }
        do {
            switch command {
            case .help(let text): say(text)
            case .version: say(BuildInfo.line)
            case .configurationCheck(let path, let webPath, let paths):
                let configuration = try load(path, paths)
                if let webPath { _ = try WebConfiguration(path: webPath, readFile: read).terms.get() }
                _ = try TLSContext(trustedFile: configuration.trustedCAFile)
                let counts = (configuration.endpoints.count, configuration.modules.count, configuration.jobs.count)
                say("\(path): valid, \(counts.0) targets, \(counts.1) modules, \(counts.2) jobs")
            case .check(let options): return try check(options)
            case .serve(let options): try serve(options)
            case .backup(let options): say(try HistoryCopies.backup(options.directory, to: options.file))
            case .restore(let options):
                say(try HistoryCopies.restore(options.file, to: options.directory, at: unixTimeNow()))
            }
            return success
        } catch {
            complain("\(error)")
            return failure
        }
    }

    private static func serve(_ options: ServeOptions) throws {
        Signals.block([SIGTERM, SIGINT, SIGHUP])
        let configuration = try load(options.configurationFile, options.paths)
        let log = Log(threshold: options.logLevel, format: options.logFormat) { writeAtOnce($0, to: STDERR_FILENO) }
        let web = try options.webConfigurationFile.map { try WebConfigurationFile(path: $0, readFile: read, log: log) }
        var settings = History.Settings()
        settings.retention = options.retention
        let (history, remembered) = try History.open(directory: options.storageDirectory, settings, log: log)
        defer { history.close() }
        let books = Books(configuration, history: history)
        for fault in books.restore(remembered, at: unixTimeNow()) { log.error("history", ["error": fault]) }
        ResourceLimits.raiseOpenFiles()
        Allocator.returnLargeBlocks()
        let loops = try Loops()
        let pseudonyms = try Pseudonyms(keptIn: options.storageDirectory, at: unixTimeNow(), log: log)
        try loops.run {
            let context = SignalContext(
                desk: SignalDesk { books.observe($0) }, history: history, remembered: remembered, pseudonyms: pseudonyms,
                log: log,
                now: { unixTimeNow() })
            let sources = SignalSources.all(configuration, context)
            let service = Service(options, web: web, books: books, context: context, sources: sources, log: log, loops: loops) {
                try load(options.configurationFile, options.paths)
            }
            let result = loops.web.run { () -> Result<Void, any Error> in
                do { return .success(try await service.run(configuration)) } catch { return .failure(error) }
            }
            try result?.get()
        }
        log.info("ended")
    }

    private static func check(_ options: CheckOptions) throws -> Int32 {
        var configuration = try load(options.configurationFile, options.paths)
        if let timeout = options.timeout {
            for index in configuration.endpoints.indices { configuration.endpoints[index].target.timeout = timeout }
        }
        let loop = try EventLoop()
        let showsProgress = isTerminal(STDERR_FILENO) && !options.writesJSON
        let run = CheckRun(configuration: configuration, environment: try ProbeEnvironment(configuration, on: loop)) {
            done, total in
            guard showsProgress else { return }
            writeAll(Array("\r\u{1B}[K\(done == total ? "" : "probing: \(done) of \(total) done")".utf8), to: STDERR_FILENO)
        }
        guard let ledger = loop.run({ await run.run() }) else { return failure }
        let report = CheckReport(
            probes: ledger.probes, conclusion: ledger.conclusion(at: unixTimeNow()),
            usesColour: options.usesColor ?? isTerminal(STDOUT_FILENO))
        let output = options.writesJSON ? try JSONBody.encode(CheckDocument(report)) : Array(report.text.utf8)
        writeAll(output, to: STDOUT_FILENO)
        return report.exitStatus
    }

    private static func load(_ path: String?, _ paths: HostPaths) throws -> Configuration {
        let procfs = ProcFS(root: paths.procfs)
        guard let path else { return .embedded(procfs: procfs) }
        return try Configuration.load(
            path: path, procfs: procfs, environment: { environmentVariable($0) }, readFile: read,
            listDirectory: { try namesInDirectory($0) })
    }

    @Sendable private static func read(_ path: String) throws -> [UInt8] {
        var reader = FileReader()
        try reader.read(path, limit: 4 << 20)
        return reader.withContents { bytes in bytes.indices.map { bytes[$0] } }
    }

    private static func say(_ text: String) {
        writeAll(Array((text.hasSuffix("\n") ? text : text + "\n").utf8), to: STDOUT_FILENO)
    }

    private static func complain(_ text: String) {
        writeAll(Array("\(BuildInfo.name): \(text)\n".utf8), to: STDERR_FILENO)
    }
}
