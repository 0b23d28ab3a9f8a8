import Testing
import WhatsApp

@Suite struct ChatRootKeyTests {
    private static let hex = "142375574d0a587166aae71ebe516437c4a28b73e3695c6ce1f7f9545da8ee6b"

    @Test func isWhatsAppsUnlessToldOtherwise() {
        #expect(ChatRootKey(hex: Self.hex) == .whatsApp)
        #expect(ChatRootKey(hex: Self.hex.uppercased()) == .whatsApp)
        #expect(ChatRootKey(bytes: Array(hex: Self.hex)) == .whatsApp)
    }

    @Test(arguments: [
        "", "14", String(hex.dropLast()), hex + "0", hex + "00", "x" + hex.dropFirst(), hex + " ", "é" + hex.dropFirst(2),
    ])
    func refusesAnythingButSixtyFourDigits(text: String) {
        #expect(ChatRootKey(hex: text) == nil)
    }

    @Test(arguments: [0, 31, 33])
    func refusesAnythingButThirtyTwoBytes(count: Int) {
        #expect(ChatRootKey(bytes: [UInt8](repeating: 1, count: count)) == nil)
    }
}
