import Testing
import Wire

@testable import YAML

/// Input meant to exhaust or confuse: each ends in a tree within bounds or in one error.
@Suite struct YAMLHostileInputTests {
    static let sizeable =
        """
        level: warning
        verbose: true
        retries: 5
        ratio: 0.25
        ca_file: "ca/${NAME:-root}.pem"
        token: '$${x}'
        targets:
          - &base
            name: web
            host: web.example
            interval: 1m30s
            labels: {team: "ops", größe: 'XL'}
          - <<: *base
            name: api
            port: 8443
          - name: chat
            host: |-
              chat.example
            labels:
              note: >
                folded
                text

        """

    @Test func readsTheSampleWhole() throws {
        let sample = try Sample.read(Self.sizeable)
        #expect(sample.targets.map(\.host) == ["web.example", "web.example", "chat.example"])
        #expect(sample.targets[1].labels == ["team": "ops", "größe": "XL"])
        #expect(sample.token == Secret("${x}"))
    }

    @Test func survivesACutAtEveryByte() {
        let bytes = Array(Self.sizeable.utf8)
        for end in 0..<bytes.count {
            expectOneLineErrors(Array(bytes[..<end]))
        }
    }

    @Test func survivesTenThousandMutations() {
        var random = Lehmer(state: 20_240_607)
        let original = Array(Self.sizeable.utf8)
        let marks = Array("&*<>{}[]:-?!|%@`'\"#,$~\n\t \0\u{7f}".utf8) + [0xC3, 0xFF]
        for _ in 0..<10_000 {
            var bytes = original
            for _ in 0...random.below(4) {
                let index = random.below(bytes.count)
                switch random.below(4) {
                case 0: bytes[index] = UInt8(random.below(256))
                case 1: bytes[index] = marks[random.below(marks.count)]
                case 2: bytes.insert(marks[random.below(marks.count)], at: index)
                default: bytes.removeSubrange(index..<min(bytes.count, index + 1 + random.below(20)))
                }
            }
            expectOneLineErrors(bytes)
        }
    }

    @Test func boundsAnAliasBomb() {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...30 {
            bomb += "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ") + "]\n"
        }
        #expect(
            messages { try parse(bomb) } == "a.yml:5:45: more than 100000 values, use fewer aliases, or split the file")
    }

    @Test func boundsAMergeBomb() {
        var bomb = "a0: &a0 {k0: x}\n"
        for level in 1...1000 { bomb += "a\(level): &a\(level) {<<: *a\(level - 1), k\(level): x}\n" }
        #expect(messages { try parse(bomb) }.contains("more than 64 levels"))
    }

    @Test func boundsDepthThatAliasesBuild() {
        var chain = "a0: &a0 x\n"
        for level in 1...100 { chain += "a\(level): &a\(level) [*a\(level - 1)]\n" }
        #expect(messages { try parse(chain) } == "a.yml:64:12: more than 64 levels, nest less deeply")
    }

    @Test(arguments: ["[", "{a: ", "- ", "? ", "[[{a: "])
    func boundsDepth(opening: String) {
        let deep = String(repeating: opening, count: 100_000 / opening.count)
        #expect(messages { try parse(deep) }.hasSuffix("more than 64 levels, nest less deeply"))
    }

    @Test func takesSixtyFourLevelsAndNoMore() {
        let levels = { (count: Int) in
            String(repeating: "[", count: count - 1) + "x" + String(repeating: "]", count: count - 1)
        }
        #expect(messages { try parse(levels(64)) } == "none")
        #expect(messages { try parse(levels(65)) } == "a.yml:1:65: more than 64 levels, nest less deeply")
    }

    @Test func boundsTheNumberOfValues() {
        let list = "[" + String(repeating: "x,", count: 100_000) + "]"
        #expect(messages { try parse(list) }.hasSuffix("more than 100000 values, use fewer aliases, or split the file"))
    }

    @Test func boundsTheSizeOfAFile() throws {
        let most = "#" + String(repeating: "x", count: YAMLDocument.limitBytes - 1)
        #expect(try outline(parse(most)) == "{}")
        #expect(
            messages { try parse(most + "x") }
                == "a.yml:1:1: the file has 1048577 bytes, keep it under 1048576, or split it")
    }

    @Test func boundsTheNumberOfErrors() throws {
        let text = (0..<5000).map { "unknown\($0): x\n" }.joined()
        #expect(messages { try Sample.read(text) }.split(separator: "\n").count == 100)
    }

    private func expectOneLineErrors(_ bytes: [UInt8]) {
        do {
            let document = try YAMLDocument.parse(bytes, file: "a.yml")
            _ = try Sample.read(document, environment: ["NAME": "x"])
        } catch let errors as ConfigurationErrors {
            #expect(errors.errors.allSatisfy { !$0.description.contains { $0.isNewline } && $0.position.line > 0 })
        } catch let error as ConfigurationError {
            #expect(!error.description.contains { $0.isNewline } && error.position.line > 0)
        } catch {
            Issue.record("\(error) is no configuration error")
        }
    }
}

/// A small generator whose sequence never changes.
struct Lehmer {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }
}
