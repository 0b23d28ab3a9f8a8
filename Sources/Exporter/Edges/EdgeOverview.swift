import Diagnosis
import WhatsApp

/// All that is known of edges at one moment.
struct EdgeOverview: Sendable {
    /// What a role's position says about the answers that lead to it.
    struct Distance: Sendable, Equatable {
        var meters: Double
        /// Whether the fastest connection took at least as long as light in fibre; `nil` without one.
        var isPlausible: Bool?
    }

    /// Each role's name.
    var hosts: [EdgeRole: String]
    /// Where this host is.
    var location: GeographicPosition?
    var edges: [EdgeReading]
    var answers: [AnswerReading]
    var groups: [AddressGroup]

    var agreement: EdgeAgreement { EdgeAgreement(of: edges) }

    /// How far an edge is by its name's code; `nil` when either place is unknown.
    func distance(to edge: EdgeReading) -> Distance? {
        guard let location, let position = edge.place?.position else { return nil }
        let group = groups.first { $0.role == edge.key.role && $0.family == edge.key.family }
        let fastest = group?.addresses.first { $0.address == edge.address }?.leastConnectSeconds
        return Distance(
            meters: location.distanceMeters(to: position),
            isPlausible: fastest.map { $0 >= location.leastRoundTripSeconds(to: position) })
    }
}
