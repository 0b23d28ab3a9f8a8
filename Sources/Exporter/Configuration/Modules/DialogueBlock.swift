import Probing
import YAML

/// `tcp`, `unix` and `udp`: what is said and what is expected.
struct DialogueBlock {
    /// What a transport makes possible.
    enum Transport {
        case stream, datagram, messages
    }

    let transport: Transport

    func settings(_ block: BlockReader) -> DialogueSettings {
        var settings = DialogueSettings()
        settings.steps = steps(block)
        guard transport == .stream else { return settings }
        settings.usesTLS = block.flag("tls", default: false)
        settings.tls = block.block("tls_config", TLSBlock.settings) ?? settings.tls
        return settings
    }

    func steps(_ block: BlockReader) -> [DialogueSettings.Step] {
        block.blocks("query_response") { step($0) }
    }

    private func step(_ block: BlockReader) -> DialogueSettings.Step? {
        var step = DialogueSettings.Step()
        block.exclude("expect", "expect_bytes")
        block.exclude("send", "send_bytes")
        step.expect = block.evenEmpty("expect")?.pattern()
        step.expectBytes = block["expect_bytes"]?.bytes()
        step.labels = labels(block)
        (step.send, step.sendBytes) = sent(block)
        if let bytes = block["send_bytes"] { step.sendBytes = bytes.bytes() }
        if transport == .stream { step.startsTLS = block.flag("starttls", default: false) }
        return step
    }

    /// Text is sent with a newline, and so are bytes that are no text; `send_bytes` is what is sent as it is.
    private func sent(_ block: BlockReader) -> (text: String?, bytes: [UInt8]?) {
        guard let value = block["send"], let bytes = value.bytes() else { return (nil, nil) }
        if bytes.isEmpty { return (nil, nil) }
        if let text = String(validating: bytes, as: UTF8.self) { return (text, nil) }
        return (nil, bytes + [0x0A])
    }

    private func labels(_ block: BlockReader) -> [DialogueSettings.Step.Label] {
        var names = UniqueNames(of: "label")
        let labels = block.blocks("labels") { label -> DialogueSettings.Step.Label? in
            guard let reader = label.required("name"), let name = reader.labelName(), reader.uniqueName(among: &names) != nil,
                let template = label.mapping.required("value")?.string()
            else { return nil }
            return .init(name: name, template: template)
        }
        if !labels.isEmpty, block["expect"] == nil {
            block["labels"]?.reject("labels are made of what expect matched", "add expect to this step")
        }
        return labels
    }
}

extension ValueReader {
    /// A label's name, none of Prometheus' own.
    func labelName() -> String? {
        string("write a label's name: letters, digits and _, no digit first, no __ first") { name in
            let isName = name.utf8.allSatisfy { (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x5F }
            return isName && !name.isEmpty && !name.hasPrefix("__") && !("0"..."9").contains(name.prefix(1)) ? name : nil
        }
    }
}
