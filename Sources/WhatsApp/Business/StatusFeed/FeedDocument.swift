import FoundationEssentials

/// Why a page is none of the status page's documents.
package enum FeedFault: Error, Sendable {
    /// Beyond ``FeedDocument/limitBytes``.
    case tooLarge
    /// No JSON, or no list.
    case malformed
}

/// Reads the documents behind the status page, whose shapes nobody promises: what is missing or otherwise than expected is left out.
package enum FeedDocument {
    /// Far more than the page has ever had.
    package static let limitBytes = 1 << 20
    /// The most organisations or outages taken from a document.
    package static let mostItems = 256

    /// The organisations of `orgs.json`.
    package static func organisations(_ bytes: [UInt8]) throws(FeedFault) -> [FeedOrganisation] {
        try list(bytes)
    }

    /// The outages of one organisation.
    package static func outages(_ bytes: [UInt8]) throws(FeedFault) -> [FeedOutage] {
        try list(bytes)
    }

    private static func list<Item: Decodable>(_ bytes: [UInt8]) throws(FeedFault) -> [Item] {
        guard bytes.count <= limitBytes else { throw .tooLarge }
        do {
            return Array(try JSONDecoder().decode(LenientList<Item>.self, from: Data(bytes)).elements.prefix(mostItems))
        } catch {
            throw .malformed
        }
    }
}
