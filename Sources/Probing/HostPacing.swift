package import Posix
import Synchronization

/// Keeps probes of one host apart, whatever their targets' own rhythms and however often the configuration is reloaded.
package final class HostPacing: Sendable {
    /// A probe's place in the line for a host.
    package struct Ticket: Sendable, Equatable {
        fileprivate let host: String
        fileprivate let number: UInt64
        fileprivate let isPatient: Bool
    }

    private struct Line: Sendable {
        var lastStart: Deadline?
        var waiting: [Ticket] = []
    }

    private struct State: Sendable {
        var lines: [String: Line] = [:]
        var issued: UInt64 = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// Gets in line for a host; "" is no host, and there is never a line.
    /// - Parameter isPatient: lets those in front who are not, whenever they come.
    package func join(_ host: String, isPatient: Bool = false) -> Ticket {
        state.withLock { state in
            state.issued += 1
            let ticket = Ticket(host: host, number: state.issued, isPatient: isPatient)
            guard !host.isEmpty else { return ticket }
            let waiting = state.lines[host, default: Line()].waiting
            let place = isPatient ? waiting.endIndex : waiting.firstIndex(where: \.isPatient) ?? waiting.endIndex
            state.lines[host, default: Line()].waiting.insert(ticket, at: place)
            return ticket
        }
    }

    /// Begins a probe if it is the ticket's turn, which ends its wait.
    /// - Returns: `nil` when the probe may begin, else when to ask again.
    package func begin(_ ticket: Ticket, at now: Deadline, gap: Duration) -> Deadline? {
        state.withLock { state in
            guard let line = state.lines[ticket.host], let place = line.waiting.firstIndex(of: ticket) else { return nil }
            let turn = line.lastStart.map { $0 + gap * (place + 1) } ?? now + gap * place
            // Who stands further back may be due before the one in front has asked.
            guard turn <= now, place == 0 || gap <= .zero else { return max(turn, now + .milliseconds(1)) }
            state.lines[ticket.host]?.lastStart = now
            state.lines[ticket.host]?.waiting.remove(at: place)
            return nil
        }
    }

    /// Gives up waiting, so that nobody waits for the ticket.
    package func leave(_ ticket: Ticket) {
        state.withLock { $0.lines[ticket.host]?.waiting.removeAll { $0 == ticket } }
    }
}
