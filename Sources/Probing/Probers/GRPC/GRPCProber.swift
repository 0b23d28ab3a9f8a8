import HTTP2
package import Posix
import TLS
package import Wire

/// Asks a gRPC server for the health of a service (grpc.health.v1, `Check`).
package struct GRPCProber: Prober {
    package let name = "grpc"
    package var layers: [FailureLayer] {
        settings.usesTLS ? [.resolving, .connecting, .tls, .http, .grpc] : [.resolving, .connecting, .http, .grpc]
    }
    package var phases: [Phase] {
        settings.usesTLS
            ? [.resolve, .connect, .tls, .request, .firstByte, .transfer] : [.resolve, .connect, .request, .firstByte, .transfer]
    }
    package var settings: GRPCSettings

    /// No health answer is longer than a few bytes.
    private static let limits = HTTP2Limits(maxBodyBytes: 65_536)

    package init(settings: GRPCSettings) {
        self.settings = settings
    }

    package func probe(
        _ target: Target, over family: AddressFamily?, in environment: ProbeEnvironment, until deadline: Deadline
    ) async -> ProbeOutcome {
        await ProbeOutcome.of { outcome throws(ProbeFailure) in
            var finding = GRPCFinding()
            do throws(ProbeFailure) {
                let socket = try await environment.dial(target, over: family, into: &outcome, until: deadline)
                let response = try await call(socket, target, &finding, in: environment, into: &outcome, until: deadline)
                try judge(GRPCAnswer(response), &finding)
            } catch {
                // Who calls is told a status also where the server gave none.
                finding.statusCode = finding.statusCode ?? GRPCStatus(error.reason)?.rawValue
                outcome.finding = .grpc(finding)
                throw error
            }
            outcome.finding = .grpc(finding)
            outcome.detail = "SERVING"
        }
    }

    private func call(
        _ socket: consuming Socket, _ target: Target, _ finding: inout GRPCFinding, in environment: ProbeEnvironment,
        into outcome: inout ProbeOutcome, until deadline: Deadline
    ) async throws(ProbeFailure) -> HTTP2Response {
        let peer = outcome.peer
        guard settings.usesTLS else {
            return try await HTTP2Client.exchange(
                request(.http, to: authority(target), until: deadline), over: socket, peer: peer, limits: Self.limits,
                into: &outcome, until: deadline
            ).response
        }
        let stream = try await environment.secure(
            socket, for: target.host, peer: peer, settings: settings.tls, offering: [HTTP2Client.alpn], into: &outcome,
            until: deadline)
        finding.isTLS = true
        guard outcome.tls?.alpn == HTTP2Client.alpn else {
            throw ProbeFailure(.httpUnexpectedVersion, "\(peer) does not agree on HTTP/2 (ALPN), which gRPC needs")
        }
        // The certificate's name is the server's.
        let authority = settings.tls.serverName ?? target.host
        return try await HTTP2Client.exchange(
            request(.https, to: authority, until: deadline), over: stream, peer: peer, limits: Self.limits, into: &outcome,
            until: deadline
        ).response
    }

    private func authority(_ target: Target) -> String {
        target.host.contains(":") ? "[\(target.host)]:\(target.port)" : "\(target.host):\(target.port)"
    }

    private func request(_ scheme: HTTPURL.Scheme, to authority: String, until deadline: Deadline) -> HTTP2Request {
        HTTP2Request(
            method: "POST", scheme: scheme, authority: authority, path: GRPCHealth.path,
            fields: GRPCMetadata.fields(settings.metadata, timeout: deadline - .now),
            body: GRPCMessage.frame(GRPCHealth.request(for: settings.service)), announcesLength: false)
    }

    private func judge(_ answer: GRPCAnswer, _ finding: inout GRPCFinding) throws(ProbeFailure) {
        finding.statusCode = answer.statusCode
        guard answer.statusCode == GRPCStatus.ok.rawValue else {
            throw ProbeFailure(.grpcStatus, "\(GRPCStatus.word(answer.statusCode)): \(answer.message)")
        }
        finding.servingStatus = answer.serving.flatMap { GRPCFinding.ServingStatus(rawValue: $0) }
        guard finding.servingStatus == .serving else {
            let word = finding.servingStatus?.word ?? answer.serving.map { "status \($0)" } ?? "no status"
            throw ProbeFailure(.grpcNotServing, "service \"\(settings.service)\" is \(word)")
        }
    }
}
