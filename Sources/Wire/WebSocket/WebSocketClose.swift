/// Why a WebSocket ends, as a close frame says.
package struct WebSocketClose: Hashable, Sendable {
    /// RFC 6455 section 7.4.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: UInt16

        package init(rawValue: UInt16) {
            self.rawValue = rawValue
        }

        package static let normal = Code(rawValue: 1000)
        package static let protocolError = Code(rawValue: 1002)
        package static let invalidData = Code(rawValue: 1007)
        package static let tooBig = Code(rawValue: 1009)

        /// Whether it may be sent at all: some only stand for what was not said, others belong to nobody.
        package var isSendable: Bool {
            switch rawValue {
            case 1000...1003, 1007...1014, 3000...4999: true
            default: false
            }
        }
    }

    /// `nil` when none was given.
    package var code: Code?
    /// At most 123 bytes of UTF-8; "" for none, and always without a code.
    package var reason: String

    package init(_ code: Code?, reason: String = "") {
        self.code = code
        self.reason = reason
    }

    init(payload: ArraySlice<UInt8>) throws(WebSocketError) {
        guard let high = payload.first else {
            self.init(nil)
            return
        }
        guard let low = payload.dropFirst().first else { throw .badCloseCode }
        let code = Code(rawValue: UInt16(high) << 8 | UInt16(low))
        guard code.isSendable else { throw .badCloseCode }
        guard let reason = String(validating: payload.dropFirst(2), as: UTF8.self) else { throw .invalidUTF8 }
        self.init(code, reason: reason)
    }

    var payload: [UInt8] {
        guard let code else { return [] }
        return [UInt8(code.rawValue >> 8), UInt8(code.rawValue & 0xFF)] + reason.utf8
    }
}
