import Foundation
import Posix
import Testing

/// One run of `openssl s_client`: sends a line and gives out all that it printed.
enum OpenSSLClient {
    static func talk(to address: SocketAddress, saying line: String, _ more: [String]) throws -> String {
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl", "s_client", "-connect", "\(address)", "-verify_return_error"] + more
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data("\(line)\n".utf8))
        // The client ends when the server does, or at the end of its input.
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        return text
    }
}
