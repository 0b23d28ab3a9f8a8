import Foundation
import Testing

@testable import Lab

@Suite struct PlayTests {
    private static let well = """
        name: sample
        about: Nothing happens.
        duration: 10m
        expect:
          - {from: 0s, within: 2m, consumer: ok, business: ok}
        """

    /// Runs the command over a folder with one file in it.
    private func run(_ text: String, named name: String = "sample.yml", _ more: [String] = []) throws -> Int32 {
        let folder = FileManager.default.temporaryDirectory.appending(path: "play-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
        return Play.run([folder.path] + more)
    }

    @Test func isContentWithWhatIsRight() throws {
        #expect(try run(Self.well, ["--seeds", "2", "--timeline"]) == 0)
    }

    @Test func failsForWhatIsWrong() throws {
        #expect(try run(Self.well.replacing("consumer: ok", with: "consumer: meta_wide")) == 1)
    }

    @Test func refusesAFileItCannotRead() throws {
        #expect(try run(Self.well.replacing("duration: 10m", with: "duration: soon")) == 1)
        #expect(try run(Self.well, named: "sample.txt") == 1)
        #expect(Play.run(["/nowhere/at/all.yml"]) == 1)
    }

    @Test(arguments: [[], ["--seeds"], ["--seeds", "0", "x"], ["--seeds", "many", "x"], ["--what", "x"]])
    func refusesArgumentsItDoesNotKnow(_ arguments: [String]) {
        #expect(Play.run(arguments) == 2)
    }
}
