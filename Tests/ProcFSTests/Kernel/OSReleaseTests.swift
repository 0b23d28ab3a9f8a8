import Posix
import Testing

@testable import ProcFS

@Suite struct OSReleaseTests {
    @Test func quotesAndCommentsAreAsInAShell() throws {
        let release = try parsed(
            #"""
            # made by hand
            NAME="Foo \"Bar\" \$x \n"
            ID='it\em'
              VERSION_ID=12
            PRETTY_NAME=Foo\ Linux # by us
            VARIANT="a"'b'c
            no assignment
            =empty
            BUILD_ID=
            BUILD_ID=2

            """#)
        #expect(release["NAME"] == #"Foo "Bar" $x \n"#)
        #expect(release["ID"] == #"it\em"#)
        #expect(release["VERSION_ID"] == "12")
        #expect(release["PRETTY_NAME"] == "Foo Linux")
        #expect(release["VARIANT"] == "abc")
        #expect(release["BUILD_ID"] == "2")
        #expect(release["IMAGE_ID"] == "")
        #expect(release.supportEndSeconds == nil)
    }

    @Test(
        arguments: [
            ("20.04", 20.04), ("12", 12), ("12.", 12), ("3.19.1", 3.19), ("15-SP5", 15), ("", nil), ("rolling", nil), (".5", nil),
            (String(repeating: "9", count: 400), nil), ("٣", nil),
        ] as [(String, Double?)])
    func versionIsTheNumberInFront(text: String, number: Double?) throws {
        #expect(try parsed("VERSION_ID=\"\(text)\"\n").majorMinor == number)
    }

    @Test(
        arguments: [("2026-06-30", 1_782_777_600), ("1970-01-01", 0), ("1969-12-31", -86_400), ("2028-02-29", 1_835_395_200)]
            as [(String, Int64)])
    func supportEndsAtADay(text: String, seconds: Int64) throws {
        #expect(try parsed("SUPPORT_END=\(text)\n").supportEndSeconds == seconds)
    }

    @Test(arguments: ["2026-02-29", "2026-13-01", "2026-6-30", "26-06-30", "soon", "2026-06-30-", "+026-06-30", "2026-06-31"])
    func whatIsNoDayIsRefused(text: String) {
        #expect(throws: Malformed.self) { try parsed("SUPPORT_END=\(text)\n") }
    }

    @Test func fileWithoutAssignmentsIsRefused() throws {
        #expect(throws: Malformed.self) { try parsed("\u{1}\u{2}garbage\n") }
        #expect(try parsed("")["NAME"] == "")
    }

    @Test func theSecondPlaceIsTriedWhereTheFirstIsMissing() throws {
        let tree = try TemporaryTree(["usr/lib/os-release": "ID=second\n"])
        var reader = FileReader()
        #expect(try OSRelease(root: tree.root, with: &reader)["ID"] == "second")
        try tree.write("ID=first", to: "etc/os-release")
        #expect(try OSRelease(root: tree.root, with: &reader)["ID"] == "first")
        let empty = try TemporaryTree()
        #expect(throws: ProcFSError.read(path: "\(empty.root)/usr/lib/os-release", Errno(2))) {
            try OSRelease(root: empty.root, with: &reader)
        }
    }

    private func parsed(_ text: String) throws(Malformed) -> OSRelease {
        try OSRelease(parsing: Array(text.utf8).span)
    }
}
