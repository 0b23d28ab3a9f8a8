import Foundation
import Testing

@testable import Diagnosis

@Suite struct OctavesTests {
    @Test func agreesWithTheCLibrary() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<10_000 {
            let power = Double.random(in: -60...60, using: &generator)
            let value = Foundation.exp2(power)
            #expect(abs(Octaves.log2(value) - Foundation.log2(value)) < 1e-8)
            #expect(abs(Octaves.exp2(power) / value - 1) < 1e-8)
        }
        #expect(Octaves.log2(1) == 0)
        #expect(Octaves.exp2(10) == 1024)
    }

    @Test(arguments: [0, 1e-9, 0.0005, 0.001, 0.25, 1, 10, 3600] as [Double])
    func comesBack(_ seconds: Double) throws {
        let octaves = try #require(Octaves.of(seconds))
        #expect(abs(Octaves.seconds(octaves) - seconds) < 1e-6 + seconds * 1e-5)
    }

    @Test func takesNoNonsense() {
        #expect(Octaves.of(.nan) == nil)
        #expect(Octaves.of(-0.1) == nil)
        #expect(Octaves.of(-.infinity) == nil)
        #expect(Octaves.of(.infinity) == Octaves.of(3600))
    }
}
