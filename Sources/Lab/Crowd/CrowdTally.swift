/// How often a crowd got which answer.
struct CrowdTally {
    enum Subject: String, CaseIterable {
        case webhook, report
    }

    private var counts: [Subject: [Int: Int]] = [:]
    /// Without any answer.
    private var unanswered: [Subject: Int] = [:]

    mutating func count(_ subject: Subject, _ status: Int?) {
        if let status { counts[subject, default: [:]][status, default: 0] += 1 } else { unanswered[subject, default: 0] += 1 }
    }

    /// `webhooks: 640 x 200; reports: 35 x 202, 1 x 429, 2 x no answer`.
    var text: String {
        Subject.allCases.map { subject in
            var parts = (counts[subject] ?? [:]).sorted { $0.key < $1.key }.map { "\($0.value) x \($0.key)" }
            if let count = unanswered[subject] { parts.append("\(count) x no answer") }
            return "\(subject.rawValue)s: \(parts.isEmpty ? "none" : parts.joined(separator: ", "))"
        }.joined(separator: "; ")
    }
}
