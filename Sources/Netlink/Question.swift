/// What the kernel is asked: one message, of which it makes a list of answers or a single one.
struct Question {
    /// The family's type of message.
    let type: UInt16
    /// Whether all there are of a kind are asked for.
    let asksForAll: Bool
    /// The body: the fixed part of the type's messages, then attributes.
    let body: [UInt8]

    func datagram(sequence: UInt32) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(MessageHead.size + body.count)
        bytes.append(native: UInt32(MessageHead.size + body.count))
        bytes.append(native: type)
        bytes.append(native: MessageHead.isRequest | (asksForAll ? MessageHead.asksForAll : 0))
        bytes.append(native: sequence)
        // The kernel knows whose socket it is.
        bytes.append(native: 0 as UInt32)
        return bytes + body
    }
}

extension Question {
    // Types of rtnetlink(7), and the sizes of their bodies' fixed parts (kernel: include/uapi/linux/rtnetlink.h).
    private static let getLink: UInt16 = 18
    private static let getAddress: UInt16 = 22
    private static let getRoute: UInt16 = 26
    private static let socketsByFamily: UInt16 = 20
    private static let getNeighbour: UInt16 = 30
    private static let getStatistics: UInt16 = 94

    /// All interfaces.
    /// - Parameter withStatistics: spares the kernel a good part of the work if not; before Linux 4.4 they come anyhow.
    static func links(withStatistics: Bool) -> Question {
        var body = [UInt8](repeating: 0, count: Link.fixedSize)
        if !withStatistics {
            // IFLA_EXT_MASK with RTEXT_FILTER_SKIP_STATS.
            body.append(native: 8 as UInt16)
            body.append(native: 29 as UInt16)
            body.append(native: 8 as UInt32)
        }
        return Question(type: getLink, asksForAll: true, body: body)
    }

    /// The traffic of all interfaces, and nothing else of them (Linux 4.7).
    static let statistics: Question = {
        var body = [UInt8](repeating: 0, count: LinkStatistics.fixedSize)
        body[8] = 1 << (LinkStatistics.attribute - 1)
        return Question(type: getStatistics, asksForAll: true, body: body)
    }()

    /// All addresses of interfaces.
    static let addresses = Question(type: getAddress, asksForAll: true, body: [UInt8](repeating: 0, count: LinkAddress.fixedSize))

    /// All routes of all tables.
    static let routes = Question(type: getRoute, asksForAll: true, body: [UInt8](repeating: 0, count: Route.fixedSize))

    /// All TCP sockets of one address family (kernel: include/uapi/linux/inet_diag.h, struct inet_diag_req_v2).
    static func tcpSockets(family: UInt8) -> Question {
        let tcp: UInt8 = 6
        var body = [family, tcp, 0, 0]
        // In each of the states from 1 to 11.
        body.append(native: 0xfff as UInt32)
        // From and to anywhere.
        body.append(contentsOf: [UInt8](repeating: 0, count: 48))
        return Question(type: socketsByFamily, asksForAll: true, body: body)
    }

    /// All neighbours one address family knows of.
    static func neighbours(family: UInt8) -> Question {
        var body = [UInt8](repeating: 0, count: Neighbour.fixedSize)
        body[0] = family
        return Question(type: getNeighbour, asksForAll: true, body: body)
    }
}
