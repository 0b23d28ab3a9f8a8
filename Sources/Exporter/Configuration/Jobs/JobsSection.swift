import Probing
import WhatsApp
import YAML

/// `jobs`: what is probed by modules, on its own clock.
struct JobsSection {
    /// By their names.
    let modules: [String: Module]
    /// Modules that ask for what is left out, with a sentence each.
    var unserved: [String: String] = [:]
    let rootKey: ChatRootKey
    let readFile: (String) throws -> [UInt8]

    /// More than that is a generated file gone wrong.
    private static let mostTargets = 1...100_000
    private static let standardInterval = Duration.seconds(60)
    private static let standardTimeout = Duration.seconds(10)

    func jobs(_ value: ValueReader) -> [Job] {
        var names = UniqueNames(of: "job")
        return (value.list { .some($0.mapping { job($0, among: &names) }) } ?? []).compactMap(\.self)
    }

    private func job(_ item: MappingReader, among names: inout UniqueNames) -> Job? {
        let name = item.required("name")?.uniqueName(among: &names)
        let module = item.required("module").flatMap(module)
        let interval =
            item.optional("interval")?.duration(in: TargetReading.shortest...TargetReading.longestInterval)
            ?? Self.standardInterval
        let timeout = timeout(item, within: interval, of: module)
        let limit = item.optional("target_limit")?.integer(in: Self.mostTargets) ?? Job.standardTargetLimit
        let lists = (
            fixed: item.optional("static_configs"), files: item.optional("file_sd_configs"),
            pages: item.optional("http_sd_configs")
        )
        if lists.fixed == nil, lists.files == nil, lists.pages == nil {
            item.reject("the job has no targets", "add static_configs, file_sd_configs or http_sd_configs")
        }
        let discovery = DiscoverySections(readFile: readFile)
        let files = lists.files?.list { $0.mapping(discovery.files) } ?? []
        let pages = lists.pages?.list { $0.mapping(discovery.page) } ?? []
        guard let name, let module else { return nil }

        var job = Job(name: name, module: module, interval: interval, timeout: timeout)
        job.targetLimit = limit
        job.sources = files.map { .files($0) } + pages.map { .http($0) }
        job.groups = lists.fixed?.list { $0.mapping { group($0, for: module) } } ?? []
        return job
    }

    private func module(_ value: ValueReader) -> Module? {
        guard let name = value.string() else { return nil }
        if let module = modules[name] { return module }
        if let limitation = unserved[name] {
            value.reject("the module \(name.debugDescription) cannot be used", limitation)
            return nil
        }
        let guess = nearest(to: name, among: Array(modules.keys)).map { "did you mean \"\($0)\"?" }
        value.reject(
            "there is no module \(name.debugDescription)", guess ?? "known here: " + modules.keys.sorted().joined(separator: ", ")
        )
        return nil
    }

    private func timeout(_ item: MappingReader, within interval: Duration, of module: Module?) -> Duration {
        let standard = min(module?.timeout ?? Self.standardTimeout, interval)
        guard let value = item.optional("timeout"),
            let timeout = value.duration(in: TargetReading.shortest...TargetReading.longestInterval)
        else { return standard }
        if timeout > interval {
            value.reject(
                "timeout \(DurationText.format(timeout)) is longer than the interval",
                "write at most \(DurationText.format(interval))")
        }
        return timeout
    }

    /// Each target is tried out: a mistake in one is found here, not in a log.
    private func group(_ section: MappingReader, for module: Module) -> TargetGroup? {
        let targets = section.required("targets")?.list { item -> String? in
            guard let text = item.string() else { return nil }
            do throws(TargetError) {
                _ = try ModuleAim.target(of: module, at: text, hostname: nil, named: text, rootKey: rootKey)
                return text
            } catch {
                item.reject("\(item.label) is no target for the module \(module.name)", "\(error)")
                return nil
            }
        }
        let labels = section.optional("labels").flatMap(DiscoverySections.labels)
        return targets.map { TargetGroup(targets: $0, labels: labels ?? []) }
    }
}
