import Testing
import WhatsApp

@Suite struct APIErrorClassTests {
    @Test(arguments: [
        (1, APIErrorClass.service), (2, .service), (131_000, .service), (131_016, .service), (133_004, .service),
        (2_494_100, .service),
        (131_057, .maintenance), (0, .auth), (190, .auth),
        (3, .permission), (10, .permission), (200, .permission), (299, .permission), (131_005, .permission),
        (4, .rateLimit), (80_007, .rateLimit), (130_429, .rateLimit), (131_048, .rateLimit), (131_056, .rateLimit),
        (368, .restricted), (131_031, .restricted), (130_497, .restricted),
        (33, .request), (100, .request), (131_008, .request), (131_009, .request), (131_021, .request), (135_000, .request),
        (131_026, .recipient), (131_047, .recipient), (131_049, .recipient), (131_050, .recipient), (130_472, .recipient),
        (131_052, .media), (131_053, .media), (131_042, .payment),
        (132_000, .template), (132_015, .template), (133_000, .registration), (133_016, .registration),
        (199, .unknown), (300, .unknown), (131_999, .unknown), (134_000, .unknown), (-1, .unknown), (.max, .unknown),
        (.min, .unknown),
    ])
    func decidesByTheCode(code: Int, expected: APIErrorClass) {
        #expect(APIErrorClass(code: code) == expected)
        #expect(APIErrorClass(code: code, httpStatus: 400) == expected)
    }

    @Test(arguments: [(nil, 500), (nil, 503), (999_999, 502)] as [(Int?, Int)])
    func blamesTheServiceForServerErrorsNobodyExplains(code: Int?, status: Int) {
        #expect(APIErrorClass(code: code, httpStatus: status) == .service)
    }

    @Test(arguments: [(nil, 400), (nil, 404), (nil, 200), (nil, nil), (999_999, 400)] as [(Int?, Int?)])
    func doesNotGuess(code: Int?, status: Int?) {
        #expect(APIErrorClass(code: code, httpStatus: status) == .unknown)
    }

    @Test func believesTheCodeOverTheStatus() {
        #expect(APIErrorClass(code: 190, httpStatus: 500) == .auth)
        #expect(APIErrorClass(code: 2, httpStatus: 400) == .service)
    }

    @Test func onlyTheServiceIsMetasSide() {
        #expect(APIErrorClass.allCases.filter { $0.side == .service } == [.service])
        #expect(APIErrorClass.rateLimit.side == .limit)
        #expect(APIErrorClass.unknown.side == nil)
    }
}
