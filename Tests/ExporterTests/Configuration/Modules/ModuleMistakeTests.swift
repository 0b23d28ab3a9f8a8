import Testing

@testable import Exporter

@Suite struct ModuleMistakeTests {
    /// What a module says, then what a person is told; line and column are those of `modules: {m: {…}}`.
    private static let mistakes = #"""
        prober: nope
          1:23: prober is "nope", write one of http, tcp, icmp, dns, grpc, unix, websocket, tls, udp, postgres, whatsapp_chat
        prober: HTTP
          1:23: prober is "HTTP", did you mean "http"? write one of http, tcp, icmp, dns, grpc, unix, websocket, tls, udp, postgres, whatsapp_chat
        prober: [http]
          1:23: prober is a list, write one of http, tcp, icmp, dns, grpc, unix, websocket, tls, udp, postgres, whatsapp_chat
        prober: http, timeout: 5
          1:38: timeout is "5", write a duration such as 5s, 1.5s or 500ms, at most 24h
        prober: http, timeout: -5s
          1:38: timeout is "-5s", write a duration such as 5s, 1.5s or 500ms, at most 24h
        prober: http, timeout: 1 s
          1:38: timeout is "1 s", write a duration such as 5s, 1.5s or 500ms, at most 24h
        prober: http, timeout: 25h
          1:38: timeout is "25h", write a duration such as 5s, 1.5s or 500ms, at most 24h
        prober: http, timeout: [5s]
          1:38: timeout is a list, write a duration such as 5s, 1.5s or 500ms, at most 24h
        prober: http, tmieout: 5s
          1:29: unknown key "tmieout", did you mean "timeout"?
        prober: http, http: {metod: GET}
          1:36: unknown key "metod", did you mean "method"?
        prober: http, http: [a]
          1:35: http is a list, write "key: value" lines below it
        prober: http, http: text
          1:35: http is text, write "key: value" lines below it
        prober: http, http: {method: "GET X"}
          1:44: method is "GET X", write a method such as GET
        prober: http, http: {method: [GET]}
          1:44: method is a list, write a method such as GET
        prober: http, http: {valid_status_codes: 200}
          1:56: valid_status_codes is text, write a list, one "- item" line each
        prober: http, http: {valid_status_codes: [99]}
          1:57: item 1 of valid_status_codes is "99", write a status such as 204, or a range such as 200-299
        prober: http, http: {valid_status_codes: [1000]}
          1:57: item 1 of valid_status_codes is "1000", write a status such as 204, or a range such as 200-299
        prober: http, http: {valid_status_codes: [299-200]}
          1:57: item 1 of valid_status_codes is "299-200", write a status such as 204, or a range such as 200-299
        prober: http, http: {valid_http_versions: HTTP/1.1}
          1:57: valid_http_versions is text, write a list, one "- item" line each
        prober: http, http: {valid_http_versions: [HTTP/2]}
          1:58: item 1 of valid_http_versions is "HTTP/2", did you mean "HTTP/2.0"? write one of HTTP/1.0, HTTP/1.1, HTTP/2.0, HTTP/3.0
        prober: http, http: {headers: [a]}
          1:45: headers is a list, write "name: value" lines below it
        prober: http, http: {headers: {"a b": x}}
          1:46: the name is "a b", write a header's name, such as Accept-Language
        prober: http, http: {headers: {a: "x\ny"}}
          1:49: "a" holds a line end or another control character, write one line of text
        prober: http, http: {headers: {a: [x]}}
          1:49: "a" is a list, write a text
        prober: http, http: {headers: {Host: a, host: b}}
          1:55: the header host is given twice, keep one of the two
        prober: http, http: {headers: {Content-Length: 5}}
          1:46: the header Content-Length is the exporter's own, remove it
        prober: http, http: {http_headers: {Authorization: {values: [a]}}}
          1:51: the header Authorization cannot be set here, use the key made for it, or headers
        prober: http, http: {http_headers: {X: {values: [a], valuez: [b]}}}
          1:68: unknown key "valuez", did you mean "values"?
        prober: http, http: {http_headers: {X: {}}}
          1:51: the header X has no value, add values, secrets or files
        prober: http, http: {http_headers: {X: {files: [nope]}}}
          1:63: item 1 of files "nope" cannot be read (No such file or directory), name a readable file
        prober: http, http: {body: a, body_file: b}
          1:56: body and body_file do not go together, keep one of them
        prober: http, http: {body_file: nope}
          1:47: body_file "nope" cannot be read (No such file or directory), name a readable file
        prober: http, http: {compression: zstd}
          1:49: compression is "zstd", write one of identity, gzip, deflate, br
        prober: http, http: {compression: gzip, headers: {Accept-Encoding: br}}
          1:49: compression gzip contradicts the header Accept-Encoding: br, add it to the header, or remove one
        prober: http, http: {compression: gzip, headers: {Accept-Encoding: "br, gzip;q=0"}}
          1:49: compression gzip contradicts the header Accept-Encoding: br, gzip;q=0, add it to the header, or remove one
        prober: http, http: {compression: gzip, headers: {Accept-Encoding: "*;q=0"}}
          1:49: compression gzip contradicts the header Accept-Encoding: *;q=0, add it to the header, or remove one
        prober: http, http: {compression: gzip, headers: {Accept-Encoding: "gzip;q=much"}}
          1:49: compression gzip contradicts the header Accept-Encoding: gzip;q=much, add it to the header, or remove one
        prober: http, http: {body_size_limit: 1024}
          1:53: body_size_limit is "1024", write a size such as 512B, 10KB or 1MB
        prober: http, http: {body_size_limit: 10mb}
          1:53: body_size_limit is "10mb", write a size such as 512B, 10KB or 1MB
        prober: http, http: {body_size_limit: -1MB}
          1:53: body_size_limit is "-1MB", write a size such as 512B, 10KB or 1MB
        prober: http, http: {body_size_limit: 9999999999GB}
          1:53: body_size_limit is "9999999999GB", write a size such as 512B, 10KB or 1MB
        prober: http, http: {no_follow_redirects: true, follow_redirects: true}
          1:57: no_follow_redirects and follow_redirects contradict each other, keep follow_redirects
        prober: http, http: {follow_redirects: 1}
          1:54: follow_redirects is "1", write true or false
        prober: http, http: {fail_if_ssl: maybe}
          1:49: fail_if_ssl is "maybe", write true or false
        prober: http, http: {fail_if_ssl: true, fail_if_not_ssl: true}
          1:72: fail_if_ssl and fail_if_not_ssl do not go together, keep one of them
        prober: http, http: {fail_if_body_matches_regexp: ["("]}
          1:66: "(" is no regular expression (missing ): (), write one in RE2's syntax
        prober: http, http: {fail_if_body_matches_regexp: x}
          1:65: fail_if_body_matches_regexp is text, write a list, one "- item" line each
        prober: http, http: {fail_if_body_not_matches_regexp: [a, "*"]}
          1:73: "*" is no regular expression (no argument for repetition operator: *), write one in RE2's syntax
        prober: http, http: {fail_if_matches_regexp: [x]}
          1:36: unknown key "fail_if_matches_regexp", did you mean "fail_if_body_matches_regexp"?
        prober: http, http: {fail_if_header_matches: [{header: X}]}
          1:61: missing key "regexp", add it to this mapping
        prober: http, http: {fail_if_header_matches: [{regexp: X}]}
          1:61: missing key "header", add it to this mapping
        prober: http, http: {fail_if_header_not_matches: [{header: X, regexp: ")"}]}
          1:85: ")" is no regular expression (unexpected ): )), write one in RE2's syntax
        prober: http, http: {fail_if_header_matches: [{header: "X Y", regexp: a}]}
          1:70: header is "X Y", write a header's name, such as Location
        prober: http, http: {fail_if_body_json_matches_cel: "body.a =="}
          1:67: fail_if_body_json_matches_cel is no condition: the expression ends before a value, at its column 10, write one such as body.status == "ok"
        prober: http, http: {fail_if_body_json_matches_cel: "1 == 'a'"}
          1:67: fail_if_body_json_matches_cel is no condition: == does not go with (int, string), at its column 3, write one such as body.status == "ok"
        prober: http, http: {fail_if_body_json_not_matches_cel: ""}
          1:71: fail_if_body_json_not_matches_cel is no condition: the expression ends before a value, at its column 1, write one such as body.status == "ok"
        prober: http, http: {enable_http3: true}
          1:50: enable_http3 does not go with HTTP/2, write enable_http2: false
        prober: http, http: {enable_http3: true, enable_http2: false, valid_http_versions: [HTTP/1.1]}
          1:50: enable_http3 goes with no version but HTTP/3.0, correct valid_http_versions
        prober: http, http: {tls_config: {ca_file: nope}}
          1:58: ca_file "nope" cannot be read (No such file or directory), name a readable file
        prober: http, http: {tls_config: {cert_file: nope}}
          1:60: cert_file "nope" cannot be read (No such file or directory), name a readable file
        prober: http, http: {tls_config: {cert: x}}
          1:55: certificate and key go together, give both
        prober: http, http: {tls_config: {min_version: TLS9}}
          1:62: min_version is "TLS9", write one of TLS10, TLS11, TLS12, TLS13
        prober: http, http: {tls_config: {min_version: TLS13, max_version: TLS12}}
          1:82: no TLS version lies between min_version and max_version, write at least TLS13
        prober: http, http: {tls_config: {insecure_skip_verify: maybe}}
          1:71: insecure_skip_verify is "maybe", write true or false
        prober: http, http: {tls_config: {server_name: "a b"}}
          1:62: server_name is "a b", write a name such as web.example.com, or an address such as 192.0.2.1 or 2001:db8::1
        prober: http, http: {basic_auth: {username: a, password: b, password_file: text}}
          1:90: password and password_file do not go together, keep one of them
        prober: http, http: {basic_auth: {username: a, username_file: text}}
          1:77: username and username_file do not go together, keep one of them
        prober: http, http: {basic_auth: {username: a, password_file: nope}}
          1:77: password_file "nope" cannot be read (No such file or directory), name a readable file
        prober: http, http: {basic_auth: {username_ref: a}}
          1:49: unknown key "username_ref", did you mean "username"?
        prober: http, http: {bearer_token: a, bearer_token_file: text}
          1:72: bearer_token and bearer_token_file do not go together, keep one of them
        prober: http, http: {bearer_token: a, basic_auth: {username: a}}
          1:50: basic_auth and bearer_token do not go together, keep one of them
        prober: http, http: {authorization: {type: Basic, credentials: a}}
          1:58: basic is no type of token, use basic_auth
        prober: http, http: {authorization: {type: ApiKey}}
          1:51: authorization has no credentials, add credentials, or credentials_file
        prober: http, http: {authorization: {credentials: a, credentials_file: text}}
          1:86: credentials and credentials_file do not go together, keep one of them
        prober: http, http: {authorization: {credentials: a}, basic_auth: {username: a}}
          1:51: basic_auth and authorization do not go together, keep one of them
        prober: http, http: {authorization: {credentials: a}, oauth2: {client_id: a, token_url: "http://x"}}
          1:77: authorization and oauth2 do not go together, keep one of them
        prober: http, http: {oauth2: {client_id: a, token_url: "http://x"}, basic_auth: {username: a}}
          1:44: basic_auth and oauth2 do not go together, keep one of them
        prober: http, http: {oauth2: {token_url: "http://x"}}
          1:44: missing key "client_id", add it to this mapping
        prober: http, http: {oauth2: {client_id: a}}
          1:44: missing key "token_url", add it to this mapping
        prober: http, http: {oauth2: {client_id: a, token_url: nope}}
          1:70: token_url is no URL, write a URL such as https://login.example.com/token
        prober: http, http: {oauth2: {client_id: a, token_url: "http://x", grant_type: password}}
          1:94: the grant type "password" is left out, write client_credentials, or remove the key
        prober: http, http: {oauth2: {client_id: a, token_url: "http://x", client_secret: a, client_secret_file: text}}
          1:120: client_secret and client_secret_file do not go together, keep one of them
        prober: http, http: {oauth2: {client_id: a, token_url: "http://x", scopes: a}}
          1:90: scopes is text, write a list, one "- item" line each
        prober: http, http: {proxy_url: "nope"}
          1:47: proxy_url is of no scheme that can be used, write a URL such as http://proxy.example.com:3128
        prober: http, http: {proxy_url: "socks5://a"}
          1:47: proxy_url is of no scheme that can be used, write a URL such as http://proxy.example.com:3128
        prober: http, http: {proxy_url: "http://u:hidden@a b"}
          1:47: proxy_url is no URL, write a URL such as http://proxy.example.com:3128
        prober: http, http: {proxy_url: "http://a", proxy_from_environment: true}
          1:47: the proxy is given here and by the environment, remove it, or proxy_from_environment
        prober: http, http: {no_proxy: a}
          1:46: no_proxy does not go without a proxy, add proxy_url, or remove it
        prober: http, http: {no_proxy: a, proxy_from_environment: true}
          1:46: the proxy is given here and by the environment, remove it, or proxy_from_environment
        prober: http, http: {proxy_connect_header: {a: [b]}}
          1:58: proxy_connect_header does not go without a proxy, add proxy_url, or remove it
        prober: http, http: {proxy_url: "http://a", proxy_connect_header: {a: b}}
          1:85: "a" is text, write a list, one "- item" line each
        prober: http, http: {preferred_ip_protocol: ip5}
          1:59: preferred_ip_protocol is "ip5", did you mean "ip6"? write one of ip6, ip4
        prober: http, http: {ip_protocol_fallback: perhaps}
          1:58: ip_protocol_fallback is "perhaps", write true or false
        prober: http, http: {address_mode: all}
          1:50: address_mode is "all", write one of first, each, any
        prober: http, http: {source_ip_address: here}
          1:55: source_ip_address is "here", write an address of this host, such as 192.0.2.1
        prober: http, http: {interface: "a b"}
          1:47: interface is "a b", write an interface's name, such as eth0
        prober: http, http: {resolver: dns.example.com}
          1:46: resolver is "dns.example.com", write an address such as 192.0.2.1, 192.0.2.1:53 or [2001:db8::1]:53
        prober: tcp, tcp: {query_response: {expect: a}}
          1:50: query_response is a mapping, write a list, one "- item" line each
        prober: tcp, tcp: {query_response: [a]}
          1:51: item 1 of query_response is text, write "key: value" lines below it
        prober: tcp, tcp: {query_response: [{expects: a}]}
          1:52: unknown key "expects", did you mean "expect"?
        prober: tcp, tcp: {query_response: [{expect: "["}]}
          1:60: "[" is no regular expression (missing ]: [), write one in RE2's syntax
        prober: tcp, tcp: {query_response: [{expect: a, expect_bytes: b}]}
          1:77: expect and expect_bytes do not go together, keep one of them
        prober: tcp, tcp: {query_response: [{send: a, send_bytes: b}]}
          1:73: send and send_bytes do not go together, keep one of them
        prober: tcp, tcp: {query_response: [{send: !!binary "?"}]}
          1:58: this is not base64, encode the bytes, as !!binary aGVsbG8=
        prober: tcp, tcp: {query_response: [{expect: a, labels: [{name: a-b, value: x}]}]}
          1:79: name is "a-b", write a label's name: letters, digits and _, no digit first, no __ first
        prober: tcp, tcp: {query_response: [{expect: a, labels: [{name: __a, value: x}]}]}
          1:79: name is "__a", write a label's name: letters, digits and _, no digit first, no __ first
        prober: tcp, tcp: {query_response: [{expect: a, labels: [{name: a, value: x}, {name: a, value: y}]}]}
          1:100: duplicate label "a", rename this one or the one at a.yml:1:79
        prober: tcp, tcp: {query_response: [{expect: a, labels: [{name: a}]}]}
          1:72: missing key "value", add it to this mapping
        prober: tcp, tcp: {query_response: [{labels: [{name: a, value: x}]}]}
          1:60: labels are made of what expect matched, add expect to this step
        prober: tcp, tcp: {tls: perhaps}
          1:39: tls is "perhaps", write true or false
        prober: udp, udp: {tls: true}
          1:34: unknown key "tls", known here: preferred_ip_protocol, ip_protocol_fallback, address_mode, source_ip_address, interface, resolver, query_response
        prober: udp, udp: {query_response: [{starttls: true}]}
          1:52: unknown key "starttls", known here: expect, expect_bytes, send, send_bytes, labels
        prober: unix, unix: {preferred_ip_protocol: ip4}
          1:36: unknown key "preferred_ip_protocol", known here: query_response, tls, tls_config
        prober: dns
          1:14: missing key "dns", add it to this mapping
        prober: dns, dns: {}
          1:33: missing key "query_name", add it to this mapping
        prober: dns, dns: {query_name: ""}
          1:46: query_name is empty, give it a value
        prober: dns, dns: {query_name: a..b}
          1:46: query_name is "a..b", write a DNS name such as example.com
        prober: dns, dns: {query_name: a, query_type: NOPE}
          1:61: query_type is "NOPE", write a record type such as A, AAAA, SOA or TXT
        prober: dns, dns: {query_name: a, query_class: NOPE}
          1:62: query_class is "NOPE", write a class: IN, CH or HS
        prober: dns, dns: {query_name: a, valid_rcodes: [NOPE]}
          1:64: item 1 of valid_rcodes is "NOPE", write a response code such as NOERROR or NXDOMAIN
        prober: dns, dns: {query_name: a, valid_rcodes: NOERROR}
          1:63: valid_rcodes is text, write a list, one "- item" line each
        prober: dns, dns: {query_name: a, transport_protocol: tcp4}
          1:69: transport_protocol is "tcp4", did you mean "tcp"? write one of udp, tcp
        prober: dns, dns: {query_name: a, dns_over_tls: true, transport_protocol: udp}
          1:89: DNS over TLS does not go over udp, write tcp, or remove dns_over_tls
        prober: dns, dns: {query_name: a, recursion_desired: 1}
          1:68: recursion_desired is "1", write true or false
        prober: dns, dns: {query_name: a, validate_answer_rrs: [a]}
          1:70: validate_answer_rrs is a list, write "key: value" lines below it
        prober: dns, dns: {query_name: a, validate_answer_rrs: {fail_if_matches_regexp: ["("]}}
          1:96: "(" is no regular expression (missing ): (), write one in RE2's syntax
        prober: dns, dns: {query_name: a, validate_authority_rrs: {fail_if_matches: [a]}}
          1:74: unknown key "fail_if_matches", did you mean "fail_if_matches_regexp"?
        prober: icmp, icmp: {ttl: 256}
          1:41: ttl is "256", write a whole number from 0 to 255
        prober: icmp, icmp: {ttl: -1}
          1:41: ttl is "-1", write a whole number from 0 to 255
        prober: icmp, icmp: {ttl: five}
          1:41: ttl is "five", write a whole number from 0 to 255
        prober: icmp, icmp: {payload_size: 65508}
          1:50: payload_size is "65508", write a whole number from 0 to 65507
        prober: icmp, icmp: {count: 0}
          1:43: count is "0", write a whole number from 1 to 100
        prober: icmp, icmp: {interval: 1ms}
          1:46: interval is "1ms", write a duration from 10ms to 1m
        prober: icmp, icmp: {tolerated_loss: 100%}
          1:52: tolerated_loss is "100%", write a percentage above 0% and below 100%, such as 20%
        prober: grpc, grpc: {metadata: [a]}
          1:46: metadata is a list, write "name: value" lines below it
        prober: grpc, grpc: {metadata: {a: b}}
          1:50: "a" is text, write a list, one "- item" line each
        prober: grpc, grpc: {metadata: {"a b": [b]}}
          1:47: the name is "a b", write a name of small letters, digits, - _ and ., but no grpc- first
        prober: grpc, grpc: {metadata: {grpc-timeout: [b]}}
          1:47: the name is "grpc-timeout", write a name of small letters, digits, - _ and ., but no grpc- first
        prober: websocket, websocket: {headers: {Upgrade: {values: [a]}}}
          1:56: the header Upgrade cannot be set here, remove it
        prober: websocket, websocket: {subprotocols: ["a b"]}
          1:61: item 1 of subprotocols is "a b", write a subprotocol's name, such as chat
        prober: websocket, websocket: {http_config: {method: GET}}
          1:60: unknown key "method", known here: follow_redirects, enable_http2, tls_config, basic_auth, authorization, oauth2, bearer_token, bearer_token_file, proxy_url, proxy_from_environment, no_proxy, proxy_connect_header, http_headers
        prober: tls, tls: {server_name: a}
          1:34: unknown key "server_name", known here: preferred_ip_protocol, ip_protocol_fallback, address_mode, source_ip_address, interface, resolver, tls_config
        prober: postgres, postgres: {password: a, password_file: text}
          1:72: password and password_file do not go together, keep one of them
        prober: postgres, postgres: {password: a, passfile: text}
          1:67: password and passfile are both given, keep one of the two
        prober: postgres, postgres: {tls_mode: always}
          1:54: tls_mode is "always", write one of disable, allow, prefer, require, verify-ca, verify-full
        prober: postgres, postgres: {tls_config: {insecure_skip_verify: true}}
          1:56: insecure_skip_verify is for tls_mode to say, remove it, and write tls_mode: require
        prober: postgres, postgres: {expected_rows: 1}
          1:59: expected_rows does not go without a query, add query, or remove it
        prober: postgres, postgres: {query: a, expected_rows: 5-1}
          1:69: expected_rows is "5-1", write a count such as 1, or a range such as 1-10
        prober: postgres, postgres: {query: a, columns: [{metric: a}]}
          1:64: missing key "name", add it to this mapping
        prober: postgres, postgres: {query: a, columns: [{name: "a b"}]}
          1:71: name is "a b", write the end of a metric's name: small letters, digits and _
        prober: whatsapp_chat, whatsapp_chat: {transport: udp}
          1:65: transport is "udp", write one of tcp, websocket
        prober: whatsapp_chat, whatsapp_chat: {http_config: {}}
          1:67: http_config does not go with a bare connection, write transport: websocket, or remove it
        prober: icmp, http: {metod: GET}
          1:36: unknown key "metod", did you mean "method"?
        prober: http, http: {oauth2: {client_id: a, token_url: "http://u:hidden@x"}}
          1:70: token_url has a name or password in it, write a URL such as https://login.example.com/token
        prober: http, http: {tls_config: {ca: x}}
          1:53: no trusted certificates in the text given (no start line), name a file of PEM certificates
        prober: http, http: {tls_config: {cert: x, key: y}}
          1:55: no certificate in the text given (no start line), name a file of PEM certificates, our own first
        prober: http, http: {fail_if_body_matches_regexp: ["(?=a)"]}
          1:66: "(?=a)" is no regular expression (invalid perl operator: (?=), write one in RE2's syntax
        prober: http, http: {body_size_limit: MB}
          1:53: body_size_limit is "MB", write a size such as 512B, 10KB or 1MB
        prober: grpc, grpc: {tls_config: {max_version: 1.3}}
          1:62: max_version is "1.3", write one of TLS10, TLS11, TLS12, TLS13
        prober: tcp, tcp: {nope: 1}
          1:34: unknown key "nope", known here: preferred_ip_protocol, ip_protocol_fallback, address_mode, source_ip_address, interface, resolver, query_response, tls, tls_config
        """#

    private static let pairs: [(module: String, complaint: String)] = {
        let lines = mistakes.split(separator: "\n").map(String.init)
        return stride(from: 0, to: lines.count, by: 2).map { (lines[$0], String(lines[$0 + 1].dropFirst(2))) }
    }()

    @Test(arguments: pairs.map(\.module)) func isRefusedInOneLine(module: String) throws {
        let complaint = try #require(Self.pairs.first { $0.module == module }?.complaint)
        #expect(complaints(module, files: ["text": "x"]) == complaint)
    }

    @Test func everyMistakeIsReportedAtOnce() {
        let lines = complaints("prober: tcp, timeout: x, tcp: {tls: x, query_response: [{expect: (}]}").split(separator: "\n")
        #expect(lines.count == 3)
    }

    @Test func secretsAreNotInMessages() {
        for text in [
            "proxy_url: \"http://u:HIDDEN@a b\"", "oauth2: {client_id: a, token_url: \"http://u:HIDDEN@x\"}",
            "headers: {Authorization: \"HIDDEN\\n\"}", "basic_auth: {password: [HIDDEN]}", "bearer_token: {a: HIDDEN}",
            "http_headers: {X: {secrets: HIDDEN}}", "basic_auth: {password: HIDDEN, password_file: x}",
            "tls_config: {key: HIDDEN, cert: HIDDEN}",
        ] {
            let complaint = complaints("prober: http, http: {\(text)}")
            #expect(complaint != "valid" && !complaint.contains("HIDDEN"), "\(complaint)")
        }
    }

    @Test func theWholeFileIsNamedBeforeEachComplaint() {
        #expect(ConfigurationFiles("modules: {m: {prober: x}}").messages().hasPrefix("a.yml:1:23: prober is \"x\""))
        #expect(
            ConfigurationFiles("modules: [a]").messages() == "a.yml:1:10: modules is a list, write \"name: value\" lines below it"
        )
        #expect(ConfigurationFiles("modules: {a: {prober: tcp}, a: {prober: tcp}}").messages().contains("duplicate key \"a\""))
        #expect(ConfigurationFiles("module: {}").messages() == "a.yml:1:1: unknown key \"module\", did you mean \"modules\"?")
    }
}
