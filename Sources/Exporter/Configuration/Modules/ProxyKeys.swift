import Probing
import Wire
import YAML

/// The keys about a proxy, in the block of what goes through it.
struct ProxyKeys {
    private let block: BlockReader

    init(_ block: BlockReader) {
        self.block = block
    }

    /// `nil` when there is none.
    func settings() -> ProxySettings? {
        let url = block["proxy_url"]
        let isFromEnvironment = block.flag("proxy_from_environment", default: false)
        let exceptions = block["no_proxy"]
        let connect = block["proxy_connect_header"]
        connect?.conceal()
        var settings = ProxySettings()
        settings.connectFields = connect.map(connectFields) ?? [:]
        if isFromEnvironment {
            (url ?? exceptions)?.reject("the proxy is given here and by the environment", "remove it, or proxy_from_environment")
            settings.environment = environment()
            return settings
        }
        guard let url else {
            exceptions?.reject("no_proxy does not go without a proxy", "add proxy_url, or remove it")
            if exceptions == nil {
                connect?.reject("proxy_connect_header does not go without a proxy", "add proxy_url, or remove it")
            }
            return nil
        }
        settings.exceptions =
            exceptions?.string()?.split { $0 == "," || $0 == " " }.map { HTTPFields.trimmed($0) }.map { String($0) } ?? []
        guard read(url, into: &settings) else { return nil }
        return settings
    }

    /// The URL's name and password, if any, stand before its host.
    private func read(_ value: ValueReader, into settings: inout ProxySettings) -> Bool {
        guard let text = value.string() else { return false }
        var address = text
        if let start = text.firstRange(of: "://")?.upperBound {
            let authority = text[start...].prefix { !"/?#".contains($0) }
            if let at = authority.lastIndex(of: "@") {
                let parts = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                let decoded = parts.map { PercentEncoding.decode($0.utf8) }
                settings.username = decoded[0].map { .value(Secret($0)) }
                settings.password = decoded.count > 1 ? decoded[1].map { .value(Secret($0)) } : nil
                address = String(text[..<start]) + text[text.index(after: at)...]
            }
        }
        do throws(HTTPURL.ParseError) {
            settings.url = try HTTPURL(parsing: address)
            return true
        } catch {
            // The URL itself may hold a password.
            let what = error == .unsupportedScheme ? "proxy_url is of no scheme that can be used" : "proxy_url is no URL"
            value.reject(what, "write a URL such as http://proxy.example.com:3128")
            return false
        }
    }

    private func connectFields(_ value: ValueReader) -> HTTPFields {
        var fields = HTTPFields()
        let lines: [Void]? = value.entries { name, values in
            guard let key = name.string("write a header's name, such as X-Tenant", { RequestHeaders.isToken($0) ? $0 : nil })
            else { return nil }
            for text in values.list({ $0.headerValue() }) ?? [] { fields.append(key, text) }
            return ()
        }
        return lines == nil ? [:] : fields
    }

    /// The variables in the order that Go looks for them.
    private func environment() -> [String: String] {
        var variables: [String: String] = [:]
        for name in ["http_proxy", "https_proxy", "no_proxy"] {
            let value = [name.uppercased(), name].lazy.compactMap { block.mapping.environmentVariable($0) }.first { !$0.isEmpty }
            if let value { variables[name] = value }
        }
        return variables
    }
}
