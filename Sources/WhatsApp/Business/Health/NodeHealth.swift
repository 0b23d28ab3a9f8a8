/// What the platform says of a node: whether it can send, and what of it cannot (Cloud API, messaging health status).
package struct NodeHealth: Sendable, Equatable {
    /// Whether something can send messages.
    package enum State: String, CaseIterable, Sendable {
        case available, limited, blocked
        /// A word nobody here knows, or none.
        case unknown

        /// By the platform's word.
        init(word: String?) {
            self = word.flatMap { Self(rawValue: $0.lowercased()) } ?? .unknown
        }

        /// Higher is worse.
        fileprivate var rank: Int {
            switch self {
            case .available: 0
            case .unknown: 1
            case .limited: 2
            case .blocked: 3
            }
        }
    }

    /// What takes part in sending.
    package enum EntityKind: String, CaseIterable, Sendable {
        case phoneNumber = "phone_number"
        case messageTemplate = "message_template"
        case waba, business, app
        /// A word nobody here knows.
        case unknown
    }

    /// One part, and why it cannot send.
    package struct Entity: Sendable, Equatable {
        package var kind: EntityKind
        package var state: State
        /// Of its errors; at most ``mostErrors``.
        package var errorCodes: [Int]

        /// The classes of its errors, each once.
        package var errorClasses: [APIErrorClass] {
            let classes = Set(errorCodes.map { APIErrorClass(code: $0) })
            return APIErrorClass.allCases.filter(classes.contains)
        }
    }

    /// Nothing is known.
    static let unknown = NodeHealth(overall: .unknown)

    /// More errors of one entity are left out.
    package static let mostErrors = 16

    /// Of the node as a whole: that of its worst part.
    package var overall: State
    /// At most one of each kind, the worst, in the order of the kinds.
    package var entities: [Entity]
    /// Of a phone number, each one of the field's values; those the answer has not are absent.
    package var phone: [PhoneField: String]

    /// - Parameters:
    ///   - overall: as the platform says; nil where it does not, for that of the worst entity.
    ///   - entities: any, in any order.
    init(overall: State?, entities: [Entity] = [], phone: [PhoneField: String] = [:]) {
        self.overall = overall ?? entities.map(\.state).max { $0.rank < $1.rank } ?? .unknown
        self.entities = EntityKind.allCases.compactMap { kind in
            entities.filter { $0.kind == kind }.max { $0.state.rank < $1.state.rank }
        }
        self.phone = phone
    }
}
