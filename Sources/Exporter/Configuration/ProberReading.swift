import Probing
import ProcFS
import WhatsApp
import Wire
import YAML

/// Makes a target's prober of its `prober` key and the mapping that goes with it.
struct ProberReading {
    let kind: ProberKind
    let rootKey: ChatRootKey
    let procfs: ProcFS

    /// - Parameter blocks: the mappings of settings that the target has, by key.
    func prober(_ item: MappingReader, _ blocks: [(key: String, value: ValueReader)]) -> (any Prober)? {
        for block in blocks where block.key != kind.block {
            let owner = ProberKind.allCases.filter { $0.block == block.key }.map(\.rawValue).joined(separator: " or ")
            block.value.reject(
                "\(block.key) does not go with the prober \(kind.rawValue)", "remove it, or write prober: \(owner)")
        }
        let block = blocks.first { $0.key == kind.block }?.value
        switch kind {
        case .tcp: return TCPProber()
        case .gateway: return GatewayProber(procfs: procfs)
        case .whatsAppChat: return ChatProber(rootKey: rootKey)
        case .dns: return (block ?? item.required("dns"))?.mapping(dns)
        case .tls: return block.map { $0.mapping(tls) } ?? TLSProber()
        case .http: return block.map { HTTPBlock(scheme: .http).prober($0) } ?? HTTPProber(scheme: .http)
        case .https: return block.map { HTTPBlock(scheme: .https).prober($0) } ?? HTTPProber(scheme: .https)
        }
    }

    private func dns(_ block: MappingReader) -> DNSProber? {
        let type = block.optional("query_type")?.string("write a record type such as A, AAAA, SOA or TXT") { DNSType($0) } ?? .a
        let recursionDesired = block.optional("recursion_desired")?.bool() ?? true
        let expectsPublicAnswer = block.optional("public_answer")?.bool() ?? false
        let name = block.required("query_name")?.string("write a DNS name such as example.com") { DNSName($0).map(\.description) }
        return name.map {
            DNSProber(
                queryName: $0, queryType: type, recursionDesired: recursionDesired, expectsPublicAnswer: expectsPublicAnswer)
        }
    }

    private func tls(_ block: MappingReader) -> TLSProber? {
        TLSProber(serverName: block.optional("server_name")?.host())
    }
}
