/// Why a request reports nothing, in one line that quotes nothing of it.
struct ReportRefusal: Error, Equatable {
    var result: ReportResult
    var detail: String

    init(_ result: ReportResult, _ detail: String) {
        self.result = result
        self.detail = detail
    }
}
