import Diagnosis
import WhatsApp
import YAML

/// `objectives`: what each component is held to, and over which window.
struct ObjectivesSection {
    var objectives = Objectives.standard

    init() {}

    init?(_ section: MappingReader) {
        objectives.window = section.optional("window")?.word(of: Window.self)?.span ?? objectives.window
        objectives.fallback = section.optional("default").flatMap(Self.objective) ?? objectives.fallback
        for component in Component.allCases {
            guard let value = section.optional(component.rawValue), let objective = Self.objective(value) else { continue }
            objectives.components[component] = objective
        }
    }

    /// Shorter windows are over before a budget means anything.
    private enum Window: String, CaseIterable {
        case day = "24h"
        case week = "7d"
        case month = "30d"

        var span: WindowSpan {
            switch self {
            case .day: .day
            case .week: .week
            case .month: .month
            }
        }
    }

    private static func objective(_ value: ValueReader) -> Objective? {
        value.percent(such: "99.9%").flatMap(Objective.init(ratio:))
    }
}
