import Testing
import Wire

@Suite struct DNSResponseCodeTests {
    @Test func labelsAreAClosedSet() {
        let labels = (0...4095).map { DNSResponseCode(rawValue: $0).label }
        #expect(Set(labels) == Set(DNSResponseCode.labels))
        #expect(Array(labels.prefix(7)) == ["noerror", "formerr", "servfail", "nxdomain", "notimp", "refused", "other"])
        #expect(DNSResponseCode.labels.count == 7)
    }

    @Test func keepsEveryNumber() {
        #expect((0...4095).allSatisfy { DNSResponseCode(rawValue: $0).rawValue == $0 })
    }
}
