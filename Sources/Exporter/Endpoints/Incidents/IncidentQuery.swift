import Diagnosis
import Server
import Wire

/// Which incidents a list is asked for: `?state=open&limit=20`.
struct IncidentQuery {
    enum State: String, CaseIterable {
        case open, resolved, all
    }

    /// What is wrong with a query, in one line.
    struct Mistake: Error, CustomStringConvertible {
        let description: String
    }

    var state = State.all
    var limit = 50

    init(_ items: [HTTPRequestTarget.QueryItem]) throws(Mistake) {
        var names: Set<String> = []
        for item in items {
            guard names.insert(item.name).inserted else {
                throw Mistake(description: "\(item.name.debugDescription) is given twice")
            }
            switch item.name {
            case "state":
                guard let state = State(rawValue: item.value) else {
                    throw Mistake(description: "state is \(item.value.debugDescription), but must be one of open, resolved, all")
                }
                self.state = state
            case "limit":
                guard let limit = Int(item.value), (1...Casebook.limit).contains(limit) else {
                    throw Mistake(
                        description: "limit is \(item.value.debugDescription), but must be a number from 1 to \(Casebook.limit)")
                }
                self.limit = limit
            default:
                throw Mistake(description: "there is no parameter \(item.name.debugDescription), only state and limit")
            }
        }
    }

    func contains(_ incident: Incident) -> Bool {
        switch state {
        case .open: incident.isOpen
        case .resolved: !incident.isOpen
        case .all: true
        }
    }
}
