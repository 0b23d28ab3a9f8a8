import Glibc
import Posix
import Testing
import Wire

@testable import Netlink

@Suite struct TCPSocketTests {
    @Test func questionHasTheKernelsSize() {
        let question = Question.tcpSockets(family: 10)
        #expect(question.body.count == 56 && question.asksForAll && question.type == 20)
        #expect(question.body.prefix(8) == [10, 6, 0, 0, 0xff, 0x0f, 0, 0])
    }

    @Test func socketIsReadFromItsMessage() throws {
        var message = [UInt8](repeating: 0, count: 72)
        (message[0], message[1]) = (2, 10)
        message.replaceSubrange(56..<64, with: [3, 0, 0, 0, 0, 16, 0, 0])
        let socket = try TCPSocket(parsing: message.span, at: 0..<72)
        #expect(socket.state == 10 && socket.receiveQueueBytes == 3 && socket.sendQueueBytes == 4096)
        for length in 0..<64 {
            #expect(throws: NetlinkError.self) { _ = try TCPSocket(parsing: message.span, at: 0..<length) }
        }
    }

    @Test func findsASocketThatListens() throws {
        let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let descriptor = FileDescriptor(owning: number)
        #expect(listen(descriptor.number, 7) == 0)
        var query = SocketQuery()
        for _ in 0..<2 {
            var listening: [UInt32] = []
            func take(_ socket: TCPSocket) {
                if socket.state == 10 { listening.append(socket.sendQueueBytes) }
            }
            try query.forEachTCPSocket(.ip4, restart: { listening = [] }, each: take)
            #expect(listening.contains(7))
        }
    }
}
