import Testing

@testable import Exporter

@Suite struct ConfigurationMistakeTests {
    @Test(
        arguments: [
            ("probng: {}", "a.yml:1:1: unknown key \"probng\", did you mean \"probing\"?"),
            (
                "probing: {gap: 1s}",
                "a.yml:1:11: unknown key \"gap\", known here: min_gap, timeout, resolver, second_opinion_resolvers, resolv_conf, hosts_file"
            ),
            (
                "probing: {min_gap: fast}",
                "a.yml:1:20: min_gap is \"fast\", write a duration such as 30s, 1m30s or 500ms"
            ),
            ("probing: {min_gap: 2h}", "a.yml:1:20: min_gap is \"2h\", write a duration from 0 to 1h"),
            (
                "probing: {resolver: dns.example.com}",
                "a.yml:1:21: resolver is \"dns.example.com\", write an address such as 192.0.2.1, 192.0.2.1:53 or [2001:db8::1]:53"
            ),
            ("chat: {root_key: 00ff}", "a.yml:1:18: root_key is \"00ff\", write 64 hex digits"),
            (
                "catalogue: {disable: [chat_ip5]}",
                "a.yml:1:23: the catalogue has no \"chat_ip5\", did you mean \"chat_ip4\"?"
            ),
            (
                "catalogue: {enabled: false}",
                "a.yml:1:1: there is nothing to probe, list targets, jobs or modules, or enable the catalogue"
            ),
            (
                "probing: {min_gap: 1m}",
                "a.yml:1:20: g.whatsapp.net is to be probed more often than once in 1m (probing.min_gap), "
                    + "write at most 35s, or disable some of the catalogue's endpoints"
            ),
        ])
    func sections(text: String, message: String) {
        #expect(ConfigurationFiles(text).messages() == message)
    }

    @Test(
        arguments: [
            "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:65536", "192.0.2.1:+53", ":53", "[192.0.2.1]:53", "[::1]", "[::1]53", "1.2.3",
            "2001:db8::1:99999", "''", "fe80::1%",
        ])
    func resolverAddress(text: String) {
        #expect(ConfigurationFiles("probing: {resolver: \"\(text)\"}").messages().contains("write an address such as"))
    }

    @Test func fileWithoutCertificate() {
        let files = ConfigurationFiles(files: ["a.yml": "tls: {trusted_ca_file: ca.pem}", "ca.pem": "hello"])
        #expect(files.messages() == "a.yml:1:24: trusted_ca_file holds no certificate, name a file of PEM certificates")
    }

    @Test func missingCertificateFile() {
        #expect(
            ConfigurationFiles("tls: {trusted_ca_file: ca.pem}").messages()
                == "a.yml:1:24: trusted_ca_file cannot be read (No such file or directory), name a readable file")
    }

    @Test func allMistakesAreToldAtOnceInOrder() {
        let text = "targets: [{name: A}]\nprobing: {timeout: 1}\nchat: {root_kee: 1}\n"
        #expect(
            ConfigurationFiles(text).messages() == """
                a.yml:1:11: missing key "prober", add it to this mapping
                a.yml:1:11: neither component nor control is given, add one, as component: web or control: site
                a.yml:1:18: name is "A", write up to 64 lower-case letters, digits and _
                a.yml:2:20: timeout is "1", write a duration such as 30s, 1m30s or 500ms
                a.yml:3:8: unknown key "root_kee", did you mean "root_key"?
                """)
    }
}
