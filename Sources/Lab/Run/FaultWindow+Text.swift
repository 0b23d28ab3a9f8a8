import WhatsApp
import Wire
import YAML

extension FaultWindow {
    /// What happens where, for the timeline: `dns servfail at resolver system, 50%`.
    var text: String {
        let places: [(key: String, words: [String])] = [
            ("host", at.hosts.sorted()), ("component", at.components.map(\.rawValue).sorted()),
            ("control", at.controls.map(\.rawValue).sorted()), ("edge", at.edges.sorted()),
            ("resolver", at.resolvers.map(\.rawValue).sorted()), ("family", at.family.map { [$0 == .ip4 ? "ip4" : "ip6"] } ?? []),
            ("port", at.port.map { ["\($0)"] } ?? []),
        ]
        let place = places.filter { !$0.words.isEmpty }.map { "\($0.key) \($0.words.joined(separator: " "))" }
        guard fault.layer.hasPlaces else { return fault.text }
        return "\(fault.text) at \(place.isEmpty ? "everything" : place.joined(separator: ", "))"
            + (share == .all ? "" : ", \(share.fraction * 100)%")
    }
}

extension Fault {
    /// The fault in its file's words.
    var text: String {
        switch self {
        case .dns(let fault): "dns \(fault.text)"
        case .tcp(.slow(let delay)): "tcp slow \(DurationText.format(delay))"
        case .tcp(.halfOpen): "tcp half_open"
        case .tcp(let fault): "tcp \(fault)"
        case .tls(let fault): "tls \(fault.rawValue)"
        case .noise(let fault): "noise \(fault.rawValue)"
        case .http(.status(let status)): "http status \(status)"
        case .http(.wrongBody): "http wrong_body"
        case .http(.slowFirstByte(let delay)): "http slow_first_byte \(DurationText.format(delay))"
        case .http(.foreignRedirect): "http foreign_redirect"
        case .http(.truncated): "http truncated"
        case .clock(let ahead) where ahead < .zero: "clock -\(DurationText.format(.zero - ahead))"
        case .clock(let ahead): "clock +\(DurationText.format(ahead))"
        case .loss: "loss"
        case .delay(let delay): "delay \(DurationText.format(delay))"
        case .host(let fault): "host \(fault.rawValue) (not played on real sockets)"
        case .people(.databaseSlow, _): "people database_slow (not played on real sockets)"
        case .people(let fault, let scope): "people \(fault.rawValue)" + (scope.map { " of \($0.rawValue)" } ?? "")
        }
    }
}

extension DNSFault {
    fileprivate var text: String {
        switch self {
        case .forged(let address): "forged \(address)"
        case .ttl(let ttl): "ttl \(DurationText.format(ttl))"
        case .steer(let place): "steer \(place)"
        case .noAnswer: "no_answer"
        default: "\(self)"
        }
    }
}
