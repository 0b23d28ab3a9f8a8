import Posix
import Probing
import WhatsApp
import Wire

extension World {
    /// The TLS handshake, and the judgement on the certificate.
    mutating func secure(_ connection: Connection, for target: Target, on trip: inout Trip) throws(ProbeFailure) {
        try endure(connection, orElse: .tlsTimeout, on: &trip)
        let owner = Estate.host(at: connection.address)
        if let owner, Estate.components(of: owner).contains(.chat) {
            throw ProbeFailure(.tlsHandshakeFailed, "\(connection.address) closes after our hello")
        }
        // Whoever answers at an address nobody of the estate has shows a certificate for itself.
        let shown = Estate.certificate(of: owner ?? "example.com")
        var isRight = owner != nil && shown.owner == Estate.certificate(of: target.host).owner
        var isTrusted = true
        var isExpired = false
        var isEarly = false
        for case .tls(let fault) in connection.faults {
            switch fault {
            case .stalled: throw trip.timedOut(.tlsTimeout)
            case .notTLS: throw ProbeFailure(.tlsNotTLS, "\(connection.address) speaks HTTP")
            case .wrongName: isRight = false
            case .untrusted: isTrusted = false
            case .expired: isExpired = true
            case .notYetValid: isEarly = true
            }
        }
        try trip.spend(connection.roundTrip * 1.5 + weather.varied(0.003), on: .tls, orElse: .tlsTimeout)
        trip.outcome.tlsVersion = "TLSv1.3"
        trip.outcome.certificates = [
            PresentedCertificate(
                role: .leaf, serial: "01", notBefore: Int64(Self.start + shown.validity.lowerBound),
                notAfter: Int64(Self.start + shown.validity.upperBound))
        ]
        let clock = clock(at: trip.now) - Self.start
        let host = target.host
        if !isTrusted { throw ProbeFailure(.tlsUnknownAuthority, "\(host): nobody trusts its authority") }
        if !isRight { throw ProbeFailure(.tlsNameMismatch, "\(host): the certificate is for somebody else") }
        if isEarly || clock < shown.validity.lowerBound { throw ProbeFailure(.tlsNotYetValid, "\(host): not yet valid") }
        if isExpired || clock > shown.validity.upperBound { throw ProbeFailure(.tlsExpired, "\(host): expired") }
    }

    /// A request and the judgement on its answer.
    mutating func request(
        _ prober: HTTPProber, _ target: Target, over connection: Connection, on trip: inout Trip
    ) throws(ProbeFailure) {
        var answer = Estate.answer(of: target.host)
        var wait = connection.roundTrip + weather.varied(0.012)
        var isTruncated = false
        for case .http(let fault) in connection.faults {
            switch fault {
            case .status(let status): answer = .failing(status)
            case .wrongBody: (answer.contentType, answer.body) = (WebAnswer.portal.contentType, WebAnswer.portal.body)
            case .slowFirstByte(let more): wait += more.seconds
            case .truncated: isTruncated = true
            case .foreignRedirect: (answer.status, answer.location) = (302, Estate.strangersPage)
            }
        }
        try trip.spend(0.0002, on: .request, orElse: .httpTimeout)
        guard !isStalled(at: trip.now) else { throw trip.timedOut(.httpTimeout) }
        try trip.spend(wait, on: .firstByte, orElse: .httpTimeout)
        try trip.spend(weather.varied(0.001), on: .transfer, orElse: .httpTimeout)
        if isTruncated { throw ProbeFailure(.httpTruncated, "\(connection.address): the body ends early") }
        trip.outcome.http = HTTPFinding(status: answer.status, bodyBytes: answer.body.utf8.count, redirects: 0)
        trip.outcome.detail = "status \(answer.status)"
        if answer.isDated {
            // Dates are cut to whole seconds, and read as the middle of theirs.
            trip.outcome.clockOffsetSeconds = (Self.start + trip.now).rounded(.down) + 0.5 - clock(at: trip.now)
        }
        let isUsual = answer == Estate.answer(of: target.host)
        // What is usual need not be judged a million times.
        if isUsual, judged.contains(target.name) { return }
        try judge(answer, to: prober, of: target)
        if isUsual { judged.insert(target.name) }
    }

    private func judge(_ answer: WebAnswer, to prober: HTTPProber, of target: Target) throws(ProbeFailure) {
        do {
            let url = try HTTPURL(parsing: "https://\(target.host)\(prober.requestTarget)")
            try prober.expectation.judge(answer.head, body: Array(answer.body.utf8), from: url)
        } catch let failure as ProbeFailure {
            throw failure
        } catch {
            throw ProbeFailure(.other, "\(error)")
        }
    }

    /// The chat service's handshake.
    mutating func shakeHands(over connection: Connection, on trip: inout Trip) throws(ProbeFailure) {
        let address = connection.address
        try endure(connection, orElse: .chatTimeout, on: &trip)
        let owner = Estate.host(at: address)
        guard let owner, Estate.components(of: owner).contains(.chat) else {
            throw ProbeFailure(.chatNotNoise, "\(address) answers with tls instead of the chat protocol")
        }
        for case .noise(let fault) in connection.faults {
            switch fault {
            case .silence: throw trip.timedOut(.chatTimeout)
            case .closed: throw ProbeFailure(.chatClosed, "\(address) closed the connection after our hello")
            case .httpText: throw ProbeFailure(.chatNotNoise, "\(address) answers with http instead of the chat protocol")
            case .badTag: throw ProbeFailure(.chatBadTag, "\(address) does not hold the key it claims")
            case .wrongKey: throw ProbeFailure(.chatUntrusted, "\(address) has a certificate that is not WhatsApp's")
            case .expired: throw ProbeFailure(.chatCertificateExpired, "\(address) has an expired certificate")
            }
        }
        try trip.spend(connection.roundTrip + weather.varied(0.004), on: .handshake, orElse: .chatTimeout)
        let validity = Estate.chatCertificateValidity
        trip.outcome.certificates = [
            PresentedCertificate(
                role: .leaf, serial: "7", notBefore: Int64(Self.start + validity.lowerBound),
                notAfter: Int64(Self.start + validity.upperBound))
        ]
        let clock = clock(at: trip.now) - Self.start
        if clock < validity.lowerBound { throw ProbeFailure(.chatCertificateNotYetValid, "\(address): not yet valid") }
        if clock > validity.upperBound { throw ProbeFailure(.chatCertificateExpired, "\(address): expired") }
        trip.outcome.detail = "verified"
    }

    /// What befalls every conversation alike.
    private mutating func endure(
        _ connection: Connection, orElse timeout: FailureReason, on trip: inout Trip
    ) throws(ProbeFailure) {
        if connection.faults.contains(.tcp(.reset)) {
            throw ProbeFailure(.connectionReset, "\(connection.address): ECONNRESET")
        }
        if connection.faults.contains(.tcp(.halfOpen)) || isStalled(at: trip.now) { throw trip.timedOut(timeout) }
    }
}
