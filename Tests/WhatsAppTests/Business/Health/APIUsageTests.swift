import Testing
import Wire

@testable import WhatsApp

@Suite struct APIUsageTests {
    @Test func readsBothFields() {
        let usage = APIUsage([
            "X-App-Usage": #"{"call_count":28,"total_time":25,"total_cputime":0}"#,
            "X-Business-Use-Case-Usage": """
            {"1":[{"type":"whatsapp","call_count":100,"total_cputime":2,"total_time":3,"estimated_time_to_regain_access":19}],
            "2":[{"call_count":140,"total_time":1},{"estimated_time_to_regain_access":0}]}
            """,
        ])
        #expect(
            usage.ratios == [
                .appCalls: 0.28, .appTime: 0.25, .appProcessor: 0, .businessCalls: 1.4, .businessTime: 0.03,
                .businessProcessor: 0.02,
            ])
        #expect(usage.regainSeconds == 1140)
    }

    @Test(arguments: [
        "", "x", "[]", "{}", "{\"call_count\":-1}", "{\"call_count\":1e300}", "{\"call_count\":\"5\"}", "{\"call_count\":null}",
        "{\"estimated_time_to_regain_access\":-5}", "{\"estimated_time_to_regain_access\":1e12}",
    ])
    func ignoresWhatIsNotAsDocumented(text: String) {
        #expect(APIUsage(["X-App-Usage": text]) == APIUsage([:]))
        #expect(APIUsage(["X-Business-Use-Case-Usage": text]) == APIUsage([:]))
        #expect(APIUsage(["X-Business-Use-Case-Usage": "{\"1\":[\(text)]}"]) == APIUsage([:]))
    }

    @Test func doesNotReadLongFields() {
        let text = "{" + String(repeating: " ", count: 20_000) + "\"call_count\":5}"
        #expect(APIUsage(["X-App-Usage": text]) == APIUsage([:]))
    }
}
