package import Posix
import WhatsApp
package import Wire

/// All servers of the estate, on one loop, suffering what the board says.
///
/// Confined to its loop.
package final class EstateServers {
    private let placement: Placement
    private let board: FaultBoard
    private let chat: ChatService
    private let platform: BusinessPlatform
    private let certificates: CertificateShelf
    private let loop: EventLoop
    private var doors: [Door] = []
    private var nameServers: [Task<Void, Never>] = []

    /// - Parameters:
    ///   - identity: what the chat servers prove themselves with.
    ///   - stranger: what they do when they are not to be trusted.
    ///   - secrets: what the platform knows the business by.
    ///   - strangers: addresses where somebody else serves the web.
    package init(
        _ placement: Placement, board: FaultBoard, identity: ChatIdentity, stranger: ChatIdentity,
        certificates: CertificateShelf, secrets: LabSecrets, strangers: [IPAddress] = [], on loop: EventLoop
    ) {
        self.placement = placement
        self.board = board
        self.certificates = certificates
        self.loop = loop
        chat = ChatService(identity: identity, stranger: stranger, board: board)
        platform = BusinessPlatform(secrets, board: board)
        makeDoors()
        for address in strangers { add(address, 443, web(Estate.stranger)) }
    }

    // MARK: Playing

    /// Opens everything, as the faults in force want it.
    package func open() async throws(LabError) {
        for server in Estate.resolvers { try await answerNames(as: server) }
        try await follow()
    }

    /// Opens and shuts doors as the faults in force now want it. Everything else follows by itself.
    package func follow() async throws(LabError) {
        for door in doors {
            do { try await door.follow() } catch { throw .cannotListen(door.address, error) }
        }
    }

    /// Follows the board until the task is cancelled or something goes wrong; `onChange` is called at each change.
    package func play(onChange: () -> Void) async throws(LabError) {
        while !Task.isCancelled {
            onChange()
            try await follow()
            let turn: Deadline = board.hasPartialRefusal ? .after(.milliseconds(250)) : .never
            // A little after, so that the change is there.
            let change = board.nextChange.map { $0 + .milliseconds(1) } ?? .never
            if await loop.sleep(until: min(turn, change)) == .cancelled { return }
        }
    }

    /// Shuts everything.
    package func close() async {
        for door in doors { await door.close() }
        for task in nameServers {
            task.cancel()
            await task.value
        }
        nameServers = []
    }

    // MARK: The estate

    private func makeDoors() {
        for (host, address) in Estate.metaAddresses where placement.isPlayed(address) {
            if Estate.components(of: host.name).contains(.chat) {
                for port: UInt16 in [443, 5222, 80] { add(address, port) { [chat] in try await chat.serve($0, $1) } }
            } else {
                add(address, 443, web(host.name))
            }
        }
        for address in Estate.amazonAddresses {
            for port: UInt16 in [443, 5222, 80] { add(address, port) { socket, _ in try await socket.hold() } }
        }
        for site in Estate.sites { add(site.address, 443, web(site.name)) }
        for control in Estate.controlAddresses {
            add(control.ip, control.port) { socket, _ in try await socket.hold() }
        }
        for server in Estate.resolvers {
            let nameServer = nameServer(server)
            add(server.address, 53) { try await nameServer.serve($0, $1) }
        }
    }

    private func add(_ address: IPAddress, _ port: UInt16, _ service: @escaping Door.Service) {
        doors.append(
            Door(
                Place(connectionTo: address, port: port), at: placement.listening(address, port: port), board: board,
                loop: loop, service: service))
    }

    private func web(_ host: String) -> Door.Service {
        let service = WebService(
            host: host, board: board, certificates: certificates, chat: chat, platform: platform, loop: loop)
        return { try await service.serve($0, $1) }
    }

    private func nameServer(_ server: EstateResolver) -> NameServer {
        NameServer(service: NameService(server: server, placement: placement, board: board), loop: loop)
    }

    private func answerNames(as server: EstateResolver) async throws(LabError) {
        let address = placement.listening(server.address, port: 53)
        let nameServer = nameServer(server)
        let failure: Errno? = await withCheckedContinuation { isBound in
            nameServers.append(
                loop.spawn { [loop] in
                    do throws(Errno) {
                        let listener = try DatagramListener(at: address, on: loop)
                        isBound.resume(returning: nil)
                        await nameServer.answerDatagrams(at: listener)
                    } catch {
                        isBound.resume(returning: error)
                    }
                })
        }
        if let failure { throw .cannotListen(address, failure) }
    }
}
