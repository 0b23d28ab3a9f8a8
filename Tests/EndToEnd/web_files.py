"""Files for --web.config.file, good and bad, as exporter-toolkit's users write them.

`@name@` stands for the path of a certificate or key, `@@name@@` for its text, indented below a key.
"""

import dataclasses

# Of "secret" and of "other".
SECRET = "$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a"
OTHER = "$2b$06$abcdefghijklmnopqrstuu6FttqYLNXdPO90XO7YlC0uHRd1WxOhm"

PAIR = "tls_server_config: {cert_file: '@cert@', key_file: '@key@'%s}\n"


@dataclasses.dataclass
class File:
    name: str
    text: str
    #: Of node_exporter, the first release that knows these keys.
    since: tuple = (1, 5)

    def filled(self, files):
        text = self.text
        for name, path in files.items():
            text = text.replace(f"@@{name}@@", path.read_text().replace("\n", "\n    ")).replace(f"@{name}@", str(path))
        return text


def tls(name, more="", since=(1, 5)):
    return File(name, PAIR % (", " + more if more else ""), since)


# What both must start with.
ACCEPTED = [
    File("empty", ""),
    File("nothing", "{}\n"),
    File("no values", "tls_server_config:\nhttp_server_config:\nbasic_auth_users:\n"),
    File("users", f"basic_auth_users:\n  alice: {SECRET}\n  bob: '{OTHER}'\n"),
    File("users none", "basic_auth_users: {}\n"),
    File("user empty name", f"basic_auth_users: {{'': {SECRET}}}\n"),
    File(
        "headers",
        "http_server_config:\n  headers:\n    Strict-Transport-Security: max-age=63072000\n    X-Content-Type-Options: nosniff\n"
        "    X-Frame-Options: sameorigin\n    X-XSS-Protection: '1'\n    Content-Security-Policy: default-src 'self'\n",
    ),
    File("http2 off", "http_server_config: {http2: false}\n"),
    File("http2 in words", "http_server_config: {http2: on}\n"),
    tls("pair"),
    tls("empty texts", "client_auth_type: '', client_ca_file: '', cipher_suites: [], curve_preferences: []"),
    tls("versions", "min_version: TLS13, max_version: TLS13"),
    tls("old versions", "min_version: TLS10, max_version: TLS12"),
    File("no certificate, only versions", "tls_server_config: {min_version: TLS13}\n"),
    tls("suites", "cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256]"),
    tls("suites of 1.3", "cipher_suites: [TLS_AES_128_GCM_SHA256], prefer_server_cipher_suites: false"),
    tls("curves", "curve_preferences: [CurveP521, CurveP384, CurveP256, X25519]"),
    tls("clients verified", "client_auth_type: RequireAndVerifyClientCert, client_ca_file: '@ca@'"),
    tls("clients if given", "client_auth_type: VerifyClientCertIfGiven, client_ca_file: '@ca@'"),
    tls("clients any", "client_auth_type: RequireAnyClientCert"),
    tls("clients any, old word", "client_auth_type: RequireClientCert"),
    tls("clients asked", "client_auth_type: RequestClientCert"),
    tls("clients unasked", "client_auth_type: NoClientCert"),
    tls("clients of the system's authorities", "client_auth_type: RequireAndVerifyClientCert"),
    tls("names", "client_auth_type: RequireAndVerifyClientCert, client_ca_file: '@ca@', client_allowed_sans: [a.test]", (1, 8)),
    File("inline", "tls_server_config:\n  cert: |\n    @@cert@@\n  key: |\n    @@key@@\n", (1, 8)),
    File("rate", "rate_limit: {interval: 100ms, burst: 10}\n", (1, 9)),
    File("rate off", "rate_limit: {interval: 0s, burst: 0}\n", (1, 9)),
]

# What neither may start with, and what ours says of it, after the file's name.
REFUSED = [
    (File("unknown key", "tls_config: {}\n"), ':1:1: unknown key "tls_config", known here: tls_server_config, '),
    (File("unknown key below", "http_server_config:\n  http_2: true\n"), ':2:3: unknown key "http_2", did you mean "http2"?'),
    (File("key twice", "basic_auth_users: {}\nbasic_auth_users: {}\n"), ":2:1: "),
    (File("no YAML", "basic_auth_users: [\n"), ":2:1: "),
    (File("a list", "- a\n"), ":1:1: the document is a list, "),
    (File("plain password", "basic_auth_users:\n  alice: secret\n"), ':2:10: the password of "alice" is no bcrypt hash, '),
    (File("empty password", "basic_auth_users:\n  alice: ''\n"), ":2:10: "),
    (File("cost too high", f"basic_auth_users:\n  alice: {SECRET.replace('$05$', '$32$')}\n"), ":2:10: "),
    (
        File("header unknown", "http_server_config:\n  headers:\n    X-Powered-By: me\n"),
        ':3:5: the header "X-Powered-By" cannot be set, those that can are Strict-Transport-Security, ',
    ),
    (
        File("header value", "http_server_config:\n  headers:\n    X-Frame-Options: DENY\n"),
        ':3:22: X-Frame-Options is "DENY", write deny or sameorigin',
    ),
    (tls("unknown version", "min_version: TLS9"), ' min_version is "TLS9", write one of TLS10, TLS11, '),
    (tls("unknown suite", "cipher_suites: [TLS_RSA_WITH_NULL_MD5]"), ' item 1 of cipher_suites is "TLS_RSA_WITH_NULL_MD5", '),
    (tls("unknown curve", "curve_preferences: [CurveP224]"), ' item 1 of curve_preferences is "CurveP224", did you mean '),
    (tls("unknown policy", "client_auth_type: RequireAndVerify"), ' client_auth_type is "RequireAndVerify", '),
    (
        tls("authorities without policy", "client_ca_file: '@ca@'"),
        " clients' authorities are given, but no client is asked for a certificate, add client_auth_type: ",
    ),
    (File("no key", "tls_server_config:\n  cert_file: '@cert@'\n"), ":2:3: TLS needs key or key_file, add one of them"),
    (File("no certificate", "tls_server_config:\n  key_file: '@key@'\n"), ":2:3: TLS needs cert or cert_file, add one of them"),
    (File("policy alone", "tls_server_config: {client_auth_type: RequestClientCert}\n"), " TLS needs cert or cert_file, "),
    (
        File("certificate missing", "tls_server_config:\n  cert_file: nowhere.pem\n  key_file: '@key@'\n"),
        ":2:14: no certificate in ",
    ),
    (
        File("key of another", "tls_server_config:\n  cert_file: '@cert@'\n  key_file: '@other_key@'\n"),
        ":3:13: the key of ",
    ),
    (File("key is no key", "tls_server_config:\n  cert_file: '@cert@'\n  key_file: '@cert@'\n"), ":3:13: no private key in "),
    (tls("authorities missing", "client_auth_type: RequireAndVerifyClientCert, client_ca_file: nowhere.pem"), " no certificate in "),
]

# What theirs starts with, and ours does not: with each of these nobody would be served as the file says.
STRICTER = [
    (tls("versions reversed", "min_version: TLS13, max_version: TLS12"), " no TLS version lies between min_version and max_version, "),
    (
        tls("authorities that are none", "client_auth_type: RequireAndVerifyClientCert, client_ca_file: '@key@'"),
        " no certificate in ",
    ),
    (
        tls("suites of no version", "max_version: TLS12, cipher_suites: [TLS_AES_128_GCM_SHA256]"),
        " these cipher suites are all of TLS 1.3, ",
    ),
    (File("hash with a tail", f"basic_auth_users: {{alice: '{SECRET}x'}}\n"), " is no bcrypt hash, "),
    (
        File("header of two lines", "http_server_config:\n  headers:\n    X-XSS-Protection: |\n      1\n      0\n"),
        " X-XSS-Protection has more than one line, ",
    ),
    (File("rate without unit", "rate_limit: {interval: 1, burst: 1}\n", (1, 9)), ' interval is "1", write a duration such as 5s, '),
    (File("rate of nothing", "rate_limit: {interval: 1s}\n", (1, 9)), " with a burst of 0 no request would ever be answered, "),
]
