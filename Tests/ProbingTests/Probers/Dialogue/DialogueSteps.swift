import Patterns

@testable import Probing

extension DialogueSettings {
    /// A dialogue of these steps.
    static func steps(_ steps: Step...) -> DialogueSettings {
        var settings = DialogueSettings()
        settings.steps = steps
        return settings
    }
}

extension DialogueSettings.Step {
    static func expect(_ pattern: String, send: String? = nil, labels: [(String, String)] = []) throws -> Self {
        var step = Self()
        step.expect = try Pattern(pattern)
        step.send = send
        step.labels = labels.map { Label(name: $0.0, template: $0.1) }
        return step
    }

    static func expectBytes(_ bytes: [UInt8], send: String? = nil) -> Self {
        var step = Self()
        step.expectBytes = bytes
        step.send = send
        return step
    }

    static func send(_ text: String) -> Self {
        var step = Self()
        step.send = text
        return step
    }

    static func send(exactly bytes: [UInt8]) -> Self {
        var step = Self()
        step.sendBytes = bytes
        return step
    }

    static var startTLS: Self {
        var step = Self()
        step.startsTLS = true
        return step
    }
}

extension ProbeOutcome {
    var dialogue: DialogueFinding {
        if case .dialogue(let finding) = finding { return finding }
        return DialogueFinding()
    }
}
