import Probing
import Wire
import YAML

/// The keys of Prometheus' HTTP client: who we are, TLS, the proxy and more headers.
struct HTTPClientBlock {
    private let block: BlockReader

    init(_ block: BlockReader) {
        self.block = block
    }

    /// The settings given, with what the block says.
    func settings(_ given: HTTPSettings) -> HTTPSettings {
        var settings = given
        settings.followsRedirects = block["follow_redirects"]?.flag() ?? settings.followsRedirects
        settings.allowsHTTP2 = block["enable_http2"]?.flag() ?? settings.allowsHTTP2
        settings.tls = block.block("tls_config", TLSBlock.settings) ?? settings.tls
        settings.authorization = authorization()
        settings.proxy = ProxyKeys(block).settings()
        if let headers = block["http_headers"] {
            var lines = RequestHeaders(of: settings)
            lines.read(secrets: headers, block.readFile, reserved: RequestHeaders.reserved)
            lines.apply(to: &settings)
        }
        return settings
    }

    private func authorization() -> HTTPSettings.Authorization? {
        block.exclude("basic_auth", "authorization", "oauth2", "bearer_token", "bearer_token_file")
        if let basic = block.block("basic_auth", basic) { return basic }
        if let token = block.block("authorization", token) { return token }
        if let bearer = block.secret("bearer_token") { return .token(type: "Bearer", credentials: bearer.source) }
        return block.block("oauth2", oauth2)?.map(HTTPSettings.Authorization.oauth2)
    }

    private func basic(_ block: BlockReader) -> HTTPSettings.Authorization? {
        block.exclude("username", "username_file")
        let username =
            block["username"]?.string().map { SecretSource.value(Secret($0)) }
            ?? block["username_file"]?.secretFile(block.readFile)
        return .basic(username: username, password: block.secret("password")?.source)
    }

    private func token(_ block: BlockReader) -> HTTPSettings.Authorization? {
        let type = block["type"]?.string("write a scheme such as Bearer") { RequestHeaders.isToken($0) ? $0 : nil }
        if type?.lowercased() == "basic" { block["type"]?.reject("basic is no type of token", "use basic_auth") }
        guard let credentials = block.secret("credentials") else {
            if block["credentials"] == nil, block["credentials_file"] == nil {
                block.mapping.reject("authorization has no credentials", "add credentials, or credentials_file")
            }
            return nil
        }
        return .token(type: type ?? "Bearer", credentials: credentials.source)
    }

    private func tokenURL(_ value: ValueReader) -> HTTPURL? {
        guard let text = value.string() else { return nil }
        do throws(HTTPURL.ParseError) {
            return try HTTPURL(parsing: text)
        } catch {
            // The text itself may hold a password.
            let what = error == .userInformation ? "token_url has a name or password in it" : "token_url is no URL"
            value.reject(what, "write a URL such as https://login.example.com/token")
            return nil
        }
    }

    private func oauth2(_ block: BlockReader) -> OAuth2Settings? {
        if let grant = block["grant_type"], let type = grant.string(), type != "client_credentials" {
            grant.reject("the grant type \(type.debugDescription) is left out", "write client_credentials, or remove the key")
        }
        let identifier = block.required("client_id")?.string()
        let secret = block.secret("client_secret")
        let scopes = block["scopes"]?.list { $0.string() } ?? []
        let parameters = block["endpoint_params"]?.entries { name, value -> (name: String, value: String)? in
            guard let key = name.string(), let text = value.string() else { return nil }
            if SecretNames.contains(key) { value.conceal() }
            return (key, text)
        }
        let tls = block.block("tls_config", TLSBlock.settings)
        let proxy = ProxyKeys(block).settings()
        let url = block.required("token_url").flatMap(tokenURL)
        guard let url, let identifier else { return nil }
        var settings = OAuth2Settings(tokenURL: url)
        settings.clientID = identifier
        settings.clientSecret = secret?.source
        settings.scopes = scopes
        settings.parameters = parameters ?? []
        settings.tls = tls ?? settings.tls
        settings.proxy = proxy
        return settings
    }
}
