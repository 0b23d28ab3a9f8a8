import Posix
import Probing
import ProcFS
import Testing
import Wire

@testable import WhatsApp

@Suite struct CatalogueTests {
    private let endpoints = Catalogue.endpoints(procfs: ProcFS())

    @Test func namesEachTargetOnceAndFitForALabel() {
        let names = endpoints.map(\.target.name)
        #expect(Set(names).count == names.count)
        for name in names {
            #expect(!name.isEmpty)
            #expect(name.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789_".utf8.contains($0) }, "\(name)")
        }
    }

    @Test func isInAStableOrder() {
        #expect(Catalogue.endpoints(procfs: ProcFS()).map(\.target.name) == endpoints.map(\.target.name))
    }

    @Test func asksNoHostMoreThanOnceInThirtySeconds() {
        let paced = endpoints.map(\.target).filter { !$0.host.isEmpty }
        for (host, targets) in Dictionary(grouping: paced, by: \.host) {
            let perSecond = targets.reduce(0.0) { $0 + Double($1.families.families.count) / $1.interval.seconds }
            #expect(perSecond <= 1.0 / 30, "\(host)")
        }
    }

    @Test(arguments: Component.allCases) func seesEachComponentWithinAMinute(component: Component) {
        #expect(endpoints.contains { $0.role == .component(component) && $0.target.interval <= .seconds(60) })
    }

    @Test(arguments: Control.allCases) func seesEachControlWithinAMinute(control: Control) {
        #expect(endpoints.contains { $0.role == .control(control) && $0.target.interval <= .seconds(60) })
    }

    @Test func knowsThatAllOfThemArePublic() {
        #expect(endpoints.allSatisfy { $0.target.isPublic && $0.target.resolver == nil && $0.target.address == nil })
        #expect(Catalogue.publicResolvers.allSatisfy { $0.ip.reach == .global && $0.port == 53 })
        #expect(Set(Catalogue.publicResolvers).count == 3)
    }

    @Test func leavesTimeForAnotherProbeBeforeTheNext() {
        for target in endpoints.map(\.target) { #expect(target.timeout * 2 < target.interval) }
    }

    @Test func keepsControlsAwayFromWhatTheyControl() {
        let components = endpoints.filter { if case .component = $0.role { true } else { false } }
        let controls = endpoints.filter { if case .control = $0.role { true } else { false } }
        #expect(components.count + controls.count == endpoints.count)
        let meta = ["whatsapp", "facebook", "wa.me", "meta", "instagram"]
        #expect(controls.allSatisfy { control in meta.allSatisfy { !control.target.host.contains($0) } })
        // A control by address must not need the resolver that another control is there to judge.
        let system = controls.filter { $0.role == .control(.resolver) && $0.target.host.isEmpty }
        #expect(system.map(\.target.name) == ["control_resolver_system"])
        for control in controls where control.role == .control(.address) || control.role == .control(.resolver) {
            #expect(IPAddress(control.target.host)?.reach == .global || system.contains { $0.target.name == control.target.name })
        }
    }

    @Test func shakesHandsWithTheChatService() {
        let chats = endpoints.filter { $0.role == .component(.chat) && $0.target.prober is ChatProber }
        #expect(Set(chats.map(\.target.host)) == ["g.whatsapp.net", "g-fallback.whatsapp.net"])
        #expect(Set(chats.map(\.target.port)) == [443, 5222])
        #expect(chats.contains { $0.target.families == .ip4 } && chats.contains { $0.target.families == .ip6 })
    }

    @Test func expectsTheRootKeyItIsGiven() throws {
        let key = try ChatResponder.rootKey()
        let probers = Catalogue.endpoints(rootKey: key, procfs: ProcFS()).compactMap { $0.target.prober as? ChatProber }
        #expect(!probers.isEmpty)
        #expect(probers.allSatisfy { $0.rootKey == key })
    }

    @Test func asksOverHTTPSOnly() {
        let probers = endpoints.compactMap { $0.target.prober as? HTTPProber }
        #expect(!probers.isEmpty)
        #expect(probers.allSatisfy { $0.scheme == .https && $0.method == "GET" && $0.redirectLimit == 0 })
    }
}
