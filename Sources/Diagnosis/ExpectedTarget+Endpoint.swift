import Posix
import Probing
package import WhatsApp
import Wire

extension ExpectedTarget {
    /// What the diagnosis should know of an endpoint before its first result.
    package init(_ endpoint: Endpoint) {
        let target = endpoint.target
        self.init(
            name: target.name, role: endpoint.role, families: target.families.families, intervalSeconds: target.interval.seconds,
            host: target.host)
        if target.resolver != nil || IPAddress(target.host) != nil {
            usesSystemResolver = false
        } else if target.prober is DNSProber, target.host.isEmpty {
            usesSystemResolver = true
        }
    }
}
