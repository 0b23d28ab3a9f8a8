import Posix
import Probing
import Wire
import YAML

/// Keys that any block has whose prober goes over a network.
struct NetworkBlock {
    var addressRule = AddressRule()
    var source = ProbeSource()
    var resolver: SocketAddress?

    private enum Family: String, CaseIterable {
        case ip6, ip4
    }

    init() {}

    init(_ block: BlockReader) {
        if let family = block["preferred_ip_protocol"]?.word(of: Family.self) {
            addressRule.preferred = family == .ip6 ? .ip6 : .ip4
        }
        addressRule.allowsFallback = block.flag("ip_protocol_fallback", default: true)
        addressRule.mode = block["address_mode"]?.word(of: AddressRule.Mode.self) ?? .first
        source.address = block["source_ip_address"]?.string("write an address of this host, such as 192.0.2.1") { IPAddress($0) }
        source.interface = block["interface"]?.string("write an interface's name, such as eth0") { name in
            (1...15).contains(name.utf8.count) && name.utf8.allSatisfy { $0 > 0x20 && $0 != 0x2F && $0 < 0x7F } ? name : nil
        }
        resolver = block["resolver"]?.socketAddress(defaultPort: 53)
    }
}
