package import Probing
package import WhatsApp
import Wire

/// Makes what a probe needs out of how to probe and whom: a module and a target's text.
///
/// Targets are written as for blackbox_exporter: a URL for `http`, whose scheme may be left out; `host:port` for `tcp`; a host for
/// `icmp`; a host with an optional port for the others; a path for `unix`.
package enum ModuleAim {
    /// A target that probes `text` as the module says.
    ///
    /// Who asks has a deadline of his own; the target's is the module's, or 10 s.
    ///
    /// - Parameters:
    ///   - text: decoded once. Text that makes no target, but does so when its escapes are decoded once more, is taken so: some
    ///     relabelling rules escape what Prometheus escapes again. Escapes within a target that is one already are left alone.
    ///   - hostname: for `http` the name in the header `Host`, for all others the name asked for in TLS; the connection still goes
    ///     to the target's host.
    ///   - name: the target's name in series and messages.
    ///   - rootKey: what the certificates of chat servers must chain to.
    package static func target(
        of module: Module, at text: String, hostname: String?, named name: String, rootKey: ChatRootKey = .whatsApp
    ) throws(TargetError) -> Target {
        let first: TargetError
        do throws(TargetError) {
            return try aim(module, at: text, hostname, name, rootKey)
        } catch {
            first = error
        }
        guard case .malformed = first, let decoded = PercentEncoding.decode(text.utf8), decoded != text else { throw first }
        do throws(TargetError) {
            return try aim(module, at: decoded, hostname, name, rootKey)
        } catch {
            throw first
        }
    }

    private static func aim(
        _ module: Module, at text: String, _ hostname: String?, _ name: String, _ rootKey: ChatRootKey
    ) throws(TargetError) -> Target {
        guard !text.isEmpty else { throw .malformed("the target is empty") }
        guard text.utf8.count <= TargetText.longestBytes else {
            throw .malformed("the target is longer than \(TargetText.longestBytes) bytes")
        }
        guard !text.utf8.contains(0) else { throw .malformed("the target holds a zero byte") }
        let hostname = hostname.flatMap { $0.isEmpty ? nil : $0 }
        let aimed = try Aim(module.kind, at: text, hostname: hostname, rootKey: rootKey)
        if let zone = aimed.zone {
            guard module.source.interface ?? zone == zone else {
                throw .malformed("\(text.debugDescription) is on another interface than the module's")
            }
        }
        var target = Target(name: name, host: aimed.host, port: aimed.port, prober: aimed.prober)
        if let timeout = module.timeout { target.timeout = timeout }
        target.resolver = module.resolver
        target.addressRule = module.addressRule
        target.source = module.source
        // A socket bound to its interface is what a link-local address needs; the kernel then knows its scope.
        if let zone = aimed.zone { target.source.interface = zone }
        return target
    }
}
