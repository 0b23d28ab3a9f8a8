import FoundationEssentials

/// The answer of a node as JSON has it; whatever is not as documented counts as absent.
struct NodeDocument: Decodable {
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }

    private struct Status: Decodable {
        let overall: String?
        let entities: [Part]

        private enum CodingKeys: String, CodingKey {
            case overall = "can_send_message"
            case entities
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            overall = try? container.decode(String.self, forKey: .overall)
            entities = (try? container.decode(Several<Part>.self, forKey: .entities))?.items ?? []
        }
    }

    private struct Part: Decodable {
        let type: String
        let state: String?
        let errors: [Fault]

        private enum CodingKeys: String, CodingKey {
            case type = "entity_type"
            case state = "can_send_message"
            case errors
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            type = (try? container.decode(String.self, forKey: .type)) ?? ""
            state = try? container.decode(String.self, forKey: .state)
            errors = (try? container.decode(Several<Fault>.self, forKey: .errors))?.items ?? []
        }

        var entity: NodeHealth.Entity {
            NodeHealth.Entity(
                kind: NodeHealth.EntityKind(rawValue: type.lowercased()) ?? .unknown, state: NodeHealth.State(word: state),
                errorCodes: Array(errors.lazy.compactMap(\.code).prefix(NodeHealth.mostErrors)))
        }
    }

    private struct Fault: Decodable {
        let code: Int?

        private enum CodingKeys: String, CodingKey {
            case code = "error_code"
        }

        init(from decoder: any Decoder) throws {
            code = try decoder.container(keyedBy: CodingKeys.self).looseInteger(forKey: .code)
        }
    }

    private struct Level: Decodable {
        let level: String
    }

    /// `error` of the envelope.
    private struct Refusal: Decodable {
        let code: Int?

        init(from decoder: any Decoder) throws {
            code = try decoder.container(keyedBy: Name.self).looseInteger(forKey: Name("code"))
        }
    }

    /// Whether it is an error's envelope.
    let isError: Bool
    /// Of the error.
    let code: Int?
    /// `nil` where the answer is not of a node at all.
    let health: NodeHealth?

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Name.self)
        isError = container.contains(Name("error"))
        code = (try? container.decode(Refusal.self, forKey: Name("error")))?.code
        let status = try? container.decode(Status.self, forKey: Name("health_status"))
        var phone: [PhoneField: String] = [:]
        for field in PhoneField.allCases {
            let name = Name(field.apiName)
            guard container.contains(name), (try? container.decodeNil(forKey: name)) != true else { continue }
            let word = try? container.decode(String.self, forKey: name)
            let level = try? container.decode(Level.self, forKey: name)
            phone[field] = field.value(of: word ?? level?.level ?? "")
        }
        let isNode = status != nil || !phone.isEmpty || container.contains(Name("id"))
        health =
            isNode
            ? NodeHealth(
                overall: status?.overall.map { NodeHealth.State(word: $0) }, entities: status?.entities.map(\.entity) ?? [],
                phone: phone) : nil
    }
}

/// The items of a list that can be read, up to a bound.
private struct Several<Item: Decodable>: Decodable {
    private struct Skipped: Decodable {
        init(from decoder: any Decoder) {}
    }

    static var most: Int { 64 }

    let items: [Item]

    init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        var items: [Item] = []
        while !list.isAtEnd, items.count < Self.most {
            if let item = try? list.decode(Item.self) {
                items.append(item)
            } else {
                // A failure leaves the list where it was.
                _ = try list.decode(Skipped.self)
            }
        }
        self.items = items
    }
}

extension KeyedDecodingContainer {
    /// A whole number, be it written as one or as a text.
    fileprivate func looseInteger(forKey key: Key) -> Int? {
        if let number = try? decode(Int.self, forKey: key) { return number }
        return (try? decode(String.self, forKey: key)).flatMap { Int($0) }
    }
}
