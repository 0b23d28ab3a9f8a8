import Testing

@testable import ProcFS

@Suite struct FieldTableTests {
    @Test(arguments: [MemInfo.table, SockStat.table, ProcessStatus.table])
    func findsEachOfItsNames(table: FieldTable) {
        #expect(Set(table.names).count == table.names.count)
        for (index, name) in table.names.enumerated() {
            let bytes = Array(name.utf8)
            #expect(table.index(of: 0..<bytes.count, bytes.span) == index)
        }
    }

    @Test func findsNameInGroup() {
        let bytes = Array("FRAG6:memory".utf8)
        #expect(SockStat.table.index(of: 6..<12, in: 0..<5, bytes.span) == SockStat.table.index(of: "FRAG6_memory"))
        #expect(SockStat.table.index(of: 6..<12, in: 0..<3, bytes.span) == nil)
        #expect(SockStat.table.index(of: 7..<12, in: 0..<5, bytes.span) == nil)
        #expect(SockStat.table.index(of: 6..<12, in: 0..<0, bytes.span) == nil)
        #expect(SockStat.table.index(of: 6..<6, in: 0..<5, bytes.span) == nil)
    }

    @Test func missesNamesThatCollide() {
        // As long as MemTotal, with its first and last letter.
        let bytes = Array("MemXxxxl".utf8)
        #expect(MemInfo.table.index(of: 0..<8, bytes.span) == nil)
    }

    @Test func absentFieldIsNil() {
        var values = FieldValues(of: SockStat.table)
        values[8] = 5
        #expect(values[0] == nil)
        #expect(values["TCP_inuse"] == 5)
        #expect(values["nothing"] == nil)
    }
}
