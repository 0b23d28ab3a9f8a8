import Glibc
import Posix
import YAML

/// The lab's program: arguments in, exit status out.
package enum LabProgram {
    private static let usage = """
        A WhatsApp of one's own on this machine, and what goes wrong with it.

        usage:
          whatsapp_lab run SCENARIO.yml [--at MOMENT] [--speed N] [--interval DURATION] [--directory DIR] [--port-shift N]
                             [--exporter URL]
              Plays a scenario on loopback, at 127.x.y.z and ports from 20000 on (or N further), and says with which flags to
              start the exporter against it. Its files go to DIR, else to a new directory. DURATION is how often to probe;
              without it the exporter keeps the rhythm it has in earnest. Ends with the scenario, or at SIGINT.
          whatsapp_lab netns SCENARIO.yml [--at MOMENT] [--speed N] [--exporter URL] -- COMMAND [ARGUMENT...]
              Plays a scenario at the real addresses and ports in a network namespace, and runs the command there with
              --config.file=... behind it. Ends with the command, and with its status. Root only.
              For both, MOMENT is where in the timeline to begin, as 12m, and N how many times as fast it runs. To
              the exporter at URL, as http://127.0.0.1:10042, users report and webhooks are posted; without it nobody does.
          \(Play.usage)
              Plays scenarios through the diagnosis on a clock of its own.
          whatsapp_lab --help | --version
        """

    private enum Status {
        static let success: Int32 = 0
        static let failure: Int32 = 1
        static let usage: Int32 = 2
    }

    private static let signals = [SIGINT, SIGTERM]

    /// Does what the arguments ask for and returns the exit status: 2 for arguments that make no sense, 1 for what fails.
    /// - Parameter arguments: the program's own name first.
    package static func run(_ arguments: [String]) -> Int32 {
        fillStandardDescriptors()
        do {
            return try run(LabArguments(arguments.dropFirst()))
        } catch let error as LabArguments.Mistake {
            complain("\(error.text); whatsapp_lab --help says more")
            return Status.usage
        } catch {
            complain("\(error)")
            return Status.failure
        }
    }

    private static func run(_ arguments: LabArguments) throws -> Int32 {
        switch arguments {
        case .help: say(usage)
        case .version: say("whatsapp_lab, version 0.1.0")
        case .play(let rest): return Play.run(rest)
        case .run(let path, let options):
            let scenario = try load(path, for: options.pace)
            Signals.block(signals)
            try LoopbackRun(scenario: scenario, options: options, say: say).run(endingAt: signals)
        case .netns(let path, let pace, let exporter, let command):
            let scenario = try load(path, for: pace)
            Signals.block(NamespaceRun.signals)
            return try NamespaceRun(scenario: scenario, pace: pace, exporter: exporter, command: command, say: complain).run()
        }
        return Status.success
    }

    private static func load(_ path: String, for pace: Pace) throws -> Scenario {
        let scenario = try Scenario.load(path)
        guard pace.begin < scenario.duration else {
            let (begin, end) = (DurationText.format(pace.begin), DurationText.format(scenario.duration))
            throw LabArguments.Mistake(text: "--at \(begin) is not before the end of \(path), at \(end)")
        }
        return scenario
    }

    private static let say: @Sendable (String) -> Void = { writeAll(Array("\($0)\n".utf8), to: STDOUT_FILENO) }
    private static let complain: @Sendable (String) -> Void = {
        writeAll(Array("whatsapp_lab: \($0)\n".utf8), to: STDERR_FILENO)
    }
}
