import Foundation
import Posix
import Testing

@testable import ProcFS

@Suite struct TaskCensusTests {
    @Test func threadsCountByTheirOwnState() throws {
        let tree = try TemporaryTree([
            "1/stat": stat("init", "S", threads: 1), "1/task/1/stat": stat("init", "S", threads: 1),
            "20/stat": stat("a) (b", "R", threads: 3), "20/task/20/stat": stat("x", "Z", threads: 3),
            "20/task/21/stat": stat("x", "S", threads: 3), "20/task/22/stat": stat("x", "D", threads: 3),
            "300/": "", "self/stat": stat("x", "T", threads: 1), "version": "Linux\n",
        ])
        var reader = FileReader()
        let census = try ProcFS(root: tree.root).taskCensus(with: &reader)
        #expect(census.processes == 2)
        #expect(census.threads == 4)
        #expect(census.processStates == [UInt8(ascii: "S"): 1, UInt8(ascii: "R"): 1])
        #expect(census.threadStates == [UInt8(ascii: "S"): 2, UInt8(ascii: "R"): 1, UInt8(ascii: "D"): 1])
    }

    @Test func processesWithoutThreadsOfRecordHaveNone() throws {
        let tree = try TemporaryTree(["1/stat": stat("init", "S", threads: 1), "2/stat": stat("x", "I", threads: 2)])
        var reader = FileReader()
        let census = try ProcFS(root: tree.root).taskCensus(with: &reader)
        #expect(census.processes == 2)
        #expect(census.threadStates.isEmpty)
    }

    @Test func damagedFileIsNamed() throws {
        let tree = try TemporaryTree(["7/stat": "7 (x) RR 1\n"])
        var reader = FileReader()
        #expect(throws: ProcFSError.malformed(path: "\(tree.root)/7/stat", line: 1, text: "7 (x) RR 1")) {
            try ProcFS(root: tree.root).taskCensus(with: &reader)
        }
    }

    @Test func filesOfTasksAreNotKeptOpen() throws {
        var reader = FileReader()
        let census = try ProcFS().taskCensus(with: &reader)
        #expect(census.processes > 0 && census.threads >= census.processes)
        let links = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
        }
        #expect(!links.contains("/proc/1/stat"))
        try reader.read("/proc/1/stat", limit: 4096)
    }

    private func stat(_ command: String, _ state: String, threads: Int) -> String {
        "1 (\(command)) \(state) 0 1 1 0 -1 0 0 0 0 0 1 2 0 0 20 0 \(threads) 0 100 4096 10 0\n"
    }
}
