import Posix
import PostgreSQL
import TLS
import Wire

/// The way into a database: a connection, TLS as far as it is wanted, the login.
struct PostgresEntry {
    /// How a connection is tried; libpq's words for TLS are one or two of these.
    private enum Way {
        case plain
        /// TLS if the server has it.
        case tlsIfOffered
        case tls
    }

    private static let applicationName = "whatsapp_status_exporter"
    /// SSLRequest: its length, and a version number that is none (PostgreSQL documentation, "Message Formats").
    private static let tlsRequest: [UInt8] = [0, 0, 0, 8, 0x04, 0xD2, 0x16, 0x2F]

    private let settings: PostgresSettings
    private let target: Target
    private let family: AddressFamily?
    private let environment: ProbeEnvironment
    private let password: Secret?

    /// Reads the password, if that is in a file.
    init(
        _ settings: PostgresSettings, to target: Target, over family: AddressFamily?, in environment: ProbeEnvironment
    ) throws(ProbeFailure) {
        self.settings = settings
        self.target = target
        self.family = family
        self.environment = environment
        do throws(ProbeFailure) {
            password = try settings.password(for: target)
        } catch {
            throw ProbeFailure(.databaseAuthentication, error.detail)
        }
    }

    /// Logs in: the phases up to `authenticate`.
    func open(into outcome: inout ProbeOutcome, until deadline: Deadline) async throws(ProbeFailure) -> PostgresSession {
        let ways = ways
        var goesOn = false
        do throws(ProbeFailure) {
            return try await open(ways[0], target, mayGoOn: &goesOn, into: &outcome, until: deadline)
        } catch {
            guard goesOn, ways.count > 1, .now < deadline else { throw error }
            environment.note(.debug, "Trying again, with TLS the other way round", ["error": error.detail])
        }
        var again = target
        again.address = outcome.address?.ip
        // What is told is the second way's, but for the name's addresses, which are not asked for again.
        let first = outcome
        outcome = ProbeOutcome()
        outcome.resolution = first.resolution
        outcome.phases[.resolve] = first.phases[.resolve]
        return try await open(ways[1], again, mayGoOn: &goesOn, into: &outcome, until: deadline)
    }

    private var ways: [Way] {
        switch settings.tlsMode {
        case .disable: [.plain]
        case .allow: [.plain, .tls]
        case .prefer: [.tlsIfOffered, .plain]
        case .require, .verifyCA, .verifyFull: [.tls]
        }
    }

    private func open(
        _ way: Way, _ target: Target, mayGoOn: inout Bool, into outcome: inout ProbeOutcome, until deadline: Deadline
    ) async throws(ProbeFailure) -> PostgresSession {
        let socket = try await environment.dial(target, over: family, into: &outcome, until: deadline)
        let peer = outcome.peer
        var start = Deadline.now
        let stream: PostgresStream
        let isSecured: Bool
        if way != .plain, try await offersTLS(socket, peer, until: deadline) {
            outcome.finish(.tls, since: &start)
            do throws(ProbeFailure) {
                stream = .secured(try await secured(socket, peer, into: &outcome, until: deadline))
            } catch {
                mayGoOn = true
                throw error
            }
            isSecured = true
            start = .now
        } else {
            guard way != .tls else { throw ProbeFailure(.tlsNotTLS, "\(peer): the server has no TLS") }
            stream = .plain(socket)
            isSecured = false
        }
        let login = PostgresLogin(
            user: settings.user, password: password, database: settings.database, applicationName: Self.applicationName,
            allowsClearText: isSecured || settings.tlsMode == .disable)
        var session = try PostgresSession(over: stream, to: peer, login, in: environment)
        do throws(ProbeFailure) {
            try await session.login(until: deadline)
        } catch {
            // What a server without a rule for connections with, or without, TLS says.
            mayGoOn = session.sqlState == "28000"
            throw error
        }
        outcome.finish(.authenticate, since: &start)
        return session
    }

    /// Asks the server whether it has TLS.
    private func offersTLS(
        _ socket: borrowing Socket, _ peer: SocketAddress, until deadline: Deadline
    ) async throws(ProbeFailure) -> Bool {
        var answer: [UInt8] = []
        do throws(SocketError) {
            try await socket.write(Self.tlsRequest, until: deadline)
            _ = try await socket.read(into: &answer, until: deadline)
        } catch {
            throw ProbeFailure(error, during: .authenticate, with: peer)
        }
        switch answer {
        case []: throw ProbeFailure(.databaseClosed, "\(peer) ended the connection when asked for TLS")
        case [UInt8(ascii: "S")]: return true
        case [UInt8(ascii: "N")]: return false
        default:
            // More than the one byte would be somebody else's, put before what TLS protects.
            throw ProbeFailure(.databaseMalformed, "\(peer) answers the request for TLS as no PostgreSQL server does")
        }
    }

    private func secured(
        _ socket: consuming Socket, _ peer: SocketAddress, into outcome: inout ProbeOutcome, until deadline: Deadline
    ) async throws(ProbeFailure) -> TLSStream {
        var tls = settings.tls
        tls.verifies = settings.tlsMode == .verifyFull
        let stream = try await environment.secure(
            socket, for: target.host, peer: peer, settings: tls, into: &outcome, until: deadline)
        let doubts = outcome.tls?.verdict.findings.filter { $0 != .nameMismatch } ?? []
        if settings.tlsMode == .verifyCA, let finding = doubts.first {
            throw ProbeFailure(FailureReason(finding), "\(peer): \(finding)")
        }
        return stream
    }
}

extension PostgresSettings {
    /// The password as it stands now; `nil` without one.
    fileprivate func password(for target: Target) throws(ProbeFailure) -> Secret? {
        if let password { return try password.current() }
        guard let passwordFile else { return nil }
        let text = try SecretSource.file(path: passwordFile).current().revealed
        return PasswordFile.password(in: text, host: target.host, port: target.port, database: database, user: user)
            .map(Secret.init)
    }
}
