import Posix
import Probing
import Testing
import Wire

@testable import Exporter
@testable import WhatsApp

@Suite struct ModuleAimTests {
    private static func module(_ kind: Module.Kind) -> Module { Module(name: "m", kind: kind) }

    private static let http = module(.http(HTTPSettings()))
    private static let tcp = module(.tcp(DialogueSettings()))

    private func aim(_ module: Module, _ text: String, hostname: String? = nil) throws(TargetError) -> Target {
        try ModuleAim.target(of: module, at: text, hostname: hostname, named: "t")
    }

    static let targets: [(Module, String, String, UInt16)] = [
        (http, "example.com", "example.com", 80), (http, "http://Example.COM/a?b#c", "example.com", 80),
        (http, "https://example.com", "example.com", 443), (http, "https://[2001:DB8::1]:8443/x", "2001:db8::1", 8443),
        (http, "[::1]/x", "::1", 80), (http, "192.0.2.1:81/a:b", "192.0.2.1", 81),
        (http, "example.com/?u=http://x/", "example.com", 80),
        (http, "HTTPS://example.com./", "example.com.", 443), (http, "a_b.example:1", "a_b.example", 1),
        (tcp, "example.com:22", "example.com", 22), (tcp, "[::1]:22", "::1", 22), (tcp, "192.0.2.1:65535", "192.0.2.1", 65535),
        (module(.udp(DialogueSettings())), "example.com:9", "example.com", 9),
        (module(.tls(TLSSettings())), "example.com", "example.com", 443), (module(.tls(TLSSettings())), "a:1", "a", 1),
        (module(.icmp(ICMPSettings())), "::1", "::1", 0), (module(.icmp(ICMPSettings())), "example.com", "example.com", 0),
        (module(.dns(DNSSettings())), "192.0.2.53", "192.0.2.53", 53),
        (module(.dns(DNSSettings())), "2001:db8::53", "2001:db8::53", 53),
        (module(.dns(DNSSettings())), "[2001:db8::53]:5353", "2001:db8::53", 5353),
        (module(.postgres(PostgresSettings())), "db.example", "db.example", 5432),
        (module(.grpc(GRPCSettings())), "example.com:50051", "example.com", 50051),
        (module(.grpc(GRPCSettings())), "example.com", "example.com", 443),
        (module(.grpc(GRPCSettings())), "https://example.com:1", "example.com", 1),
        (module(.webSocket(WebSocketSettings())), "wss://example.com/ws", "example.com", 443),
        (module(.webSocket(WebSocketSettings())), "example.com/ws", "example.com", 80),
        (module(.whatsAppChat(ChatSettings())), "g.whatsapp.net:5222", "g.whatsapp.net", 5222),
        (module(.whatsAppChat(ChatSettings())), "g.whatsapp.net", "g.whatsapp.net", 443),
    ]

    @Test(arguments: targets)
    func readsTargets(module: Module, text: String, host: String, port: UInt16) throws {
        let target = try aim(module, text)
        #expect(target.host == host)
        #expect(target.port == port)
        #expect(target.name == "t")
        #expect(target.addressRule == AddressRule())
    }

    @Test(arguments: [
        (tcp, "", "empty"), (tcp, "example.com", "has no port, write for example example.com:443"),
        (tcp, "::1", "write for example [::1]:443"), (tcp, ":22", "names no host"), (tcp, "example.com:", "no port from 1"),
        (tcp, "example.com:0", "no port from 1"), (tcp, "example.com:65536", "no port from 1"),
        (tcp, "example.com:+1", "no port"),
        (tcp, "example.com:http", "no port from 1"), (tcp, "user@example.com:22", "user's name or password"),
        (tcp, "[::1:22", "not closed"), (tcp, "[::1]22", "after the address"), (tcp, "[example.com]:1", "no IPv6 address"),
        (tcp, "bücher.example:80", "xn--"), (tcp, "a b:80", "names no host"), (tcp, "1.2.3:80", "names no host"),
        (tcp, "127.1:80", "names no host"), (tcp, "2130706433:80", "names no host"), (tcp, "1.2.3.4.5:80", "names no host"),
        (tcp, "a..b:80", "names no host"), (tcp, "a\u{0}b:80", "zero byte"), (tcp, "1:2:3:80", "no IPv6 address"),
        (tcp, "192.0.2.1%eth0:80", "zone"), (tcp, "[2001:db8::1%eth0]:80", "only a link-local"),
        (tcp, "[fe80::1%]:80", "interface's name"),
        (tcp, "[fe80::1%3]:80", "interface's name"), (tcp, "[fe80::1%a/../b]:80", "interface's name"),
        (http, "ftp://example.com/", "one of http://, https://"), (http, "http://", "names no host"),
        (http, "/path", "names no host"),
        (http, "http://u:p@example.com/", "user's name or password"), (http, "http://example.com:99999/", "no port"),
        (http, "http://[::1/", "not closed"), (http, "http://exa mple.com/", "names no host"),
        (http, "http://bücher.example/", "xn--"),
        (http, "javascript:alert(1)", "no port from 1"), (http, "http://%zz/", "names no host"),
        (module(.icmp(ICMPSettings())), "example.com:7", "know no ports"),
        (module(.webSocket(WebSocketSettings())), "mqtt://example.com", "one of ws://"),
        (module(.unix(DialogueSettings())), "/" + String(repeating: "x", count: 107), "longer than the 107 bytes"),
        (http, "http://" + String(repeating: "a", count: 2048), "longer than 2048 bytes"),
    ])
    func refusesWhatIsNoTarget(module: Module, text: String, part: String) {
        let error = #expect(throws: TargetError.self) { try aim(module, text) }
        guard case .malformed(let line)? = error else { return #expect(Bool(false), "\(String(describing: error))") }
        #expect(line.contains(part), "\(line)")
        #expect(!line.contains("\n") && !line.contains("u:p"))
    }

    @Test func keepsSecretsOutOfTheMessage() {
        let error = #expect(throws: TargetError.self) { try aim(Self.http, "http://joe:hunter2@example.com/") }
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test(arguments: [
        (http, "http%3A%2F%2Fexample.com%3A81%2Fa%2520b", "example.com", 81 as UInt16),
        (tcp, "example.com%3A22", "example.com", 22),
        (tcp, "%5B%3A%3A1%5D%3A22", "::1", 22),
    ])
    func decodesOnceMoreWhatIsNoTargetOtherwise(module: Module, text: String, host: String, port: UInt16) throws {
        let target = try aim(module, text)
        #expect(target.host == host && target.port == port)
    }

    @Test(arguments: ["http://example.com/a%2Bb?c=%26", "example.com/%25"])
    func leavesEscapesOfAValidTargetAlone(text: String) throws {
        let target = try aim(Self.http, text)
        let prober = try #require(target.prober as? HTTPProber)
        #expect(prober.requestTarget == String(text.drop { $0 != "." }.drop { $0 != "/" }))
    }

    @Test(arguments: [("[fe80::1%eth0]:80", tcp), ("http://[fe80::1%25eth0]/", http), ("http://[fe80::1%eth0]:80/", http)])
    func zoneBecomesTheInterface(text: String, module: Module) throws {
        let target = try aim(module, text)
        #expect(target.host == "fe80::1")
        #expect(target.source.interface == "eth0")
        var bound = module
        bound.source.interface = "eth1"
        #expect(throws: TargetError.self) { try aim(bound, text) }
        bound.source.interface = "eth0"
        #expect(try aim(bound, text).source.interface == "eth0")
    }

    @Test func takesWhatTheModuleSays() throws {
        var module = Self.tcp
        module.timeout = .seconds(3)
        module.addressRule = AddressRule(preferred: .ip4, allowsFallback: false, mode: .each)
        module.source = ProbeSource(address: .v4(0x7f00_0001))
        module.resolver = SocketAddress(.v4(0x7f00_0035), port: 53)
        let target = try aim(module, "example.com:1")
        #expect(target.timeout == .seconds(3))
        #expect(target.addressRule == module.addressRule)
        #expect(target.source == module.source)
        #expect(target.resolver == module.resolver)
        #expect(!target.isPublic, "modules may probe private hosts")
    }

    @Test func hostnameIsTheNameAskedForInTLS() throws {
        let tls = try aim(Self.module(.tls(TLSSettings())), "192.0.2.1", hostname: "a.example")
        #expect((tls.prober as? TLSProber)?.settings.serverName == "a.example")
        #expect(tls.host == "192.0.2.1")
        var own = TLSSettings()
        own.serverName = "b.example"
        let named = try aim(Self.module(.tls(own)), "192.0.2.1", hostname: "a.example")
        #expect((named.prober as? TLSProber)?.settings.serverName == "b.example", "the module's own wins")
        let dialogue = try aim(Self.tcp, "192.0.2.1:1", hostname: "a.example")
        #expect((dialogue.prober as? DialogueProber)?.settings.tls.serverName == "a.example")
        #expect((try aim(Self.tcp, "192.0.2.1:1", hostname: "").prober as? DialogueProber)?.settings.tls.serverName == nil)
    }

    @Test func hostnameIsTheHostAndMustNotContradictTheModules() throws {
        var settings = HTTPSettings()
        settings.fields = ["X-A": "1", "host": "a.example"]
        let module = Self.module(.http(settings))
        _ = try aim(module, "192.0.2.1", hostname: "a.example")
        let error = #expect(throws: TargetError.self) { try aim(module, "192.0.2.1", hostname: "b.example") }
        guard case .hostname? = error else { return #expect(Bool(false)) }
        let asked = try HTTPSettings().asking(for: "b.example")
        #expect(asked.fields.all("host") == ["b.example"])
    }

    @Test func unixTargetsHaveNoHost() throws {
        let target = try aim(Self.module(.unix(DialogueSettings())), "/run/x y.sock")
        #expect(target.host.isEmpty)
        #expect((target.prober as? DialogueProber)?.transport == .unix(path: "/run/x y.sock"))
    }

    @Test func chatsOverWebSocketGoToTheURL() throws {
        var settings = ChatSettings()
        settings.overWebSocket = true
        let target = try aim(Self.module(.whatsAppChat(settings)), "wss://web.whatsapp.com/ws/chat")
        let prober = try #require(target.prober as? ChatProber)
        #expect(prober.webSocket?.url.description == "https://web.whatsapp.com/ws/chat")
        #expect(target.port == 443)
    }
}
