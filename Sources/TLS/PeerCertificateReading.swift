import COpenSSL
import Glibc
import Wire

extension PeerCertificate {
    /// The certificates of a `STACK_OF(X509)`, the first 16.
    static func chain(_ stack: OpaquePointer?) -> [PeerCertificate] {
        // OPENSSL_sk_num says -1 for no stack at all.
        let count = max(0, min(16, unsafe OPENSSL_sk_num(stack)))
        return (0..<count).compactMap { index in
            unsafe OpaquePointer(OPENSSL_sk_value(stack, index)).map { unsafe PeerCertificate($0) }
        }
    }

    /// The earliest end of a validity in a `STACK_OF(X509)`; `nil` without one that can be read.
    static func earliestEnd(in stack: OpaquePointer?) -> Int64? {
        (0..<max(0, unsafe OPENSSL_sk_num(stack))).compactMap { index in
            unsafe unixTime(X509_get0_notAfter(OpaquePointer(OPENSSL_sk_value(stack, index))))
        }.min()
    }

    /// Reads an `X509`, which stays the caller's.
    init(_ certificate: OpaquePointer) {
        let subjectName = unsafe X509_get_subject_name(certificate)
        let issuerName = unsafe X509_get_issuer_name(certificate)
        unsafe subject = Self.line(subjectName)
        unsafe issuer = Self.line(issuerName)
        unsafe commonName = Self.commonName(in: subjectName)
        unsafe serial = Self.serial(X509_get0_serialNumber(certificate))
        unsafe notBefore = Self.unixTime(X509_get0_notBefore(certificate))
        unsafe notAfter = Self.unixTime(X509_get0_notAfter(certificate))
        unsafe (dnsNames, ipAddresses) = Self.alternativeNames(of: certificate)
        unsafe fingerprint = Self.sha256(of: certificate)
        unsafe isSelfIssued = X509_NAME_cmp(subjectName, issuerName) == 0
    }

    /// `XN_FLAG_RFC2253` (Swift cannot see a macro of so many parts) without its escapes for what is not ASCII.
    private static let lineFlags = UInt(
        ASN1_STRFLGS_ESC_2253 | ASN1_STRFLGS_ESC_CTRL | ASN1_STRFLGS_UTF8_CONVERT | ASN1_STRFLGS_DUMP_UNKNOWN
            | ASN1_STRFLGS_DUMP_DER | XN_FLAG_SEP_COMMA_PLUS | XN_FLAG_DN_REV | XN_FLAG_DUMP_UNKNOWN_FIELDS)

    private static func line(_ name: OpaquePointer?) -> String {
        guard let output = unsafe BIO_new(BIO_s_mem()) else { return "" }
        defer { unsafe BIO_free(output) }
        unsafe X509_NAME_print_ex(output, name, 0, lineFlags)
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = unsafe BIO_read(output, &bytes, Int32(bytes.count))
        return UntrustedText.text(bytes.prefix(Int(max(0, count))))
    }

    private static func commonName(in name: OpaquePointer?) -> String? {
        var last: Int32 = -1
        while case let next = unsafe X509_NAME_get_index_by_NID(name, NID_commonName, last), next >= 0 { last = next }
        guard last >= 0 else { return nil }
        let value = unsafe X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, last))
        var utf8: UnsafeMutablePointer<UInt8>?
        let count = unsafe ASN1_STRING_to_UTF8(&utf8, value)
        guard count >= 0, let utf8 = unsafe utf8 else { return nil }
        defer { unsafe CRYPTO_free(utf8, #fileID, #line) }
        return unsafe UntrustedText.text(utf8, Int(count))
    }

    private static func serial(_ number: UnsafePointer<ASN1_INTEGER>?) -> String {
        let sign = unsafe ASN1_STRING_type(number) == V_ASN1_NEG_INTEGER ? "-" : ""
        return unsafe sign + hexadecimal(bytes(of: number).prefix(40))
    }

    static func unixTime(_ time: UnsafePointer<ASN1_TIME>?) -> Int64? {
        var fields = unsafe tm()
        guard unsafe time != nil, unsafe ASN1_TIME_to_tm(time, &fields) == 1 else { return nil }
        return unsafe Int64(timegm(&fields))
    }

    private static func alternativeNames(of certificate: OpaquePointer) -> ([String], [IPAddress]) {
        let names = unsafe OpaquePointer(X509_get_ext_d2i(certificate, NID_subject_alt_name, nil, nil))
        defer { unsafe GENERAL_NAMES_free(names) }
        var dnsNames: [String] = []
        var addresses: [IPAddress] = []
        for index in 0..<max(0, unsafe OPENSSL_sk_num(names)) {
            let name = unsafe OPENSSL_sk_value(names, index)?.assumingMemoryBound(to: GENERAL_NAME.self)
            var type: Int32 = -1
            let value = unsafe GENERAL_NAME_get0_value(name, &type)?.assumingMemoryBound(to: ASN1_STRING.self)
            if type == GEN_DNS, dnsNames.count < 64 {
                unsafe dnsNames.append(UntrustedText.text(bytes(of: value), limit: 253))
            } else if type == GEN_IPADD, addresses.count < 64, let address = unsafe IPAddress(bytes: bytes(of: value)) {
                addresses.append(address)
            }
        }
        return (dnsNames, addresses)
    }

    private static func sha256(of certificate: OpaquePointer) -> String {
        var digest = [UInt8](repeating: 0, count: SHA256.sizeBytes)
        guard unsafe X509_digest(certificate, EVP_sha256(), &digest, nil) == 1 else { return "" }
        return hexadecimal(digest)
    }

    private static func bytes(of string: UnsafePointer<ASN1_STRING>?) -> UnsafeBufferPointer<UInt8> {
        guard let string = unsafe string else { return unsafe UnsafeBufferPointer(start: nil, count: 0) }
        return unsafe UnsafeBufferPointer(start: ASN1_STRING_get0_data(string), count: Int(max(0, ASN1_STRING_length(string))))
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        var digits: [UInt8] = []
        for byte in bytes { digits += [digit(byte >> 4), digit(byte & 15)] }
        return String(decoding: digits, as: UTF8.self)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
