import Posix
import Wire

/// An answer of a DNS server while it is put together.
struct AnswerDraft {
    private(set) var message: DNSMessage
    private let question: DNSQuestion
    private let service: NameService
    private var ttl = Estate.ttl
    /// The point of presence that it leads to.
    private var code: String

    init(head: DNSMessage, question: DNSQuestion, service: NameService) {
        message = head
        self.question = question
        self.service = service
        code = service.server.steersTo
    }

    private var isAuthority: Bool { service.server.role == .authority }

    /// Fills in what is asked for, as the faults want it: the first that leaves nothing to say, or all the others.
    mutating func compose(struckBy faults: [DNSFault]) {
        var forged: IPAddress?
        for fault in faults {
            switch fault {
            case .servfail: return fail(.servFail)
            case .refused: return fail(.refused)
            case .nxdomain: return deny(.nxDomain)
            case .noAnswer: return deny(.noError)
            case .forged(let address): forged = address
            case .ttl(let ttl): self.ttl = ttl
            case .steer(let code): self.code = code
            case .timeout: break
            }
        }
        if let forged, [.a, .aaaa].contains(question.type) { return forge(forged) }
        answer()
    }

    private mutating func answer() {
        guard !isAuthority || Estate.zones.contains(where: { DNSName($0).map(question.name.isWithin) == true }) else {
            return fail(.refused)
        }
        if isAuthority { message.flags.insert(.authoritative) }
        if question.type == .ptr, let name = reverseName() {
            return append(question.name, .ptr(name), ttl: .seconds(3600))
        }
        var name = question.name
        if question.type != .cname {
            while let target = Zones.alias(of: name) {
                append(name, .cname(target), ttl: .seconds(3600))
                name = target
            }
        } else if let target = Zones.alias(of: name) {
            return append(name, .cname(target), ttl: .seconds(3600))
        }
        guard Zones.exists(name) else { return deny(.nxDomain) }
        let records = Zones.records(of: name, type: question.type)
        for data in records { append(name, data, ttl: .seconds(3600)) }
        let addresses = addresses(of: name)
        for address in addresses { append(name, .address(address), ttl: ttl) }
        if records.isEmpty, addresses.isEmpty { deny(.noError) }
    }

    private func addresses(of name: DNSName) -> [IPAddress] {
        let family: AddressFamily? = question.type == .a ? .ip4 : question.type == .aaaa ? .ip6 : nil
        guard let family else { return [] }
        let known = Estate.addresses(of: name.description.lowercased(), family: family, steeredTo: code) ?? []
        return known.compactMap { service.placement.answered($0) }
    }

    /// One address in the place of all, of its own family only.
    private mutating func forge(_ address: IPAddress) {
        guard DNSData.address(address).type == question.type, let address = service.placement.answered(stranger: address) else {
            return deny(.noError)
        }
        append(question.name, .address(address), ttl: ttl)
    }

    /// The name of the address that a name under `in-addr.arpa` or `ip6.arpa` stands for.
    private func reverseName() -> DNSName? {
        guard let address = Self.address(reverse: question.name) else { return nil }
        return Estate.reverseName(of: service.placement.original(address)).flatMap { DNSName($0) }
    }

    private static func address(reverse name: DNSName) -> IPAddress? {
        let labels = name.labels.map { String(decoding: $0, as: UTF8.self).lowercased() }
        let parts = labels.dropLast(2).reversed()
        if labels.suffix(2) == ["in-addr", "arpa"] { return IPAddress(parts.joined(separator: ".")) }
        guard labels.suffix(2) == ["ip6", "arpa"], labels.count == 34 else { return nil }
        let digits = parts.compactMap { UInt8($0, radix: 16) }
        guard digits.count == 32, digits.allSatisfy({ $0 < 16 }) else { return nil }
        return IPAddress(bytes: stride(from: 0, to: 32, by: 2).map { digits[$0] << 4 | digits[$0 + 1] })
    }

    private mutating func fail(_ code: DNSResponseCode) {
        message.responseCode = code
    }

    /// No records: the zone's SOA says so, and for how long.
    private mutating func deny(_ code: DNSResponseCode) {
        message.responseCode = code
        let apex = Zones.apex(of: question.name)
        message.authority = [DNSRecord(name: apex, ttlSeconds: 60, data: .soa(Zones.startOfAuthority(of: apex)))]
    }

    /// Adds a record with what is left of its lifetime: all of it at its source, ever less in a resolver's memory. Lifetimes
    /// pass as fast as the timeline.
    private mutating func append(_ name: DNSName, _ data: DNSData, ttl: Duration) {
        let whole = UInt32(clamping: ttl.components.seconds)
        let age = UInt32(truncatingIfNeeded: service.board.elapsed.components.seconds)
        let left = isAuthority || whole == 0 ? whole : whole - age % whole
        message.answers.append(DNSRecord(name: name, ttlSeconds: service.board.seconds(of: left), data: data))
    }
}
