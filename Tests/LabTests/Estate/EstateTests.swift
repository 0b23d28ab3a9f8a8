import Posix
import Probing
import Testing
import WhatsApp
import Wire

@testable import Lab

@Suite struct EstateTests {
    @Test func hasEveryHostOfTheCatalogue() {
        let hosts = Set(Estate.endpoints.map(\.target.host)).filter { !$0.isEmpty && IPAddress($0) == nil }
        #expect(hosts.subtracting(Estate.hosts) == [])
        #expect(hosts.allSatisfy { Estate.addresses(of: $0, family: .ip4)?.isEmpty == false })
    }

    @Test func hasEveryAddressOfTheCatalogue() {
        let addresses = Estate.endpoints.compactMap { IPAddress($0.target.host) } + Catalogue.publicResolvers.map(\.ip)
        #expect(addresses.allSatisfy { !Estate.controls(at: $0).isEmpty || Estate.resolver(at: $0) != nil })
    }

    @Test func givesEachHostAnAddressOfItsOwnAtEachPointOfPresence() {
        let all = Estate.pointsOfPresence.flatMap { place in
            Estate.metaHosts.flatMap { host in AddressFamily.allCases.map { place.address(of: host, family: $0) } }
        }
        #expect(Set(all).count == all.count)
        #expect(all.allSatisfy { $0.reach == .global })
        for place in Estate.pointsOfPresence {
            for host in Estate.metaHosts {
                for family in AddressFamily.allCases {
                    let address = place.address(of: host, family: family)
                    #expect(Estate.edge(of: address) == place.code)
                    #expect(Estate.host(at: address) == host.name)
                }
            }
        }
    }

    @Test func namesTheChatEdgeAsItIsKnown() throws {
        let chat = try #require(IPAddress("57.144.23.33"))
        #expect(Estate.addresses(of: "g.whatsapp.net", family: .ip4) == [chat])
        #expect(Estate.addresses(of: "chat.cdn.whatsapp.net", family: .ip4) == [chat])
        #expect(Estate.reverseName(of: chat) == "whatsapp-chatd-edge-shv-01-mia3.facebook.com")
        let web = try #require(IPAddress("157.240.205.60"))
        #expect(Estate.reverseName(of: web) == "whatsapp-cdn-shv-01-hel3.fbcdn.net")
        #expect(Estate.addresses(of: "e1.whatsapp.net", family: .ip4)?.count == 4)
        #expect(Estate.addresses(of: "e1.whatsapp.net", family: .ip6) == [])
        #expect(Estate.addresses(of: "example.org", family: .ip4) == nil)
    }

    @Test func playsEveryAddressOnLoopbackWithoutCollision() {
        let addresses =
            Estate.hosts.flatMap { Estate.allAddresses(of: $0) } + Estate.resolvers.map(\.address) + [Estate.gateway]
        let distinct = Set(addresses.filter { $0.family == .ip4 })
        let played = Set(distinct.map(Estate.loopback))
        #expect(played.count == distinct.count)
        #expect(played.allSatisfy { $0.reach == .loopback })
        #expect(Estate.loopbackPort(443) == 20_443)
    }

    @Test func answersAreWhatTheCatalogueCallsHealthy() throws {
        for endpoint in Estate.endpoints {
            guard let prober = endpoint.target.prober as? HTTPProber else { continue }
            let answer = Estate.answer(of: endpoint.target.host)
            let url = try HTTPURL(parsing: "https://\(endpoint.target.host)\(prober.requestTarget)")
            try prober.expectation.judge(answer.head, body: Array(answer.body.utf8), from: url)
        }
    }
}
