import Diagnosis
import Posix
import Wire
import YAML

/// `reports`: who may report trouble, how often, and what is made of it.
struct ReportsSection: Sendable, Equatable {
    /// What programs show (RFC 6750).
    var token: Secret?
    /// What programs sign with.
    var hmacSecret: Secret?
    /// Whether people may report by the page, without either.
    var hasForm = false
    /// In the order of the page.
    var regions: [String] = []
    var window = Duration.seconds(1800)
    var rateLimit = ReportRateLimit()
    /// As browsers write them: `https://intranet.example.com`.
    var corsOrigins: [String] = []
    /// Whose word on where a request comes from is taken.
    var trustedProxies: [IPNetwork] = []
    /// How many users there are; `nil` gives no figure of how many are affected.
    var users: Int?
    /// Which share of the users affected reports it, as far as the operator knows.
    var reportingShare = 0.02...0.1
    var surge = SurgeSettings()

    init() {}

    init?(_ section: MappingReader) {
        token = section.secret("token")
        hmacSecret = section.secret("hmac_secret")
        hasForm = section.optional("form")?.bool() ?? false
        regions = section.optional("regions").map(Self.regions) ?? []
        window = section.optional("window")?.duration(in: .seconds(60)...(.seconds(86_400))) ?? window
        rateLimit = section.optional("rate_limit")?.mapping(ReportRateLimit.init) ?? rateLimit
        corsOrigins = section.optional("cors_origins")?.list(Self.origin) ?? []
        trustedProxies = section.optional("trusted_proxies")?.list(Self.network) ?? []
        users = section.optional("users")?.integer(in: 1...1_000_000_000)
        reportingShare = section.optional("reporting_share").flatMap(Self.share) ?? reportingShare
        surge = section.optional("surge")?.mapping(Self.surge) ?? surge
        let programs = ["token", "token_file", "hmac_secret", "hmac_secret_file"]
        if !hasForm, programs.allSatisfy({ section.optional($0) == nil }) {
            section.reject("nobody could report anything", "add token_file, hmac_secret_file or form: true")
        }
    }

    /// What the book of reports goes by.
    var book: ReportBook.Settings {
        var settings = ReportBook.Settings()
        settings.regions = Set(regions)
        settings.windowSeconds = window.seconds
        settings.surge = surge
        return settings
    }

    private static func regions(_ value: ValueReader) -> [String] {
        var names = UniqueNames(of: "region")
        let regions = value.list { item -> String? in
            let form = "write up to \(ReportEntry.mostRegionBytes) lower-case letters, digits, - and _, but not unknown"
            let name = item.string(form) { text -> String? in
                let isName = text.unicodeScalars.allSatisfy {
                    ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "_" || $0 == "-"
                }
                return isName && (1...ReportEntry.mostRegionBytes).contains(text.utf8.count) && text != ReportTally.noRegion
                    ? text : nil
            }
            return name == nil ? nil : item.uniqueName(among: &names)
        }
        guard let regions, regions.count <= ReportBook.mostRegions else {
            if regions != nil { value.reject("there are too many regions", "name at most \(ReportBook.mostRegions)") }
            return []
        }
        return regions
    }

    private static func origin(_ value: ValueReader) -> String? {
        value.string("write an origin as browsers do, such as https://intranet.example.com, without a path") { text in
            // RFC 6454 section 6.2; "*" would let every page on the Internet in.
            guard let url = try? HTTPURL(parsing: text), text == "\(url.scheme.rawValue)://\(url.hostField)" else { return nil }
            return text
        }
    }

    private static func network(_ value: ValueReader) -> IPNetwork? {
        value.string("write an address or a network, such as 10.0.0.0/8") { IPNetwork($0) }
    }

    private static func share(_ value: ValueReader) -> ClosedRange<Double>? {
        let ends = value.list { $0.percent(such: "2%") } ?? []
        guard ends.count == 2, ends[0] <= ends[1] else {
            value.reject("\(value.label) is no range", "write the least and the most, such as [2%, 10%]")
            return nil
        }
        return ends[0]...ends[1]
    }

    private static func surge(_ section: MappingReader) -> SurgeSettings? {
        var settings = SurgeSettings()
        settings.leastReports = section.optional("reports")?.integer(in: 1...1_000_000) ?? settings.leastReports
        settings.leastSources = section.optional("sources")?.integer(in: 1...10_000) ?? settings.leastSources
        settings.forSeconds =
            section.optional("for")?.duration(in: .zero...(.seconds(3600)))?.seconds ?? settings.forSeconds
        return settings
    }
}

/// `rate_limit`: how often one source may report.
struct ReportRateLimit: Sendable, Equatable {
    var interval = Duration.seconds(30)
    var burst = 5

    init() {}

    init?(_ section: MappingReader) {
        interval = section.optional("interval")?.duration(in: .milliseconds(1)...(.seconds(3600))) ?? interval
        burst = section.optional("burst")?.integer(in: 1...10_000) ?? burst
    }
}
