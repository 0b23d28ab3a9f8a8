import COpenSSL
import Wire

/// What a server makes of its clients' certificates.
final class ClientRule: Sendable {
    private let policy: TLSServerContext.ClientPolicy
    private let names: Set<String>?

    init(policy: TLSServerContext.ClientPolicy, names: Set<String>?) {
        self.policy = policy
        self.names = names
    }

    /// Has all sessions of a server keep to it. The context holds it until ``release(from:)``.
    func govern(_ context: OpaquePointer) {
        let mode = SSL_VERIFY_PEER | (policy.isRequired ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0)
        unsafe SSL_CTX_set_verify(context, mode, nil)
        let address = unsafe Unmanaged.passRetained(self).toOpaque()
        unsafe SSL_CTX_set_ex_data(context, 0, address)
        unsafe SSL_CTX_set_cert_verify_callback(
            context,
            { walk, address in
                guard let walk = unsafe walk, let address = unsafe address else { return 0 }
                let rule = unsafe Unmanaged<ClientRule>.fromOpaque(address).takeUnretainedValue()
                return unsafe rule.admits(walk) ? 1 : 0
            }, address)
    }

    static func release(from context: OpaquePointer) {
        guard let address = unsafe SSL_CTX_get_ex_data(context, 0) else { return }
        // A session may have taken the context over, and live on: it is judged by OpenSSL alone from here on.
        unsafe SSL_CTX_set_cert_verify_callback(context, nil, nil)
        unsafe SSL_CTX_set_ex_data(context, 0, nil)
        unsafe Unmanaged<ClientRule>.fromOpaque(address).release()
    }

    private func admits(_ walk: OpaquePointer) -> Bool {
        if policy.isVerified, unsafe X509_verify_cert(walk) != 1 { return false }
        guard let names else { return true }
        let isNamed = unsafe Self.names(of: X509_STORE_CTX_get0_cert(walk)).contains(where: names.contains)
        if !isNamed { unsafe X509_STORE_CTX_set_error(walk, X509_V_ERR_CERT_REJECTED) }
        return isNamed
    }

    /// All that a certificate says it is for: names, addresses, e-mail addresses, URIs.
    private static func names(of certificate: OpaquePointer?) -> [String] {
        let names = unsafe OpaquePointer(X509_get_ext_d2i(certificate, NID_subject_alt_name, nil, nil))
        defer { unsafe GENERAL_NAMES_free(names) }
        return (0..<max(0, unsafe OPENSSL_sk_num(names))).compactMap { index in
            let name = unsafe OPENSSL_sk_value(names, index)?.assumingMemoryBound(to: GENERAL_NAME.self)
            var type: Int32 = -1
            guard let value = unsafe GENERAL_NAME_get0_value(name, &type)?.assumingMemoryBound(to: ASN1_STRING.self) else {
                return nil
            }
            let count = Int(max(0, unsafe ASN1_STRING_length(value)))
            let bytes = unsafe UnsafeBufferPointer(start: ASN1_STRING_get0_data(value), count: count)
            switch type {
            case GEN_DNS, GEN_EMAIL, GEN_URI: return unsafe String(decoding: bytes, as: UTF8.self)
            case GEN_IPADD: return unsafe IPAddress(bytes: bytes).map { "\($0)" }
            default: return nil
            }
        }
    }
}
