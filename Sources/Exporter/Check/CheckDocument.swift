/// What `check --json` prints.
struct CheckDocument: Encodable {
    var verdict: VerdictDocument
    var probes: [ProbeDocument]
    var exitStatus: Int32

    init(_ report: CheckReport) {
        verdict = VerdictDocument(report.conclusion)
        probes = report.probes.map(ProbeDocument.init)
        exitStatus = report.exitStatus
    }
}
