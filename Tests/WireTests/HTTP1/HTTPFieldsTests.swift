import Testing

@testable import Wire

@Suite struct HTTPFieldsTests {
    private let fields: HTTPFields = [
        "Accept": "text/plain", "Via": "a", "accept": " text/html ", "Connection": "Close, ,\tTE,", "ACCEPT": "",
    ]

    @Test func findsNamesWithoutRegardToCase() {
        #expect(fields.first("aCCEPT") == "text/plain")
        #expect(fields.all("Accept") == ["text/plain", "text/html", ""])
        #expect(fields.joined("accept") == "text/plain, text/html, ")
        #expect(fields.first("Accep") == nil)
        #expect(fields.all("Acceptt").isEmpty)
        #expect(fields.joined("x") == nil)
    }

    @Test func listsMembers() {
        #expect(fields.members("connection") == ["Close", "TE"])
        #expect(fields.contains("close", in: "connection"))
        #expect(!fields.contains("clos", in: "connection"))
    }

    @Test func keepsOrderAndDuplicates() {
        #expect(fields.lines.map(\.name) == ["Accept", "Via", "accept", "Connection", "ACCEPT"])
    }

    @Test(arguments: ["", " ", "a b", "a:", "a\r\nb", "é", "a\0"])
    func refusesNamesThatAreNotTokens(name: String) {
        var fields = HTTPFields()
        let isAdded = fields.append(name, "x")
        #expect(!isAdded)
        #expect(fields.lines.isEmpty)
    }

    @Test(arguments: [
        ("a\r\nSet-Cookie: b", "a  Set-Cookie: b"), ("\r\n", ""), ("\u{0}a\u{7f}", "a"), ("a\tb", "a\tb"), ("\t a ", "a"),
        ("é", "é"),
    ])
    func blanksControlBytesInValues(value: String, expected: String) {
        var fields = HTTPFields()
        fields.append("a", value)
        #expect(fields.first("a") == expected)
    }
}
