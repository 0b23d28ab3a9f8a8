import Foundation
import Posix
import Synchronization
import Testing
import Wire

@testable import Probing

/// Requests that came to a peer, whole, in order.
final class Heard: Sendable {
    private let requests = Mutex<[String]>([])
    var all: [String] { requests.withLock { $0 } }

    func add(_ request: String) {
        requests.withLock { $0.append(request) }
    }
}

extension Connection {
    /// Reads a request with the body that its Content-Length announces.
    func receiveRequest() async throws -> String {
        var request = try await receive(through: "\r\n\r\n")
        while let end = request.range(of: "\r\n\r\n") {
            let length = request[..<end.lowerBound].range(of: "Content-Length: ").flatMap {
                Int(request[$0.upperBound...].prefix { $0.isNumber })
            }
            guard request[end.upperBound...].utf8.count < length ?? 0 else { break }
            request += String(decoding: try await receive(count: 1), as: UTF8.self)
        }
        return request
    }
}

extension Stage {
    /// A web server that notes what it is asked and answers with what `answer` gives, at first "200".
    func listener(
        at address: SocketAddress? = nil,
        _ answer: @escaping @Sendable (String) -> String = { _ in "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" }
    ) throws -> (SocketAddress, Heard) {
        let heard = Heard()
        let address = try peer(at: address) { connection in
            let request = try await connection.receiveRequest()
            heard.add(request)
            try await connection.send(answer(request))
        }
        return (address, heard)
    }

    /// Probes once as a module would, with the host given by name where there is one.
    func probe(
        _ settings: HTTPSettings, at address: SocketAddress, scheme: HTTPURL.Scheme = .http, as host: String? = nil,
        path: String = "/", in environment: ProbeEnvironment? = nil, within limit: Duration = patience
    ) async throws -> ProbeOutcome {
        let url = try HTTPURL(parsing: "\(scheme)://\(host.map { "\($0):\(address.port)" } ?? "\(address)")\(path)")
        let prober = HTTPProber(url: url, settings: settings)
        var target = Target(name: "test", host: url.host, port: url.port, prober: prober)
        target.addressRule = AddressRule(preferred: .ip4)
        return await prober.probe(target, over: nil, in: try environment ?? self.environment(), until: .after(limit))
    }
}
