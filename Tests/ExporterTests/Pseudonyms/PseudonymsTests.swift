import Foundation
import Testing

@testable import Exporter

@Suite(.timeLimit(.minutes(1))) struct PseudonymsTests {
    private static let alice = Array("alice".utf8)
    private static let day = 86_400.0

    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    private func open(at time: Double = testTime) throws -> Pseudonyms {
        try Pseudonyms(keptIn: scratch.path, at: time, log: Log { _ in true })
    }

    private var file: URL { URL(filePath: scratch.file(Pseudonyms.fileName)) }

    @Test func areTheSameAfterARestart() throws {
        let (first, second) = (try open(), try open(at: testTime + 60))
        #expect(first.lasting(Self.alice, for: "message") == second.lasting(Self.alice, for: "message"))
        #expect(
            first.ofDay(Self.alice, for: "report", at: testTime) == second.ofDay(Self.alice, for: "report", at: testTime + 60))
    }

    @Test func differByIdentityPurposeDayAndKeys() throws {
        let (one, other) = (try Pseudonyms(), try Pseudonyms())
        let codes = [
            one.lasting(Self.alice, for: "a"), one.lasting(Self.alice, for: "b"), one.lasting(Array("bob".utf8), for: "a"),
            other.lasting(Self.alice, for: "a"), one.ofDay(Self.alice, for: "a", at: testTime),
            one.ofDay(Self.alice, for: "a", at: testTime + Self.day), other.ofDay(Self.alice, for: "a", at: testTime),
        ]
        #expect(Set(codes).count == codes.count)
    }

    @Test func areReadableByTheirOwnerOnly() throws {
        _ = try open()
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try Data(contentsOf: file).count == PseudonymKeys.sizeBytes)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == [Pseudonyms.fileName])
    }

    /// The salt of a day that is over is nowhere, so that day's pseudonyms can no longer be made, by us or by anybody.
    @Test func aDaysSaltIsGoneOnTheNext() async throws {
        let pseudonyms = try open()
        let before = try #require(PseudonymKeys(bytes: Array(try Data(contentsOf: file))))
        let code = pseudonyms.ofDay(Self.alice, for: "report", at: testTime)
        pseudonyms.keep(at: testTime + Self.day)
        var after = before
        while after == before {
            after = try #require(PseudonymKeys(bytes: Array(try Data(contentsOf: file))))
            try await Task.sleep(for: .milliseconds(1))
        }
        #expect(after.day == before.day + 1 && after.salt != before.salt && after.lasting == before.lasting)
        #expect(pseudonyms.ofDay(Self.alice, for: "report", at: testTime) != code)
    }

    @Test func aSaltLeftFromAnotherDayIsReplacedAtTheStart() throws {
        _ = try open()
        let before = try #require(PseudonymKeys(bytes: Array(try Data(contentsOf: file))))
        for time in [testTime + 2 * Self.day, testTime - Self.day] {
            _ = try open(at: time)
            let after = try #require(PseudonymKeys(bytes: Array(try Data(contentsOf: file))))
            #expect(after.day == PseudonymKeys.day(of: time) && after.salt != before.salt && after.lasting == before.lasting)
        }
    }

    @Test(arguments: [[], Array("WaKy".utf8), [UInt8](repeating: 0, count: 77), [UInt8](repeating: 7, count: 5000)])
    func aDamagedFileIsSaidAndReplaced(_ bytes: [UInt8]) throws {
        try Data(bytes).write(to: file)
        let pseudonyms = try open()
        #expect(PseudonymKeys(bytes: Array(try Data(contentsOf: file))) != nil)
        #expect(try open().lasting(Self.alice, for: "a") == pseudonyms.lasting(Self.alice, for: "a"))
    }

    @Test func workWhereNothingCanBeWritten() throws {
        let pseudonyms = try Pseudonyms(keptIn: scratch.file("nowhere"), at: testTime, log: Log { _ in true })
        #expect(pseudonyms.lasting(Self.alice, for: "a") == pseudonyms.lasting(Self.alice, for: "a"))
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300, -1])
    func takeAnyTime(_ time: Double) throws {
        let pseudonyms = try open(at: time)
        #expect(pseudonyms.ofDay(Self.alice, for: "a", at: time) == pseudonyms.ofDay(Self.alice, for: "a", at: time))
        pseudonyms.keep(at: time)
    }

    @Test(arguments: [0, 1, 20_779, -1, Int.max, Int.min])
    func keysAreReadBackAsTheyWere(_ day: Int) throws {
        let keys = try PseudonymKeys(day: day)
        #expect(PseudonymKeys(bytes: keys.bytes) == keys)
        for count in 0..<keys.bytes.count { #expect(PseudonymKeys(bytes: Array(keys.bytes.prefix(count))) == nil) }
    }
}
