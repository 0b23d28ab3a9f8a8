import Testing
import WhatsApp
import Wire

@testable import Diagnosis

@Suite struct AddressNamesTests {
    private let now = Answering.midnight
    private let mia = Answering.mia
    private let atl = Answering.atl
    private let name = AddressName("whatsapp-chatd-edge-shv-01-mia3.facebook.com", standing: .confirmed)

    private func claims(_ names: inout AddressNames, _ address: IPAddress, at time: Double) -> Bool {
        names.claim(address, at: time)
    }

    @Test func nameIsAskedForOnceADay() {
        var names = AddressNames()
        #expect(claims(&names, mia, at: now) == true)
        #expect(claims(&names, mia, at: now + 1) == false)
        names.record(name, of: mia, at: now + 1)
        #expect(names[mia] == name)
        #expect(claims(&names, mia, at: now + 86_400) == false)
        #expect(claims(&names, mia, at: now + 86_402) == true)
        #expect(names[mia] == name)
    }

    @Test func failedLookupIsTriedAgainSoon() {
        var names = AddressNames()
        #expect(claims(&names, mia, at: now) == true)
        #expect(claims(&names, mia, at: now + 599) == false)
        #expect(claims(&names, mia, at: now + 600) == true)
    }

    @Test func clockPutBackDoesNotSilenceTheLookups() {
        var names = AddressNames()
        #expect(claims(&names, mia, at: now + 1e7) == true)
        names.record(name, of: mia, at: now + 1e7)
        #expect(claims(&names, mia, at: now) == true)
    }

    @Test func longestUnaskedMakesRoom() {
        var names = AddressNames()
        _ = names.claim(mia, at: now)
        names.record(name, of: mia, at: now)
        for number in 0..<512 { _ = names.claim(.v4(UInt32(number)), at: now + 1) }
        #expect(names[mia] == nil)
        names.record(name, of: mia, at: now + 2)
        #expect(names[mia] == nil)
    }

    @Test func refutedNameGivesNoPlace() throws {
        for standing in AddressName.Standing.allCases {
            var book = EdgeBook()
            book.answer(mia, from: now, to: now + 60)
            _ = book.names.claim(mia, at: now)
            book.names.record(AddressName(name.text, standing: standing), of: mia, at: now)
            let reading = try #require(book.reading(at: now))
            #expect(reading.name?.standing == standing)
            #expect(reading.place?.description == (standing == .refuted ? nil : "mia3"))
        }
    }

    private func agreement(_ answers: [(EdgeRole, String, String, String?)]) -> EdgeAgreement {
        var book = EdgeBook()
        for (role, resolver, address, place) in answers {
            let address = Answering.address(address)
            let key = EdgeKey(role: role, resolver: resolver, family: address.family)
            book.see(EdgeAnswer(key: key, addresses: [address], at: now))
            guard let place else { continue }
            _ = book.names.claim(address, at: now)
            book.names.record(AddressName("whatsapp-cdn-shv-01-\(place).fbcdn.net", standing: .confirmed), of: address, at: now)
        }
        return EdgeAgreement(of: book.readings(at: now + 1))
    }

    @Test func resolversAgreeByNetworkWhileNamesAreMissing() {
        let agreement = agreement([
            (.chat, "system", "57.144.23.33", "mia3"), (.chat, "1.1.1.1", "57.144.23.34", nil),
            (.chat, "8.8.8.8", "57.144.40.33", "atl3"),
        ])
        #expect(agreement.resolvers == [.init(role: .chat, family: .ip4, ratio: 2.0 / 3)])
        #expect(agreement.roles.isEmpty)
        #expect(agreement.families.isEmpty)
    }

    @Test func resolversAgreeByNameWhereAllHaveOne() {
        let agreement = agreement([
            (.chat, "system", "57.144.23.33", "mia3"), (.chat, "1.1.1.1", "157.240.14.61", "mia3"),
            (.chat, "8.8.8.8", "57.144.40.33", "atl3"), (.chat, "9.9.9.9", "57.144.41.33", "mia3"),
        ])
        #expect(agreement.resolvers == [.init(role: .chat, family: .ip4, ratio: 0.75)])
    }

    @Test func loneResolverAgreesWithNobody() {
        #expect(agreement([(.chat, "system", "57.144.23.33", nil)]).resolvers.isEmpty)
    }

    @Test func chatAndWebShareAnEdge() {
        let agreement = agreement([
            (.chat, "system", "57.144.23.33", nil), (.web, "system", "57.144.23.32", nil),
            (.chat, "1.1.1.1", "57.144.23.33", nil), (.web, "1.1.1.1", "57.144.40.32", nil),
        ])
        #expect(
            agreement.roles == [
                .init(resolver: "1.1.1.1", family: .ip4, isSame: false), .init(resolver: "system", family: .ip4, isSame: true),
            ])
    }

    @Test func familiesAgreeByNameOnly() {
        let v6 = "2a03:2880:f33c:120:face:b00c:0:167"
        #expect(agreement([(.web, "system", "57.144.23.32", "mia3"), (.web, "system", v6, nil)]).families.isEmpty)
        #expect(
            agreement([(.web, "system", "57.144.23.32", "mia3"), (.web, "system", v6, "mia3")]).families
                == [.init(role: .web, resolver: "system", isSame: true)])
        #expect(
            agreement([(.web, "system", "57.144.23.32", "mia3"), (.web, "system", v6, "mia4")]).families
                == [.init(role: .web, resolver: "system", isSame: false)])
    }
}
