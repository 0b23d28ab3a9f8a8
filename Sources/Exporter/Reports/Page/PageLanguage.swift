import Server
import Wire

/// A language the page is there in.
enum PageLanguage: String, CaseIterable {
    case english = "en"
    case chinese = "zh"

    /// As the page's `lang` attributes have it (RFC 5646).
    var tag: String { self == .english ? "en" : "zh-Hans" }
    /// Its own name.
    var name: String { self == .english ? "English" : "中文" }
    var words: PageWords { self == .english ? .english : .chinese }

    /// What a request asks for: by a word of its own, else by what its browser prefers, else English.
    init(of request: Request, chosen: String? = nil) {
        let word = chosen ?? request.target.first("lang")
        if let language = word.flatMap(Self.init(rawValue:)) {
            self = language
            return
        }
        let preferred = AcceptHeader(request.head.fields.joined("accept-language") ?? "").clauses.lazy
            .filter { $0.weight > 0 }.compactMap { clause in
                Self.allCases.first { clause.name == $0.rawValue || clause.name.hasPrefix("\($0.rawValue)-") }
            }
        self = preferred.first ?? .english
    }
}
