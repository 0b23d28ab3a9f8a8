import Probing
import Testing
import WhatsApp
import Wire

@testable import Diagnosis

@Suite struct BaselinesTests {
    private static let series: [(key: Baselines.Key, role: Role)] = [
        (.init(target: "chat_ip4", family: .ip4), .component(.chat)), (.init(target: "web", family: nil), .component(.web)),
        (.init(target: "site", family: nil), .control(.site)),
    ]

    private static func learnt(days: Int) -> (Baselines, now: Double) {
        var weather = Weather(seed: 1)
        var baselines = Baselines(series)
        let end = Weather.start + Double(days) * 86_400
        for time in stride(from: Weather.start, to: end, by: 60) {
            for place in series.indices {
                let seconds = weather.latency(at: time)
                let failed = weather.chance(0.01) || place == 1 && Int(time / 3600) % 24 == 2
                baselines.observe(at: place, time: time, success: !failed, seconds: seconds) { phase in
                    phase == .connect ? seconds / 3 : phase == .handshake && place == 0 ? seconds / 2 : nil
                }
            }
        }
        return (baselines, end)
    }

    @Test func readsWhatWasLearnt() throws {
        let (baselines, now) = Self.learnt(days: 14)
        #expect(baselines.targets[0].readings(at: now).map(\.phase) == [nil, .connect, .handshake])
        #expect(baselines.targets[1].readings(at: now).map(\.phase) == [nil, .connect])
        let total = try #require(baselines.targets[0].readings(at: now).first)
        #expect(total.basis == .hourOfWeek)
        #expect((19_800...20_100).contains(total.samples))
        let expected = try #require(total.expectedSeconds)
        let connect = try #require(baselines.targets[0].readings(at: now)[1].expectedSeconds)
        #expect(abs(expected / connect - 3) < 0.2)
        #expect(baselines.components[1].recurringTroubles == [RecurringTrouble(hour: 2, days: 14)])
        #expect(baselines.components[0].recurringTroubles == [])
        #expect(baselines.targets[0].driftRatio != nil)
    }

    @Test func roundTripIsExact() throws {
        let (baselines, now) = Self.learnt(days: 9)
        var restored = Baselines(Self.series)
        let snapshots = baselines.snapshots()
        #expect(
            snapshots.map(\.name) == [
                "target/chat_ip4/ip4", "target/web/any", "target/site/any", "component/chat", "component/web", "control/site",
            ])
        for (name, bytes) in snapshots {
            let isTaken = restored.restore(name, bytes)
            #expect(isTaken, "\(name)")
        }
        for place in Self.series.indices {
            let (before, after) = (baselines.targets[place], restored.targets[place])
            #expect(before.readings(at: now).map(\.expectedSeconds) == after.readings(at: now).map(\.expectedSeconds))
            #expect(before.readings(at: now).map(\.samples) == after.readings(at: now).map(\.samples))
            #expect(before.bytes == after.bytes)
            #expect(after.driftRatio != nil)
            #expect(before.driftRatio == after.driftRatio)
        }
        for place in baselines.components.indices {
            let (before, after) = (baselines.components[place], restored.components[place])
            #expect(before.bytes == after.bytes)
            #expect(before.recurringTroubles == after.recurringTroubles)
            #expect(before.expectedFailureRatio(at: now) == after.expectedFailureRatio(at: now))
        }
    }

    /// A day's last probes are of no use after a restart; what is normal goes on being known.
    @Test func goesOnAfterARestart() {
        let (baselines, now) = Self.learnt(days: 9)
        var restored = Baselines(Self.series)
        for (name, bytes) in baselines.snapshots() { _ = restored.restore(name, bytes) }
        #expect(restored.targets[0].readings(at: now)[0].score == nil)
        for minute in 0..<7 { restored.observe(at: 0, time: now + Double(minute) * 60, success: true, seconds: 5) }
        #expect(restored.targets[0].readings(at: now + 400)[0].score ?? 0 > 4)
    }

    @Test func spoiltBytesAreNoBaseline() {
        let (baselines, _) = Self.learnt(days: 2)
        let bytes = [baselines.targets[0].bytes, baselines.components[0].bytes]
        for (original, restore) in zip(bytes, [{ TargetBaseline(bytes: $0) != nil }, { ComponentBaseline(bytes: $0) != nil }]) {
            #expect(restore(original))
            for count in stride(from: 0, to: original.count, by: 97) { #expect(!restore(Array(original.prefix(count)))) }
            for place in stride(from: 0, to: original.count, by: 89) {
                var spoilt = original
                spoilt[place] ^= 0x10
                #expect(!restore(spoilt), "byte \(place)")
            }
            #expect(!restore(original + [0]))
            #expect(!restore([]))
        }
        var fresh = Baselines(Self.series)
        let answers = (here: fresh.restore("target/web/any", [1, 2, 3]), gone: fresh.restore("target/gone/any", [1, 2, 3]))
        #expect(answers == (false, true))
    }

    /// A checksum proves only that the bytes are those written, not that the writer was of this world.
    @Test func sealedNonsenseIsNoBaseline() throws {
        for version in [0, 1, 2] as [UInt8] {
            var generator = SeededGenerator(seed: UInt64(version))
            for count in [0, 1, 12_400, 13_000] {
                var writer = SnapshotWriter(version: version)
                for _ in 0..<count { writer.write(UInt8.random(in: 0...255, using: &generator)) }
                #expect(TargetBaseline(bytes: writer.sealed) == nil)
                #expect(ComponentBaseline(bytes: writer.sealed) == nil)
            }
        }
    }

    @Test func anotherConfigurationGoesOnLearning() throws {
        let (baselines, now) = Self.learnt(days: 3)
        var next = Baselines([Self.series[2], (.init(target: "new", family: nil), .component(.chat)), Self.series[0]])
        next.continueLearning(from: baselines)
        #expect(next.targets[0].readings(at: now) == baselines.targets[2].readings(at: now))
        #expect(next.targets[2].readings(at: now) == baselines.targets[0].readings(at: now))
        #expect(next.targets[1].readings(at: now)[0].samples == 0)
        #expect(next.components[1].failureScore(at: now) == baselines.components[0].failureScore(at: now))
    }
}
