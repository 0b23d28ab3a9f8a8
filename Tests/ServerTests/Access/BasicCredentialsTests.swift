import Foundation
import Testing

@testable import Server

@Suite struct BasicCredentialsTests {
    @Test(arguments: ["Basic ", "basic ", "BASIC "])
    func readsNameAndPassword(scheme: String) throws {
        let read = try #require(BasicCredentials(scheme + Data("alice:a:b c".utf8).base64EncodedString()))
        #expect(read.user == "alice")
        #expect(read.password == Array("a:b c".utf8))
    }

    @Test func takesEmptyHalvesAndAnyBytesForAPassword() throws {
        let read = try #require(BasicCredentials("Basic " + Data([0x3A, 0xFF, 0x00]).base64EncodedString()))
        #expect(read.user == "")
        #expect(read.password == [0xFF, 0x00])
    }

    @Test(arguments: [
        "", "Basic", "Basic ", "Basic !", "Bearer YTpi", "BasicYTpi", "Basic YWI", "Basic YWI=", "Basic /zpi",
        "Basic " + String(repeating: "YTpi", count: 2000),
    ])
    func refusesWhatIsNone(field: String) {
        #expect(BasicCredentials(field) == nil)
    }
}
