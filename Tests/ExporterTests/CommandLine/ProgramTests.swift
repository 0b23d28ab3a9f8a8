import Testing

@testable import Exporter

@Suite struct ProgramTests {
    @Test func argumentsThatCannotBeReadAreNotTakenForNone() {
        #expect(Program.run([]) == 1)
    }
}
