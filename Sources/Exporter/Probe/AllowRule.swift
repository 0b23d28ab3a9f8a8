package import Wire

/// A rule of `--probe.allow`: whom `/probe` may be asked to probe.
package enum AllowRule: Sendable, Equatable {
    /// The hosts of the catalogue, of the configured targets and of the jobs.
    case configured
    /// Everybody.
    case any
    /// The addresses with these leading bits, and names that lead to them.
    case network(IPAddress, bits: Int)
    /// One name.
    case host(String)
    /// All names below one.
    case domain(String)

    /// - Throws: one line saying what would be right.
    package init(parsing text: String) throws(UsageError) {
        switch text {
        case "configured": self = .configured
        case "any": self = .any
        default:
            if let network = IPNetwork(text) {
                self = .network(network.address, bits: network.bits)
            } else if text.hasPrefix("*."), let name = Self.name(text.dropFirst(2)) {
                self = .domain(name)
            } else if let name = Self.name(text[...]) {
                self = .host(name)
            } else {
                throw UsageError(
                    "\(text.debugDescription) is no rule, write configured, any, a name such as example.com or *.example.com, "
                        + "an address or a network such as 10.0.0.0/8")
            }
        }
    }

    private static func name(_ text: Substring) -> String? {
        guard let name = try? TargetText.name(text, of: "") else { return nil }
        return name.hasSuffix(".") ? String(name.dropLast()) : name
    }
}
