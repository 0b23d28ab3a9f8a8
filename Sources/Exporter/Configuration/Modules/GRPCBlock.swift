import Probing
import YAML

/// `grpc`: which service's health to ask for.
struct GRPCBlock {
    static func settings(_ block: BlockReader) -> GRPCSettings {
        var settings = GRPCSettings()
        settings.service = block["service"]?.string() ?? ""
        settings.usesTLS = block.flag("tls", default: false)
        settings.tls = block.block("tls_config", TLSBlock.settings) ?? settings.tls
        let metadata = block["metadata"]?.entries { name, values -> (name: String, values: [String])? in
            guard let key = name.string("write a name of small letters, digits, - _ and ., but no grpc- first", Self.name) else {
                return nil
            }
            if SecretNames.contains(key) { values.conceal() }
            return values.list { $0.string() }.map { (key, $0) }
        }
        settings.metadata = metadata ?? []
        return settings
    }

    /// gRPC over HTTP/2, "Custom-Metadata"; capitals are sent as small letters.
    private static func name(_ text: String) -> String? {
        let name = text.lowercased()
        let isName = name.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || "-_.".utf8.contains(byte)
        }
        return isName && !name.isEmpty && !name.hasPrefix("grpc-") ? name : nil
    }
}
