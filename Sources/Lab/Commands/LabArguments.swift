import YAML

/// What the lab's arguments ask for.
enum LabArguments: Equatable {
    case help, version
    case run(scenario: String, directory: String?, interval: Duration?)
    case netns(scenario: String, command: [String])
    case play([String])

    /// Arguments that make no sense, and why.
    struct Mistake: Error, Equatable {
        var text: String
    }

    /// - Parameter arguments: those after the program's name.
    init(_ arguments: some Sequence<String>) throws(Mistake) {
        let words = Array(arguments)
        guard let verb = words.first else { throw Mistake(text: "no command is given") }
        let rest = Array(words.dropFirst())
        switch verb {
        case "--help", "-h": self = .help
        case "--version": self = .version
        case "play": self = .play(rest)
        case "run": self = try Self.run(rest)
        case "netns": self = try Self.netns(rest)
        default: throw Mistake(text: "there is no command \(verb)")
        }
    }

    private static func run(_ arguments: [String]) throws(Mistake) -> LabArguments {
        var scenario: String?
        var directory: String?
        var interval: Duration?
        var rest = arguments[...]
        while let word = rest.popFirst() {
            let (flag, attached) = parts(of: word)
            switch flag {
            case "--directory":
                guard let value = attached ?? rest.popFirst() else { throw Mistake(text: "--directory needs a directory") }
                directory = value
            case "--interval":
                guard let value = (attached ?? rest.popFirst()).flatMap({ DurationText.parse($0) }),
                    (.milliseconds(100)...(.seconds(86_400))).contains(value)
                else { throw Mistake(text: "--interval needs a duration from 100ms to 24h, as 5s") }
                interval = value
            case _ where word.hasPrefix("-"): throw Mistake(text: "run has no flag \(flag)")
            default:
                guard scenario == nil else { throw Mistake(text: "run takes one scenario, and \(word) is another") }
                scenario = word
            }
        }
        guard let scenario else { throw Mistake(text: "run needs a scenario's file") }
        return .run(scenario: scenario, directory: directory, interval: interval)
    }

    private static func netns(_ arguments: [String]) throws(Mistake) -> LabArguments {
        guard let scenario = arguments.first, !scenario.hasPrefix("-") else {
            throw Mistake(text: "netns needs a scenario's file")
        }
        guard arguments.count > 2, arguments[1] == "--" else {
            throw Mistake(text: "netns needs -- and a command behind the scenario's file")
        }
        return .netns(scenario: scenario, command: Array(arguments[2...]))
    }

    /// `--flag=value` in two.
    private static func parts(of word: String) -> (flag: String, value: String?) {
        guard word.hasPrefix("--"), let equals = word.firstIndex(of: "=") else { return (word, nil) }
        return (String(word[..<equals]), String(word[word.index(after: equals)...]))
    }
}
