package import Wire

/// What Meta's platform for businesses answers at its hosts, beyond what every stranger gets.
package struct BusinessPlatform: Sendable {
    private let graph: GraphAPI
    private let statusPage: StatusPage

    package init(_ secrets: LabSecrets, board: FaultBoard) {
        graph = GraphAPI(token: secrets.accessToken, board: board)
        statusPage = StatusPage(board: board)
    }

    /// `nil` where a stranger's answer is the right one.
    package func answer(of host: String, to request: HTTPRequestHead) -> WebAnswer? {
        switch host {
        case "graph.facebook.com": graph.answer(to: request)
        case StatusPage.host: statusPage.answer(to: request)
        default: nil
        }
    }
}
