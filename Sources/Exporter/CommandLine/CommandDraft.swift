/// The options as the flags so far left them.
struct CommandDraft {
    var serve = ServeOptions()
    var check = CheckOptions()
    /// Shared by both ways to run.
    var configurationFile: String?
    /// For serving and for the check of what would be served by.
    var webConfigurationFile: String?
    var paths = HostPaths()
    var storageDirectory: String?
    var isConfigurationCheck = false
    var disablesDefaultCollectors = false
    /// The collectors switched by name.
    var switchedCollectors: [String: Bool] = [:]
    /// Whether a flag has replaced the default address.
    var listensWhereTold = false

    /// Whether a flag has replaced the default rule for probes on demand.
    var allowsWhomTold = false

    /// The pairs of flags of which one half was given, by the part of the name they share.
    var included: Set<String> = []
    var excluded: Set<String> = []

    private let hostCollectors: [HostCollectorKind]

    init(hostCollectors: [HostCollectorKind]) {
        self.hostCollectors = hostCollectors
    }

    func command(as mode: CommandMode, file: String?) throws(UsageError) -> Command {
        switch mode {
        case .backup: return .backup(try storage(file, mode))
        case .restore: return .restore(try storage(file, mode))
        case .check:
            var options = check
            options.configurationFile = configurationFile
            options.paths = paths
            return .check(options)
        case .serve:
            if isConfigurationCheck {
                guard let configurationFile else { throw UsageError("--config.check needs the file, add --config.file=PATH") }
                return .configurationCheck(path: configurationFile, webPath: webConfigurationFile, paths)
            }
            var options = serve
            options.configurationFile = configurationFile
            options.webConfigurationFile = webConfigurationFile
            options.paths = paths
            options.storageDirectory = storageDirectory
            options.hostCollectors = hostCollectors.filter {
                switchedCollectors[$0.name] ?? ($0.isDefault && !disablesDefaultCollectors)
            }.map(\.name)
            try checkTraffic(of: options)
            return .serve(options)
        }
    }

    /// Two collectors must not write the same families.
    private func checkTraffic(of options: ServeOptions) throws(UsageError) {
        let netclass = options.host.netclass
        guard netclass.netlink, netclass.withStatistics, options.hostCollectors.contains("netclass") else { return }
        guard !options.hostCollectors.contains("netdev") else {
            throw UsageError("--collector.netclass_rtnl.with-stats serves what netdev does, add --no-collector.netdev")
        }
    }

    private func storage(_ file: String?, _ mode: CommandMode) throws(UsageError) -> StorageOptions {
        guard let storageDirectory, let file else {
            throw UsageError("\(mode.rawValue) needs the history's directory, add --storage.path=DIR")
        }
        return StorageOptions(directory: storageDirectory, file: file)
    }
}
