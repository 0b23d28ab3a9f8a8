import Posix
import Probing

extension HTTPSource {
    /// The longest a page is waited for.
    private static let patience = Duration.seconds(30)

    /// Asks for the page.
    /// - Returns: its body, decompressed.
    func fetch(in environment: ProbeEnvironment) async throws(DiscoveryFault) -> [UInt8] {
        throw DiscoveryFault(line: "\(url) cannot be asked")
    }
}
