import Diagnosis
import Probing
import ProcFS
import WhatsApp
import YAML

/// Makes a configuration of a document.
struct DocumentReading {
    let procfs: ProcFS
    let readFile: (String) throws -> [UInt8]

    func configuration(_ top: MappingReader) -> Configuration {
        // The order matters: targets take their defaults from the sections before them.
        let probing = top.optional("probing")?.mapping(ProbingSection.init) ?? ProbingSection()
        let trustedCAFile = top.optional("tls")?.mapping { .some($0.optional("trusted_ca_file").flatMap(certificateFile)) }
        let rootKey = top.optional("chat")?.mapping { chat in
            chat.optional("root_key")?.string("write 64 hex digits", ChatRootKey.init(hex:)) ?? .whatsApp
        }
        let catalogue = Catalogue.endpoints(rootKey: rootKey ?? .whatsApp, procfs: procfs)
        let chosen = top.optional("catalogue")?.mapping { enabled(of: catalogue, $0) } ?? catalogue
        let edges = top.optional("edges")?.mapping { EdgesSection($0, resolvers: probing.secondOpinionResolvers) }
        let incidents = top.optional("incidents")?.mapping(IncidentsSection.init)
        let modules = top.optional("modules").map { ModulesSection($0, readFile: readFile) }
        let items = targets(top, TargetReading(probing: probing, rootKey: rootKey ?? .whatsApp, procfs: procfs))
        let jobs = top.optional("jobs")
        if chosen.isEmpty, items.isEmpty, jobs == nil, modules == nil {
            top.reject("there is nothing to probe", "list targets, jobs or modules, or enable the catalogue")
        }

        let own = items.compactMap(\.self)
        var configuration = Configuration(endpoints: joined(chosen, own.map(\.endpoint), probing))
        HostBudget(gap: probing.hostGap).check(configuration.endpoints, own: own, gapReader: probing.hostGapReader)
        configuration.hostGap = probing.hostGap
        configuration.secondOpinionResolvers = probing.secondOpinionResolvers
        configuration.resolver = probing.resolver
        configuration.resolverConfigurationPath = probing.resolverConfigurationPath
        configuration.hostsPath = probing.hostsPath
        configuration.trustedCAFile = trustedCAFile ?? nil
        configuration.objectives = (top.optional("objectives")?.mapping(ObjectivesSection.init) ?? ObjectivesSection()).objectives
        let section = ThresholdsSection(endpoints: configuration.endpoints)
        configuration.thresholds = top.optional("thresholds").map(section.thresholds) ?? []
        configuration.chatRootKey = rootKey ?? .whatsApp
        configuration.edges = (edges ?? EdgesSection(resolvers: probing.secondOpinionResolvers)).settings
        configuration.incidents = incidents ?? IncidentsSection()
        configuration.reports = top.optional("reports")?.mapping(ReportsSection.init)
        configuration.webhooks = top.optional("webhooks")?.mapping(WebhooksSection.init)
        configuration.business = top.optional("business")?.mapping(BusinessSection.init)
        configuration.statusFeed = top.optional("status_feed")?.mapping(StatusFeedSection.init)
        if let modules {
            configuration.modules = modules.modules
            configuration.unservedModules = modules.unserved
        }
        let reading = JobsSection(
            modules: configuration.modules, unserved: configuration.unservedModules, rootKey: configuration.chatRootKey,
            readFile: readFile)
        configuration.jobs = jobs.map(reading.jobs) ?? []
        return configuration
    }

    private func certificateFile(_ value: ValueReader) -> String? {
        guard let path = value.path() else { return nil }
        do {
            let text = String(decoding: try readFile(path), as: UTF8.self)
            guard text.contains("-----BEGIN ") else {
                value.reject("\(value.label) holds no certificate", "name a file of PEM certificates")
                return nil
            }
            return path
        } catch {
            value.reject("\(value.label) cannot be read (\(error))", "name a readable file")
            return nil
        }
    }

    private func enabled(of catalogue: [Endpoint], _ section: MappingReader) -> [Endpoint] {
        let isEnabled = section.optional("enabled")?.bool() ?? true
        let names = catalogue.map(\.target.name)
        let disabled = section.optional("disable")?.list { item -> String? in
            guard let name = item.string() else { return nil }
            if names.contains(name) { return name }
            let guess = nearest(to: name, among: names).map { "did you mean \"\($0)\"?" }
            item.reject(
                "the catalogue has no \(name.debugDescription)", guess ?? "known here: " + names.joined(separator: ", "))
            return nil
        }
        return isEnabled ? catalogue.filter { !(disabled ?? []).contains($0.target.name) } : []
    }

    /// An item for each the user listed, `nil` in the place of one that is wrong.
    private func targets(_ top: MappingReader, _ reading: TargetReading) -> [OwnTarget?] {
        guard let value = top.optional("targets") else { return [] }
        var names = UniqueNames(of: "target")
        return value.list { .some($0.mapping { reading.target($0, among: &names) }) } ?? [nil]
    }

    /// The user's endpoints after the catalogue's, or in the place of one of the same name.
    private func joined(_ catalogue: [Endpoint], _ own: [Endpoint], _ probing: ProbingSection) -> [Endpoint] {
        var endpoints = catalogue
        for index in endpoints.indices {
            endpoints[index].target.timeout = min(probing.timeout, endpoints[index].target.interval)
        }
        for endpoint in own {
            if let index = endpoints.firstIndex(where: { $0.target.name == endpoint.target.name }) {
                endpoints[index] = endpoint
            } else {
                endpoints.append(endpoint)
            }
        }
        return endpoints
    }
}
