import TLS
import Wire
import YAML

/// `tls_server_config`: who the server is, and whom it lets in.
struct TLSServerBlock {
    let block: BlockReader
    /// Told of each file just before it is read.
    let willRead: (String) -> Void

    /// Names of the policies about clients' certificates, which are those of Go.
    private static let policies: KeyValuePairs<String, TLSServerContext.ClientPolicy> = [
        "NoClientCert": .unasked, "RequestClientCert": .asked, "RequireClientCert": .required, "RequireAnyClientCert": .required,
        "VerifyClientCertIfGiven": .verifiedIfGiven, "RequireAndVerifyClientCert": .verified,
    ]

    /// `nil` where no TLS is asked for, and where there is a mistake.
    func context() -> TLSServerContext? {
        let (certificate, key) = (pem("cert"), pem("key"))
        let clientCA = pem("client_ca")
        let policyReader = block["client_auth_type"]
        let policy = policyReader.map(self.policy) ?? .unasked
        let names = block.evenEmpty("client_allowed_sans")
        let allowed = names?.list { $0.string() }
        let newest = block["max_version"]
        let versions = (
            block["min_version"]?.word(of: TLSVersion.self) ?? .tls12, newest?.word(of: TLSVersion.self) ?? .tls13
        )
        let suitesReader = block["cipher_suites"]
        let suites = suitesReader?.list { $0.word(of: TLSCipherSuite.self) } ?? []
        let groups = block["curve_preferences"]?.list { $0.word(of: TLSGroup.self) } ?? []
        let prefersOwn = block.flag("prefer_server_cipher_suites", default: true)

        guard policyReader != nil || ["cert", "key", "client_ca"].contains(where: { place(of: $0) != nil }) else { return nil }
        guard place(of: "cert") != nil, place(of: "key") != nil else {
            let missing = place(of: "cert") == nil ? "cert" : "key"
            block.mapping.reject("TLS needs \(missing) or \(missing)_file", "add one of them to this mapping")
            return nil
        }
        guard let policy, let certificate, let key else { return nil }
        guard isConsistent(policy, clientCA: place(of: "client_ca"), names: names) else { return nil }

        var options = TLSServerContext.Options(certificate: certificate, key: key)
        (options.oldestVersion, options.newestVersion) = versions
        options.cipherSuites = suites
        options.prefersOwnCipherSuites = prefersOwn
        options.groups = groups
        options.clients = policy
        options.trustedClients = clientCA
        options.clientNames = allowed.map(Set.init)
        do throws(TLSContextError) {
            return try TLSServerContext(options: options)
        } catch {
            complain(of: error, newest: newest, suites: suitesReader)
            return nil
        }
    }

    private func policy(_ value: ValueReader) -> TLSServerContext.ClientPolicy? {
        let names = Self.policies.map(\.key)
        guard let name = value.string() else { return nil }
        guard let policy = Self.policies.first(where: { $0.key == name }) else {
            let guess = nearest(to: name, among: names).map { "did you mean \"\($0)\"? " } ?? ""
            value.reject(
                "client_auth_type is \(name.debugDescription)", guess + "write one of " + names.joined(separator: ", "))
            return nil
        }
        return policy.value
    }

    private func isConsistent(
        _ policy: TLSServerContext.ClientPolicy, clientCA: ValueReader?, names: ValueReader?
    ) -> Bool {
        if let clientCA, policy == .unasked {
            clientCA.reject(
                "clients' authorities are given, but no client is asked for a certificate",
                "add client_auth_type: RequireAndVerifyClientCert")
            return false
        }
        if let names, policy != .required, policy != .verified {
            names.reject(
                "client_allowed_sans is given, but a client needs no certificate",
                "add client_auth_type: RequireAndVerifyClientCert")
            return false
        }
        return true
    }

    private func place(of key: String) -> ValueReader? {
        block["\(key)_file"] ?? block[key]
    }

    /// The file where one is named, else the text.
    private func pem(_ key: String) -> PEMSource? {
        let text = block[key]
        text?.conceal()
        if let file = block["\(key)_file"] {
            guard let path = file.path() else { return nil }
            willRead(path)
            return .file(path: path)
        }
        return text?.string().map { .text(Secret($0)) }
    }

    private func complain(of error: TLSContextError, newest: ValueReader?, suites: ValueReader?) {
        let (place, what, remedy): (ValueReader?, String, String) =
            switch error {
            case .trustedFile(let path, let reason):
                (self.place(of: "client_ca"), "no certificate in \(path) (\(reason))", "name a file of PEM certificates")
            case .certificate(let path, let reason):
                (
                    self.place(of: "cert"), "no certificate in \(path) (\(reason))",
                    "name a file of PEM certificates, our own first"
                )
            case .key(let path, let reason):
                (self.place(of: "key"), "no private key in \(path) (\(reason))", "name a PEM file whose key is not encrypted")
            case .mismatch(let certificate, let key):
                (
                    self.place(of: "key"), "the key of \(key) is not that of \(certificate)",
                    "name the two that belong together"
                )
            case .noVersion:
                (newest ?? block["min_version"], "no TLS version lies between min_version and max_version", "widen the range")
            case .noCipherSuite:
                (
                    suites, "these cipher suites are all of TLS 1.3, which max_version rules out",
                    "add others, or remove max_version"
                )
            case .incomplete, .identity, .library: (nil, "\(error)", "correct tls_server_config")
            }
        if let place { place.reject(what, remedy) } else { block.mapping.reject(what, remedy) }
    }
}
