import Probing
import YAML

/// Makes a module of its mapping.
struct ModuleReading {
    private enum ProberName: String, CaseIterable {
        case http, tcp, icmp, dns, grpc, unix, websocket, tls, udp, postgres
        case whatsAppChat = "whatsapp_chat"
    }

    let readFile: (String) throws -> [UInt8]

    /// A module, and what it asks for that is left out.
    struct Result {
        var module: Module
        var limitation: String?
    }

    func module(_ mapping: MappingReader, named name: String) -> Result? {
        let top = BlockReader(mapping: mapping, readFile: readFile)
        let timeout = top["timeout"]?.timeout()
        let prober = top.required("prober")?.word(of: ProberName.self)
        // Every block is read: one for another prober has no effect, but may be an anchor for others, and is right or wrong all the same.
        var result: Result?
        for candidate in ProberName.allCases where candidate == prober || top[candidate.rawValue] != nil {
            let read = read(candidate, top, named: name)
            if candidate == prober { result = read }
        }
        result?.module.timeout = timeout
        return result
    }

    private func read(_ prober: ProberName, _ top: BlockReader, named name: String) -> Result? {
        var limitation: String?
        var network = NetworkBlock()
        func block(_ make: (BlockReader) -> Module.Kind?) -> Module.Kind? {
            // A query needs a name; the other blocks may be left out.
            guard let value = prober == .dns ? top.required(prober.rawValue) : top.mapping.orEmpty(prober.rawValue) else {
                return nil
            }
            return value.mapping { mapping in
                let block = BlockReader(mapping: mapping, readFile: readFile)
                if prober != .unix { network = NetworkBlock(block) }
                return make(block)
            }
        }
        let kind: Module.Kind? =
            switch prober {
            case .http:
                block { block -> Module.Kind? in
                    var http = HTTPModuleBlock(block)
                    let settings = http.settings()
                    limitation = http.limitation
                    return .http(settings)
                }
            case .tcp: block { .tcp(DialogueBlock(transport: .stream).settings($0)) }
            case .unix: block { .unix(DialogueBlock(transport: .stream).settings($0)) }
            case .udp: block { .udp(DialogueBlock(transport: .datagram).settings($0)) }
            case .tls: block { .tls($0.block("tls_config", TLSBlock.settings) ?? TLSSettings()) }
            case .dns: block { DNSBlock.settings($0).map(Module.Kind.dns) }
            case .icmp: block { .icmp(ICMPBlock.settings($0)) }
            case .grpc: block { .grpc(GRPCBlock.settings($0)) }
            case .websocket: block { WebSocketBlock.settings($0).map(Module.Kind.webSocket) }
            case .postgres: block { .postgres(PostgresBlock.settings($0)) }
            case .whatsAppChat: block { .whatsAppChat(ChatBlock.settings($0)) }
            }
        guard let kind else { return nil }
        var module = Module(name: name, kind: kind)
        module.addressRule = network.addressRule
        module.source = network.source
        module.resolver = network.resolver
        return Result(module: module, limitation: limitation)
    }
}
