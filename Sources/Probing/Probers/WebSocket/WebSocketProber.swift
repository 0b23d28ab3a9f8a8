package import Posix
package import Wire

/// Opens a WebSocket, says over it and expects what its settings say, and closes it in good order.
package struct WebSocketProber: Prober {
    package let name = "websocket"
    /// `http` stands for `ws`, `https` for `wss`.
    package var url: HTTPURL
    package var settings: WebSocketSettings

    package init(url: HTTPURL, settings: WebSocketSettings) {
        self.url = url
        self.settings = settings
    }

    package var layers: [FailureLayer] {
        let tls: [FailureLayer] = url.scheme == .https ? [.tls] : []
        return [.resolving, .permission, .connecting] + tls + [.http, .dialogue]
    }

    package var phases: [Phase] {
        let tls: [Phase] = url.scheme == .https ? [.tls] : []
        let dialogue: [Phase] = settings.steps.isEmpty && !settings.pings ? [] : [.dialogue]
        return [.resolve, .connect] + tls + [.request, .firstByte] + dialogue
    }

    package func probe(
        _ target: Target, over family: AddressFamily?, in environment: ProbeEnvironment, until deadline: Deadline
    ) async -> ProbeOutcome {
        await ProbeOutcome.of { outcome throws(ProbeFailure) in
            let channel = try await environment.openWebSocket(
                at: url, for: target, over: family, http: settings.http, offering: settings.subprotocols, into: &outcome,
                until: deadline)
            var medium = MessageMedium(over: channel, with: "\(outcome.peer)")
            try await talk(over: &medium, in: environment, into: &outcome, until: deadline)
            await medium.channel.close(until: deadline)
            outcome.detail = settings.steps.isEmpty ? "upgraded" : "all \(settings.steps.count) steps taken"
        }
    }

    private func talk(
        over medium: inout MessageMedium, in environment: ProbeEnvironment, into outcome: inout ProbeOutcome,
        until deadline: Deadline
    ) async throws(ProbeFailure) {
        var dialogue = Dialogue(with: "\(outcome.peer)", in: environment, until: deadline)
        do throws(ProbeFailure) {
            try await dialogue.run(settings.steps, over: &medium, into: &outcome)
        } catch {
            outcome.updateWebSocket { $0.failedPattern = dialogue.finding.failedPattern }
            throw error
        }
        guard settings.pings else { return }
        do throws(DialogueError) {
            let roundTrip = try await medium.ping(until: deadline)
            outcome.phases[.dialogue] = (outcome.phases[.dialogue] ?? .zero) + roundTrip
            outcome.updateWebSocket { $0.pingRoundTrip = roundTrip }
        } catch {
            throw dialogue.failure(error, "pong")
        }
    }
}

extension ProbeOutcome {
    /// Changes what was found of a WebSocket.
    mutating func updateWebSocket(_ change: (inout WebSocketFinding) -> Void) {
        var found = WebSocketFinding()
        if case .webSocket(let so) = finding { found = so }
        change(&found)
        finding = .webSocket(found)
    }
}
