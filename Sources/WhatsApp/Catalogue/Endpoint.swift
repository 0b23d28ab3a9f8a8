package import Probing

/// A target and what it stands for.
package struct Endpoint: Sendable {
    package var role: Role
    package var target: Target

    package init(_ role: Role, _ target: Target) {
        self.role = role
        self.target = target
    }
}
