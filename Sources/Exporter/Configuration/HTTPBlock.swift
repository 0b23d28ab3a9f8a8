import Probing
import Wire
import YAML

/// `http`: the settings of the probers http and https.
struct HTTPBlock {
    private enum Method: String, CaseIterable {
        case get = "GET"
        case head = "HEAD"
        case options = "OPTIONS"
        case post = "POST"
    }

    let scheme: HTTPURL.Scheme

    func prober(_ value: ValueReader) -> HTTPProber? {
        value.mapping { block -> HTTPProber? in
            let path = block.optional("path")?.string("write a path that begins with / and has no #") { path in
                path.hasPrefix("/") && !path.contains("#") ? path : nil
            }
            let method = block.optional("method")?.word(of: Method.self) ?? .get
            let fields = block.optional("headers").map(fields)
            let redirectLimit = block.optional("follow_redirects")?.integer(in: 0...10) ?? 0
            return HTTPProber(
                scheme: scheme, requestTarget: path ?? "/", method: method.rawValue, fields: fields ?? [:],
                expectation: expectation(block, for: method), redirectLimit: redirectLimit)
        }
    }

    private func expectation(_ block: MappingReader, for method: Method) -> HTTPExpectation {
        let codes = block.optional("valid_status_codes")
        let statuses = codes?.list { .some($0.statusCodes()) } ?? [200...299]
        if let codes, statuses.isEmpty { codes.reject("no status is valid", "list one, or remove the key") }
        let needles = block.optional("body_contains")
        let bodyContains = needles?.list { $0.string("write a text that is not empty") { $0.isEmpty ? nil : $0 } } ?? []
        if let needles, method == .head, !bodyContains.isEmpty {
            needles.reject("an answer to HEAD has no body", "write method: GET, or remove the key")
        }
        let ownDomains = block.optional("own_domains")?.list { $0.host() } ?? []
        return HTTPExpectation(
            statuses.compactMap(\.self).map { .init($0, bodyContains: bodyContains) }, ownDomains: ownDomains)
    }

    /// Field lines of the request; those that frame its body, which it lacks, stay ours.
    private func fields(_ value: ValueReader) -> HTTPFields {
        var fields = HTTPFields()
        let lines: [Void]? = value.entries { name, value in
            guard let key = name.string(), let text = value.string() else { return nil }
            if SecretNames.contains(key) { value.conceal() }
            if ["connection", "content-length", "transfer-encoding"].contains(key.lowercased()) {
                name.reject("the header \(key) is the exporter's own", "remove it")
            } else if !fields.append(key, text) {
                name.reject("\(key.debugDescription) is no header's name", "write one such as Accept-Language")
            }
            return ()
        }
        return lines == nil ? [:] : fields
    }
}
