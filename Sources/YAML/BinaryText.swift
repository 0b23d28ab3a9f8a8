import FoundationEssentials

/// The bytes of base64 (RFC 4648 section 4), blanks and line ends aside; `nil` for any other text.
func binary(ofBase64 text: String) -> [UInt8]? {
    let digits = text.utf8.filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    return Data(base64Encoded: Data(digits)).map { Array($0) }
}
