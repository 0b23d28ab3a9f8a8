import Probing
import Prometheus

extension ProbeExposition {
    private static let notAfter = MetricFamily(
        "probe_whatsapp_chat_certificate_not_after_timestamp_seconds", .gauge,
        help: "When a certificate the chat server showed in its Noise handshake ends, valid or not.")

    func chat(into sink: inout MetricSink) {
        guard !outcome.certificates.isEmpty else { return }
        sink.begin(Self.notAfter)
        for certificate in outcome.certificates {
            sink.sample("certificate", certificate.role.rawValue, "serialnumber", certificate.serial, certificate.notAfter)
        }
    }
}
