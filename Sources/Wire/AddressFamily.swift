/// IP version of an address, spelled as in labels (`ip4`, `ip6`).
package enum AddressFamily: String, Hashable, Sendable, CaseIterable {
    case ip4, ip6
}
