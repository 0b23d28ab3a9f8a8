/// Where a name leads within one response.
package struct DNSChain: Hashable, Sendable {
    /// Last name reached: the asked one if it is no alias.
    package var canonical: DNSName
    /// Targets of the aliases followed, in order; the last one is `canonical`.
    package var cnames: [DNSName]
    /// Records of the asked type at `canonical`.
    package var records: [DNSRecord]
    /// Smallest TTL among the aliases followed and `records`; `nil` without any.
    package var minimumTTLSeconds: UInt32?
}

extension DNSMessage {
    /// Follows aliases from `name` through the answer section, whatever its order, to the records of `type`.
    ///
    /// A loop ends at the last name not seen before, without records.
    package func chain(from name: DNSName, type: DNSType) -> DNSChain {
        let records = Dictionary(grouping: answers.filter { $0.type == type }, by: \.name)
        let aliases = Dictionary(grouping: answers.filter { $0.type == .cname }, by: \.name)
        var chain = DNSChain(canonical: name, cnames: [], records: [])
        var ttls: [UInt32] = []
        var seen: Set = [name]
        while records[chain.canonical] == nil, let alias = aliases[chain.canonical]?.first, case .cname(let target) = alias.data,
            seen.insert(target).inserted
        {
            chain.canonical = target
            chain.cnames.append(target)
            ttls.append(alias.ttlSeconds)
        }
        chain.records = records[chain.canonical] ?? []
        chain.minimumTTLSeconds = (ttls + chain.records.map(\.ttlSeconds)).min()
        return chain
    }

    /// How long an absence told by this response may be remembered; `nil` without an SOA record (RFC 2308 section 5).
    package var negativeTTLSeconds: UInt32? {
        for record in authority {
            if case .soa(let soa) = record.data { return min(record.ttlSeconds, soa.minimumSeconds) }
        }
        return nil
    }
}
