import TLS
import WhatsApp

// HandshakeBenchmark COUNT CLIENT-KEY ROOT-KEY SERVER-BYTES UNIX-SECONDS: replays a recorded chat handshake COUNT times.

func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

let arguments = CommandLine.arguments
guard arguments.count == 6, let count = Int(arguments[1]), let rootKey = ChatRootKey(hex: arguments[3]),
    let time = Int64(arguments[5])
else { preconditionFailure("COUNT CLIENT-KEY ROOT-KEY SERVER-BYTES UNIX-SECONDS") }
let clientKey = bytes(arguments[2])
let serverBytes = bytes(arguments[4])
for _ in 0..<count {
    var handshake = try ChatHandshake(ephemeral: X25519PrivateKey(rawBytes: clientKey), rootKey: rootKey)
    let progress = handshake.receive(serverBytes, at: time)
    guard case .complete(.verified) = progress else { preconditionFailure("\(progress)") }
}
