import Probing
import Wire
import YAML

/// Header lines of a request on their way from configuration, one for each name.
struct RequestHeaders {
    private enum Value {
        case plain(String)
        case secret(SecretSource)
    }

    /// What frames the request's body is ours.
    private static let framing: Set<String> = ["content-length", "transfer-encoding", "trailer"]
    /// What `http_headers` cannot set, in Prometheus as here: other keys do.
    static let reserved: Set<String> = [
        "authorization", "host", "content-encoding", "content-length", "content-type", "user-agent", "connection", "keep-alive",
        "proxy-authenticate", "proxy-authorization", "www-authenticate", "accept-encoding", "x-prometheus-remote-write-version",
        "x-prometheus-remote-read-version", "x-prometheus-scrape-timeout-seconds", "x-amz-date", "x-amz-security-token",
        "x-amz-content-sha256",
    ]
    /// What opening a WebSocket sets itself.
    static let openings: Set<String> = [
        "connection", "upgrade", "sec-websocket-key", "sec-websocket-version", "sec-websocket-extensions",
        "sec-websocket-protocol",
    ]

    private var lines: [(name: String, value: Value)] = []

    init() {}

    /// The lines that settings have already.
    init(of settings: HTTPSettings) {
        lines =
            settings.fields.lines.map { ($0.name, .plain($0.value)) } + settings.secretFields.map { ($0.name, .secret($0.value)) }
    }

    /// `headers`: one value for each name.
    mutating func read(_ value: ValueReader) {
        var names: Set<String> = []
        let lines = value.entries { name, value -> (name: String, value: Value)? in
            guard let key = headerName(name, reserved: []), let text = value.isNull ? "" : value.headerValue() else { return nil }
            guard names.insert(key.lowercased()).inserted else {
                name.reject("the header \(key) is given twice", "keep one of the two")
                return nil
            }
            if SecretNames.contains(key) { value.conceal() }
            return (key, .plain(text))
        }
        for line in lines ?? [] { set(line.name, line.value) }
    }

    /// `http_headers`: values, secrets and files for each name, of which the last is sent.
    mutating func read(secrets value: ValueReader, _ readFile: @escaping (String) throws -> [UInt8], reserved: Set<String>) {
        let lines = value.entries { name, value -> (name: String, value: Value)? in
            guard let key = headerName(name, reserved: reserved) else { return nil }
            return value.mapping { mapping -> (name: String, value: Value)? in
                let block = BlockReader(mapping: mapping, readFile: readFile)
                if SecretNames.contains(key) { block["values"]?.conceal() }
                let values = block["values"]?.list { $0.headerValue().map(Value.plain) } ?? []
                let secrets = block["secrets"]?.list { $0.moduleSecret().map { Value.secret(.value($0)) } } ?? []
                let files = block["files"]?.list { $0.secretFile(readFile).map(Value.secret) } ?? []
                let isGiven = ["values", "secrets", "files"].contains { block[$0] != nil }
                if !isGiven { name.reject("the header \(key) has no value", "add values, secrets or files") }
                return (key, (values + secrets + files).last ?? .plain(""))
            }
        }
        for line in lines ?? [] { set(line.name, line.value) }
    }

    func apply(to settings: inout HTTPSettings) {
        settings.fields = [:]
        settings.secretFields = []
        for line in lines {
            switch line.value {
            case .plain(let text): settings.fields.append(line.name, text)
            case .secret(let source): settings.secretFields.append((line.name, source))
            }
        }
    }

    static func isToken(_ name: String) -> Bool {
        var fields = HTTPFields()
        return fields.append(name, "")
    }

    private func headerName(_ name: ValueReader, reserved: Set<String>) -> String? {
        guard let key = name.string("write a header's name, such as Accept-Language", { Self.isToken($0) ? $0 : nil }) else {
            return nil
        }
        if Self.framing.contains(key.lowercased()) {
            name.reject("the header \(key) is the exporter's own", "remove it")
        } else if reserved.contains(key.lowercased()) {
            let isOpening = Self.openings == reserved
            name.reject("the header \(key) cannot be set here", isOpening ? "remove it" : "use the key made for it, or headers")
        } else {
            return key
        }
        return nil
    }

    private mutating func set(_ name: String, _ value: Value) {
        lines.removeAll { $0.name.lowercased() == name.lowercased() }
        lines.append((name, value))
    }
}

extension ValueReader {
    /// A header's value: no control characters, which could start a line of their own.
    func headerValue() -> String? {
        guard let text = string() else { return nil }
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) { return text }
        // What is in it may be a secret.
        reject("\(label) holds a line end or another control character", "write one line of text")
        return nil
    }
}
