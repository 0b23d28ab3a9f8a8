import Diagnosis
import Posix
import Probing
import WhatsApp
import Wire

/// Which names' answers are followed, and at whom they are asked, as a configuration's endpoints give it.
struct EdgePlan: Sendable {
    /// A question asked again and again.
    struct Question: Sendable {
        var key: EdgeKey
        /// The endpoint that stands for the role.
        var target: Target
        /// The DNS server to ask instead of the system's.
        var server: SocketAddress?
        var interval: Duration
    }

    /// The label of the resolver that probes use: the system's, unless the configuration names another in its place.
    static let systemLabel = "system"
    /// More resolvers than these are not asked.
    private static let mostResolvers = 8

    let settings: EdgeSettings
    /// The first endpoint of each role's component, where its host is a name.
    let targets: [EdgeRole: Target]
    let questions: [Question]

    init(_ endpoints: [Endpoint], settings: EdgeSettings) {
        var targets: [EdgeRole: Target] = [:]
        for role in EdgeRole.allCases where settings.isEnabled {
            let first = endpoints.first { $0.role == .component(role.component) }?.target
            if let first, !first.host.isEmpty, first.address == nil, IPAddress(first.host) == nil { targets[role] = first }
        }
        self.settings = settings
        self.targets = targets
        questions = EdgeRole.allCases.flatMap { role in
            targets[role].map { Self.questions(role, $0, settings) } ?? []
        }
    }

    var keys: Set<EdgeKey> { Set(questions.map(\.key)) }

    /// The role whose host and port a target has; `nil` for none.
    func role(of target: Target) -> EdgeRole? {
        EdgeRole.allCases.first { role in
            targets[role].map { $0.host == target.host && $0.port == target.port } ?? false
        }
    }

    private static func questions(_ role: EdgeRole, _ target: Target, _ settings: EdgeSettings) -> [Question] {
        var asked: Set<String> = [systemLabel]
        var resolvers: [(label: String, server: SocketAddress?, interval: Duration)] = [
            (systemLabel, target.resolver, settings.interval)
        ]
        for server in settings.resolvers where target.isPublic || server.ip.reach != .global {
            let label = server.port == 53 ? "\(server.ip)" : "\(server)"
            guard server != target.resolver, resolvers.count <= mostResolvers, asked.insert(label).inserted else { continue }
            resolvers.append((label, server, settings.resolverInterval))
        }
        return resolvers.flatMap { resolver in
            AddressFamily.allCases.map { family in
                Question(
                    key: EdgeKey(role: role, resolver: resolver.label, family: family), target: target, server: resolver.server,
                    interval: resolver.interval)
            }
        }
    }
}
