import Probing
import YAML

/// The modules there are when the configuration has none of its own.
enum DefaultModules {
    /// As a file would have them.
    static let text = """
        modules:
          http_2xx: {prober: http}
          http_post_2xx: {prober: http, http: {method: POST}}
          tcp_connect: {prober: tcp}
          tls_connect: {prober: tls}
          icmp: {prober: icmp}
          dns_udp: {prober: dns, dns: {query_name: www.whatsapp.com, query_type: A}}
          dns_tcp: {prober: dns, dns: {query_name: www.whatsapp.com, query_type: A, transport_protocol: tcp}}
          dns_tls: {prober: dns, dns: {query_name: www.whatsapp.com, query_type: A, dns_over_tls: true}}
          grpc: {prober: grpc, grpc: {tls: true}}
          grpc_plain: {prober: grpc}
          unix_connect: {prober: unix}
          websocket: {prober: websocket, websocket: {ping: true}}
          ssh_banner:
            prober: tcp
            tcp: {query_response: [{expect: "^SSH-2.0-"}, {send: SSH-2.0-whatsapp_status_exporter}]}
          irc_banner:
            prober: tcp
            tcp:
              query_response:
              - send: NICK prober
              - send: USER prober prober prober :prober
              - {expect: "PING :([^ ]+)", send: "PONG ${1}"}
              - expect: "^:[^ ]+ 001"
          pop3s_banner: {prober: tcp, tcp: {query_response: [{expect: "^+OK"}], tls: true}}
          smtp_starttls:
            prober: tcp
            tcp:
              query_response:
              - {expect: "^220 ", send: EHLO prober}
              - expect: "^250-STARTTLS"
              - {expect: "^250 ", send: STARTTLS}
              - expect: "^220"
              - starttls: true
              - {send: EHLO prober}
              - expect: "^250-"
              - send: QUIT
          whatsapp_chat: {prober: whatsapp_chat}
          whatsapp_web_chat: {prober: whatsapp_chat, whatsapp_chat: {transport: websocket}}

        """

    /// What the text means.
    static let modules: [String: Module] = {
        let reader = ConfigurationReader(environment: { _ in nil }, readFile: { _ in [] })
        do {
            let document = try YAMLDocument.parse(Array(text.utf8), file: "")
            return try reader.read(document) { top in
                top.required("modules").map { ModulesSection($0, readFile: { _ in [] }).modules }
            }
        } catch {
            preconditionFailure("\(error)")
        }
    }()
}
