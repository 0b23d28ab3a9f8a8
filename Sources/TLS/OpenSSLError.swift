import COpenSSL

/// What OpenSSL's error queue of this thread held.
package struct OpenSSLError: Error, Equatable, Sendable {
    /// The packed codes, oldest first; empty when the library failed without saying why. At most 16, the queue's depth.
    package let codes: [UInt]

    /// The error these packed codes stand for.
    package init(codes: [UInt]) {
        self.codes = codes
    }

    /// Takes all errors of this thread's queue, leaving it empty.
    package static func drain() -> OpenSSLError {
        var codes: [UInt] = []
        while case let code = ERR_get_error(), code != 0 {
            codes.append(code)
        }
        return OpenSSLError(codes: codes)
    }

    /// Empties this thread's queue, so that what a call leaves there is its own.
    package static func clear() {
        ERR_clear_error()
    }
}

extension OpenSSLError: CustomStringConvertible {
    /// The reasons in OpenSSL's words, oldest first.
    package var description: String {
        if codes.isEmpty { return "OpenSSL gave no reason" }
        return codes.map { code in
            guard let reason = unsafe ERR_reason_error_string(code) else { return "error \(String(code, radix: 16))" }
            return unsafe String(cString: reason)
        }.joined(separator: "; ")
    }
}
