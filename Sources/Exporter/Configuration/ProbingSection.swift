import Posix
import WhatsApp
import YAML

/// `probing`: what holds for all targets.
struct ProbingSection {
    var hostGap = Duration.seconds(30)
    /// What to complain about when the gap does not fit.
    var hostGapReader: ValueReader?
    var timeout = Duration.seconds(10)
    var resolver: SocketAddress?
    var secondOpinionResolvers = Catalogue.publicResolvers
    var resolverConfigurationPath = "/etc/resolv.conf"
    var hostsPath = "/etc/hosts"

    init() {}

    init?(_ section: MappingReader) {
        hostGapReader = section.optional("min_gap")
        hostGap = hostGapReader?.duration(in: .zero...(.seconds(3600))) ?? hostGap
        timeout = section.optional("timeout")?.duration(in: TargetReading.shortest...(.seconds(300))) ?? timeout
        resolver = section.optional("resolver")?.socketAddress(defaultPort: 53)
        secondOpinionResolvers =
            section.optional("second_opinion_resolvers")?.list { $0.socketAddress(defaultPort: 53) } ?? secondOpinionResolvers
        resolverConfigurationPath = section.optional("resolv_conf")?.path() ?? resolverConfigurationPath
        hostsPath = section.optional("hosts_file")?.path() ?? hostsPath
    }
}
