import Certificates
import Posix
import TLS

/// A scenario about to be played by real servers.
struct Stage {
    let scenario: Scenario
    let placement: Placement
    /// Where the exporter's files are.
    let directory: String
    let flags: [String]
    private let identity: ChatIdentity
    private let stranger: ChatIdentity
    private let certificates: CertificateShelf

    /// Makes keys and certificates, and writes the exporter's files.
    /// - Parameter directory: where to; `nil` for a new one.
    init(_ scenario: Scenario, _ placement: Placement, directory: String?, interval: Duration? = nil) throws {
        self.scenario = scenario
        self.placement = placement
        let path = try directory ?? makeTemporaryDirectory("whatsapp_lab")
        try makeDirectory(path)
        self.directory = path
        identity = try ChatIdentity()
        stranger = try ChatIdentity()
        certificates = try CertificateShelf(at: unixTimeNow())
        flags = try Handover(
            placement: placement, directory: path, rootKey: identity.rootKey, trustedRoot: certificates.rootPEM,
            interval: interval
        ).write()
    }

    /// Opens all servers, the scenario's time beginning now.
    func servers(_ board: FaultBoard, on loop: EventLoop) async throws(LabError) -> EstateServers {
        let servers = EstateServers(
            placement, board: board, identity: identity, stranger: stranger, certificates: certificates, on: loop)
        try await servers.open()
        return servers
    }
}
