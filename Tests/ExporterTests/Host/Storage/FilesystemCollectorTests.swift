import Foundation
import Posix
import Testing

@testable import Exporter

@Suite struct FilesystemCollectorTests {
    private let host = HostFilesOnDisk()

    private func collector(rootfs: String = "/", _ change: (inout HostSettings.Filesystem) -> Void = { _ in }) throws
        -> FilesystemCollector
    {
        var settings = HostSettings()
        change(&settings.filesystem)
        var paths = host.paths
        paths.rootfs = rootfs
        return try FilesystemCollector(HostContext(paths: paths, settings: settings), crew: Crew())
    }

    private func mount(_ lines: String...) throws {
        let text = lines.enumerated().map { "\($0 + 20) 1 \($1)\n" }.joined()
        try host.write(text, to: "proc/1/mountinfo")
    }

    private func labels(_ place: String, _ device: String = "none", _ type: String = "tmpfs", error: String = "") -> String {
        #"{device="\#(device)",mountpoint="\#(place)",fstype="\#(type)",device_error="\#(error)"}"#
    }

    @Test(arguments: ["tmpfs", "nfs4"])
    func everyFamilyOfAMount(type: String) throws {
        let place = try host.makeDirectory("a")
        try mount("0:31 / \(place) rw - \(type) none rw")
        let labels = labels(place, "none", type)
        let samples = try samples(of: collector())
        #expect(
            samples.map { $0.prefix { $0 != "{" } } == [
                "node_filesystem_device_error", "node_filesystem_readonly", "node_filesystem_size_bytes",
                "node_filesystem_free_bytes",
                "node_filesystem_avail_bytes", "node_filesystem_files", "node_filesystem_files_free",
                "node_filesystem_purgeable_bytes",
                "node_filesystem_mount_info",
            ])
        #expect(samples[0] == "node_filesystem_device_error\(labels) 0")
        #expect(samples[1] == "node_filesystem_readonly\(labels) 0")
        let usage = try FileSystemUsage(at: Array(place.utf8) + [0])
        #expect(samples[2] == "node_filesystem_size_bytes\(labels) \(usage.blocks * UInt64(usage.blockSizeBytes))")
        #expect(samples[5] == "node_filesystem_files\(labels) \(usage.files)")
        #expect(samples[7] == "node_filesystem_purgeable_bytes\(labels) 0")
        #expect(samples[8] == #"node_filesystem_mount_info{device="none",major="0",minor="31",mountpoint="\#(place)"} 1"#)
    }

    @Test(arguments: ["tmpfs", "nfs4"])
    func mountThatCannotBeAskedSaysWhy(type: String) throws {
        try mount("0:31 / /no/such/place ro - \(type) none rw")
        let labels = labels("/no/such/place", "none", type, error: "no such file or directory")
        #expect(
            try samples(of: collector()) == [
                "node_filesystem_device_error\(labels) 1", "node_filesystem_readonly\(labels) 1",
            ])
    }

    @Test func expressionsChooseMounts() throws {
        let (a, b) = (try host.makeDirectory("a"), try host.makeDirectory("b"))
        try mount("0:31 / \(a) rw - tmpfs none rw", "0:32 / \(b) rw - overlay none rw", "0:33 / /proc rw - tmpfs none rw")
        func places(_ change: (inout HostSettings.Filesystem) -> Void) throws -> [String] {
            try samples(of: collector(change)).filter { $0.hasPrefix("node_filesystem_readonly") }
                .map { String($0.split(separator: "\"")[3]) }
        }
        #expect(try places { _ in } == [a])
        #expect(try places { $0.types = NamePatterns() } == [a, b])
        #expect(try places { $0.mountPoints = NamePatterns(include: "/proc") } == ["/proc"])
        #expect(try places { $0.types = NamePatterns(include: "^x") } == [])
    }

    @Test func mountsOfOneNameAreToldOnce() throws {
        let place = try host.makeDirectory("a")
        try mount(
            "0:31 / \(place) rw - tmpfs none rw", "0:32 / \(place) ro - tmpfs none rw", "0:33 / \(place) rw - ramfs none rw",
            "0:32 / \(place) ro - tmpfs none rw")
        let samples = try samples(of: collector())
        #expect(
            samples.filter { $0.hasPrefix("node_filesystem_readonly") } == [
                "node_filesystem_readonly\(labels(place)) 1", "node_filesystem_readonly\(labels(place, "none", "ramfs")) 0",
            ])
        #expect(samples.filter { $0.hasPrefix("node_filesystem_mount_info") }.count == 3)
    }

    @Test func namesMayHoldAnything() throws {
        let place = try host.makeDirectory("a \"b\"\n\\c")
        let written = place.replacing("\\", with: #"\134"#).replacing(" ", with: #"\040"#).replacing("\n", with: #"\012"#)
        try mount("0:31 / \(written) rw - tmpfs so\\040urce rw")
        let shown = place.replacing("\\", with: #"\\"#).replacing("\"", with: #"\""#).replacing("\n", with: #"\n"#)
        #expect(try samples(of: collector()).first == "node_filesystem_device_error\(labels(shown, #"so\\040urce"#)) 0")
    }

    @Test func placesAreTheHostsOwn() throws {
        let rootfs = try host.makeDirectory("rootfs")
        _ = try host.makeDirectory("rootfs/data")
        _ = try host.makeDirectory("rootfs-other")
        // Those of process 1 have no prefix; where only our own are shown, they do.
        try mount(
            "0:31 / /data rw - tmpfs none rw", "0:32 / \(rootfs)/data rw - tmpfs own rw", "0:33 / \(rootfs) rw - tmpfs root rw")
        let samples = try samples(of: collector(rootfs: rootfs + "/"))
        #expect(
            samples.prefix(3) == [
                "node_filesystem_device_error\(labels("/data")) 0", "node_filesystem_device_error\(labels("/data", "own")) 0",
                "node_filesystem_device_error\(labels("/", "root")) 0",
            ])
    }

    @Test func changeIsSeenAtOnce() throws {
        let place = try host.makeDirectory("a")
        let collector = try collector()
        try mount("0:31 / \(place) rw - tmpfs none rw")
        #expect(try samples(of: collector)[1].hasSuffix(" 0"))
        try mount("0:31 / \(place) rw - tmpfs none ro")
        #expect(try samples(of: collector)[1].hasSuffix(" 1"))
        try host.write("", to: "proc/1/mountinfo")
        #expect(try samples(of: collector) == [])
    }

    @Test func mountsMayComeAndGo() throws {
        let (a, b) = (try host.makeDirectory("a"), try host.makeDirectory("b"))
        let collector = try collector()
        func places() throws -> [String] {
            try samples(of: collector).filter { $0.hasPrefix("node_filesystem_readonly") }
                .map { String($0.split(separator: "\"")[3]) }
        }
        let (one, other) = ("0:31 / \(a) rw - tmpfs none rw", "0:32 / \(b) rw - tmpfs none rw")
        let hidden = "0:33 / \(b) rw - overlay none rw"
        try mount(one, hidden, other)
        #expect(try places() == [a, b])
        try mount(hidden, other)
        #expect(try places() == [b])
        try mount(hidden, other, one, other)
        #expect(try places() == [b, a])
    }

    @Test func manyGuardedMountsAllAnswer() throws {
        let places = try (0..<200).map { try host.makeDirectory("m\($0)") }
        try host.write(places.map { "20 1 0:31 / \($0) rw - nfs none rw\n" }.joined(), to: "proc/1/mountinfo")
        let collector = try collector()
        for _ in 0..<3 {
            let errors = try samples(of: collector).filter { $0.hasPrefix("node_filesystem_device_error") }
            #expect(errors == places.map { "node_filesystem_device_error\(labels($0, "none", "nfs")) 0" })
        }
    }
}
