import Certificates
import Posix
import TLS

/// A scenario about to be played by real servers.
struct Stage: Sendable {
    let scenario: Scenario
    let pace: Pace
    let placement: Placement
    /// Where the exporter's files are.
    let directory: String
    let flags: [String]
    private let isTemporary: Bool
    private let identity: ChatIdentity
    private let stranger: ChatIdentity
    private let certificates: CertificateShelf
    let secrets: LabSecrets

    /// Makes keys and certificates, and writes the exporter's files.
    /// - Parameter directory: where to; `nil` for a new one.
    init(
        _ scenario: Scenario, _ placement: Placement, pace: Pace, directory: String? = nil, interval: Duration? = nil
    ) throws {
        self.scenario = scenario
        self.pace = pace
        self.placement = placement
        let path: String
        do throws(Errno) {
            if let directory { path = try absolutePath(directory) } else { path = try makeTemporaryDirectory("whatsapp_lab") }
            try makeDirectory(path)
        } catch {
            throw LabError.cannotWrite(path: directory ?? "a temporary directory", error)
        }
        self.directory = path
        isTemporary = directory == nil
        identity = try ChatIdentity()
        stranger = try ChatIdentity()
        certificates = try CertificateShelf(at: unixTimeNow())
        secrets = try LabSecrets()
        flags = try Handover(
            placement: placement, directory: path, rootKey: identity.rootKey, trustedRoot: certificates.rootPEM,
            secrets: secrets, interval: interval
        ).write()
    }

    /// The servers, still shut.
    func servers(_ board: FaultBoard, on loop: EventLoop) -> EstateServers {
        EstateServers(
            placement, board: board, identity: identity, stranger: stranger, certificates: certificates,
            secrets: secrets, strangers: scenario.strangers, on: loop)
    }

    /// Removes the exporter's files, unless somebody named the place for them.
    func clear() {
        if isTemporary { removeDirectory(directory) }
    }
}
