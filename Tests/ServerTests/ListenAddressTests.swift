import Posix
import Testing
import Wire

@testable import Server

@Suite struct ListenAddressTests {
    @Test(arguments: [
        (":10042", ["0.0.0.0:10042", "[::]:10042"]),
        ("0.0.0.0:10042", ["0.0.0.0:10042"]),
        ("[::]:10042", ["[::]:10042"]),
        ("[::1]:0", ["[::1]:0"]),
        ("127.0.0.1:65535", ["127.0.0.1:65535"]),
        ("localhost:80", ["127.0.0.1:80", "[::1]:80"]),
        ("LocalHost:80", ["127.0.0.1:80", "[::1]:80"]),
    ])
    func namesSocketAddresses(of text: String, _ expected: [String]) throws {
        #expect(try ListenAddress(parsing: text).socketAddresses.map(\.description) == expected)
    }

    @Test(arguments: [":10042", "localhost:0", "127.0.0.1:1", "[2001:db8::1]:443"])
    func survivesItsOwnDescription(_ text: String) throws {
        let address = try ListenAddress(parsing: text)
        #expect(address.description == text)
        #expect(try ListenAddress(parsing: address.description) == address)
    }

    @Test(
        arguments: [
            ("", .missingPort), ("10042", .missingPort), ("127.0.0.1", .missingPort), ("127.0.0.1:", .missingPort),
            ("[::1]", .missingPort), (":", .missingPort), (":65536", .badPort), (":-1", .badPort), (":+80", .badPort),
            (":http", .badPort), (":000080", .badPort), ("example.org:80", .badHost), ("*:80", .badHost),
            ("[127.0.0.1]:80", .badHost),
            ("[]:80", .badHost), ("127.1:80", .badHost), (" :80", .badHost), ("::1", .missingBrackets),
            ("::1:10042", .missingBrackets),
        ] as [(String, ListenAddressError.Problem)])
    func rejects(_ text: String, for problem: ListenAddressError.Problem) {
        #expect(throws: ListenAddressError(text, problem)) { try ListenAddress(parsing: text) }
    }

    @Test(arguments: [
        ("10042", "\"10042\" has no port: write for example :10042"),
        ("", "\"\" has no port: write for example :10042"),
        ("127.0.0.1", "\"127.0.0.1\" has no port: write for example 127.0.0.1:10042"),
        ("127.0.0.1:", "\"127.0.0.1:\" has no port: write for example 127.0.0.1:10042"),
        ("[::1]", "\"[::1]\" has no port: write for example [::1]:10042"),
    ])
    func saysWhatWouldBeRight(_ text: String, _ expected: String) {
        #expect(throws: ListenAddressError.self) { try ListenAddress(parsing: text) }
        #expect(ListenAddressError(text, .missingPort).description == expected)
    }
}
