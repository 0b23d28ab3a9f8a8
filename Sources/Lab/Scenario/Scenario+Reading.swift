import Diagnosis
import WhatsApp
package import YAML

extension Scenario {
    /// The longest a scenario may last.
    static let longest: Duration = .seconds(400 * 86_400)

    /// Reads a scenario's file strictly.
    ///
    /// - Parameter file: as messages call it; its last part, without its extension, is the name the scenario must have.
    /// - Throws: every mistake found, with its line and column.
    package static func parse(_ bytes: [UInt8], file: String) throws(ConfigurationErrors) -> Scenario {
        let document: YAMLNode
        do throws(ConfigurationError) {
            document = try YAMLDocument.parse(bytes, file: file)
        } catch {
            throw ConfigurationErrors([error])
        }
        let reader = ConfigurationReader(environment: { _ in nil }, readFile: { _ in [] })
        return try reader.read(document) { Scenario(reading: $0, file: file) }
    }

    private init?(reading top: MappingReader, file: String) {
        let name = top.required("name")?.string("write the file's name, \(Self.name(of: file))") {
            $0 == Self.name(of: file) ? $0 : nil
        }
        let about = top.required("about")?.string("say in a sentence what it is") { $0.isEmpty ? nil : $0 }
        let source = top.optional("source")?.string()
        let duration = top.required("duration")?.duration(in: .seconds(60)...Self.longest)
        let end = duration ?? Self.longest
        let faults = top.optional("faults")?.list { $0.mapping { FaultWindow(reading: $0, end: end) } } ?? []
        let expectations = top.required("expect").flatMap { Self.expectations(reading: $0, end: end) }
        let passing = top.optional("passing")?.list { $0.word(of: Verdict.self) } ?? []
        guard let name, let about, let duration, let expectations else { return nil }
        self.init(
            name: name, about: about, source: source ?? "", duration: duration, faults: faults, expectations: expectations,
            passing: Set(passing))
    }

    private static func name(of file: String) -> String {
        let last = file.split(separator: "/").last.map(String.init) ?? ""
        return last.split(separator: ".").first.map(String.init) ?? last
    }

    private static func expectations(reading list: ValueReader, end: Duration) -> [Expectation]? {
        var count = 0
        let expectations = list.list { item in
            count += 1
            return item.mapping { Expectation(reading: $0, end: end) }
        }
        guard let expectations else { return nil }
        if count == 0 { list.reject("expect is empty", "add what is right, and from when on") }
        checkOrder(of: expectations, end: end, in: list)
        return expectations
    }

    private static func checkOrder(of expectations: [Expectation], end: Duration, in list: ValueReader) {
        for (expectation, next) in zip(expectations, expectations.dropFirst().map(\.from) + [end]) {
            let due = expectation.from + expectation.within
            if expectation.from >= next, next < end {
                list.reject(
                    "the expectation from \(DurationText.format(next)) does not come after the one from "
                        + DurationText.format(expectation.from), "put them in the order of time, one for each moment")
            } else if due >= next {
                list.reject(
                    "the expectation from \(DurationText.format(expectation.from)) is due at \(DurationText.format(due)), when it "
                        + "is over already", "give it a shorter within, or let it last beyond that")
            }
        }
    }
}

extension Expectation {
    fileprivate init?(reading mapping: MappingReader, end: Duration) {
        let from = mapping.required("from")?.moment(before: end, "expectation")
        let within = mapping.required("within")?.duration()
        var verdicts: [Scope: Verdict] = [:]
        for scope in Scope.allCases { verdicts[scope] = mapping.required(scope.rawValue)?.word(of: Verdict.self) }
        // One sentence is spoken of: that of the side which is not well, the consumer's first.
        let subject: Scope = verdicts[.consumer] == .ok && verdicts[.business] != .ok ? .business : .consumer
        var says: [Scope: String] = [:]
        if let reader = mapping.optional("says") {
            if reader.isMapping {
                says =
                    reader.mapping { each -> [Scope: String] in
                        Scope.allCases.reduce(into: [:]) { $0[$1] = each.optional($1.rawValue)?.string() }
                    } ?? [:]
            } else {
                says[subject] = reader.string()
            }
        }
        guard let from, let within, verdicts.count == Scope.allCases.count else { return nil }
        self.init(from: from, within: within, verdicts: verdicts, says: says)
    }
}

extension ValueReader {
    /// A time after the start at which the scenario still runs.
    func moment(before end: Duration, _ noun: String) -> Duration? {
        guard let moment = duration() else { return nil }
        guard moment < end else {
            reject(
                "\(noun) at \(DurationText.format(moment)), after the end", "write a time before \(DurationText.format(end))")
            return nil
        }
        return moment
    }
}
