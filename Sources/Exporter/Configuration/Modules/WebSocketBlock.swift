import Probing
import YAML

/// `websocket`: the opening request, then a dialogue of messages.
struct WebSocketBlock {
    static func settings(_ block: BlockReader) -> WebSocketSettings? {
        var settings = WebSocketSettings()
        settings.http = block.block("http_config") { HTTPClientBlock($0).settings(HTTPSettings()) } ?? settings.http
        var headers = RequestHeaders(of: settings.http)
        if let value = block["headers"] { headers.read(secrets: value, block.readFile, reserved: RequestHeaders.openings) }
        headers.apply(to: &settings.http)
        settings.steps = DialogueBlock(transport: .messages).steps(block)
        settings.pings = block.flag("ping", default: false)
        settings.subprotocols =
            block["subprotocols"]?.list { item in
                item.string("write a subprotocol's name, such as chat") { RequestHeaders.isToken($0) ? $0 : nil }
            } ?? []
        return settings
    }
}

/// `whatsapp_chat`: the way to the chat service.
struct ChatBlock {
    private enum Transport: String, CaseIterable {
        case tcp, websocket
    }

    static func settings(_ block: BlockReader) -> ChatSettings {
        var settings = ChatSettings()
        settings.overWebSocket = block["transport"]?.word(of: Transport.self) == .websocket
        let client = block["http_config"]
        settings.http = block.block("http_config") { HTTPClientBlock($0).settings(HTTPSettings()) } ?? settings.http
        if let client, !settings.overWebSocket {
            client.reject("http_config does not go with a bare connection", "write transport: websocket, or remove it")
        }
        return settings
    }
}
