import Diagnosis
import Foundation
import Posix
import ProcFS
import Synchronization
import Testing

@testable import Exporter

@Suite struct HostSamplerTests {
    private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/proc")

    private static func sample(_ fixture: String, sysfs: String = "/nowhere") -> HostReading {
        var reader = FileReader()
        return HostSampler(procfs: ProcFS(root: fixtures.appending(path: fixture).path), sysfs: sysfs).sample(
            at: 1, with: &reader)
    }

    @Test func readsWhatTheKernelSays() throws {
        let reading = Self.sample("linux-6.18")
        let interfaces = try #require(reading.interfaces)
        #expect(!interfaces.contains { $0.name == "lo" })
        #expect(interfaces.contains { $0.isDefault && $0.sentPackets != nil && $0.receiveErrors != nil })
        #expect(try #require(reading.defaultRoutes) >= 1)
        #expect(reading.segmentsSent != nil && reading.segmentsRetransmitted != nil && reading.synRetransmits != nil)
        #expect(reading.listenDrops != nil)
        for ratio in [reading.cpuStallRatio, reading.memoryStallRatio, reading.ioStallRatio] {
            #expect(ratio.map { (0...1).contains($0) } == true)
        }
        #expect(try #require(reading.memoryAvailableBytes) <= #require(reading.memoryTotalBytes))
        #expect(reading.loadAverage != nil && reading.fileHandles != nil && reading.fileHandlesLimit != nil)
        #expect(reading.conntrackEntries != nil && reading.conntrackLimit != nil)
        #expect(reading.connectionsOpened == 1285 && reading.connectionsAccepted == 1286)
        #expect(reading.connectionsReset == 1288 && reading.resetsSent == 1294)
        #expect(reading.tcpMemoryPages == 223 && reading.tcpOrphans == 2 && reading.tcpTimeWait == 3)
        #expect(reading.tcpSockets == 11 + 21)
        #expect(reading.descriptors != nil)
    }

    @Test(arguments: ["container", "linux-2.6.32", "single-cpu-no-ipv6", "no such host"]) func whatIsMissingIsLeftOut(
        _ fixture: String
    ) {
        let reading = Self.sample(fixture)
        #expect(reading.at == 1)
        if fixture == "linux-2.6.32" { #expect(reading.cpuStallRatio == nil && reading.memoryAvailableBytes == nil) }
        if fixture == "no such host" {
            var empty = HostReading(at: 1)
            empty.descriptorsLimit = ResourceLimits().openFiles
            #expect(reading == empty)
        }
    }

    @Test(
        arguments: [("up\n", true), ("down\n", false), ("lowerlayerdown\n", false), ("unknown\n", nil), ("", nil)]
            as [(String, Bool?)])
    func asksSysfsForTheCarrier(state: String, isUp: Bool?) throws {
        let name = try #require(Self.sample("linux-6.18").interfaces?.first?.name)
        let sysfs = FileManager.default.temporaryDirectory.appending(path: "sysfs-\(UUID().uuidString)")
        let folder = sysfs.appending(path: "class/net/\(name)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: sysfs) }
        try Data(state.utf8).write(to: folder.appending(path: "operstate"))
        let interfaces = try #require(Self.sample("linux-6.18", sysfs: sysfs.path).interfaces)
        #expect(interfaces.first?.isUp == isUp)
        #expect(interfaces.dropFirst().allSatisfy { $0.isUp == nil })
    }

    @Test func watchesUntilCancelled() throws {
        let loop = try EventLoop()
        let readings = Readings()
        loop.run {
            let watch = HostWatch(sampler: HostSampler(procfs: ProcFS(), sysfs: "/sys"), crew: Crew(), loop: loop) {
                readings.add($0)
            }
            let task = loop.spawn { await watch.run() }
            while readings.all.isEmpty { _ = await loop.sleep(until: .after(.milliseconds(1))) }
            task.cancel()
            await task.value
        }
        #expect(readings.all.count == 1)
        #expect(readings.all.allSatisfy { abs($0.at - unixTimeNow()) < 60 && $0.descriptors != nil })
    }

    private final class Readings: Sendable {
        private let readings = Mutex<[HostReading]>([])
        var all: [HostReading] { readings.withLock { $0 } }
        func add(_ reading: HostReading) { readings.withLock { $0.append(reading) } }
    }
}
