import COpenSSL
package import TLS

/// Issues certificates in memory: a root of its own, and servers' certificates below it. All keys are P-256.
package struct CertificateAuthority: Sendable {
    /// The root's certificate and key.
    package let root: TLSIdentity

    /// A new root.
    /// - Parameters:
    ///   - name: its common name, 1 to 64 bytes.
    ///   - validity: seconds since 1970, both included.
    package init(name: String, validity: ClosedRange<Int64>) throws(CertificateError) {
        guard (1...64).contains(name.utf8.count) else { throw .invalidName(name) }
        OpenSSLError.clear()
        let key = try KeyPair.generate()
        let certificate = try Certificate.making(name, key: key, validity: validity)
        try certificate.add(NID_basic_constraints, "critical,CA:TRUE", issuer: certificate)
        try certificate.add(NID_key_usage, "critical,keyCertSign,cRLSign", issuer: certificate)
        try certificate.add(NID_subject_key_identifier, "hash", issuer: certificate)
        try certificate.sign(as: certificate, with: key)
        root = TLSIdentity(certificateChainPEM: try certificate.pem(), privateKeyPEM: try key.pem())
    }

    /// A server's certificate, and its key.
    /// - Parameters:
    ///   - names: whom it is for, at least one; the first DNS name is the subject's common name too.
    ///   - validity: seconds since 1970, both included.
    package func issue(for names: [CertificateName], validity: ClosedRange<Int64>) throws(CertificateError) -> TLSIdentity {
        OpenSSLError.clear()
        var alternatives: [String] = []
        for name in names { alternatives.append(try name.subjectAltName()) }
        guard !alternatives.isEmpty else { throw .invalidName("") }
        let issuer = try Certificate.reading(root.certificateChainPEM)
        let key = try KeyPair.generate()
        let certificate = try Certificate.making(commonName(of: names), key: key, validity: validity)
        try certificate.add(NID_subject_alt_name, alternatives.joined(separator: ","), issuer: issuer)
        try certificate.add(NID_key_usage, "critical,digitalSignature", issuer: issuer)
        try certificate.add(NID_ext_key_usage, "serverAuth", issuer: issuer)
        try certificate.add(NID_subject_key_identifier, "hash", issuer: issuer)
        try certificate.add(NID_authority_key_identifier, "keyid", issuer: issuer)
        try certificate.sign(as: issuer, with: KeyPair.reading(root.privateKeyPEM))
        return TLSIdentity(certificateChainPEM: try certificate.pem(), privateKeyPEM: try key.pem())
    }

    /// X.520 bounds a common name at 64 characters; longer names stand among the alternative ones only.
    private func commonName(of names: [CertificateName]) -> String {
        for case .dns(let name) in names where name.utf8.count <= 64 { return name }
        return "server"
    }
}
