import Diagnosis
import Posix
import Probing
import ProcFS
import Testing
import WhatsApp
import Wire

@testable import Exporter

@Suite struct EdgePlanTests {
    private func endpoint(
        _ component: Component, _ host: String, port: UInt16 = 443, isPublic: Bool = true, resolver: SocketAddress? = nil
    ) -> Endpoint {
        Endpoint(
            .component(component),
            Target(name: host, host: host, port: port, prober: TCPProber(), resolver: resolver, isPublic: isPublic))
    }

    @Test func cataloguesRoles() throws {
        let plan = EdgePlan(Catalogue.endpoints(procfs: ProcFS()), settings: EdgeSettings())
        #expect(
            plan.targets.mapValues(\.host)
                == [.chat: "g.whatsapp.net", .web: "web.whatsapp.com", .chatAlternate: "e1.whatsapp.net"])
        #expect(plan.questions.count == 3 * 4 * 2)
        #expect(plan.keys.count == plan.questions.count)
        #expect(Set(plan.keys.map(\.resolver)) == ["system", "1.1.1.1", "8.8.8.8", "9.9.9.9"])
        for question in plan.questions {
            #expect(question.interval == (question.key.resolver == "system" ? .seconds(60) : .seconds(300)))
            #expect((question.server == nil) == (question.key.resolver == "system"))
        }
    }

    @Test func onlyTheRolesOwnHostAndPortCount() throws {
        let endpoints = Catalogue.endpoints(procfs: ProcFS())
        let plan = EdgePlan(endpoints, settings: EdgeSettings())
        let roles = endpoints.compactMap { endpoint in plan.role(of: endpoint.target).map { (endpoint.target.name, $0) } }
        #expect(roles.map(\.0) == ["chat_ip4", "chat_ip6", "chat_alternate_e1", "web"])
        #expect(roles.map(\.1) == [.chat, .chat, .chatAlternate, .web])
    }

    @Test func literalsAreNotAsked() {
        let endpoints = [endpoint(.chat, "192.0.2.1"), endpoint(.web, ""), endpoint(.media, "media.example.com")]
        #expect(EdgePlan(endpoints, settings: EdgeSettings()).questions.isEmpty)
        var literal = endpoint(.chat, "chat.example.com")
        literal.target.address = .v4(1)
        #expect(EdgePlan([literal], settings: EdgeSettings()).targets.isEmpty)
    }

    @Test func disabledAsksNothing() {
        var settings = EdgeSettings()
        settings.isEnabled = false
        let plan = EdgePlan(Catalogue.endpoints(procfs: ProcFS()), settings: settings)
        #expect(plan.questions.isEmpty && plan.targets.isEmpty)
    }

    @Test func publicResolversHearOfPublicNamesOnly() {
        var settings = EdgeSettings()
        let near = SocketAddress(.v4(0x7F00_0002), port: 5353)
        settings.resolvers.append(near)
        let plan = EdgePlan([endpoint(.chat, "chat.corp.example", isPublic: false)], settings: settings)
        #expect(
            plan.questions.map { "\($0.key)" } == [
                "chat/system/ip4", "chat/system/ip6", "chat/127.0.0.2:5353/ip4", "chat/127.0.0.2:5353/ip6",
            ])
    }

    @Test func resolverInPlaceOfTheSystemsIsAskedOnce() {
        let quad9 = Catalogue.publicResolvers[2]
        let plan = EdgePlan([endpoint(.chat, "chat.example.com", resolver: quad9)], settings: EdgeSettings())
        #expect(plan.questions.filter { $0.server == quad9 }.map(\.key.resolver) == ["system", "system"])
    }

    @Test func resolversAreBounded() {
        var settings = EdgeSettings()
        settings.resolvers = (0..<100).map { SocketAddress(.v4(0x0101_0100 + UInt32($0 / 2)), port: 53) }
        let plan = EdgePlan([endpoint(.chat, "chat.example.com")], settings: settings)
        #expect(plan.questions.count == 9 * 2 && plan.keys.count == 9 * 2)
    }
}
