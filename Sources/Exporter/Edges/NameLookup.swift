import Diagnosis
import Posix
import Probing
import WhatsApp
import Wire

/// Finds what an address is called, and whether the name agrees.
struct NameLookup: Sendable {
    private static let patience = Duration.seconds(5)

    let resolver: Resolver
    /// The DNS server to ask instead of the system's.
    let server: SocketAddress?

    /// An address's name; `nil` when nobody could say, which is not the same as having none.
    func name(of address: IPAddress) async -> AddressName? {
        guard let exchange = await ask(address.reverseName, .ptr) else { return nil }
        switch exchange.message.responseCode {
        case .nxDomain: return AddressName(nil, standing: .unnamed)
        case .noError: break
        default: return nil
        }
        guard let asked = exchange.message.questions.first?.name else { return nil }
        let names = exchange.message.chain(from: asked, type: .ptr).records.compactMap { record -> DNSName? in
            if case .ptr(let name) = record.data { name } else { nil }
        }
        // Of several, one that tells the place.
        let texts = names.map(\.description)
        guard let text = texts.first(where: { EdgeName($0) != nil }) ?? texts.first else {
            return AddressName(nil, standing: .unnamed)
        }
        // Other names tell no place, so that nothing hangs on whether they are true.
        guard EdgeName(text) != nil else { return AddressName(text, standing: .unconfirmed) }
        return AddressName(text, standing: await standing(of: text, for: address))
    }

    private func standing(of name: String, for address: IPAddress) async -> AddressName.Standing {
        let type: DNSType = address.family == .ip4 ? .a : .aaaa
        guard let exchange = await ask(name, type), exchange.message.responseCode == .noError,
            let asked = exchange.message.questions.first?.name
        else { return .unconfirmed }
        let addresses = exchange.message.chain(from: asked, type: type).records.compactMap(\.data.address)
        return addresses.isEmpty ? .unconfirmed : addresses.contains(address) ? .confirmed : .refuted
    }

    private func ask(_ name: String, _ type: DNSType) async -> DNSExchange? {
        // The final dot keeps the search list out.
        try? await resolver.query(name + ".", type: type, server: server, until: .after(Self.patience))
    }
}
