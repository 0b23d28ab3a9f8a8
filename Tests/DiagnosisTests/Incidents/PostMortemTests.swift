import Probing
import Testing
import WhatsApp

@testable import Diagnosis

@Suite struct PostMortemTests {
    @Test func documentIsGolden() throws {
        var play = Play()
        play.wait(75)
        play.say(
            consumer: .whatsAppOutage,
            Extent(
                firstFailureAt: Play.start, components: [.web], edges: ["57.144.23.0/24"], layers: [.http],
                reasons: [.httpServerError], targets: ["web"]))
        play.wait(1725)
        play.say(consumer: .ok)
        play.pass(120)
        let id = try #require(play.only).id
        let note = try play.book.draft(author: "ada_l", text: "Told the desk.\n# no heading", for: id, at: play.now)
        let noted = play.book.add(note, to: id)
        let incident = try #require(noted)
        #expect(
            PostMortem(of: incident).markdown == """
                # Incident 2026-11-22-01: WhatsApp outage

                ## Summary

                | | |
                |---|---|
                | State | resolved |
                | Severity | major |
                | Verdict | `whatsapp_outage` |
                | Whose trouble | WhatsApp's |
                | Scopes | consumer |
                | Started (first failing probe) | 2026-11-22 14:00:00 UTC |
                | Detected | 2026-11-22 14:01:15 UTC |
                | Restored | 2026-11-22 14:30:00 UTC |
                | Resolved | 2026-11-22 14:32:00 UTC |
                | Time to detect | 1 min 15 s |
                | Time to restore | 30 min |

                ## What was affected

                - **Components:** web
                - **Edges:** 57.144.23.0/24
                - **Layers:** http
                - **Reasons:** http\\_server\\_error
                - **Targets:** web

                ## Probable cause

                It is whatsapp\\_outage.

                Evidence, the weightiest first, as of 2026-11-22 14:01:15 UTC:

                - tls on web: tls\\_expired

                ## What to do meanwhile

                - Use the phone: only WhatsApp Web and Desktop's web side are down.
                - Do not unlink devices meanwhile.

                ## Timeline

                - 2026-11-22 14:00:00 UTC **began** The first probe failed.
                - 2026-11-22 14:01:15 UTC **detected** WhatsApp outage for users of WhatsApp: It is whatsapp\\_outage.
                - 2026-11-22 14:30:00 UTC **restored** All is well again.
                - 2026-11-22 14:32:00 UTC **resolved** Well since 14\\:30\\:00 UTC. It lasted 30 min.

                ## Notes

                **ada\\_l**, 2026-11-22 14:32:00 UTC:

                > Told the desk.\\
                > \\# no heading

                ## Incidents like this

                None.

                ## What one vantage point cannot know

                - All of this was seen from one place: whether others were concerned, and how many, is not known.
                - Probes use no account: they prove neither login nor the delivery of messages, which can fail while all of them \
                succeed.
                - The start is the first probe that failed; the trouble may have begun up to a probing interval earlier.
                - A block on the way that leaves only silence looks from here just as an outage does.

                """)
    }

    @Test(arguments: [
        ("plain words, 1.1.1.1 and 50 %", "plain words, 1.1.1.1 and 50 %"),
        ("<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"),
        ("[click](javascript:x)", "\\[click\\](javascript\\:x)"),
        ("![](https://evil.test/p.png)", "\\!\\[\\](https\\://evil.test/p.png)"),
        ("see www.evil.test or a@b.c", "see www\\.evil.test or a\\@b.c"),
        ("a | b\n\n# c", "a \\| b  \\# c"),
        ("`code` **bold** _it_ ~~no~~ &amp; \\", "\\`code\\` \\*\\*bold\\*\\* \\_it\\_ \\~\\~no\\~\\~ \\&amp; \\\\"),
        ("\u{1b}[31mred\u{0}\u{202e}\u{2028}x", "\u{fffd}\\[31mred\u{fffd}\u{fffd} x"),
        ("héllo 👩‍💻", "héllo 👩‍💻"),
    ])
    func escapes(_ text: String, _ expected: String) {
        #expect(Markdown.escaped(text) == expected)
    }

    @Test(arguments: [
        ("- a\n1. b\n+ c\n=== \n    code", ["> \\- a\\", "> 1\\. b\\", "> \\+ c\\", "> \\=== \\", "> code"]),
        ("a\n\n\nb\r\nc", ["> a", ">", ">", "> b\\", "> c"]),
        ("```\nx", ["> \\`\\`\\`\\", "> x"]), ("> out", ["> \\> out"]), ("\n", [">", ">"]),
    ])
    func quotes(_ text: String, _ lines: [String]) {
        #expect(Markdown.quoted(text) == lines)
    }

    @Test func nothingStrangeLeavesItsLine() {
        var incident = Incident(
            id: "2026-11-22-01", severity: .major, verdict: .unknown, scopes: [.consumer], startedAt: 0, detectedAt: 0)
        let strange = "x\n# heading\n\n| a | b |\n|---|---|\n<img src=x>"
        incident.cause = strange
        incident.evidence = [strange]
        incident.edges = [strange]
        incident.targets = [strange]
        incident.record(.spread, at: 0, strange)
        incident.notes = [Note(id: 1, at: 0, author: strange, text: strange)]
        let lines = PostMortem(of: incident).markdown.split(separator: "\n")
        #expect(lines.count { $0.hasPrefix("# ") } == 1)
        #expect(lines.count { $0.hasPrefix("|---") } == 1)
        #expect(!lines.contains { $0.replacing("\\<", with: "").contains("<") })
    }

    @Test(arguments: [
        (0.0, "1970-01-01 00:00:00"), (951_782_399, "2000-02-28 23:59:59"), (951_782_400, "2000-02-29 00:00:00"),
        (1_709_164_800, "2024-02-29 00:00:00"), (1_735_689_599.9, "2024-12-31 23:59:59"), (4_107_542_400, "2100-03-01 00:00:00"),
        (253_402_300_799, "9999-12-31 23:59:59"), (1e300, "9999-12-31 23:59:59"), (-5, "1970-01-01 00:00:00"),
        (.nan, "1970-01-01 00:00:00"),
    ])
    func tellsTheTime(_ seconds: Double, _ expected: String) {
        let time = UTCTime(seconds)
        #expect("\(time.date) \(time.clock)" == expected)
    }

    @Test(arguments: [
        (0.0, "0 s"), (59.6, "1 min"), (75, "1 min 15 s"), (600, "10 min"), (3599, "59 min"), (7500, "2 h 5 min"),
        (86_400, "1 d"), (273_600, "3 d 4 h"), (-3, "0 s"), (.infinity, "11574074 d 1 h"),
    ])
    func tellsHowLong(_ seconds: Double, _ expected: String) {
        #expect(TimeSpan.words(seconds: seconds) == expected)
    }
}
