import Posix
import Probing
import WhatsApp
import Wire
import YAML

/// `business`: which of the operator's own nodes the business platform is asked for, and how often.
struct BusinessSection: Sendable, Equatable {
    static let mostNodes = 100
    private static let intervals: ClosedRange<Duration> = .seconds(1)...(.seconds(3600))
    /// What an app may ask for an hour: of an account, and of one that has a registered number (Cloud API, rate limits).
    private static let callsPerHour = 200
    private static let mostCallsPerHour = 5000

    /// Read anew for each request where it is in a file.
    var token: SecretSource
    /// Such as `v23.0`.
    var version = "v23.0"
    /// Where the API is; its path stands before that of the API, without a final slash.
    var url: HTTPURL
    var interval = Duration.seconds(300)
    var timeout = Duration.seconds(10)
    /// The most calls in any hour, all nodes together.
    var callsPerHour = Self.callsPerHour
    /// At least one; ids unique.
    var nodes: [BusinessNode] = []

    init?(_ section: MappingReader) {
        let token = Self.token(section)
        let url = section.optional("url").map(Self.url) ?? (try? HTTPURL(parsing: "https://graph.facebook.com"))
        let version = section.optional("api_version")?.string("write a version such as v23.0") { Self.isVersion($0) ? $0 : nil }
        let intervalReader = section.optional("interval")
        let interval = intervalReader?.duration(in: Self.intervals)
        let timeout = section.optional("timeout")?.duration(in: .milliseconds(100)...(.seconds(60)))
        let callsPerHour = section.optional("calls_per_hour")?.integer(in: 1...Self.mostCallsPerHour)
        let list = section.required("nodes")
        var names = UniqueNames(of: "node")
        let nodes = list?.list { item in item.mapping { Self.node($0, among: &names) } }
        guard let token, let url, let list, let nodes else { return nil }
        (self.token, self.url, self.nodes) = (token, url, nodes)
        self.version = version ?? self.version
        self.interval = interval ?? self.interval
        self.timeout = timeout ?? self.timeout
        self.callsPerHour = callsPerHour ?? self.callsPerHour
        if list.list({ $0 })?.isEmpty == true {
            list.reject("no nodes are listed", "write nodes: [{id: \"1234\", kind: phone_number}]")
        }
        if nodes.count > Self.mostNodes {
            list.reject("\(nodes.count) nodes are listed", "list at most \(Self.mostNodes)")
        }
        checkRate(intervalReader ?? list)
    }

    private func checkRate(_ reader: ValueReader) {
        let calls = Double(nodes.count) * 3600 / interval.seconds
        guard calls > Double(callsPerHour) else { return }
        let least = (Double(nodes.count) * 3600 / Double(callsPerHour)).rounded(.up)
        reader.reject(
            "\(nodes.count) nodes every \(DurationText.format(interval)) are \(Int(calls.rounded(.up))) calls an hour, more than "
                + "calls_per_hour: \(callsPerHour)",
            "write an interval of at least \(DurationText.format(.seconds(least))), or a higher calls_per_hour: Meta allows "
                + "\(Self.mostCallsPerHour) for an account with a registered number")
    }

    private static func token(_ section: MappingReader) -> SecretSource? {
        guard let secret = section.requiredSecret("token") else { return nil }
        return section.optional("token_file")?.path().map { .file(path: $0) } ?? .value(secret)
    }

    private static func url(_ value: ValueReader) -> HTTPURL? {
        guard let url = value.string("write a URL such as https://graph.facebook.com", { try? HTTPURL(parsing: $0) }) else {
            return nil
        }
        if url.scheme == .http, !isLoopback(url.host) {
            value.reject("\(value.label) would send the token in the clear", "write https://")
        }
        if url.target.utf8.contains(UInt8(ascii: "?")) {
            value.reject("\(value.label) has a query", "write it without what follows the path")
        }
        return url
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || (host.hasPrefix("127.") && IPAddress(host) != nil)
    }

    private static func isVersion(_ text: String) -> Bool {
        let parts = text.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
        return text.hasPrefix("v") && parts.count == 2 && parts.allSatisfy { (1...3).contains($0.utf8.count) && isDigits($0) }
    }

    private static func isDigits(_ text: some StringProtocol) -> Bool {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func node(_ item: MappingReader, among names: inout UniqueNames) -> BusinessNode? {
        let idReader = item.required("id")
        let kind = item.required("kind")?.word(of: BusinessNode.Kind.self)
        let text = idReader?.string("write the node's number, such as \"1234567890\"") { text in
            (1...32).contains(text.utf8.count) && isDigits(text) ? text : nil
        }
        guard text != nil, let id = idReader?.uniqueName(among: &names), let kind else { return nil }
        return BusinessNode(id: id, kind: kind)
    }
}
