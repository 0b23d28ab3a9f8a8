import Testing

@testable import ProcFS

@Suite struct MountInfoTests {
    private func mount(_ line: String) throws -> MountInfo {
        try #require(try parse(line + "\n") { (bytes) throws(Malformed) in try MountTable.parse(bytes) }.first)
    }

    @Test func readsEachField() throws {
        let mount = try mount("36 35 98:1048575 /root /data rw,noatime shared:1 master:2 - ext3 /dev/root rw,errors=continue")
        #expect(mount.major == 98)
        #expect(mount.minor == 1_048_575)
        #expect(mount.mountPoint == Array("/data".utf8))
        #expect(mount.type == "ext3")
        #expect(mount.source == "/dev/root")
        #expect(!mount.isReadOnly)
    }

    @Test(
        arguments: [
            (#"/with\040space"#, "/with space"), (#"/tab\011"#, "/tab\t"), (#"/line\012feed"#, "/line\nfeed"),
            (#"/back\134slash"#, #"/back\slash"#), (#"/\134040"#, #"/\040"#), (#"/cut\04"#, #"/cut\04"#), (#"/\"#, #"/\"#),
            (#"/\999"#, #"/\999"#), (#"/\777"#, #"/\777"#), ("/-", "/-"), (#"/\040-\040"#, "/ - "),
        ])
    func mountPointHasItsOwnBytes(written: String, name: String) throws {
        #expect(try mount("1 1 0:1 / \(written) rw - tmpfs none rw").mountPoint == Array(name.utf8))
    }

    @Test func mountPointNeedNotBeUTF8() throws {
        let line = Array("1 1 0:1 / /a".utf8) + [0xff, 0xfe] + Array("b rw - tmpfs none rw\n".utf8)
        let mount = try parse(line) { (bytes) throws(Malformed) in try MountTable.parse(bytes) }
        #expect(mount.first?.mountPoint == Array("/a".utf8) + [0xff, 0xfe, UInt8(ascii: "b")])
    }

    @Test func sourceKeepsTheKernelsSpelling() throws {
        #expect(try mount(#"1 1 0:1 / / rw - tmpfs a\040b rw"#).source == #"a\040b"#)
        #expect(try mount("1 1 0:1 / / rw - tmpfs  rw").source == "")
    }

    @Test(
        arguments: [
            ("rw", "rw", false), ("ro", "rw", true), ("rw,noatime", "rw,ro", true), ("rw", "rw,emergency_ro", true),
            ("rw,errors=remount-ro", "rw", false), ("rw,ro=1", "rw", false), ("nodev,ro", "rw", true), ("ro,nodev", "rw", true),
            ("rw", "emergency_ro,rw", true), ("rw", "rw,relro", false),
        ])
    func readOnlyIsSaidByAnyOfThree(options: String, superOptions: String, isReadOnly: Bool) throws {
        #expect(try mount("1 1 0:1 / / \(options) shared:1 - tmpfs none \(superOptions)").isReadOnly == isReadOnly)
    }

    @Test(
        arguments: [
            "36 35 98:0 / /data rw - ext4 /dev/sda\n", "36 35 98:0 / /data rw ext4 /dev/sda rw\n",
            "36 35 98 / /data rw - ext4 a rw\n",
            "36 35 98:x / /data rw - ext4 a rw\n", "36 35 4294967296:0 / /data rw - ext4 a rw\n",
            "x 35 98:0 / /d rw - ext4 a rw\n",
            "36 35 98:0\n", "\n", "36 35 98:0 /  rw - ext4 a rw\n", "36 35 98:0 / /data rw -  a rw\n", "-\n",
        ])
    func lineOfAnotherShapeIsRefused(text: String) {
        #expect(throws: Malformed.self) { try parse(text) { (bytes) throws(Malformed) in _ = try MountTable.parse(bytes) } }
    }

    @Test func noCutOrDamageTraps() {
        let bytes = Array("36 35 98:0 / /a\\040b rw,ro shared:1 - ext4 /dev/sda rw,x=1\n37 36 0:1 / /c rw - tmpfs  ro\n".utf8)
        for length in bytes.indices {
            _ = try? parse(Array(bytes[..<length]) + [newline]) { (bytes) throws(Malformed) in try MountTable.parse(bytes) }
            for damage: UInt8 in [0, 10, 32, 0x2d, 0x39, 0x5c, 0xff] {
                var damaged = bytes
                damaged[length] = damage
                _ = try? parse(damaged) { (bytes) throws(Malformed) in try MountTable.parse(bytes) }
            }
        }
    }
}
