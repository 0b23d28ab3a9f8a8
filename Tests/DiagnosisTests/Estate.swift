import Probing
import WhatsApp
import Wire

@testable import Diagnosis

/// What one probe of a simulated world finds.
struct Finds {
    var failure: FailureReason?
    var opinion: Observation.Opinion?
    var clockOffsetSeconds: Double?
    var naming: Resolution.Source? = .dns
    var address: IPAddress? = IPAddress("157.240.23.53")
    /// Of the whole probe; `nil` for what is usual of such a result.
    var seconds: Double?

    static let well = Finds()

    static func failed(_ reason: FailureReason, opinion: Observation.Opinion? = nil) -> Finds {
        Finds(failure: reason, opinion: opinion)
    }
}

extension Observation.Opinion {
    static let works = Self(resolver: .v4(0x0909_0909), address: IPAddress("31.13.94.52"), failure: nil)

    static func fails(_ reason: FailureReason) -> Self {
        Self(resolver: .v4(0x0909_0909), address: nil, failure: reason)
    }
}

/// One check of the simulated estate.
struct Check {
    var target: ExpectedTarget
    var family: AddressFamily?

    var component: Component? { if case .component(let component) = target.role { component } else { nil } }
    var control: Control? { if case .control(let control) = target.role { control } else { nil } }
    var isWhatsApp: Bool { component != nil }
    /// Whether its host is found by name.
    var isNamed: Bool { target.usesSystemResolver }
}

/// The targets the default catalogue has, more or less: 23 checks.
enum Estate {
    static let targets: [ExpectedTarget] = [
        target("chat", .component(.chat), [.ip4, .ip6]), target("chat-5222", .component(.chat)),
        target("chat-e1", .component(.chatAlternate)), target("web", .component(.web), [.ip4, .ip6]),
        target("registration", .component(.registration)), target("media", .component(.media)),
        target("static", .component(.media)), target("wa.me", .component(.links)), target("api.whatsapp.com", .component(.links)),
        target("graph", .component(.businessAPI)), target("a.ns", .component(.dnsAuthority)),
        target("b.ns", .component(.dnsAuthority)), target("1.1.1.1", .control(.address)), target("9.9.9.9", .control(.address)),
        target("example.com", .control(.site), [.ip4, .ip6]), target("wikipedia.org", .control(.site)),
        target("debian.org", .control(.site)), target("resolver-1", .control(.resolver)),
        target("resolver-9", .control(.resolver)),
        target("gateway", .control(.gateway)),
    ]

    /// With the intervals, families and names of the default catalogue: 25 checks.
    static let catalogue: [ExpectedTarget] = [
        target("chat_ip4", .component(.chat), [.ip4]), target("chat_ip6", .component(.chat), [.ip6], every: 120),
        target("chat_5222", .component(.chat), every: 300), target("chat_fallback", .component(.chat), every: 120),
        target("chat_alternate_e1", .component(.chatAlternate)),
        target("chat_alternate_e2", .component(.chatAlternate), every: 120),
        target("web", .component(.web)), target("registration", .component(.registration)), target("media", .component(.media)),
        target("media_profile_pictures", .component(.media), every: 120), target("media_static", .component(.media), every: 120),
        target("links", .component(.links)), target("business_api", .component(.businessAPI)),
        target("dns_authority_a", .component(.dnsAuthority)), target("dns_authority_b", .component(.dnsAuthority), every: 120),
        target("control_gateway", .control(.gateway), every: 30), target("control_address_cloudflare", .control(.address)),
        target("control_address_google", .control(.address)), target("control_resolver_cloudflare", .control(.resolver)),
        target("control_resolver_google", .control(.resolver)), target("control_resolver_quad9", .control(.resolver)),
        ExpectedTarget(name: "control_resolver_system", role: .control(.resolver), usesSystemResolver: true),
        target("control_site_example", .control(.site)), target("control_site_wikipedia", .control(.site)),
        target("control_site_debian", .control(.site)),
    ]

    static var checks: [Check] { targets.flatMap { target in target.families.map { Check(target: target, family: $0) } } }

    private static func target(
        _ name: String, _ role: Role, _ families: [AddressFamily?] = [nil], every seconds: Double = 60
    ) -> ExpectedTarget {
        ExpectedTarget(name: name, role: role, families: families, intervalSeconds: seconds)
    }
}

/// A small generator with a seed, for streams that can be repeated (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

/// Observations of the estate in the order of time, every check once an interval and once more after a first failure, at places
/// drawn from the seed.
enum Timeline {
    static let start = 1_700_000_000.0

    /// - Parameter world: what a probe begun at that many seconds finds.
    static func observations(
        seconds: Double, seed: UInt64 = 1, targets: [ExpectedTarget] = Estate.targets, world: (Check, Double) -> Finds
    ) -> [Observation] {
        var generator = SeededGenerator(seed: seed)
        var observations: [Observation] = []
        let checks = targets.flatMap { target in target.families.map { Check(target: target, family: $0) } }
        for (place, check) in checks.shuffled(using: &generator).enumerated() {
            let interval = check.target.intervalSeconds
            let offset = interval * Double(place) / Double(checks.count)
            var confirmation = Confirmation(every: .seconds(interval))
            func probe(at begin: Double) {
                let finds = world(check, begin)
                let isTimeout = finds.failure?.rawValue.hasSuffix("timeout") == true
                let took = finds.seconds ?? (isTimeout ? 10 : 0.1)
                observations.append(
                    Observation(
                        target: check.target.name, family: check.family, at: start + begin + took, failure: finds.failure,
                        detail: finds.failure == nil ? "" : "simulated", durationSeconds: took, address: finds.address,
                        naming: finds.naming, clockOffsetSeconds: finds.clockOffsetSeconds, opinion: finds.opinion))
                guard confirmation.next(afterSuccess: finds.failure == nil) != nil else { return }
                probe(at: begin + confirmation.delay / .seconds(1))
            }
            for begin in stride(from: offset, to: seconds, by: interval) { probe(at: begin) }
        }
        return observations.sorted { $0.at < $1.at }
    }
}
