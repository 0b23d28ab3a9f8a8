package import Diagnosis
package import Posix
package import ProcFS
package import WhatsApp

/// What the exporter probes and how, as its files say; without any, by the embedded catalogue.
package struct Configuration: Sendable {
    /// What is probed, names unique: the catalogue's endpoints in its order, then the user's own.
    package var endpoints: [Endpoint]
    /// The least time between two probes of one host.
    package var hostGap = Duration.seconds(30)
    /// Whom to ask for a name whose probe failed; may be empty.
    package var secondOpinionResolvers = Catalogue.publicResolvers
    /// The DNS server in the place of the system's.
    package var resolver: SocketAddress?
    /// Where the system's resolver settings are.
    package var resolverConfigurationPath = "/etc/resolv.conf"
    /// Where the system's own names are.
    package var hostsPath = "/etc/hosts"
    /// PEM file of authorities to trust besides the system's.
    package var trustedCAFile: String?
    /// Limits set beforehand, names unique.
    package var thresholds: [Threshold] = []
    /// What each component is held to.
    package var objectives = Objectives.standard
    /// The key that chat certificates must chain to.
    package var chatRootKey = ChatRootKey.whatsApp
    /// Whether and how edges are followed.
    package var edges = EdgeSettings()
    /// What is probed by modules on its own clock, names unique.
    package var jobs: [Job] = []
    /// When to open and close an incident, and who may write notes.
    var incidents = IncidentsSection()
    /// Whether and how users' reports are taken; `nil` for not at all.
    var reports: ReportsSection?
    /// Whether and how the business platform's webhooks are taken.
    var webhooks: WebhooksSection?
    /// Whether and how the business platform is asked for the health of the operator's own numbers and accounts.
    var business: BusinessSection?
    /// Whether and how the business platform's status page is read.
    var statusFeed: StatusFeedSection?
    /// Ways to probe, by name: those of the files, or the default ones when no file has any.
    package var modules = DefaultModules.modules
    /// Modules of the files that ask for what this exporter leaves out, with one sentence each: to be said at start and to whoever
    /// asks for one.
    package var unservedModules: [String: String] = [:]
    /// What the files say, as YAML, without secrets.
    package var shownText = ConfigurationText.embedded
    /// The same of each module, by name.
    package var shownModules = ConfigurationText.embeddedModules

    init(endpoints: [Endpoint]) {
        self.endpoints = endpoints
    }

    /// What holds without any file: the whole catalogue.
    package static func embedded(procfs: ProcFS) -> Configuration {
        Configuration(endpoints: Catalogue.endpoints(procfs: procfs))
    }
}
