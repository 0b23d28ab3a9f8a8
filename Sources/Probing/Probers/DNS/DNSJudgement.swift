import Patterns
import Wire

/// What an answer holds, and whether it is as its module wants it.
struct DNSJudgement {
    private(set) var finding = DNSFinding()
    private(set) var failure: ProbeFailure?
    /// For people: "NOERROR, 2 answers".
    let summary: String
    private let message: DNSMessage

    init(of message: DNSMessage, to settings: DNSSettings) {
        self.message = message
        let answers = message.answers.count
        summary = "\(message.responseCode), \(answers) answer\(answers == 1 ? "" : "s")"
        finding.wasAnswered = true
        finding.responseCode = message.responseCode
        finding.answers = answers
        finding.authorities = message.authority.count
        // The OPT record stands in this section too.
        finding.additionals = message.additional.count + (message.edns == nil ? 0 : 1)
        if settings.queryType == .soa {
            for case .soa(let soa) in message.answers.map(\.data) { finding.serial = soa.serial }
        }
        guard settings.validCodes.contains(message.responseCode) else {
            failure = ProbeFailure(.dnsUnexpectedCode, "answered \(message.responseCode)")
            return
        }
        let sections = [
            ("answer", message.answers, settings.answerRules), ("authority", message.authority, settings.authorityRules),
            ("additional", message.additional, settings.additionalRules),
        ]
        for (name, records, rules) in sections {
            guard let objection = rules.objection(to: records.map(\.zoneText)) else { continue }
            failure = ProbeFailure(.dnsUnexpectedRecords, "\(name) section: \(objection)")
            return
        }
    }

    /// Notes every record, as the rules see it.
    func note(in environment: ProbeEnvironment) {
        guard environment.log != nil else { return }
        environment.note(.debug, "Answered", ["code": "\(message.responseCode)"])
        for (section, records) in [
            ("answer", message.answers), ("authority", message.authority), ("additional", message.additional),
        ] {
            // Tabs would not be printable.
            for record in records {
                let text = record.zoneText.split(separator: "\t").joined(separator: " ")
                environment.note(.debug, "Record", ["section": section, "record": text])
            }
        }
    }
}

extension DNSSettings.RecordRules {
    /// The first rule that a section's records break, in words; `nil` for none.
    func objection(to records: [String]) -> String? {
        if records.isEmpty, !failIfNotMatches.isEmpty || !failIfNoneMatches.isEmpty { return "no record" }
        for record in records {
            let bytes = Array(record.utf8)
            if let pattern = failIfMatches.first(where: { $0.matches(bytes) }) { return "a record matches \(pattern.text)" }
            if let pattern = failIfNotMatches.first(where: { !$0.matches(bytes) }) {
                return "a record does not match \(pattern.text)"
            }
        }
        let texts = records.map { Array($0.utf8) }
        if let pattern = failIfAllMatch.first(where: { pattern in texts.contains { !pattern.matches($0) } }) {
            return "not all records match \(pattern.text)"
        }
        if !failIfNoneMatches.isEmpty, !texts.contains(where: { text in failIfNoneMatches.contains { $0.matches(text) } }) {
            return "no record matches"
        }
        return nil
    }
}
