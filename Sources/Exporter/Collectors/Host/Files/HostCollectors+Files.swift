extension HostCollectors {
    /// Of metrics that others leave in files.
    static let files: [HostCollectorKind] = [
        HostCollectorKind("textfile") { context in
            TextfileCollector(directories: context.settings.textfileDirectories, own: OwnFamilies(of: context.collectors)) {
                context.report("textfile", $0)
            }
        }
    ]
}
