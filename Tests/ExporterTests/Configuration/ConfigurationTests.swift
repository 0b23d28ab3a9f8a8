import Posix
import Probing
import ProcFS
import Testing
import WhatsApp

@testable import Exporter

@Suite struct ConfigurationTests {
    private let embedded = Configuration.embedded(procfs: ProcFS())

    @Test func embeddedHasEveryComponentAndControl() {
        let roles = Set(embedded.endpoints.map(\.role))
        #expect(roles.isSuperset(of: Component.allCases.map(Role.component)))
        #expect(roles.isSuperset(of: Control.allCases.map(Role.control)))
    }

    @Test func embeddedKeepsTheRulesOfFiles() {
        let names = embedded.endpoints.map(\.target.name)
        #expect(Set(names).count == names.count)
        #expect(HostBudget(gap: embedded.hostGap).overdrawn(embedded.endpoints).isEmpty)
        for target in embedded.endpoints.map(\.target) {
            #expect(target.timeout <= target.interval, "\(target.name)")
            #expect(target.interval >= TargetReading.shortest && target.interval <= TargetReading.longestInterval)
        }
    }

    @Test func emptyFileMeansTheSameAsNone() throws {
        let loaded = try ConfigurationFiles("").load()
        #expect(loaded.endpoints.map(\.target.name) == embedded.endpoints.map(\.target.name))
        #expect(loaded.endpoints.map(\.target.timeout) == embedded.endpoints.map(\.target.timeout))
        #expect(loaded.hostGap == .seconds(30))
        #expect(loaded.secondOpinionResolvers == Catalogue.publicResolvers)
        #expect(loaded.resolver == nil)
        #expect(loaded.resolverConfigurationPath == "/etc/resolv.conf")
        #expect(loaded.hostsPath == "/etc/hosts")
        #expect(loaded.trustedCAFile == nil)
        #expect(loaded.chatRootKey == .whatsApp)
    }
}
