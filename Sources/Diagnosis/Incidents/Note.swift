/// What a person has written down about an incident.
package struct Note: Sendable, Equatable, Codable {
    /// From 1, unique within its incident.
    package var id: Int
    /// Unix seconds.
    package var at: Double
    /// One line, as the author gave it: nobody has checked who that is.
    package var author: String
    /// May have several lines.
    package var text: String

    package init(id: Int, at: Double, author: String, text: String) {
        self.id = id
        self.at = at
        self.author = author
        self.text = text
    }

    /// Unicode scalars in an author's name at most.
    package static let authorLimit = 100
    /// Unicode scalars in a text at most.
    package static let textLimit = 2000
}

/// Why a note is not taken.
package enum NoteRefusal: Error, Equatable, CustomStringConvertible {
    case noSuchIncident
    /// The incident has ``Incident/noteLimit`` notes.
    case full
    case empty(field: String)
    case tooLong(field: String, limit: Int)
    case controlCharacter(field: String)

    package var description: String {
        switch self {
        case .noSuchIncident: "no such incident"
        case .full: "the incident has \(Incident.noteLimit) notes, which is all it takes"
        case .empty(let field): "\"\(field)\" is empty"
        case .tooLong(let field, let limit): "\"\(field)\" has more than \(limit) characters"
        case .controlCharacter(let field): "\"\(field)\" holds a control character"
        }
    }
}

extension Note {
    /// - Throws: what is wrong with the author or the text.
    static func check(author: String, text: String) throws(NoteRefusal) {
        try check(author, "author", limit: authorLimit, allowing: [])
        try check(text, "text", limit: textLimit, allowing: ["\n", "\r", "\t"])
    }

    private static func check(
        _ value: String, _ field: String, limit: Int, allowing allowed: Set<Unicode.Scalar>
    ) throws(NoteRefusal) {
        let scalars = value.unicodeScalars
        guard scalars.contains(where: { !$0.properties.isWhitespace }) else { throw .empty(field: field) }
        guard scalars.count <= limit else { throw .tooLong(field: field, limit: limit) }
        guard !scalars.contains(where: { $0.properties.generalCategory == .control && !allowed.contains($0) }) else {
            throw .controlCharacter(field: field)
        }
    }
}
