import Posix
import Testing

@testable import Netlink

@Suite struct AnswerTests {
    private func message(
        _ type: UInt16, _ body: [UInt8] = [], flags: UInt16 = MessageHead.isMultipart, sequence: UInt32 = Capture.sequence
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(native: UInt32(16 + body.count))
        bytes.append(native: type)
        bytes.append(native: flags)
        bytes.append(native: sequence)
        bytes.append(native: 0 as UInt32)
        bytes += body
        while !bytes.count.isMultiple(of: 4) { bytes.append(0) }
        return bytes
    }

    private func types(_ datagrams: [[UInt8]]) throws(NetlinkError) -> (types: [UInt16], isComplete: Bool) {
        var types: [UInt16] = []
        let isComplete = try Capture.read(datagrams) { (head, _) throws(NetlinkError) in types.append(head.type) }
        return (types, isComplete)
    }

    @Test(arguments: zip(Capture.allCases, [4, 4, 4, 7, 19, 3, 1, 3, 0]))
    func capturedAnswersAreComplete(capture: Capture, messages: Int) throws {
        guard capture != .refusal else { return }
        let read = try Capture.parse(capture, try capture.datagrams)
        #expect(read.isComplete)
        #expect(read.messages == messages)
    }

    @Test func refusalHasItsNumber() throws {
        let datagrams = try Capture.refusal.datagrams
        #expect(throws: NetlinkError.refused(Errno(22))) { try Capture.parse(.refusal, datagrams) }
    }

    @Test func refusalOfALeastNumberIsOneToo() {
        let datagram = message(MessageHead.error, [0, 0, 0, 0x80])
        #expect(throws: NetlinkError.self) { try types([datagram]) }
    }

    @Test func acknowledgementEndsAnAnswer() throws {
        #expect(try types([message(MessageHead.error, [0, 0, 0, 0])]).isComplete)
    }

    @Test func singleAnswerIsWhole() throws {
        let read = try types([message(16, flags: 0), message(17)])
        #expect(read.types == [16])
        #expect(read.isComplete)
    }

    @Test func messagesOfAnotherQuestionArePassedOver() throws {
        let stale = message(20, sequence: 6) + message(MessageHead.done, [0, 0, 0, 0], sequence: 6)
        let read = try types([stale, message(21), message(MessageHead.nothing), message(MessageHead.done, [0, 0, 0, 0])])
        #expect(read.types == [21])
        #expect(read.isComplete)
    }

    @Test func listWithoutItsEndIsIncomplete() throws {
        #expect(try !types([message(21), message(22)]).isComplete)
    }

    @Test func listThatFailsHalfwayIsRefused() {
        let end = message(MessageHead.done, [0x97, 0xff, 0xff, 0xff])
        #expect(throws: NetlinkError.refused(Errno(105))) { try types([message(21) + end]) }
    }

    @Test(arguments: [MessageHead.done, 21])
    func changeOfTheListIsSeenInAnyMessage(type: UInt16) throws {
        var answer = Answer(sequence: Capture.sequence)
        let flags = MessageHead.isMultipart | MessageHead.isInterrupted
        _ = try answer.read(message(type, [0, 0, 0, 0], flags: flags).span) { (_) throws(NetlinkError) in }
        #expect(answer.isInterrupted)
    }

    @Test func lostMessagesInterrupt() {
        #expect(throws: NetlinkError.interrupted) { try types([message(MessageHead.overrun)]) }
    }

    @Test(arguments: [0, 15, 17, 0x7fff_ffff, 0xffff_ffff] as [UInt32])
    func lengthsThatCannotBeAreRefused(length: UInt32) {
        var datagram = message(21)
        for step in 0..<4 { datagram[step] = UInt8(truncatingIfNeeded: length >> (8 * step)) }
        #expect(throws: NetlinkError.malformed(offset: 0)) { try types([datagram]) }
    }
}
