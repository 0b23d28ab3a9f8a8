import Glibc
import Posix
import Testing

@Suite struct ChildProcessTests {
    @Test func givesTheExitStatus() throws {
        #expect(try ChildProcess(["true"]).wait() == 0)
        #expect(try ChildProcess(["sh", "-c", "exit 7"]).wait() == 7)
    }

    @Test func aSignalIsPassedOnAndTold() throws {
        let child = try ChildProcess(["sleep", "60"])
        #expect(try child.poll() == nil)
        child.signal(SIGTERM)
        #expect(try child.wait() == 128 + SIGTERM)
    }

    @Test func whatDoesNotExistIsAnError() {
        #expect(throws: Errno(ENOENT)) { try ChildProcess(["/nonexistent"]) }
        #expect(throws: Errno(EINVAL)) { try ChildProcess([]) }
    }

    @Test func startsWithoutBlockedSignals() throws {
        let status = try ChildProcess(["sh", "-c", "grep -q '^SigBlk:\t0*$' /proc/self/status"]).wait()
        #expect(status == 0)
    }
}
