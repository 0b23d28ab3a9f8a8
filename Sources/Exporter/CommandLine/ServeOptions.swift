package import Server

/// How to serve.
package struct ServeOptions: Sendable, Equatable {
    /// The configuration's file, `nil` for the embedded catalogue.
    package var configurationFile: String?
    /// Where to listen, at least one.
    package var listenAddresses = [ListenAddress(host: .any, port: 10042)]
    /// Whether to listen at the sockets of systemd in their place.
    package var usesSystemdSockets = false
    /// Where strangers may come, with only what sees to its own access; none for nowhere but at ``listenAddresses``.
    package var publicListenAddresses: [ListenAddress] = []
    /// Who is let in at the port and over what, `nil` for everybody over bare HTTP.
    package var webConfigurationFile: String?
    /// Where the metrics are; begins with `/`, and is none of the other pages'.
    package var telemetryPath = "/metrics"
    /// How many scrapes may run at a time; 0 for any number.
    package var maxRequests = 40
    /// Whether the exporter's own families (`process_*`, `whatsapp_exporter_*`) are served.
    package var includesExporterMetrics = true
    /// Where history is kept, `nil` for nowhere.
    package var storageDirectory: String?
    /// How long history is kept.
    package var retention = Duration.seconds(400 * 86_400)
    /// Where the host's files are.
    package var paths = HostPaths()
    /// The host collectors to run, in the order of the known ones.
    package var hostCollectors: [String] = []
    /// How the host collectors are set.
    package var host = HostSettings()
    /// What was asked of collectors that this program has not, one entry for each flag.
    package var foreignFlags: [String] = []
    /// How probes on demand are run.
    package var probe = ProbeOptions()
    /// The least level to log.
    package var logLevel = Log.Level.info
    /// How to write the log's lines.
    package var logFormat = Log.Format.logfmt
}
