import Wire

/// The Curve25519 key (Montgomery form) that signs intermediates.
package struct ChatRootKey: Equatable, Sendable {
    /// 32 bytes.
    package let bytes: [UInt8]

    /// What an intermediate's issuer serial says.
    static let serial: UInt32 = 0

    /// WhatsApp's own, as its clients embed it.
    package static let whatsApp = ChatRootKey(unchecked: [
        0x14, 0x23, 0x75, 0x57, 0x4D, 0x0A, 0x58, 0x71, 0x66, 0xAA, 0xE7, 0x1E, 0xBE, 0x51, 0x64, 0x37,
        0xC4, 0xA2, 0x8B, 0x73, 0xE3, 0x69, 0x5C, 0x6C, 0xE1, 0xF7, 0xF9, 0x54, 0x5D, 0xA8, 0xEE, 0x6B,
    ])

    /// A key of exactly 32 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.init(unchecked: bytes)
    }

    /// A key of exactly 64 hex digits of either case.
    package init?(hex: String) {
        guard let bytes = [UInt8](hexDigits: hex) else { return nil }
        self.init(bytes: bytes)
    }

    private init(unchecked bytes: [UInt8]) {
        self.bytes = bytes
    }
}
