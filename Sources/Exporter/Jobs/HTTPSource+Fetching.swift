import Posix
import Probing
import YAML

extension HTTPSource {
    /// The longest a page is waited for.
    private static let patience = Duration.seconds(30)

    /// Asks for the page.
    /// - Throws: why it is none that targets can be read from.
    func fetch(in environment: ProbeEnvironment) async throws(DiscoveryFault) -> [UInt8] {
        var settings = settings
        settings.bodyLimitBytes = YAMLDocument.limitBytes
        do throws(ProbeFailure) {
            let page = try await FetchedPage.get(
                url, settings, in: environment, until: .after(min(refreshInterval, Self.patience)))
            guard page.status == 200 else { throw ProbeFailure(.httpUnexpectedStatus, "status \(page.status)") }
            return page.body
        } catch {
            throw DiscoveryFault(line: "\(url): \(error.detail)")
        }
    }
}
