import Testing

@testable import Prometheus

@Suite struct AcceptClauseTests {
    private func ranges(_ field: String) -> [String] {
        AcceptClause.parse(field).map { "\($0.range) \($0.weight)" }
    }

    @Test func sortsByWeightAndKeepsOrderAmongEquals() {
        #expect(ranges("a/a;q=0.5, b/b, c/c;q=0.5 ,d/d;q=0.001") == ["b/b 1000", "a/a 500", "c/c 500", "d/d 1"])
    }

    @Test func readsCaseBlanksAndQuotes() {
        let clauses = AcceptClause.parse(" Text/Plain ;\tVersion=\"0.0.4\" ; x=\"a,b;\\\"c\" ; Q=0.3")
        #expect(clauses.map(\.range) == ["text/plain"])
        #expect(clauses.map(\.parameters) == [["version": "0.0.4", "x": "a,b;\"c"]])
        #expect(clauses.map(\.weight) == [300])
    }

    @Test(arguments: [
        "", ",", ";;;", "not a header;;;q=x", "a/b;q=x", "a/b;q=2", "a/b;q=-1", "a/b;q=nan", "a/b/c", "\"", "a/b;q=",
    ])
    func skipsWhatCannotBeRead(_ field: String) {
        #expect(ranges(field) == [])
    }

    @Test func survivesBeingCutAnywhere() {
        let field = "a/b;version=\"1,\\\"0\";q=0.6,text/plain;q=0.3,*/*;q=0.2"
        for end in field.indices { _ = AcceptClause.parse(String(field[..<end])) }
        #expect(ranges(field) == ["a/b 600", "text/plain 300", "*/* 200"])
    }
}
