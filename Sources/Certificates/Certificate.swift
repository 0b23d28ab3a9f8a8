import COpenSSL
import Glibc
import TLS

/// Owner of an `X509` that is being made, or issues.
@safe struct Certificate: ~Copyable {
    private let pointer: OpaquePointer

    private init(owning pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe X509_free(pointer)
    }

    static func reading(_ pem: String) throws(CertificateError) -> Certificate {
        let memory = try PEM.reading(pem)
        guard let certificate = unsafe PEM_read_bio_X509(memory.pointer, nil, nil, nil) else { throw .drained() }
        return unsafe Certificate(owning: certificate)
    }

    /// A certificate of version 3 with a random serial, without extensions and issuer so far.
    static func making(
        _ subject: String, key: borrowing KeyPair, validity: ClosedRange<Int64>
    ) throws(CertificateError) -> Certificate {
        // Four digits hold a year: RFC 5280 section 4.1.2.5.
        let years: ClosedRange<Int64> = -62_167_219_200...253_402_300_799
        guard years.contains(validity.lowerBound), years.contains(validity.upperBound) else { throw .invalidValidity }
        guard let pointer = unsafe X509_new() else { throw .drained() }
        let certificate = unsafe Certificate(owning: pointer)
        let name = unsafe X509_get_subject_name(pointer)
        let text = Array(subject.utf8)
        guard unsafe X509_set_version(pointer, Int(X509_VERSION_3)) == 1,
            // Positive, and never zero.
            unsafe ASN1_INTEGER_set_uint64(X509_get_serialNumber(pointer), UInt64.random(in: 1...UInt64(Int64.max))) == 1,
            unsafe X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, text, Int32(text.count), -1, 0) == 1,
            unsafe X509_set_pubkey(pointer, key.pointer) == 1,
            unsafe ASN1_TIME_set(X509_getm_notBefore(pointer), time_t(validity.lowerBound)) != nil,
            unsafe ASN1_TIME_set(X509_getm_notAfter(pointer), time_t(validity.upperBound)) != nil
        else { throw .drained() }
        return certificate
    }

    /// Adds an extension in the notation of x509v3_config(5).
    func add(_ kind: Int32, _ value: String, issuer: borrowing Certificate) throws(CertificateError) {
        var context = unsafe X509V3_CTX()
        unsafe X509V3_set_ctx(&context, issuer.pointer, pointer, nil, nil, 0)
        guard let addition = unsafe X509V3_EXT_conf_nid(nil, &context, kind, value) else { throw .drained() }
        defer { unsafe X509_EXTENSION_free(addition) }
        guard unsafe X509_add_ext(pointer, addition, -1) == 1 else { throw .drained() }
    }

    func sign(as issuer: borrowing Certificate, with key: borrowing KeyPair) throws(CertificateError) {
        guard unsafe X509_set_issuer_name(pointer, X509_get_subject_name(issuer.pointer)) == 1,
            unsafe X509_sign(pointer, key.pointer, EVP_sha256()) > 0
        else { throw .drained() }
    }

    func pem() throws(CertificateError) -> String {
        let memory = try PEM.writing()
        guard unsafe PEM_write_bio_X509(memory.pointer, pointer) == 1 else { throw .drained() }
        return memory.text()
    }
}
