import Wire
import YAML

/// `status_feed`: the business platform's own status page.
struct StatusFeedSection: Sendable, Equatable {
    /// One document behind the page.
    struct Page: Sendable, Hashable {
        /// Whose outages it has; `nil` for the list of organisations and their services.
        var organisation: String?
        var url: HTTPURL

        /// As labels call it: `orgs`, or `outages/` and the organisation.
        var name: String { organisation.map { "outages/\($0)" } ?? "orgs" }
    }

    private static let intervals: ClosedRange<Duration> = .seconds(60)...(.seconds(3600))
    /// Of a page that stands for Meta's own.
    private static let intervalsElsewhere: ClosedRange<Duration> = .seconds(1)...(.seconds(3600))
    private static let mostOrganisations = 8

    let interval: Duration
    /// As the page's addresses have them.
    let organisations: [String]
    private let base: HTTPURL

    /// The list of organisations first.
    var pages: [Page] {
        [Page(organisation: nil, url: url(of: "orgs"))]
            + organisations.map { Page(organisation: $0, url: url(of: "outages/\($0)")) }
    }

    init?(_ section: MappingReader) {
        let base = section.optional("url").map { value in
            value.string("write a URL without ? such as https://metastatus.com", Self.base)
        }
        let url = base ?? Self.base("https://metastatus.com")
        let isMetas = url?.host == "metastatus.com" && url?.port == HTTPURL.Scheme.https.defaultPort
        interval = section.optional("interval")?.duration(in: isMetas ? Self.intervals : Self.intervalsElsewhere) ?? .seconds(300)
        let list = section.optional("organisations")
        let names = list?.list { .some(Self.organisation($0)) } ?? ["whatsapp-business-api"]
        if names.isEmpty || Set(names).count < names.count || names.count > Self.mostOrganisations {
            list?.reject("organisations has \(names.count) names", "write 1 to \(Self.mostOrganisations), each once")
        }
        organisations = names.compactMap(\.self)
        guard let url else { return nil }
        self.base = url
    }

    private static func base(_ text: String) -> HTTPURL? {
        guard !text.contains("?") else { return nil }
        return try? HTTPURL(parsing: text)
    }

    /// A name that can stand in an address and a label as it is.
    private static func organisation(_ value: ValueReader) -> String? {
        value.string("write a name such as whatsapp-business-api") { name in
            let isPlain = name.utf8.allSatisfy { byte in
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            }
            return isPlain && (1...64).contains(name.utf8.count) ? name : nil
        }
    }

    private func url(of document: String) -> HTTPURL {
        let folder = base.target.hasSuffix("/") ? base.target : base.target + "/"
        return HTTPURL(
            scheme: base.scheme, host: base.host, port: base.port, normalizing: Array("\(folder)data/\(document).json".utf8))
    }
}
