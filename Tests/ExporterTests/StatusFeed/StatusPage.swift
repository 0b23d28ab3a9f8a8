import Foundation
import Glibc
import Synchronization
import Testing

/// A status page on loopback: answers by the last part of a path, with 404 for what it does not have.
final class StatusPage: Sendable {
    let port: UInt16
    private let listening: Int32
    private let answers = Mutex<[String: String]>([:])
    private let asked = Mutex<[String]>([])

    /// What was asked for, heads and all.
    var requests: [String] { asked.withLock { $0 } }

    init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, length) == 0 && listen(descriptor, 8) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        try #require(isListening)
        listening = descriptor
        port = UInt16(bigEndian: address.sin_port)
        Thread { [self] in serve() }.start()
    }

    func close() {
        shutdown(listening, Int32(SHUT_RDWR))
        Glibc.close(listening)
    }

    /// - Parameter head: the status line's end, and fields other than those that frame the body.
    func answer(_ document: String, _ body: String, head: String = "200 OK") {
        let text = "HTTP/1.1 \(head)\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
        answers.withLock { $0[document] = text }
    }

    private func serve() {
        while true {
            let client = accept(listening, nil, nil)
            guard client >= 0 else { return }
            var request = [UInt8](repeating: 0, count: 4096)
            let count = unsafe recv(client, &request, request.count, 0)
            let head = String(decoding: request.prefix(max(count, 0)), as: UTF8.self)
            asked.withLock { $0.append(head) }
            let path = head.split(separator: " ").dropFirst().first ?? ""
            let document = path.split(separator: "/").last.map(String.init) ?? ""
            let missing = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            var text = Array(answers.withLock { $0[document] ?? missing }.utf8)
            while !text.isEmpty {
                let sent = unsafe send(client, text, text.count, Int32(MSG_NOSIGNAL))
                guard sent > 0 else { break }
                text.removeFirst(sent)
            }
            Glibc.close(client)
        }
    }
}
