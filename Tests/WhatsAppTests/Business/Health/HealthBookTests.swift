import Testing

@testable import WhatsApp

@Suite struct HealthBookTests {
    private static let nodes = [BusinessNode(id: "1", kind: .phoneNumber), BusinessNode(id: "2", kind: .waba)]
    private static let good = HealthAnswer.health(NodeHealth(overall: .available))
    private static let service = HealthAnswer.error(.service, code: 131_000)

    private func book(_ answers: [(String, HealthAnswer)], nodes: [BusinessNode] = nodes) -> HealthBook {
        var book = HealthBook()
        book.reconfigure(nodes, interval: 300)
        for (index, (node, answer)) in answers.enumerated() { book.take(answer, of: node, at: 1000 + Double(index)) }
        return book
    }

    private func blocked(_ kind: NodeHealth.EntityKind, _ codes: Int...) -> HealthAnswer {
        .health(NodeHealth(overall: .blocked, entities: [.init(kind: kind, state: .blocked, errorCodes: codes)]))
    }

    @Test func blockedPartIsTheAccountsAtOnce() {
        let claims = book([("1", blocked(.business, 141_010))]).claims(at: 1010)
        #expect(claims == .init(accountBlocked: "node 1: business is blocked (141010)"))
    }

    @Test func blockedAsAWholeIsTheAccounts() {
        let claims = book([("1", .health(NodeHealth(overall: .blocked)))]).claims(at: 1010)
        #expect(claims == .init(accountBlocked: "node 1: it is blocked"))
    }

    @Test func limitedIsNotBlocked() {
        #expect(book([("1", .health(NodeHealth(overall: .limited)))]).claims(at: 1010) == .init())
    }

    @Test func blockedByTheServicesOwnErrorsIsNotTheAccounts() {
        let once = book([("1", blocked(.app, 131_000))]).claims(at: 1010)
        #expect(once == .init())
        let twice = book([("1", blocked(.app, 131_000)), ("1", blocked(.app, 131_016))]).claims(at: 1010)
        #expect(twice == .init(platformErrors: "node 1: app is blocked (131016)"))
        let mixed = book([("1", blocked(.app, 131_000, 141_006))]).claims(at: 1010)
        #expect(mixed.accountBlocked != nil && mixed.platformErrors == nil)
    }

    @Test(arguments: [APIErrorClass.auth, .permission, .restricted, .payment, .registration])
    func ownErrorsTwiceInARowAreTheAccounts(kind: APIErrorClass) {
        #expect(book([("1", .error(kind, code: 9))]).claims(at: 1010) == .init())
        let claims = book([("1", .error(kind, code: 9)), ("1", .error(kind, code: 9))]).claims(at: 1010)
        #expect(claims == .init(accountBlocked: "node 1: the API answers \(kind.rawValue) (9)"))
    }

    @Test func aLimitIsSaidUntilTheNextAnswerAndTakesNothingBack() {
        let limit = HealthAnswer.error(.rateLimit, code: 80_007)
        let limited = book([("1", limit)])
        #expect(limited.claims(at: 1010) == .init(requestsLimited: "node 1: the API answers rate_limit (80007)"))
        #expect(limited.claims(at: 1000 + 3600).requestsLimited != nil)
        #expect(limited.claims(at: 1000 + 4000) == .init() && limited.claims(at: -3000) == .init())
        let both = book([("1", blocked(.business, 141_010)), ("1", limit)]).claims(at: 1010)
        #expect(both.accountBlocked != nil && both.requestsLimited != nil)
        #expect(book([("1", limit), ("1", Self.good)]).claims(at: 1010) == .init())
    }

    @Test(arguments: [APIErrorClass.maintenance, .request, .recipient, .media, .template, .unknown])
    func otherErrorsAccuseNobody(kind: APIErrorClass) {
        let answers = Array(repeating: ("1", HealthAnswer.error(kind, code: 4)), count: 10)
        #expect(book(answers).claims(at: 1010) == .init())
    }

    @Test(arguments: HealthAnswer.Mishap.allCases)
    func mishapsAccuseNobody(mishap: HealthAnswer.Mishap) {
        #expect(book(Array(repeating: ("1", .mishap(mishap)), count: 10)).claims(at: 1010) == .init())
    }

    @Test func serviceErrorsTwiceInARowAreThePlatforms() {
        #expect(book([("1", Self.good), ("2", Self.good), ("1", Self.service)]).claims(at: 1010) == .init())
        let claims = book([("1", Self.service), ("1", .error(.service, code: nil))]).claims(at: 1010)
        #expect(claims == .init(platformErrors: "node 1: the API answers service"))
    }

    @Test func serviceErrorsOfAllNodesAreThePlatformsAtOnce() {
        #expect(book([("1", Self.service)]).claims(at: 1010) == .init())
        #expect(
            book([("1", Self.service), ("2", Self.service)]).claims(at: 1010).platformErrors?.hasSuffix(", and 1 more") == true)
        #expect(book([("1", Self.service)], nodes: [Self.nodes[0]]).claims(at: 1010) == .init())
    }

    @Test func goodAnswerInBetweenBreaksTheRow() {
        #expect(book([("1", Self.service), ("1", Self.good), ("1", Self.service)]).claims(at: 1010) == .init())
        #expect(book([("1", Self.service), ("1", .error(.request, code: 100)), ("1", Self.service)]).claims(at: 1010) == .init())
    }

    /// The platform's own limits may be wrong while it is ill (2024-09-12), and a network may fail between two answers.
    @Test func limitsAndSilenceDoNotBreakTheRow() {
        let between: [HealthAnswer] = [.error(.rateLimit, code: 80_007), .mishap(.unreachable)]
        for answer in between {
            #expect(book([("1", Self.service), ("1", answer), ("1", Self.service)]).claims(at: 1010).platformErrors != nil)
        }
    }

    @Test func bothCanBeTrueOfDifferentNodes() {
        let claims = book([("1", Self.service), ("1", Self.service), ("2", blocked(.waba))]).claims(at: 1010)
        #expect(claims.accountBlocked == "node 2: waba is blocked" && claims.platformErrors != nil)
    }

    @Test func whatIsOldIsNoLongerSaid() {
        let book = book([("1", blocked(.business, 141_010))])
        #expect(book.claims(at: 1900).accountBlocked != nil)
        #expect(book.claims(at: 1901) == .init())
        #expect(book.readings(at: 1900)[0].health.overall == .blocked)
        #expect(book.readings(at: 1901)[0].health == .unknown)
        // The clock stepped back.
        #expect(book.claims(at: -5000) == .init())
        #expect(book.claims(at: .nan) == .init())
    }

    @Test func isUnknownBeforeTheFirstAnswer() {
        let reading = book([]).readings(at: 1000)[0]
        #expect(reading.health == .unknown && reading.isAnswered == nil && reading.healthAt == nil)
    }

    @Test func healthOutlastsAMishap() {
        let reading = book([("1", Self.good), ("1", .mishap(.unreachable))]).readings(at: 1010)[0]
        #expect(reading.health.overall == .available && reading.isAnswered == false && reading.healthAt == 1000)
    }

    @Test func nodesThatLeftAreForgotten() {
        var book = book([("1", blocked(.business)), ("2", Self.good)])
        book.reconfigure([Self.nodes[1]], interval: 300)
        #expect(book.claims(at: 1010) == .init())
        #expect(book.readings(at: 1010).map(\.node.id) == ["2"])
        book.take(blocked(.business), of: "1", at: 1011)
        #expect(book.readings(at: 1012).count == 1)
    }

    @Test func surprisesAreWorthASecondLookOnce() {
        var book = book([])
        let answers: [HealthAnswer] = [Self.good, Self.service, Self.service, blocked(.waba), .mishap(.unreachable)]
        let looks = answers.enumerated().map { book.take($1, of: "1", at: Double($0)) }
        #expect(looks == [false, true, false, true, false])
    }
}
