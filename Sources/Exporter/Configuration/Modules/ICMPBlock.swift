import Probing
import YAML

/// `icmp`: how to send echoes.
struct ICMPBlock {
    static func settings(_ block: BlockReader) -> ICMPSettings {
        var settings = ICMPSettings()
        // What IPv4 leaves for a payload.
        settings.payloadBytes = block["payload_size"]?.integer(in: 0...65_507) ?? settings.payloadBytes
        settings.forbidsFragments = block.flag("dont_fragment", default: false)
        let limit = block["ttl"]?.integer(in: 0...255) ?? settings.hopLimit
        settings.hopLimit = limit == 0 ? settings.hopLimit : limit
        settings.count = block["count"]?.integer(in: 1...100) ?? settings.count
        settings.interval = block["interval"]?.duration(in: .milliseconds(10)...(.seconds(60))) ?? settings.interval
        settings.toleratedLoss = block["tolerated_loss"]?.percent(such: "20%") ?? settings.toleratedLoss
        return settings
    }
}
