package import Probing

/// What WhatsApp's services answer to somebody without an account when they are well.
///
/// None of them says "200 OK" to us: the shapes below are those of a working service refusing a stranger. A page that says
/// nothing of its own is a captive portal's, or a proxy's that this host was told to trust.
package enum HealthyAnswers {
    /// The domains that WhatsApp's names redirect to.
    static let ownDomains = ["whatsapp.com", "whatsapp.net", "wa.me", "facebook.com", "meta.com"]

    /// The web client: 200 to a browser; 400 to anybody whose headers are not a browser's, ours among them.
    package static let web = page

    /// Registration, asked without any parameter: JSON saying what is missing, whatever the status.
    package static let registration = HTTPExpectation([.init(200...499, bodyContains: ["\"status\""])], ownDomains: ownDomains)

    /// The media network, asked for no particular object: 403 "URL signature mismatch", or another refusal of its own.
    package static let media = HTTPExpectation(
        [.init(200...299, allowsPage: false), .init(300...499)], ownDomains: ownDomains)

    /// Links: a redirect to one of WhatsApp's own, or a page.
    package static let links = page

    /// The Graph API without a token: its own error object, which carries a trace id whatever the kind of error.
    package static let graphAPI = HTTPExpectation(
        [
            .init(200...499, bodyContains: ["\"error\"", "OAuthException"]),
            .init(200...499, bodyContains: ["\"error\"", "\"fbtrace_id\""]),
        ], ownDomains: ownDomains)

    /// A page of WhatsApp's names it, if only in the addresses of its scripts.
    private static let page = HTTPExpectation(
        [.init(200...299, bodyContains: ["whatsapp"]), .init(300...399), .init(400...400)], ownDomains: ownDomains)
}
