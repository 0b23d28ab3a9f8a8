import Diagnosis
import Posix
import Probing
import WhatsApp
import YAML

/// `thresholds`: limits set beforehand on what is probed.
struct ThresholdsSection {
    /// Each takes room and series.
    private static let mostThresholds = 100
    private static let form = "write up to 64 lower-case letters, digits and _"

    /// What there is to set limits on.
    let endpoints: [Endpoint]

    func thresholds(_ value: ValueReader) -> [Threshold] {
        var names = UniqueNames(of: "threshold")
        // A threshold that is wrong has said so; `nil` would make the list complain of it again.
        let items = value.list { item in .some(item.mapping { threshold($0, among: &names) }) } ?? []
        if items.count > Self.mostThresholds {
            value.reject("there are \(items.count) thresholds", "write at most \(Self.mostThresholds)")
        }
        return items.compactMap(\.self).compactMap(\.self)
    }

    private func threshold(_ item: MappingReader, among names: inout UniqueNames) -> Threshold?? {
        let nameReader = item.required("name")
        let isName = nameReader?.string(Self.form) { ($0.utf8.count <= 64 && $0.isPlainName) ? true : nil }
        let name = isName == nil ? nil : nameReader?.uniqueName(among: &names)
        let probed = subject(item)
        let measureReader = item.required("measure")
        let measure = measureReader?.word(of: Word.self)
        let percentileReader = item.optional("percentile")
        let percentile = percentileReader?.integer(in: 1...99) ?? 50
        let above = item.required("above")
        let window = item.optional("window")?.duration(in: .seconds(10)...(.seconds(86_400))) ?? .seconds(300)
        let hold = item.optional("for")?.duration(in: .zero...(.seconds(86_400))) ?? .zero
        guard let measure else { return .some(nil) }

        if measure == .errorRatio {
            percentileReader?.reject("percentile does not go with error_ratio", "remove it")
        } else if let probed, let phase = measure.phase, !probed.phases.contains(phase) {
            let known = ["total"] + Phase.allCases.filter(probed.phases.contains).map(\.rawValue)
            measureReader?.reject(
                "\(probed.label) has no phase \(phase.rawValue)", "known here: " + known.joined(separator: ", "))
        }
        let limit =
            measure == .errorRatio
            ? above?.percent(such: "5%") : above?.duration(in: .milliseconds(1)...(.seconds(120)))?.seconds
        guard let name, let probed, let limit else { return .some(nil) }
        return Threshold(
            name: name, subject: probed.subject,
            measure: measure == .errorRatio ? .errorRatio : .duration(measure.phase, percentile: percentile), limit: limit,
            holdSeconds: hold.seconds, windowSeconds: window.seconds)
    }

    private struct Probed {
        var subject: Threshold.Subject
        var label: String
        var phases: Set<Phase>
    }

    private func subject(_ item: MappingReader) -> Probed? {
        switch (item.optional("component"), item.optional("target")) {
        case (let value?, nil):
            guard let component = value.word(of: Component.self) else { return nil }
            return probed(.component(component), component.rawValue, endpoints.filter { $0.role == .component(component) }, value)
        case (nil, let value?):
            guard let name = value.string() else { return nil }
            return probed(.target(name), name, endpoints.filter { $0.target.name == name }, value)
        case (nil, nil):
            item.reject("neither component nor target is given", "add one, as component: chat or target: chat_ip4")
            return nil
        case (_?, let target?):
            target.reject("component and target are both given", "keep one of the two")
            return nil
        }
    }

    private func probed(_ subject: Threshold.Subject, _ label: String, _ endpoints: [Endpoint], _ value: ValueReader) -> Probed? {
        guard !endpoints.isEmpty else {
            let names = self.endpoints.map(\.target.name)
            let guess = nearest(to: label, among: names).map { "did you mean \"\($0)\"?" }
            value.reject("nothing probes \(label.debugDescription)", guess ?? "known here: " + names.joined(separator: ", "))
            return nil
        }
        return Probed(subject: subject, label: label, phases: Set(endpoints.flatMap(\.target.prober.phases)))
    }

    private enum Word: String, CaseIterable {
        case total, resolve, connect, tls, handshake, request
        case firstByte = "first_byte"
        case transfer
        case errorRatio = "error_ratio"

        var phase: Phase? { Phase(rawValue: rawValue) }
    }
}

extension String {
    /// Whether it can be a label's value and part of an address without an escape.
    fileprivate var isPlainName: Bool {
        !isEmpty && unicodeScalars.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "_" }
    }
}
