package import WhatsApp

/// What every component is held to.
package struct Objectives: Sendable, Equatable {
    /// For components that have none of their own.
    package var fallback: Objective
    package var components: [Component: Objective]
    /// The span whose budget counts.
    package var window: WindowSpan

    package init(fallback: Objective, components: [Component: Objective] = [:], window: WindowSpan = .month) {
        self.fallback = fallback
        self.components = components
        self.window = window
    }

    /// 99.9 % over 30 days: 43 minutes.
    package static let standard = Objectives(fallback: .standard)

    package subscript(component: Component) -> Objective { components[component] ?? fallback }
}
