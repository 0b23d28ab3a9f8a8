import Testing
import Wire

@testable import Lab

@Suite struct LabArgumentsTests {
    @Test func readsWhatMakesSense() throws {
        #expect(try LabArguments(["run", "a.yml"]) == .run(scenario: "a.yml", .init()))
        let flags = ["run", "--directory=/x=y", "a.yml", "--interval", "5s", "--at=12m", "--speed", "30", "--port-shift=7000"]
        let options = LoopbackRun.Options(
            pace: Pace(begin: .seconds(720), speed: 30), directory: "/x=y", interval: .seconds(5), portShift: 7000)
        #expect(try LabArguments(flags) == .run(scenario: "a.yml", options))
        let command = ["x", "--at", "--", "y"]
        let netns = LabArguments.netns(scenario: "a.yml", Pace(), exporter: nil, command: command)
        #expect(try LabArguments(["netns", "a.yml", "--"] + command) == netns)
        let paced = ["netns", "--speed=2", "a.yml", "--at", "1h", "--", "x"]
        let pace = Pace(begin: .seconds(3600), speed: 2)
        #expect(try LabArguments(paced) == .netns(scenario: "a.yml", pace, exporter: nil, command: ["x"]))
        let page = try HTTPURL(parsing: "http://127.0.0.1:10042")
        let spoken = try LabArguments(["run", "a.yml", "--exporter=\(page)"])
        #expect(spoken == .run(scenario: "a.yml", .init(exporter: page)))
        let spokenIn = try LabArguments(["netns", "a.yml", "--exporter", "\(page)", "--", "x"])
        #expect(spokenIn == .netns(scenario: "a.yml", Pace(), exporter: page, command: ["x"]))
        #expect(try LabArguments(["play", "-x"]) == .play(["-x"]))
        #expect(try LabArguments(["--help"]) == .help)
        #expect(try LabArguments(["--version"]) == .version)
    }

    @Test(arguments: [
        [], ["walk"], ["run"], ["run", "a", "b"], ["run", "a", "--fast"], ["run", "a", "--directory"],
        ["run", "a", "--interval=0s"], ["run", "a", "--interval", "soon"], ["netns"], ["netns", "a"], ["netns", "a", "--"],
        ["netns", "a", "x"], ["netns", "--", "x"], ["run", "a", "--at"], ["run", "a", "--at=noon"], ["run", "a", "--speed=0"],
        ["run", "a", "--speed=1.5"], ["run", "a", "--speed", "1001"], ["run", "a", "--port-shift=7001"],
        ["netns", "a", "--at", "--", "x"], ["run", "a", "--exporter"], ["run", "a", "--exporter=https://127.0.0.1"],
        ["run", "a", "--exporter", "http://localhost:1"], ["netns", "a", "--exporter=x", "--", "x"],
        ["run", "a", "--exporter=http://192.0.2.1:10042"],
        ["netns", "a", "--interval=5s", "--", "x"],
    ])
    func refusesWhatDoesNot(arguments: [String]) {
        #expect(throws: LabArguments.Mistake.self) { try LabArguments(arguments) }
        #expect(LabProgram.run(["whatsapp_lab"] + arguments) == 2)
    }

    @Test func aFileThatIsNotThereIsAFailure() {
        #expect(LabProgram.run(["whatsapp_lab", "run", "/nonexistent/a.yml"]) == 1)
    }
}
