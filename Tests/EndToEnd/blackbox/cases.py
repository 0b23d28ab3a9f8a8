"""Modules and targets on which we and blackbox_exporter are compared.

A text that begins with @ names a file of the estate's.
"""

import dataclasses

# Where the estate's servers are.
WEB = "127.87.1.1:8000"
NGINX = "127.87.1.2"
NAMES = "127.0.0.1:18653"
NAMES_TLS = "127.0.0.1:18853"
SSH = "127.87.1.4:22"
IRC = "127.87.1.5:6667"
MAIL = "127.87.1.6:25"
SILENT = "127.87.1.7:7"
CLOSES = "127.87.1.8:7"
HEALTH = "127.87.1.9:50051"
SECURE_HEALTH = "127.87.1.10:50051"
NO_HEALTH = "127.87.1.11:50051"
CLOSED = "127.87.1.12:9"

TRUSTED = {"ca_file": "@authority", "server_name": "web.test"}


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    module: dict
    target: str
    parameters: tuple = ()
    # The first blackbox_exporter that knows the module's keys.
    since: tuple = (0, 0)


def http(**settings):
    return {"prober": "http", "timeout": "5s", "http": {"preferred_ip_protocol": "ip4", **settings}}


def tcp(*steps, **settings):
    return {"prober": "tcp", "timeout": "2s", "tcp": {"query_response": list(steps), **settings}}


def dns(name, **settings):
    return {"prober": "dns", "timeout": "3s", "dns": {"query_name": name, "preferred_ip_protocol": "ip4", **settings}}


def cases():
    """All of them."""
    yield from http_cases()
    yield from https_cases()
    yield from dialogue_cases()
    yield from dns_cases()
    yield Case("icmp", {"prober": "icmp", "timeout": "3s"}, "127.0.0.1")
    yield Case("icmp_ip6", {"prober": "icmp", "timeout": "3s"}, "::1")
    yield Case("icmp_payload", {"prober": "icmp", "timeout": "3s", "icmp": {"payload_size": 1000, "ttl": 9}}, "127.0.0.1")
    yield Case("icmp_no_address", {"prober": "icmp", "timeout": "3s"}, "nowhere.invalid")
    yield Case("grpc", grpc(), HEALTH, since=(0, 23))
    yield Case("grpc_ill", grpc(service="ill"), HEALTH, since=(0, 23))
    yield Case("grpc_unknown", grpc(service="stranger"), HEALTH, since=(0, 23))
    yield Case("grpc_tls", grpc(tls=True, tls_config=TRUSTED), SECURE_HEALTH, since=(0, 23))
    yield Case("grpc_unimplemented", grpc(), NO_HEALTH, since=(0, 23))
    yield Case("unix", {"prober": "unix", "timeout": "2s", "unix": {"query_response": [{"expect": "^220"}]}}, "@socket",
               since=(0, 26))


def grpc(**settings):
    return {"prober": "grpc", "timeout": "3s", "grpc": {"preferred_ip_protocol": "ip4", **settings}}


def http_cases():
    web = f"http://{WEB}"
    yield Case("http", http(), f"{web}/")
    yield Case("http_no_scheme", http(), WEB)
    yield Case("http_404", http(), f"{web}/status/404")
    yield Case("http_404_valid", http(valid_status_codes=[404, 410]), f"{web}/status/404")
    yield Case("http_500", http(), f"{web}/status/500")
    yield Case("http_204", http(), f"{web}/empty")
    yield Case("http_chunked", http(), f"{web}/chunked")
    yield Case("http_old", http(), f"{web}/old")
    yield Case("http_version", http(valid_http_versions=["HTTP/2.0"]), f"{web}/")
    yield Case("http_post", http(method="POST", headers={"X-Test": "yes"}, body="hello=1"), f"{web}/echo")
    yield Case("http_head", http(method="HEAD"), f"{web}/big")
    yield Case("http_redirects", http(), f"{web}/redirects")
    yield Case("http_no_redirects", http(follow_redirects=False), f"{web}/redirects")
    yield Case("http_3xx_valid", http(follow_redirects=False, valid_status_codes=[301]), f"{web}/redirects")
    yield Case("http_loop", http(), f"{web}/loop")
    yield Case("http_nowhere", http(valid_status_codes=[302]), f"{web}/nowhere")
    yield Case("http_modified", http(), f"{web}/modified")
    yield Case("http_not_tls", http(fail_if_not_ssl=True), f"{web}/")
    yield Case("http_body", http(fail_if_body_not_matches_regexp=["all is well"]), f"{web}/")
    yield Case("http_body_bad", http(fail_if_body_matches_regexp=["(?i)WELCOME"]), f"{web}/")
    yield Case("http_body_missing", http(fail_if_body_not_matches_regexp=["all is ill"]), f"{web}/")
    rule = {"header": "X-Kind", "regexp": "two"}
    yield Case("http_header", http(fail_if_header_not_matches=[rule]), f"{web}/modified")
    yield Case("http_header_bad", http(fail_if_header_matches=[rule]), f"{web}/modified")
    yield Case("http_header_gone", http(fail_if_header_not_matches=[rule]), f"{web}/")
    yield Case("http_header_may_lack", http(fail_if_header_not_matches=[{**rule, "allow_missing": True}]), f"{web}/")
    yield Case("http_gzip", http(compression="gzip", headers={"Accept-Encoding": "gzip"}), f"{web}/gzip")
    yield Case("http_gzip_by_itself", http(), f"{web}/gzip")
    yield Case("http_gzip_wanted", http(compression="gzip"), f"{web}/")
    yield Case("http_deflate", http(compression="deflate"), f"{web}/deflate")
    yield Case("http_limit", http(body_size_limit="1KB"), f"{web}/big")
    yield Case("http_basic", http(basic_auth={"username": "user", "password": "pass"}), f"{web}/private")
    yield Case("http_bearer", http(authorization={"credentials": "token"}), f"{web}/private", since=(0, 20))
    yield Case("http_unauthorized", http(), f"{web}/private")
    yield Case("http_refused", http(), f"http://{CLOSED}/")
    yield Case("http_unresolved", http(), "http://nowhere.invalid/")
    yield Case("http_hostname", http(fail_if_body_not_matches_regexp=["host=other.test"]), f"{web}/echo",
               (("hostname", "other.test"),))
    document = f"{web}/json"
    yield Case("http_json", http(fail_if_body_json_not_matches_cel='body.status == "ok" && body.items.exists(i, i.n > 3)'),
               document, since=(0, 28))
    yield Case("http_json_bad", http(fail_if_body_json_matches_cel="body.code == 200"), document, since=(0, 28))
    yield Case("http_json_none", http(fail_if_body_json_matches_cel="body.code == 200"), f"{web}/", since=(0, 28))


def https_cases():
    trusted = {"tls_config": TRUSTED}
    yield Case("https", http(**trusted), f"https://{NGINX}:8443/")
    yield Case("https_1", http(enable_http2=False, **trusted), f"https://{NGINX}:8443/")
    yield Case("https_12", http(**trusted), f"https://{NGINX}:9443/")
    yield Case("https_fails", http(fail_if_ssl=True, **trusted), f"https://{NGINX}:8443/")
    yield Case("https_careless", http(tls_config={"insecure_skip_verify": True}), f"https://{NGINX}:8443/")
    yield Case("https_untrusted", http(tls_config={"server_name": "web.test"}), f"https://{NGINX}:8443/")
    yield Case("https_wrong_name", http(tls_config={**TRUSTED, "server_name": "other.test"}), f"https://{NGINX}:8443/")
    mutual = {**TRUSTED, "cert_file": "@certificate", "key_file": "@key"}
    yield Case("https_mutual", http(tls_config=mutual), f"https://{NGINX}:7443/")
    yield Case("https_mutual_without", http(**trusted), f"https://{NGINX}:7443/")
    yield Case("https_old_version", http(tls_config={**TRUSTED, "min_version": "TLS10", "max_version": "TLS11"}), f"https://{NGINX}:8443/", since=(0, 24))
    yield Case("https_to_plain", http(**trusted), f"https://{NGINX}:8080/")
    yield Case("http_nginx", http(), f"http://{NGINX}:8080/")


def dialogue_cases():
    yield Case("tcp", {"prober": "tcp", "timeout": "2s"}, SSH)
    yield Case("tcp_refused", {"prober": "tcp", "timeout": "2s"}, CLOSED)
    yield Case("tcp_no_port", {"prober": "tcp", "timeout": "2s"}, "127.0.0.1")
    yield Case("ssh", tcp({"expect": "^SSH-2.0-"}, {"send": "SSH-2.0-check"}), SSH)
    labels = [{"name": "ssh_version", "value": "${1}"}, {"name": "ssh_comments", "value": "${2}"}]
    yield Case("ssh_labels", tcp({"expect": "^SSH-2.0-([^ -]+)(?: (.*))?$", "labels": labels}), SSH, since=(0, 25))
    yield Case("ssh_other", tcp({"expect": "^SSH-1"}), SSH)
    yield Case("irc", tcp({"send": "NICK prober"}, {"send": "USER prober"}, {"expect": "PING :([^ ]+)", "send": "PONG ${1}"},
                          {"expect": "^:[^ ]+ 001"}), IRC)
    mail = ({"expect": "^220 ([^ ]+) ESMTP"}, {"send": "EHLO prober"}, {"expect": "^250-STARTTLS"}, {"expect": "^250 HELP"},
            {"send": "STARTTLS"}, {"expect": "^220"}, {"starttls": True}, {"send": "EHLO prober"}, {"expect": "^250 mail.test over"})
    yield Case("smtp_starttls", tcp(*mail, tls_config=TRUSTED), MAIL)
    yield Case("smtp_untrusted", tcp(*mail, tls_config={"server_name": "web.test"}), MAIL)
    yield Case("tcp_silent", tcp({"expect": "^220"}), SILENT)
    yield Case("tcp_closes", tcp({"expect": "^220"}), CLOSES)
    yield Case("tcp_tls", tcp(tls=True, tls_config=TRUSTED), f"{NGINX}:8443")
    yield Case("tcp_tls_wrong_name", tcp(tls=True, tls_config={**TRUSTED, "server_name": "other.test"}), f"{NGINX}:8443")


def dns_cases():
    for kind in ("A", "AAAA", "MX", "TXT", "NS", "CAA"):
        yield Case(f"dns_{kind.lower()}", dns("estate.test", query_type=kind), NAMES)
    yield Case("dns_soa", dns("estate.test", query_type="SOA"), NAMES)
    yield Case("dns_tcp", dns("estate.test", query_type="A", transport_protocol="tcp"), NAMES)
    yield Case("dns_cname", dns("www.estate.test", query_type="A"), NAMES)
    yield Case("dns_nxdomain", dns("gone.estate.test", query_type="A"), NAMES)
    yield Case("dns_nxdomain_valid", dns("gone.estate.test", query_type="A", valid_rcodes=["NXDOMAIN"]), NAMES)
    yield Case("dns_refused", dns("other.invalid", query_type="A"), NAMES)
    found = {"fail_if_not_matches_regexp": ["estate.test.\\t300\\tIN\\tMX\\t10 mail.estate.test."]}
    yield Case("dns_validated", dns("estate.test", query_type="MX", validate_answer_rrs=found), NAMES)
    bad = {"fail_if_matches_regexp": [".*127.0.0.*"]}
    yield Case("dns_validated_bad", dns("estate.test", query_type="MX", validate_additional_rrs=bad), NAMES)
    quoted = {"fail_if_none_matches_regexp": ['"second \\\\"quoted\\\\" part"']}
    yield Case("dns_text", dns("estate.test", query_type="TXT", validate_answer_rrs=quoted), NAMES)
    yield Case("dns_tls", dns("estate.test", query_type="A", transport_protocol="tcp", dns_over_tls=True, tls_config=TRUSTED), NAMES_TLS,
               since=(0, 20))
    yield Case("dns_silent", dns("estate.test", query_type="A", transport_protocol="tcp"), SILENT)
