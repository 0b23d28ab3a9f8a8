import Posix
import Testing

@testable import ProcFS

@Suite struct ControlGroupTests {
    @Test func limitsAreTheTightestOnTheWayUp() throws {
        let tree = try tree(
            group: "/a.slice/b",
            files: [
                "a.slice/b/cpu.max": "max 100000\n", "a.slice/cpu.max": "150000 100000\n", "cpu.max": "400000 100000\n",
                "a.slice/b/memory.max": "2000\n", "a.slice/memory.max": "1000\n", "memory.max": "max\n",
                "a.slice/b/pids.max": "max\n", "a.slice/pids.max": "max\n",
            ])
        var reader = FileReader()
        let group = try #require(try procfs(tree).ownControlGroup(with: &reader))
        #expect(group.directories == ["\(tree.root)/cg/a.slice/b", "\(tree.root)/cg/a.slice", "\(tree.root)/cg"])
        #expect(try group.processorLimit(with: &reader) == 1.5)
        #expect(try group.memoryLimitBytes(with: &reader) == 1000)
        #expect(try group.taskLimit(with: &reader) == nil)
    }

    @Test func useIsTheGroupsOwn() throws {
        let tree = try tree(
            group: "/a",
            files: [
                "a/cpu.stat": "usage_usec 30\nuser_usec 20\nsystem_usec 10\nnr_periods 4\nnr_throttled 2\nthrottled_usec 99\n",
                "a/memory.current": "4096\n", "a/memory.events": "low 0\nhigh 1\nmax 2\noom 3\noom_kill 4\n",
                "a/pids.current": "7\n",
                "a/cpu.pressure":
                    "some avg10=0.00 avg60=0.00 avg300=0.00 total=5\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=3\n",
            ])
        var reader = FileReader()
        let group = try #require(try procfs(tree).ownControlGroup(with: &reader))
        let use = try #require(try group.processorUse(with: &reader))
        #expect(use.table.names.map { use[$0] } == [20, 10, 4, 2, 99])
        #expect(try group.memoryBytes(with: &reader) == 4096)
        let events = try #require(try group.memoryEventCounts(with: &reader))
        #expect(events.table.names.map { events[$0] } == [0, 1, 2, 3, 4, nil])
        #expect(try group.tasks(with: &reader) == 7)
        #expect(try group.pressure(.cpu, with: &reader)?.full?.totalMicroseconds == 3)
        #expect(try group.pressure(.irq, with: &reader) == nil)
    }

    @Test func groupWithoutControllersHasNothingToTell() throws {
        let tree = try tree(group: "/a")
        var reader = FileReader()
        let group = try #require(try procfs(tree).ownControlGroup(with: &reader))
        #expect(try group.processorUse(with: &reader) == nil)
        #expect(try group.memoryBytes(with: &reader) == nil)
        #expect(try group.processorLimit(with: &reader) == nil)
    }

    /// Where a group is seen, by the part of the hierarchy that is mounted.
    @Test(
        arguments: [
            ("/", "/docker/a", "/docker/a"), ("/docker/a", "/docker/a", ""), ("/docker/a", "/docker/a/b", "/b"),
            ("/docker/a", "/docker/ab", nil), ("/../..", "/", nil), ("/", "/a b\\c", "/a b\\c"),
        ] as [(String, String, String?)])
    func pathIsTakenFromTheMountedPart(root: String, group: String, expected: String?) throws {
        let tree = try tree(
            group: group, mountedPart: root, files: expected.map { ["\($0.dropFirst())/cgroup.events": "x\n"] } ?? [:])
        var reader = FileReader()
        let found = try procfs(tree).ownControlGroup(with: &reader)
        #expect(found?.directories.first == expected.map { "\(tree.root)/cg\($0)" })
    }

    @Test func hostsOwnGroupIsNone() throws {
        let tree = try tree(group: "/", files: ["cpu.stat": "user_usec 1\n"], isHosts: true)
        var reader = FileReader()
        #expect(try procfs(tree).ownControlGroup(with: &reader) == nil)
    }

    @Test(arguments: ["", "1:cpu:/\n", "0:\n"])
    func hostWithoutVersion2HasNone(text: String) throws {
        let tree = try tree(group: "/a")
        try tree.write(text, to: "proc/self/cgroup")
        var reader = FileReader()
        #expect(try procfs(tree).ownControlGroup(with: &reader) == nil)
        try tree.write("0::/a\n", to: "proc/self/cgroup")
        try tree.write("30 25 0:26 / /sys/fs/cgroup/memory rw - cgroup cgroup rw\n", to: "proc/self/mountinfo")
        #expect(try procfs(tree).ownControlGroup(with: &reader) == nil)
    }

    @Test(arguments: ["cpu.max": "0 0\n", "memory.max": "lots\n", "pids.max": "-1\n"].map { ($0.key, $0.value) })
    func damagedLimitIsNamed(file: String, text: String) throws {
        let tree = try tree(group: "/a", files: ["a/\(file)": text])
        var reader = FileReader()
        let group = try #require(try procfs(tree).ownControlGroup(with: &reader))
        #expect(throws: ProcFSError.malformed(path: "\(tree.root)/cg/a/\(file)", line: 1, text: String(text.dropLast()))) {
            _ = try group.processorLimit(with: &reader)
            _ = try group.memoryLimitBytes(with: &reader)
            _ = try group.taskLimit(with: &reader)
        }
    }

    @Test func mountPointsOddBytesAreRead() {
        let line = "30 25 0:26 / /sys/fs/a\\040b\\134 rw,nosuid shared:4 master:1 - cgroup2 cgroup2 rw\n"
        #expect(ControlGroup.unifiedMount(in: Array(line.utf8).span)?.point == "/sys/fs/a b\\")
    }

    @Test func damagedFilesNeverTrap() {
        let line = Array("30 25 0:26 / /sys/fs/a\\040b\\134 rw,nosuid shared:4 master:1 - cgroup2 cgroup2 rw\n0::/a\n".utf8)
        for length in line.indices {
            for damage: UInt8 in [0, 10, 32, 0x2d, 0x5c, 0xff] {
                var bytes = Array(line[..<length])
                bytes.append(damage)
                _ = ControlGroup.unifiedMount(in: bytes.span)
                _ = ControlGroup.unifiedPath(in: bytes.span)
            }
        }
    }

    private func tree(
        group: String, mountedPart: String = "/", files: [String: String] = [:], isHosts: Bool = false
    ) throws -> TemporaryTree {
        let tree = try TemporaryTree()
        try tree.write("1:cpu:/x\n0::\(group)\n", to: "proc/self/cgroup")
        try tree.write(
            "24 1 8:1 / / rw - ext4 /dev/sda1 rw\n30 25 0:26 \(mountedPart) \(tree.root)/cg rw,nosuid shared:4 - cgroup2 cgroup2 rw\n",
            to: "proc/self/mountinfo")
        if !isHosts, mountedPart == "/" { try tree.write("populated 1\n", to: "cg\(group)/cgroup.events") }
        for (path, text) in files { try tree.write(text, to: "cg/\(path)") }
        return tree
    }

    private func procfs(_ tree: TemporaryTree) -> ProcFS { ProcFS(root: "\(tree.root)/proc") }
}
