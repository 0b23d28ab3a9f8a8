import Diagnosis
import Posix
import WhatsApp

/// `whatsapp_lab play`: runs scenarios through the diagnosis on a clock of its own, and says what went wrong.
package enum Play {
    package static let usage = "whatsapp_lab play FILE-or-DIR... [--seeds N] [--timeline]"

    private static let mostSeeds = 1000

    private struct Options {
        var paths: [String] = []
        var seeds = 1
        var showsTimeline = false

        init?(_ arguments: [String]) {
            var rest = arguments[...]
            while let argument = rest.popFirst() {
                switch argument {
                case "--seeds":
                    guard let count = rest.popFirst().flatMap({ Int($0) }), (1...Play.mostSeeds).contains(count) else {
                        return nil
                    }
                    seeds = count
                case "--timeline": showsTimeline = true
                case _ where argument.hasPrefix("-"): return nil
                default: paths.append(argument)
                }
            }
            if paths.isEmpty { return nil }
        }
    }

    /// Plays what the arguments after `play` name.
    ///
    /// - Returns: the exit status: 0 when all went right, 1 when something was concluded that should not have been or a file is
    ///   wrong, 2 for wrong arguments.
    package static func run(_ arguments: [String]) -> Int32 {
        guard let options = Options(arguments) else {
            print("usage: \(usage)\nN: from 1 to \(mostSeeds)", to: standardError)
            return 2
        }
        var scenarios: [Scenario] = []
        var isReadable = true
        for path in options.paths.flatMap(files(under:)) {
            do throws(Scenario.LoadError) {
                scenarios.append(try Scenario.load(path))
            } catch {
                print("\(error)", to: standardError)
                isReadable = false
            }
        }
        guard isReadable else { return 1 }
        guard !scenarios.isEmpty else {
            print("no scenario (*.yml) in \(options.paths.joined(separator: ", "))", to: standardError)
            return 1
        }
        print(PlayTable.head, to: standardOutput)
        var failures = 0
        for scenario in scenarios {
            let runs = (1...options.seeds).map { Playback(scenario, seed: UInt64($0)) }
            print(PlayTable.row(of: runs), to: standardOutput)
            if options.showsTimeline { print(PlayTable.timeline(of: runs[0]), to: standardOutput) }
            if !runs.allSatisfy(\.isRight) { failures += 1 }
        }
        print("\(scenarios.count - failures) of \(scenarios.count) right", to: standardOutput)
        return failures == 0 ? 0 : 1
    }

    /// The scenario files a path stands for, in order.
    private static func files(under path: String) -> [String] {
        guard let names = try? namesInDirectory(path) else { return [path] }
        let files = names.filter { $0.hasSuffix(".yml") }.sorted().map { "\(path)/\($0)" }
        return names.isEmpty ? [path] : files
    }

    private static let standardOutput: Int32 = 1
    private static let standardError: Int32 = 2

    private static func print(_ text: String, to descriptor: Int32) {
        writeAll(Array("\(text)\n".utf8), to: descriptor)
    }
}
