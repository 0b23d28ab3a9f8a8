import WhatsApp

/// A real server's answer of 2025, with every intermediate value, from jlucaso1/whatsapp-rust (MIT),
/// wacore/tests/noise_handshake_test.rs.
enum KnownAnswer {
    static let ephemeralPrivate = [UInt8](hex: "b8de0b5ebad3e7879fa659c0d27baa6c3e3f32a10f7c4cb2613cb4182fe83047")
    static let ephemeralPublic = [UInt8](hex: "8537e1daadfb8e9ff8491896f5733008bad4967c2ba97670f69cf3053762ea4d")
    static let serverEphemeral = [UInt8](hex: "27692cf5d6a08e51f2d601f2e475378456bda16f96255c5121d081d0aa4a815d")
    static let serverStatic = [UInt8](hex: "5854d333d8e13975abd6597bbaddd49d6935ced25c93a44bd3ade508f2bec330")
    static let encryptedStatic = [UInt8](
        hex: """
            0addd1ce96c55699824fc20ef2a73928dd8168bc29ef863bdea6dc69002b0005
            4add28f7711e3a7dff984d3f31badaa2
            """)
    static let encryptedPayload = [UInt8](
        hex: """
            c4f948e737857d6bd675fa0a84f38ed784685b784402da53f972388a8aa3398f01be799862907d43cce7a49858023ec6
            6dc909d1eac245f842661360804acf4975801ca0a156f876ba6004cc2f1241f761f753c516cef59fb3c6b95d39ad6d35
            40caa40b361bfbb7189eaa2d331e086870f2bd846bc6653cf2887387ba25268c9923dec5ecdc5ee37507680ba6906550
            f9991f6a60b2dc74803c6df8d6df352f206c376b0bb3d7d17dca91e3999f73d6dc6469e59281bc18c22fd1e7d85467b3
            f17fafc141a62c6fd92d364310d5b32493c9f2c77817aa4d901aef2538858b157d46ea247371a9c2f577171796fa7be0
            59d975dddee115d5aa967602b02a93be36
            """)
    static let payload = [UInt8](
        hex: """
            0a770a3308c90210031a205854d333d8e13975abd6597bbaddd49d6935ced25c93a44bd3ade508f2bec33020d08f87bf
            0628d0c99fc406124019cbee71b63bb8048af269f3aa7c13c62a1fd89ac4ef2509d1d78d68267f40393b49a9cc38db05
            e35a6c5bf3ba6172a4c5325f25f363338cf8f3535a4cd9520512760a32080310001a201c51a9ac303994c6c8d0b92ea1
            878a533476599cc599fbea35997d9aa90cce62208091aebe0628ffdeb7dc061240270f294648539fed4870e25054dd4e
            95983aba29189c2ba6c8eeda7055555f753740f5ec192ab64c26c26d6ade6d20b9f774aee37120a6b20395f53c660585
            07
            """)
    static let intermediateKey = [UInt8](hex: "1c51a9ac303994c6c8d0b92ea1878a533476599cc599fbea35997d9aa90cce62")

    static let leafBegin: Int64 = 1_742_850_000
    static let leafEnd: Int64 = 1_753_736_400
    static let intermediateBegin: Int64 = 1_741_392_000
    static let intermediateEnd: Int64 = 1_804_463_999
    /// A time when both certificates were valid.
    static let time: Int64 = 1_750_000_000

    /// All the server sent.
    static let serverBytes = ServerHelloMessage(
        ephemeral: serverEphemeral, encryptedStatic: encryptedStatic, encryptedPayload: encryptedPayload
    ).framed
}
