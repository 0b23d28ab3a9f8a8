/// A webhook as Meta wraps it (Cloud API, webhooks: components).
struct WebhookEnvelope: Decodable {
    struct Entry: Decodable {
        /// The business account's.
        var id: String?
        /// Unix seconds.
        var time: UInt32?
        var changes: Lossy<Change>

        private enum CodingKeys: CodingKey {
            case id, time, changes
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            id = container.text(.id)
            time = container.unixSeconds(.time)
            changes = container.list(.changes)
        }
    }

    struct Change: Decodable {
        enum Value {
            case messages(MessagesValue)
            case account(AccountValue)
            /// Of a subject that is not counted.
            case other
            /// Of another shape.
            case stranger
        }

        var value: Value

        private enum CodingKeys: CodingKey {
            case field, value
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            let field = try container.decode(String.self, forKey: .field)
            if field == "messages" {
                value = (try? container.decode(MessagesValue.self, forKey: .value)).map(Value.messages) ?? .stranger
            } else if let field = AccountEventKind.Field(name: field) {
                let shape = try? container.decode(AccountValue.Shape.self, forKey: .value)
                value = shape.map { .account(AccountValue(field, $0)) } ?? .stranger
            } else {
                value = .other
            }
        }
    }

    var object: String?
    var entries: Lossy<Entry>

    private enum CodingKeys: String, CodingKey {
        case object
        case entries = "entry"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        object = container.text(.object)
        entries = container.list(.entries)
    }
}

/// A change's value when its field is `messages`.
struct MessagesValue: Decodable {
    struct Status: Decodable {
        var id: String
        var status: String
        var time: UInt32?
        var errorCodes: [Int]

        private enum CodingKeys: String, CodingKey {
            case id, status, errors
            case time = "timestamp"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            id = try container.identity(.id)
            status = try container.decode(String.self, forKey: .status)
            time = container.unixSeconds(.time)
            errorCodes = container.errorCodes(.errors)
        }
    }

    struct Message: Decodable {
        var id: String
        var time: UInt32?

        private enum CodingKeys: String, CodingKey {
            case id
            case time = "timestamp"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            id = try container.identity(.id)
            time = container.unixSeconds(.time)
        }
    }

    private struct Metadata: Decodable {
        var phoneNumberID: String?

        private enum CodingKeys: String, CodingKey {
            case phoneNumberID = "phone_number_id"
        }

        init(from decoder: any Decoder) throws {
            phoneNumberID = try decoder.container(keyedBy: CodingKeys.self).text(.phoneNumberID)
        }
    }

    var phoneNumberID: String?
    var statuses: Lossy<Status>
    var messages: Lossy<Message>
    var errorCodes: [Int]

    /// How many items have another shape.
    var strangers: Int { statuses.strangers + messages.strangers }

    private enum CodingKeys: CodingKey {
        case metadata, statuses, messages, errors
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        phoneNumberID = (try? container.decodeIfPresent(Metadata.self, forKey: .metadata))?.phoneNumberID
        statuses = container.list(.statuses)
        messages = container.list(.messages)
        errorCodes = container.errorCodes(.errors)
    }
}
