package import Patterns

/// What is said to a target over TCP, a Unix socket or UDP, and what it is expected to say.
package struct DialogueSettings: Sendable {
    /// One step; its parts are taken in this order.
    package struct Step: Sendable {
        /// A label whose value is made of what an expression matched.
        package struct Label: Sendable, Equatable {
            package var name: String
            /// May hold `${1}` and `${name}`.
            package var template: String

            package init(name: String, template: String) {
                self.name = name
                self.template = template
            }
        }

        /// A line, or over UDP a datagram, that matches is waited for.
        package var expect: Pattern?
        /// Exactly these bytes are waited for.
        package var expectBytes: [UInt8]?
        package var labels: [Label] = []
        /// Sent with a newline; may hold `${1}` and `${name}` of the expression.
        package var send: String?
        /// Sent as they are.
        package var sendBytes: [UInt8]?
        /// Whether TLS begins here.
        package var startsTLS = false

        package init() {}
    }

    package var steps: [Step] = []
    /// Whether TLS begins with the connection.
    package var usesTLS = false
    package var tls = TLSSettings()

    package init() {}
}
