import Diagnosis
import Posix
import Probing
import WhatsApp
import Wire

/// What `check` prints: a table of components by layers, and the verdicts.
struct CheckReport {
    let probes: [ProbeSeries]
    let conclusion: Conclusion
    let usesColour: Bool

    enum Colour: String {
        case red = "31"
        case green = "32"
        case yellow = "33"
        case dim = "2"
        case bold = "1"
    }

    private static let headings = ["COMPONENT", "TARGET", "RESOLVE", "CONNECT", "SECURE", "ANSWER", "TOTAL", "RESULT"]

    var text: String {
        let rows = probes.map(cells)
        let widths = Self.headings.indices.map { column in
            ([Self.headings] + rows).map { $0[column].count }.max() ?? 0
        }
        var lines = [paint(.bold, line(Self.headings, widths))]
        for (probe, row) in zip(probes, rows) {
            let isSuccess = probe.last?.isSuccess == true
            let detail = isSuccess ? "" : "  " + paint(.dim, probe.last?.detail ?? "did not run")
            lines.append(line(row.dropLast(), widths) + "  " + paint(isSuccess ? .green : .red, row[row.count - 1]) + detail)
        }
        lines.append("")
        for scope in Scope.allCases {
            guard let ruling = conclusion.scopes[scope] else { continue }
            lines.append("\(scope.rawValue): \(paint(ruling.verdict.colour, ruling.verdict.rawValue)). \(ruling.sentence)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// 0 all well, 3 WhatsApp's trouble, 4 trouble on this side, 5 not known.
    var exitStatus: Int32 {
        let blames = conclusion.scopes.values.map(\.verdict.blame)
        if blames.contains(.local) { return 4 }
        if blames.contains(.whatsapp) { return 3 }
        return blames.contains(.unknown) ? 5 : 0
    }

    private func cells(_ probe: ProbeSeries) -> [String] {
        let phases = probe.last?.phases ?? PhaseDurations()
        func time(_ parts: Phase...) -> String {
            let durations = parts.compactMap { phases[$0] }
            return durations.isEmpty ? "-" : milliseconds(durations.reduce(.zero, +))
        }
        let family = probe.family.map { " (\($0.rawValue))" } ?? ""
        return [
            probe.endpoint.role.label, probe.endpoint.target.name + family, time(.resolve), time(.connect),
            time(.tls, .handshake),
            time(.request, .firstByte, .transfer), probe.last.map { milliseconds($0.duration) } ?? "-",
            probe.last?.failure?.rawValue ?? "ok",
        ]
    }

    private func milliseconds(_ duration: Duration) -> String {
        "\(Int((duration.seconds * 1000).rounded())) ms"
    }

    private func line(_ cells: some Collection<String>, _ widths: [Int]) -> String {
        zip(cells, widths).enumerated().map { column, cell in
            let padding = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
            // Times stand flush right, words flush left; nothing follows the last column.
            return (2...6).contains(column) ? padding + cell.0 : column == 7 ? cell.0 : cell.0 + padding
        }.joined(separator: "  ")
    }

    private func paint(_ colour: Colour, _ text: String) -> String {
        usesColour ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
    }
}

extension Verdict {
    fileprivate var colour: CheckReport.Colour {
        switch blame {
        case .none: .green
        case .whatsapp: .red
        case .local: .yellow
        case .unknown: .dim
        }
    }
}
