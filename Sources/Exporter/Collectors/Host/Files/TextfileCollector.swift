import Glibc
import Posix
import Prometheus
import Synchronization

/// What others leave in `*.prom` files of some directories, beside `node_textfile_*`.
///
/// A file with a fault is left out whole, a family that would make the exposition wrong is left out alone; either way the collector
/// succeeds and `node_textfile_scrape_error` is 1, as in node_exporter.
final class TextfileCollector: Collector {
    let name = "textfile"
    /// As the operator wrote them, with `*`, `?` and `[…]`.
    let directories: [String]
    /// What files must leave alone.
    let own: OwnFamilies
    /// Told of each fault once, until it is gone.
    let report: @Sendable (_ message: String) -> Void

    private let known = Mutex<Set<String>>([])

    init(directories: [String], own: OwnFamilies, report: @escaping @Sendable (_ message: String) -> Void) {
        self.directories = directories
        self.own = own
        self.report = report
    }

    /// More is a mistake: a scrape would be as large.
    private static let fileLimitBytes = 16 << 20
    private static let totalLimitBytes = 64 << 20

    /// A file can have as many as it has families.
    private static let faultsToTell = 20

    private static let modified = MetricFamily(
        "node_textfile_mtime_seconds", .gauge, help: "When each file was last written, of those that could be read.")
    private static let scrapeError = MetricFamily(
        "node_textfile_scrape_error", .gauge,
        help: "Whether some file, or a family in one, was left out of this scrape: see the log.")

    func collect(into sink: inout MetricSink) {
        var families = TextfileFamilies(besides: own)
        var modified: [(path: String, seconds: Int)] = []
        var faults: [String] = []
        var room = Self.totalLimitBytes
        for path in files(&faults) {
            switch read(path, limit: min(Self.fileLimitBytes, room)) {
            case .success(let file):
                room -= file.sizeBytes
                for family in file.families { faults += families.add(family, from: path).map { ["\(path): \($0)"] } ?? [] }
                modified.append((path, file.modifiedSeconds))
            case .failure(let fault):
                faults.append("\(path): \(fault.text)")
            }
        }
        families.write(into: &sink)
        if !modified.isEmpty {
            sink.begin(Self.modified)
            for file in modified { sink.sample("file", file.path, file.seconds) }
        }
        sink.begin(Self.scrapeError)
        sink.sample(!faults.isEmpty)
        tell(faults)
    }

    private struct Fault: Error {
        let text: String
    }

    private typealias File = (families: [ParsedFamily], sizeBytes: Int, modifiedSeconds: Int)

    private func read(_ path: String, limit: Int) -> Result<File, Fault> {
        do throws(Errno) {
            let file = try RegularFile(opening: path)
            let bytes = try file.contents(limit: limit)
            do throws(ExpositionSyntaxError) {
                return .success((try ExpositionParser.parse(bytes.span), bytes.count, file.modifiedSeconds))
            } catch {
                return .failure(Fault(text: "\(error)"))
            }
        } catch {
            return .failure(Fault(text: "\(error)"))
        }
    }

    /// The files to read, each once, in the order of the directories and of their names.
    private func files(_ faults: inout [String]) -> [String] {
        var paths: [String] = []
        var seen: Set<String> = []
        for pattern in directories where !pattern.isEmpty {
            let matches = pathsMatching(pattern)
            for directory in matches.isEmpty ? [pattern] : matches {
                do throws(Errno) {
                    let names = try namesInDirectory(directory)
                    guard !matches.isEmpty || !names.isEmpty else { throw Errno(ENOENT) }
                    for name in names.sorted() where name.hasSuffix(".prom") {
                        let path = Self.clean("\(directory)/\(name)")
                        if seen.insert(path).inserted { paths.append(path) }
                    }
                } catch {
                    faults.append("\(directory): \(error)")
                }
            }
        }
        return paths
    }

    /// The path as node_exporter has it in labels: without `.`, `..` and slashes that lead nowhere.
    private static func clean(_ path: String) -> String {
        var parts: [Substring] = []
        let isAbsolute = path.hasPrefix("/")
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else if part != ".." || !isAbsolute {
                parts.append(part)
            }
        }
        return (isAbsolute ? "/" : "") + parts.joined(separator: "/")
    }

    /// Reports the faults that the last scrape did not have.
    private func tell(_ faults: [String]) {
        let new = known.withLock { known in
            defer { known = Set(faults) }
            return faults.filter { !known.contains($0) }
        }
        for fault in new.prefix(Self.faultsToTell) { report(fault) }
    }
}
