import Wire
import YAML

/// What the lab's arguments ask for.
enum LabArguments: Equatable {
    case help, version
    case run(scenario: String, LoopbackRun.Options)
    case netns(scenario: String, Pace, exporter: HTTPURL?, command: [String])
    case play([String])

    /// Arguments that make no sense, and why.
    struct Mistake: Error, Equatable {
        var text: String
    }

    private static let intervals: ClosedRange<Duration> = .milliseconds(100)...(.seconds(86_400))
    private static let speeds = 1...1000

    /// - Parameter arguments: those after the program's name.
    init(_ arguments: some Sequence<String>) throws(Mistake) {
        let words = Array(arguments)
        guard let verb = words.first else { throw Mistake(text: "no command is given") }
        let rest = words.dropFirst()
        switch verb {
        case "--help", "-h": self = .help
        case "--version": self = .version
        case "play": self = .play(Array(rest))
        case "run": self = try Self.run(rest)
        case "netns": self = try Self.netns(rest)
        default: throw Mistake(text: "there is no command \(verb)")
        }
    }

    private static func run(_ arguments: ArraySlice<String>) throws(Mistake) -> LabArguments {
        var options = LoopbackRun.Options()
        let scenario = try read(arguments, of: "run") { (flag) throws(Mistake) in
            switch flag.name {
            case "--directory": options.directory = try flag.value("a directory") { $0 }
            case "--interval":
                options.interval = try flag.value("a duration from 100ms to 24h, as 5s") {
                    DurationText.parse($0).flatMap { intervals.contains($0) ? $0 : nil }
                }
            case "--port-shift":
                options.portShift = try flag.value("a number up to \(Placement.portShifts.upperBound)") {
                    UInt16($0).flatMap { Placement.portShifts.contains($0) ? $0 : nil }
                }
            case "--exporter": options.exporter = try exporter(&flag)
            default: return try read(&flag, into: &options.pace)
            }
            return true
        }
        return .run(scenario: scenario, options)
    }

    private static func netns(_ arguments: ArraySlice<String>) throws(Mistake) -> LabArguments {
        let command = arguments.drop { $0 != "--" }.dropFirst()
        var pace = Pace()
        var page: HTTPURL?
        let scenario = try read(arguments.prefix { $0 != "--" }, of: "netns") { (flag) throws(Mistake) in
            guard flag.name == "--exporter" else { return try read(&flag, into: &pace) }
            page = try exporter(&flag)
            return true
        }
        guard !command.isEmpty else { throw Mistake(text: "netns needs -- and a command behind the scenario's file") }
        return .netns(scenario: scenario, pace, exporter: page, command: Array(command))
    }

    private static func exporter(_ flag: inout Flag) throws(Mistake) -> HTTPURL {
        try flag.value("an address of loopback, as http://127.0.0.1:10042") { text in
            (try? HTTPURL(parsing: text)).flatMap { Courier.address(of: $0) == nil ? nil : $0 }
        }
    }

    /// Reads the flags of both, if this is one.
    private static func read(_ flag: inout Flag, into pace: inout Pace) throws(Mistake) -> Bool {
        switch flag.name {
        case "--at": pace.begin = try flag.value("a duration after the scenario's start, as 12m", DurationText.parse)
        case "--speed":
            pace.speed = try flag.value("a whole number from 1 to \(speeds.upperBound)") {
                Int($0).flatMap { speeds.contains($0) ? $0 : nil }
            }
        default: return false
        }
        return true
    }

    // MARK: Flags

    /// A flag, and the words behind it.
    private struct Flag {
        let name: String
        private let attached: String?
        private(set) var rest: ArraySlice<String>

        /// - Parameters:
        ///   - word: `--flag` or `--flag=value`.
        ///   - rest: the words after it.
        init(_ word: String, before rest: ArraySlice<String>) {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            name = parts.first ?? word
            attached = parts.count > 1 ? parts[1] : nil
            self.rest = rest
        }

        /// Takes its value: what is attached to it, else the next word.
        mutating func value<Value>(_ what: String, _ read: (String) -> Value?) throws(Mistake) -> Value {
            guard let value = (attached ?? rest.popFirst()).flatMap(read) else { throw Mistake(text: "\(name) needs \(what)") }
            return value
        }
    }

    /// Reads flags and the scenario's file in any order.
    /// - Parameter take: reads a flag with its value; false for one that is not known.
    private static func read(
        _ words: ArraySlice<String>, of verb: String, _ take: (inout Flag) throws(Mistake) -> Bool
    ) throws(Mistake) -> String {
        var scenario: String?
        var rest = words
        while let word = rest.popFirst() {
            if word.hasPrefix("-") {
                var flag = Flag(word, before: rest)
                guard try take(&flag) else { throw Mistake(text: "\(verb) has no flag \(flag.name)") }
                rest = flag.rest
            } else if scenario == nil {
                scenario = word
            } else {
                throw Mistake(text: "\(verb) takes one scenario, and \(word) is another")
            }
        }
        guard let scenario else { throw Mistake(text: "\(verb) needs a scenario's file") }
        return scenario
    }
}
