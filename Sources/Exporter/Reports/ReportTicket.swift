import TLS

/// What a form carries so that no other site can send it for somebody: a time, and a code only we can make, for one source alone.
struct ReportTicket {
    let pseudonyms: Pseudonyms

    /// How long a form may lie open.
    static let lifetimeSeconds = 3600.0

    /// - Parameters:
    ///   - site: of who asks for the form.
    ///   - time: Unix seconds.
    func issue(for site: [UInt8], at time: Double) -> String {
        ticket(for: site, until: Int64((min(max(time, 0), 1e15) + Self.lifetimeSeconds).rounded(.down)))
    }

    /// Whether a ticket was issued for a site and still holds.
    func isValid(_ text: String, for site: [UInt8], at time: Double) -> Bool {
        guard let end = Int64(text.prefix { $0 != "-" }), (0...Self.lifetimeSeconds).contains(Double(end) - time) else {
            return false
        }
        return ConstantTime.areEqual(Array(text.utf8), Array(ticket(for: site, until: end).utf8))
    }

    private func ticket(for site: [UInt8], until end: Int64) -> String {
        let code = pseudonyms.lasting(Array("\(end) ".utf8) + site, for: "ticket of the form")
        return "\(end)-\(String(code, radix: 16))"
    }
}
