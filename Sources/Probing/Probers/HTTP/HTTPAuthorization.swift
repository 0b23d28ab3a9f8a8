import Posix
import Wire

extension HTTPSettings.Authorization {
    /// The value of the field Authorization.
    /// - Throws: `.authorizationFailed` when a secret cannot be read or no token is to be had.
    func field(in environment: ProbeEnvironment, until deadline: Deadline) async throws(ProbeFailure) -> String {
        switch self {
        case .basic(let username, let password):
            return HTTPProxy.basic(
                try username?.current().revealed ?? "", try password?.current().revealed ?? "")
        case .token(let type, let credentials):
            return "\(type) \(try credentials.current().revealed)"
        case .oauth2(let settings):
            return "Bearer \(try await settings.token(in: environment, until: deadline).revealed)"
        }
    }

    /// Drops what is remembered, since it was not believed.
    func forget() {
        if case .oauth2(let settings) = self { settings.memory.forget() }
    }
}
