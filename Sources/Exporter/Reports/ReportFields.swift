import FoundationEssentials
import Server
import Wire

/// The named texts of a report's body, of JSON and forms alike.
struct ReportFields: Equatable {
    private(set) var texts: [String: String] = [:]

    /// A long text in another script, escaped throughout, and the other fields.
    static let mostBytes = 8 * 1024
    private static let mostFields = 32

    init() {}

    /// Reads a request's body by its Content-Type.
    init(_ request: Request) throws(ReportRefusal) {
        guard request.body.count <= Self.mostBytes else {
            throw ReportRefusal(.tooLarge, "a report has at most \(Self.mostBytes) bytes")
        }
        let type = (request.head.fields.first("content-type") ?? "").prefix { $0 != ";" && $0 != " " }.lowercased()
        switch type {
        case "application/json": try self.init(json: request.body)
        case "application/x-www-form-urlencoded": try self.init(form: request.body)
        default:
            throw ReportRefusal(
                .unsupportedType, "Content-Type must be application/json or application/x-www-form-urlencoded")
        }
    }

    /// The text of a field; `nil` without it, and for an empty one, as forms send what was left out.
    subscript(name: String) -> String? {
        texts[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    init(form bytes: [UInt8]) throws(ReportRefusal) {
        for piece in bytes.split(separator: UInt8(ascii: "&")) {
            let name = piece.prefix { $0 != UInt8(ascii: "=") }
            guard let decoded = PercentEncoding.decode(name, plusIsSpace: true),
                let value = PercentEncoding.decode(piece[name.endIndex...].dropFirst(), plusIsSpace: true)
            else { throw ReportRefusal(.invalid, "the form is not percent-encoded UTF-8") }
            guard texts.updateValue(value, forKey: decoded) == nil else {
                throw ReportRefusal(.invalid, "a field is given twice")
            }
            guard texts.count <= Self.mostFields else { throw ReportRefusal(.invalid, "there are too many fields") }
        }
    }

    init(json bytes: [UInt8]) throws(ReportRefusal) {
        do {
            let values = try JSONDecoder().decode([String: Scalar].self, from: Data(bytes))
            guard values.count <= Self.mostFields else { throw ReportRefusal(.invalid, "there are too many fields") }
            texts = values.compactMapValues(\.text)
        } catch let refusal as ReportRefusal {
            throw refusal
        } catch {
            throw ReportRefusal(.invalid, "the body is no JSON object of texts, numbers and booleans")
        }
    }

    /// A value that is no container.
    private struct Scalar: Decodable {
        /// `nil` for null.
        var text: String?

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() { return }
            if let flag = try? container.decode(Bool.self) {
                text = flag ? "yes" : "no"
            } else if let number = try? container.decode(Int64.self) {
                text = String(number)
            } else {
                text = try container.decode(String.self)
            }
        }
    }
}
