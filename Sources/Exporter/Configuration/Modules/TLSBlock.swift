import Probing
import TLS
import YAML

/// `tls_config`: whom to trust, who we are, and which versions.
struct TLSBlock {
    static func settings(_ block: BlockReader) -> TLSSettings {
        var settings = TLSSettings()
        settings.verifies = !block.flag("insecure_skip_verify", default: false)
        settings.serverName = block["server_name"]?.host()
        var options = TLSContext.Options()
        let before = options
        options.trusted = pem("ca", block)
        options.usesSystemTrust = options.trusted == nil
        let certificateReader = block["cert"] ?? block["cert_file"]
        options.certificate = pem("cert", block)
        options.key = pem("key", block)
        options.oldestVersion = block["min_version"]?.word(of: TLSVersion.self) ?? .tls12
        let newest = block["max_version"]
        options.newestVersion = newest?.word(of: TLSVersion.self) ?? .tls13
        guard options != before else { return settings }

        if options.oldestVersion > options.newestVersion {
            let remedy = "write at least \(options.oldestVersion.rawValue)"
            return reject(
                newest ?? block["min_version"], "no TLS version lies between min_version and max_version", remedy, settings)
        }
        do throws(TLSContextError) {
            settings.context = try TLSContext(options: options)
        } catch {
            let place: ValueReader?
            let (what, remedy) = Self.complaint(error)
            switch error {
            case .trustedFile: place = block["ca"] ?? block["ca_file"]
            case .key: place = block["key"] ?? block["key_file"]
            default: place = certificateReader ?? block["key"] ?? block["key_file"]
            }
            return reject(place ?? newest, what, remedy, settings)
        }
        return settings
    }

    private static func complaint(_ error: TLSContextError) -> (what: String, remedy: String) {
        switch error {
        case .trustedFile(let path, let reason):
            ("no trusted certificates in \(path) (\(reason))", "name a file of PEM certificates")
        case .certificate(let path, let reason):
            ("no certificate in \(path) (\(reason))", "name a file of PEM certificates, our own first")
        case .key(let path, let reason): ("no private key in \(path) (\(reason))", "name a PEM file whose key is not encrypted")
        case .mismatch(let certificate, let key):
            ("the key of \(key) is not that of \(certificate)", "name the two that belong together")
        case .incomplete: ("certificate and key go together", "give both")
        case .noVersion, .noCipherSuite, .identity, .library: ("\(error)", "correct tls_config")
        }
    }

    private static func reject(
        _ place: ValueReader?, _ what: String, _ remedy: String, _ settings: TLSSettings
    ) -> TLSSettings {
        place?.reject(what, remedy)
        return settings
    }

    private static func pem(_ key: String, _ block: BlockReader) -> PEMSource? {
        block.exclude(key, "\(key)_file")
        if let text = block[key] {
            if key == "key" { text.conceal() }
            return text.moduleSecret().map { .text($0) }
        }
        return block["\(key)_file"]?.readablePath(block.readFile).map { .file(path: $0) }
    }
}
