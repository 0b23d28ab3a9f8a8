import Probing
import Wire
import YAML

/// `dns`: what to ask, and what a good answer is.
struct DNSBlock {
    static func settings(_ block: BlockReader) -> DNSSettings? {
        var settings = DNSSettings()
        settings.usesTLS = block.flag("dns_over_tls", default: false)
        let transport = block["transport_protocol"]
        // Over TLS there is but one transport.
        settings.transport = transport?.word(of: DNSSettings.Transport.self) ?? (settings.usesTLS ? .tcp : .udp)
        if settings.usesTLS, settings.transport == .udp {
            transport?.reject("DNS over TLS does not go over udp", "write tcp, or remove dns_over_tls")
        }
        settings.tls = block.block("tls_config", TLSBlock.settings) ?? settings.tls
        settings.queryType =
            block["query_type"]?.string("write a record type such as A, AAAA, SOA or TXT") { DNSType($0) } ?? settings.queryType
        settings.queryClass = block["query_class"]?.string("write a class: IN, CH or HS") { DNSClass($0) } ?? settings.queryClass
        settings.recursionDesired = block.flag("recursion_desired", default: true)
        let codes = block["valid_rcodes"]?.list {
            $0.string("write a response code such as NOERROR or NXDOMAIN") { DNSResponseCode($0) }
        }
        if let codes, !codes.isEmpty { settings.validCodes = codes }
        settings.answerRules = block.block("validate_answer_rrs", rules) ?? settings.answerRules
        settings.authorityRules = block.block("validate_authority_rrs", rules) ?? settings.authorityRules
        settings.additionalRules = block.block("validate_additional_rrs", rules) ?? settings.additionalRules
        guard let name = block.required("query_name")?.string("write a DNS name such as example.com", { queryName($0) }) else {
            return nil
        }
        settings.queryName = name
        return settings
    }

    private static func queryName(_ text: String) -> String? {
        text.isEmpty ? nil : DNSName(text).map(\.description)
    }

    private static func rules(_ block: BlockReader) -> DNSSettings.RecordRules {
        var rules = DNSSettings.RecordRules()
        rules.failIfMatches = block["fail_if_matches_regexp"]?.patterns() ?? []
        rules.failIfAllMatch = block["fail_if_all_match_regexp"]?.patterns() ?? []
        rules.failIfNotMatches = block["fail_if_not_matches_regexp"]?.patterns() ?? []
        rules.failIfNoneMatches = block["fail_if_none_matches_regexp"]?.patterns() ?? []
        return rules
    }
}
