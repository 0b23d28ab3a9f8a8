/// What a record says, by its type.
package enum DNSData: Hashable, Sendable {
    /// A or AAAA, by the address's family.
    case address(IPAddress)
    case cname(DNSName)
    case ptr(DNSName)
    case ns(DNSName)
    case mx(preference: UInt16, exchange: DNSName)
    case soa(DNSStartOfAuthority)
    /// Character strings of up to 255 bytes.
    case txt([[UInt8]])
    case srv(priority: UInt16, weight: UInt16, port: UInt16, target: DNSName)
    /// Any other type, or class, undigested.
    case other(DNSType, [UInt8])

    /// Type of the record that carries this.
    package var type: DNSType {
        switch self {
        case .address(.v4): .a
        case .address(.v6): .aaaa
        case .cname: .cname
        case .ptr: .ptr
        case .ns: .ns
        case .mx: .mx
        case .soa: .soa
        case .txt: .txt
        case .srv: .srv
        case .other(let type, _): type
        }
    }

    /// The address, if that is what this is.
    package var address: IPAddress? {
        if case .address(let address) = self { address } else { nil }
    }
}
