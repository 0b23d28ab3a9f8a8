import COpenSSL
import Posix
import Wire

/// Owner of an `SSL`: one connection's TLS state over a descriptor that belongs to someone else.
///
/// Nothing here blocks; whoever calls waits for the descriptor in between.
@safe struct TLSSession: ~Copyable {
    /// How far one call of OpenSSL got.
    enum Progress {
        case done
        /// The call is to be repeated once the descriptor is readable, or writable.
        case wantsRead, wantsWrite
        /// The call is to be repeated after others had their turn.
        case wantsTurn
        /// The client's hello is there, and how to go on may be chosen before the call is repeated.
        case hasHeardHello
        /// The peer ended its side.
        case ended
        case failed(TLSError)
    }

    private let ssl: OpaquePointer
    private let connection: UnsafeMutablePointer<SocketBIO.Connection>
    /// Owns the BIO's method, which must outlive the BIO.
    private let context: any Sendable

    /// A client's session.
    init(connecting ssl: OpaquePointer, over bio: OpaquePointer, of descriptor: Int32, context: TLSContext) {
        unsafe self.init(ssl, bio, descriptor, context)
        unsafe SSL_set_connect_state(ssl)
        unsafe Verification.observe(ssl, connection)
    }

    /// A server's session.
    init(accepting ssl: OpaquePointer, over bio: OpaquePointer, of descriptor: Int32, context: TLSServerContext) {
        unsafe self.init(ssl, bio, descriptor, context)
        unsafe SSL_set_accept_state(ssl)
        unsafe SSL_set_ex_data(ssl, 0, connection)
    }

    private init(_ ssl: OpaquePointer, _ bio: OpaquePointer, _ descriptor: Int32, _ context: any Sendable) {
        unsafe self.ssl = ssl
        self.context = context
        unsafe connection = .allocate(capacity: 1)
        unsafe connection.initialize(to: SocketBIO.Connection(descriptor: descriptor))
        unsafe BIO_set_data(bio, connection)
        unsafe BIO_set_init(bio, 1)
        unsafe SSL_set_bio(ssl, bio, bio)
    }

    deinit {
        unsafe SSL_free(ssl)
        unsafe connection.deinitialize(count: 1)
        unsafe connection.deallocate()
    }

    /// Fixes whom to expect: a DNS name, sent along in the clear (SNI), or an IP address, which is not.
    func expect(_ serverName: String) throws(TLSError) {
        let parameters = unsafe SSL_get0_param(ssl)
        if let address = IPAddress(serverName) {
            let bytes = address.bytes
            guard unsafe X509_VERIFY_PARAM_set1_ip(parameters, bytes, bytes.count) == 1 else { throw failure() }
            return
        }
        let name = serverName.hasSuffix(".") ? String(serverName.dropLast()) : serverName
        // OpenSSL takes an empty name for "any", and a leading dot for "any below".
        guard (1...253).contains(name.utf8.count), !name.hasPrefix("."), name.utf8.allSatisfy(Self.isHostByte) else {
            throw .invalidServerName
        }
        unsafe X509_VERIFY_PARAM_set_hostflags(
            parameters, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT))
        guard unsafe X509_VERIFY_PARAM_set1_host(parameters, name, name.utf8.count) == 1 else { throw failure() }
        var characters = name.utf8CString
        let isSet = unsafe characters.withUnsafeMutableBytes { bytes in
            unsafe SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, Int(TLSEXT_NAMETYPE_host_name), bytes.baseAddress)
        }
        guard isSet == 1 else { throw failure() }
    }

    /// Offers application protocols, the preferred one first (RFC 7301 section 3.1).
    func offer(_ protocols: [String]) throws(TLSError) {
        guard !protocols.isEmpty else { return }
        var list: [UInt8] = []
        for name in protocols {
            guard let length = UInt8(exactly: name.utf8.count), length > 0 else {
                throw .failed("application protocol names are 1 to 255 bytes long")
            }
            list += [length] + name.utf8
        }
        // Unlike its siblings it returns 0 when it is content.
        guard unsafe SSL_set_alpn_protos(ssl, list, UInt32(list.count)) == 0 else { throw failure() }
    }

    /// Verifies as of another time than now, in seconds since 1970.
    func verify(asOf unixTime: Int64) {
        unsafe X509_VERIFY_PARAM_set_time(SSL_get0_param(ssl), time_t(unixTime))
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private func failure() -> TLSError {
        TLSError(.drain(), firstByte: nil)
    }

    // MARK: Calls

    func connect() -> Progress {
        attempt { unsafe SSL_connect(ssl) }
    }

    /// Proceeds with a client's handshake, stopping once at its hello.
    func accept() -> Progress {
        let progress = attempt { unsafe SSL_accept(ssl) }
        if case .done = progress { unsafe connection.pointee.isEstablished = true }
        return progress
    }

    /// The name in the client's hello; `nil` without one.
    var serverName: String? { unsafe connection.pointee.serverName }

    /// Presents another certificate than the context's, before the hello is answered.
    func present(_ context: TLSServerContext) {
        unsafe context.take(over: ssl)
    }

    /// Appends the bytes of at most one TLS record.
    func read(into buffer: inout [UInt8]) -> Progress {
        unsafe precondition(connection.pointee.isEstablished, "OpenSSL would shake hands by itself, and nobody see the verdict")
        return unsafe withUnsafeTemporaryAllocation(byteCount: Int(SSL3_RT_MAX_PLAIN_LENGTH), alignment: 1) { room in
            var count = 0
            let progress = attempt { unsafe SSL_read_ex(ssl, room.baseAddress, room.count, &count) }
            unsafe buffer.append(contentsOf: room.prefix(count))
            return progress
        }
    }

    /// Writes some of the bytes from `start` on, and moves `start` past them.
    func write(_ bytes: [UInt8], from start: inout Int) -> Progress {
        unsafe precondition(connection.pointee.isEstablished, "OpenSSL would shake hands by itself, and nobody see the verdict")
        var count = 0
        let progress = unsafe bytes.withUnsafeBytes { bytes in
            let rest = unsafe bytes[start...]
            return attempt { unsafe SSL_write_ex(ssl, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count, &count) }
        }
        start += count
        return progress
    }

    /// Tells the peer that nothing more will come, if the socket takes it at once.
    func sendCloseNotify() {
        _ = attempt { unsafe SSL_shutdown(ssl) }
    }

    private func attempt(_ call: () -> Int32) -> Progress {
        OpenSSLError.clear()
        unsafe connection.pointee.beginCall()
        let result = call()
        let status = unsafe SSL_get_error(ssl, result)
        let errors = OpenSSLError.drain()
        let halt = unsafe connection.pointee.halt
        let firstByte = unsafe connection.pointee.firstByte
        switch (status, halt) {
        case (SSL_ERROR_NONE, _): return .done
        case (SSL_ERROR_ZERO_RETURN, _): return .ended
        case (SSL_ERROR_WANT_WRITE, _): return .wantsWrite
        case (SSL_ERROR_WANT_READ, .blocked): return .wantsRead
        // The descriptor may hold bytes, and it signals only their arrival: waiting for it could be for ever.
        case (SSL_ERROR_WANT_READ, _): return .wantsTurn
        case (SSL_ERROR_WANT_CLIENT_HELLO_CB, _): return .hasHeardHello
        case (SSL_ERROR_SYSCALL, .failed(let code)): return .failed(.socket(.system(Errno(code))))
        case (SSL_ERROR_SYSCALL, .endOfStream) where firstByte.map { (20...24).contains($0) } ?? true: return .ended
        default: return .failed(TLSError(errors, firstByte: firstByte))
        }
    }

    // MARK: Results

    /// What the completed handshake agreed on.
    func result() throws(TLSError) -> TLSHandshake {
        defer { OpenSSLError.clear() }
        let chain = unsafe PeerCertificate.chain(SSL_get_peer_cert_chain(ssl))
        // Without a certificate OpenSSL's verification is content. No cipher suite we offer does without one.
        guard !chain.isEmpty else { throw .failed("peer presented no certificate") }
        let verdict = unsafe connection.pointee.verification.verdict(result: SSL_get_verify_result(ssl))
        unsafe connection.pointee.isEstablished = true
        var alpn: UnsafePointer<UInt8>?
        var alpnLength: UInt32 = 0
        unsafe SSL_get0_alpn_selected(ssl, &alpn, &alpnLength)
        return unsafe TLSHandshake(
            version: String(cString: SSL_get_version(ssl)),
            cipher: SSL_CIPHER_get_name(SSL_get_current_cipher(ssl)).map { unsafe String(cString: $0) } ?? "",
            alpn: alpn.map { unsafe UntrustedText.text($0, Int(alpnLength)) },
            verdict: verdict,
            chain: chain,
            verifiedExpiry: verdict.isTrusted ? PeerCertificate.earliestEnd(in: SSL_get0_verified_chain(ssl)) : nil)
    }
}
