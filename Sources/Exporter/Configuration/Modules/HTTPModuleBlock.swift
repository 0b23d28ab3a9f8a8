import Probing
import Wire
import YAML

/// `http`: what to ask for, and what a good answer is.
struct HTTPModuleBlock {
    private enum Version: String, CaseIterable {
        case one = "HTTP/1.0"
        case oneOne = "HTTP/1.1"
        case two = "HTTP/2.0"
        case three = "HTTP/3.0"
    }

    private let block: BlockReader
    /// What is asked for and left out, in one sentence; `nil` for nothing.
    private(set) var limitation: String?

    init(_ block: BlockReader) {
        self.block = block
    }

    mutating func settings() -> HTTPSettings {
        var settings = HTTPSettings()
        request(&settings)
        expectations(&settings)
        redirects(&settings)
        settings.allowsHTTP2 = block.flag("enable_http2", default: true)
        settings.validVersions = (block["valid_http_versions"]?.list { $0.word(of: Version.self) } ?? []).map(\.rawValue)
        checkHTTP3(settings)
        settings = HTTPClientBlock(block).settings(settings)
        let resolvesRemotely = block.flag("skip_resolve_phase_with_proxy", default: false)
        settings.proxy?.resolvesRemotely = resolvesRemotely
        checkEncoding(settings)
        return settings
    }

    private func request(_ settings: inout HTTPSettings) {
        if let method = block["method"]?.string("write a method such as GET", { RequestHeaders.isToken($0) ? $0 : nil }) {
            settings.method = method
        }
        block.exclude("body", "body_file")
        settings.body = block["body"]?.bytes() ?? block["body_file"]?.contents(block.readFile)?.bytes ?? []
        if let headers = block["headers"] {
            var lines = RequestHeaders()
            lines.read(headers)
            lines.apply(to: &settings)
        }
    }

    private func expectations(_ settings: inout HTTPSettings) {
        settings.validStatuses = block["valid_status_codes"]?.list { $0.statusCodes() } ?? []
        settings.encoding = block["compression"]?.word(of: HTTPSettings.Encoding.self)
        settings.bodyLimitBytes = block["body_size_limit"]?.sizeBytes()
        settings.failsIfTLS = block.flag("fail_if_ssl", default: false)
        settings.failsIfNotTLS = block.flag("fail_if_not_ssl", default: false)
        if settings.failsIfTLS, settings.failsIfNotTLS { block.exclude("fail_if_ssl", "fail_if_not_ssl") }
        settings.failIfBodyMatches = block["fail_if_body_matches_regexp"]?.patterns() ?? []
        settings.failIfBodyNotMatches = block["fail_if_body_not_matches_regexp"]?.patterns() ?? []
        settings.failIfHeaderMatches = block.blocks("fail_if_header_matches", headerRule)
        settings.failIfHeaderNotMatches = block.blocks("fail_if_header_not_matches", headerRule)
        settings.failIfJSONMatches = block.evenEmpty("fail_if_body_json_matches_cel")?.condition()
        settings.failIfJSONNotMatches = block.evenEmpty("fail_if_body_json_not_matches_cel")?.condition()
    }

    private func headerRule(_ rule: BlockReader) -> HTTPSettings.HeaderRule? {
        let allowsMissing = rule.flag("allow_missing", default: false)
        let name = rule.required("header")?.string("write a header's name, such as Location") {
            RequestHeaders.isToken($0) ? $0 : nil
        }
        let pattern = rule.required("regexp")?.pattern()
        guard let name, let pattern else { return nil }
        return .init(name: name, pattern: pattern, allowsMissing: allowsMissing)
    }

    private func redirects(_ settings: inout HTTPSettings) {
        let follows = block["follow_redirects"]?.flag()
        let reader = block["no_follow_redirects"]
        let stays = reader?.flag()
        if let follows, let stays, follows == stays {
            reader?.reject("no_follow_redirects and follow_redirects contradict each other", "keep follow_redirects")
        }
        settings.followsRedirects = follows ?? stays.map { !$0 } ?? true
    }

    private mutating func checkHTTP3(_ settings: HTTPSettings) {
        guard let reader = block["enable_http3"], reader.flag() == true else { return }
        if settings.allowsHTTP2 {
            reader.reject("enable_http3 does not go with HTTP/2", "write enable_http2: false")
        }
        if settings.validVersions.contains(where: { $0 != Version.three.rawValue }) {
            reader.reject("enable_http3 goes with no version but HTTP/3.0", "correct valid_http_versions")
        }
        limitation = "enable_http3 at \(reader.position) asks for HTTP/3, which this exporter does not speak"
    }

    /// An answer would have to be in an encoding that the request rules out.
    private func checkEncoding(_ settings: HTTPSettings) {
        guard let encoding = settings.encoding, let header = settings.fields.first("Accept-Encoding"), !header.isEmpty,
            !Self.accepts(encoding.rawValue, header)
        else { return }
        block["compression"]?.reject(
            "compression \(encoding.rawValue) contradicts the header Accept-Encoding: \(header)",
            "add it to the header, or remove one")
    }

    private static func accepts(_ encoding: String, _ header: String) -> Bool {
        var members: [(name: String, quality: Double)] = []
        for member in header.split(separator: ",", omittingEmptySubsequences: false) {
            guard let semicolon = member.lastIndex(of: ";") else {
                members.append((HTTPFields.trimmed(member).lowercased(), 1))
                continue
            }
            let weight = HTTPFields.trimmed(member[member.index(after: semicolon)...])
            guard weight.hasPrefix("q="), let quality = Double(weight.dropFirst(2)) else { return false }
            members.append((HTTPFields.trimmed(member[..<semicolon]).lowercased(), quality))
        }
        let best = members.filter { $0.name == encoding || $0.name == "*" }.max { $0.quality < $1.quality }
        return (best?.quality ?? 0) > 0
    }
}
