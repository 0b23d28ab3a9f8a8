import FoundationEssentials
import Posix
import Probing
import WhatsApp
import Wire

/// One target's last probe, as `/api/v1/probes` and `check --json` tell it.
struct ProbeDocument: Encodable {
    struct SecondOpinionDocument: Encodable {
        var resolver: String
        var address: String?
        var success: Bool
        var reason: String?
    }

    struct CertificateDocument: Encodable {
        var role: String
        var serial: String
        var notBefore: Date
        var notAfter: Date
    }

    var target: String
    var component: String
    var family: String
    var prober: String
    var host: String
    var port: UInt16
    var runs: UInt64
    var failures: UInt64
    /// `nil`, like all below, until the probe has run.
    var success: Bool?
    var reason: String?
    var detail: String?
    var at: Date?
    var durationSeconds: Double?
    var phasesSeconds: [String: Double]?
    var address: String?
    var resolver: String?
    var ttlSeconds: UInt32?
    var aliases: [String]?
    var httpStatus: Int?
    var tlsVersion: String?
    var clockOffsetSeconds: Double?
    var certificates: [CertificateDocument]?
    var secondOpinion: SecondOpinionDocument?

    init(_ series: ProbeSeries) {
        let target = series.endpoint.target
        self.target = target.name
        component = series.endpoint.role.label
        family = series.family?.rawValue ?? "any"
        prober = target.prober.name
        host = target.host
        port = target.port
        runs = series.runs
        failures = series.failures
        at = series.lastRun.map { Date(timeIntervalSince1970: $0) }
        if let last = series.last { fill(in: last) }
    }

    private mutating func fill(in outcome: ProbeOutcome) {
        success = outcome.isSuccess
        reason = outcome.failure?.rawValue
        detail = outcome.detail
        durationSeconds = outcome.duration.seconds
        let timed = Phase.allCases.compactMap { phase in outcome.phases[phase].map { (phase.rawValue, $0.seconds) } }
        phasesSeconds = Dictionary(uniqueKeysWithValues: timed)
        address = outcome.address?.description
        resolver = outcome.resolution?.server?.description
        ttlSeconds = outcome.resolution?.ttlSeconds
        aliases = outcome.resolution?.cnames.map(\.description)
        httpStatus = outcome.http?.status
        tlsVersion = outcome.tlsVersion
        clockOffsetSeconds = outcome.clockOffsetSeconds
        certificates = outcome.certificates.map {
            CertificateDocument(
                role: $0.role.rawValue, serial: $0.serial, notBefore: Date(timeIntervalSince1970: Double($0.notBefore)),
                notAfter: Date(timeIntervalSince1970: Double($0.notAfter)))
        }
        secondOpinion = outcome.secondOpinion.map {
            SecondOpinionDocument(
                resolver: "\($0.resolver)", address: $0.address?.description, success: $0.failure == nil && $0.address != nil,
                reason: $0.failure?.rawValue)
        }
    }
}
