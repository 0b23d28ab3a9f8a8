import Testing
import Wire

@testable import Probing

@Suite struct HostsFileTests {
    private let file = HostsFile(
        parsing: """
            # 192.0.2.9 commented.test
            127.0.0.1\tlocalhost
            ::1 localhost ip6-localhost
            192.0.2.1 Chat.Test chat # alias.test
            192.0.2.2 chat.test
            not-an-address broken.test
            fe80::1%lo zoned.test
            192.0.2.3
            """)

    @Test(arguments: [
        ("localhost", AddressFamily.ip4, ["127.0.0.1"]), ("localhost", .ip6, ["::1"]), ("LOCALHOST", .ip4, ["127.0.0.1"]),
        ("chat.test", .ip4, ["192.0.2.1", "192.0.2.2"]), ("chat", .ip4, ["192.0.2.1"]), ("chat", .ip6, []),
    ])
    func findsNamesInAnyCase(name: String, family: AddressFamily, expected: [String]) {
        #expect(file.addresses(of: name, family: family)?.map(\.description) == expected)
    }

    @Test(arguments: ["commented.test", "alias.test", "broken.test", "zoned.test", "unknown.test", "", "#"])
    func doesNotKnowTheRest(name: String) {
        #expect(file.addresses(of: name, family: .ip4) == nil)
    }
}
