import Foundation
import Glibc
import Prometheus
import Synchronization
import Testing

@testable import Exporter

@Suite struct TextfileCollectorTests {
    @Test func filesOfSeveralDirectoriesAreOneExposition() throws {
        try withFiles([
            "one/b.prom": "# TYPE shared_total counter\nshared_total{file=\"b\"} 2\nlast 9\n",
            "one/a.prom": "# TYPE shared_total counter\nshared_total{file=\"a\"} 1\n",
            "one/readme.txt": "no metrics\n",
            "two/c.prom": "# HELP shared_total Things.\n# TYPE shared_total counter\nshared_total{file=\"c\",kind=\"x\"} 3\n",
        ]) { directory in
            let text = try scrape(["\(directory)/one/", "\(directory)//./t*"])
            #expect(
                text == """
                    # HELP shared_total Things.
                    # TYPE shared_total counter
                    shared_total{file="a",kind=""} 1
                    shared_total{file="b",kind=""} 2
                    shared_total{file="c",kind="x"} 3
                    # HELP last Metric read from \(directory)/one/b.prom
                    # TYPE last untyped
                    last 9
                    # HELP node_textfile_mtime_seconds When each file was last written, of those that could be read.
                    # TYPE node_textfile_mtime_seconds gauge
                    node_textfile_mtime_seconds{file="\(directory)/one/a.prom"} 1700000000
                    node_textfile_mtime_seconds{file="\(directory)/one/b.prom"} 1700000000
                    node_textfile_mtime_seconds{file="\(directory)/two/c.prom"} 1700000000
                    # HELP node_textfile_scrape_error Whether some file, or a family in one, was left out of this scrape: see the log.
                    # TYPE node_textfile_scrape_error gauge
                    node_textfile_scrape_error 0

                    """)
        }
    }

    @Test func withoutDirectoriesThereIsNoError() throws {
        #expect(try scrape([]).hasSuffix("\nnode_textfile_scrape_error 0\n"))
        #expect(try scrape([""]).hasSuffix("\nnode_textfile_scrape_error 0\n"))
        try withFiles(["only.txt": "text"]) { directory in
            let text = try scrape([directory])
            #expect(text.hasSuffix("\nnode_textfile_scrape_error 0\n"))
        }
    }

    @Test(arguments: ["none", "none*", "file.prom"])
    func directoryThatIsNoneIsAnError(name: String) throws {
        try withFiles(["file.prom": "a 1\n"]) { directory in
            let text = try scrape(["\(directory)/\(name)"])
            #expect(text.hasSuffix("\nnode_textfile_scrape_error 1\n"))
            #expect(!text.contains("mtime"))
        }
    }

    /// What is left of two files, and what the log says of the rest.
    @Test(
        arguments: [
            ("x 1\n", "x 1 1441205977284\n", "x 1", "b.prom: line 1: a timestamp"),
            ("x 1\n", "y 1\nz{\n", "x 1", "b.prom: line 2: no label name"),
            ("x 1\n", "y 1", "x 1", "b.prom: line 1: the last line does not end"),
            ("x 1\nx 2\n", "", "x 1", "a.prom: x: 1 series are there already"),
            ("x{a=\"\"} 1\n", "x 2\n", "x 1", "b.prom: x: 1 series are there already"),
            ("x 1\n", "# TYPE x gauge\nx{a=\"1\"} 2\n", "x 1", "b.prom: x: is of another type in"),
            ("# HELP x A.\nx 1\n", "# HELP x B.\nx{a=\"1\"} 2\n", "x 1", "b.prom: x: has another help text in"),
            (
                "# TYPE x summary\nx_count 1\n", "x_count 2\n", "x_sum 0 x_count 1",
                "b.prom: x_count: its samples are called as those of x"
            ),
            ("x_sum 1\n", "# TYPE x histogram\nx_sum 2\n", "x_sum 1", "b.prom: x: its samples are called as those of x_sum"),
            ("x 1\n", "node_load1 9\n", "x 1", "b.prom: node_load1: the exporter has metrics of that name itself"),
            ("x 1\n", "# TYPE node_load1 summary\nnode_load1_sum 1\n", "x 1", "b.prom: node_load1: the exporter has"),
            ("x 1\n", "node_vmstat_anything 9\n", "x 1", "b.prom: node_vmstat_anything: the exporter has"),
            ("x 1\n", "whatsapp_mine 9\n", "x 1", "b.prom: whatsapp_mine: the exporter has"),
            ("x 1\n", "node_cpu_seconds 9\n", "x 1", "b.prom: node_cpu_seconds: the exporter has"),
            ("x 1\n", "node_textfile_scrape_error 9\n", "x 1", "b.prom: node_textfile_scrape_error: the exporter has"),
        ])
    func firstToComeStaysAndTheRestIsTold(first: String, second: String, left: String, fault: String) throws {
        try withFiles(["a.prom": first, "b.prom": second]) { directory in
            let faults = Mutex<[String]>([])
            let text = try scrape([directory]) { fault in faults.withLock { $0.append(fault) } }
            let samples = text.split(separator: "\n").filter { !$0.hasPrefix("#") && !$0.hasPrefix("node_textfile") }
            #expect(samples.joined(separator: " ") == left)
            #expect(text.hasSuffix("\nnode_textfile_scrape_error 1\n"))
            let told = faults.withLock { $0 }
            #expect(told.count == 1)
            #expect(told.first?.hasPrefix("\(directory)/\(fault)") == true)
        }
    }

    @Test func namesOfCollectorsThatAreOffAreForFiles() throws {
        try withFiles(["a.prom": "node_os_info{name=\"x\"} 1\nnode_processes_linking_deleted_libraries 2\n"]) { directory in
            let text = try scrape([directory], collectors: ["loadavg", "processes", "textfile"])
            #expect(text.contains("\nnode_os_info{name=\"x\"} 1\n"))
            #expect(text.contains("\nnode_processes_linking_deleted_libraries 2\n"))
            #expect(text.hasSuffix("\nnode_textfile_scrape_error 0\n"))
        }
    }

    @Test func whatIsNoFileIsLeftOutAndHangsNobody() throws {
        try withFiles(["a.prom": "x 1\n", "dir.prom/inner.prom": "y 1\n", "plain": "z 1\n"]) { directory in
            #expect(unsafe mkfifo("\(directory)/pipe.prom", 0o600) == 0)
            for (name, target) in [("link", "plain"), ("loop", "loop.prom"), ("zero", "/dev/zero"), ("gone", "none")] {
                try FileManager.default.createSymbolicLink(atPath: "\(directory)/\(name).prom", withDestinationPath: target)
            }
            let faults = Mutex<[String]>([])
            let text = try scrape([directory]) { fault in faults.withLock { $0.append(fault) } }
            #expect(text.contains("\nx 1\n") && text.contains("\nz 1\n") && !text.contains("\ny 1\n"))
            let names = faults.withLock { $0 }.map { $0.dropFirst(directory.count + 1).prefix { $0 != "." } }
            #expect(names == ["dir", "gone", "loop", "pipe", "zero"])
        }
    }

    @Test func giganticFileIsLeftOut() throws {
        try withFiles(["a.prom": "x 1\n"]) { directory in
            let path = "\(directory)/huge.prom"
            #expect(FileManager.default.createFile(atPath: path, contents: nil))
            #expect(unsafe truncate(path, 1 << 40) == 0)
            let text = try scrape([directory])
            #expect(text.contains("\nx 1\n") && text.hasSuffix("\nnode_textfile_scrape_error 1\n"))
        }
    }

    @Test func faultIsToldOnceUntilItIsGone() throws {
        try withFiles(["a.prom": "x\n"]) { directory in
            let faults = Mutex<[String]>([])
            let collector = TextfileCollector(directories: [directory], own: OwnFamilies(of: [])) { fault in
                faults.withLock { $0.append(fault) }
            }
            for (text, told) in [("x\n", 1), ("x\n", 1), ("x 1\n", 1), ("x\n", 2), ("\nx\n", 3)] {
                try text.write(toFile: "\(directory)/a.prom", atomically: true, encoding: .utf8)
                var sink = MetricSink(.text)
                collector.collect(into: &sink)
                #expect(faults.withLock { $0.count } == told)
            }
        }
    }

    private func scrape(
        _ directories: [String], collectors: [String] = HostCollectors.kinds.map(\.name) + ["loadavg", "vmstat", "cpu"],
        report: @escaping @Sendable (String) -> Void = { _ in }
    ) throws -> String {
        let collector = TextfileCollector(directories: directories, own: OwnFamilies(of: collectors), report: report)
        var texts: [String] = []
        for format in ExpositionFormat.allCases.reversed() {
            var sink = MetricSink(format)
            collector.collect(into: &sink)
            if format == .openMetrics { sink.finish() }
            #expect(ExpositionCheck.problems(in: sink.bytes, format) == [])
            texts.append(String(decoding: sink.bytes, as: UTF8.self))
        }
        return try #require(texts.first { !$0.hasSuffix("# EOF\n") })
    }

    private func withFiles(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "textfile-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        for (name, text) in files {
            let path = "\(directory)/\(name)"
            try FileManager.default.createDirectory(
                atPath: String(path[..<path.lastIndex(of: "/")!]), withIntermediateDirectories: true)
            try text.write(toFile: path, atomically: false, encoding: .utf8)
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1_700_000_000.75)], ofItemAtPath: path)
        }
        try body(directory)
    }
}
