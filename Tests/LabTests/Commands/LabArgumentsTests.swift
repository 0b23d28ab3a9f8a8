import Testing

@testable import Lab

@Suite struct LabArgumentsTests {
    @Test func readsWhatMakesSense() throws {
        #expect(try LabArguments(["run", "a.yml"]) == .run(scenario: "a.yml", directory: nil, interval: nil))
        let flags = ["run", "--directory=/x", "a.yml", "--interval", "5s"]
        #expect(try LabArguments(flags) == .run(scenario: "a.yml", directory: "/x", interval: .seconds(5)))
        #expect(try LabArguments(["netns", "a.yml", "--", "x", "--y"]) == .netns(scenario: "a.yml", command: ["x", "--y"]))
        #expect(try LabArguments(["play", "-x"]) == .play(["-x"]))
        #expect(try LabArguments(["--help"]) == .help)
        #expect(try LabArguments(["--version"]) == .version)
    }

    @Test(arguments: [
        [], ["walk"], ["run"], ["run", "a", "b"], ["run", "a", "--fast"], ["run", "a", "--directory"],
        ["run", "a", "--interval=0s"], ["run", "a", "--interval", "soon"], ["netns"], ["netns", "a"], ["netns", "a", "--"],
        ["netns", "a", "x"], ["netns", "--", "x"],
    ])
    func refusesWhatDoesNot(arguments: [String]) {
        #expect(throws: LabArguments.Mistake.self) { try LabArguments(arguments) }
        #expect(LabProgram.run(["whatsapp_lab"] + arguments) == 2)
    }

    @Test func aFileThatIsNotThereIsAFailure() {
        #expect(LabProgram.run(["whatsapp_lab", "run", "/nonexistent/a.yml"]) == 1)
    }
}
