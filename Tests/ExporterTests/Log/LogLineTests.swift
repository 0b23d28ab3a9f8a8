import Foundation
import Testing

@testable import Exporter

@Suite struct LogLineTests {
    @Test(
        arguments: [
            ("plain", "k=plain"), ("", #"k="""#), ("a b", #"k="a b""#), ("a=b", #"k="a=b""#), (#"say "hi""#, #"k="say \"hi\"""#),
            (#"C:\x"#, #"k="C:\\x""#), ("a\nlevel=error", #"k="a\nlevel=error""#), ("\r\t", #"k="\r\t""#),
            ("\u{0}\u{1b}[31m\u{7f}", #"k="\u0000\u001b[31m\u007f""#), ("\u{85}\u{2028}\u{202e}", #"k="\u0085\u2028\u202e""#),
            ("\u{e0041}", #"k="\udb40\udc41""#), ("Zürich→🙂", "k=Zürich→🙂"),
        ])
    func escapes(value: String, line: String) throws {
        var log = LogLine()
        log.append("k", value)
        #expect(String(decoding: log.encoded(as: .logfmt), as: UTF8.self) == line + "\n")
        // Any JSON reader gets the value back.
        let object = try JSONSerialization.jsonObject(with: Data(log.encoded(as: .json))) as? [String: String]
        #expect(object == ["k": value])
    }

    @Test(arguments: [Log.Format.logfmt, .json], ["a", "\u{0}", "é", "\u{e0041}", "\""])
    func staysWithinItsBound(format: Log.Format, piece: String) throws {
        for (pairs, count) in [(1, 100_000), (1, 4000), (3, 2000), (10, 1000), (20, 100_000)] {
            var line = LogLine()
            for pair in 0..<pairs { line.append("k\(pair)", String(repeating: piece, count: count)) }
            let bytes = line.encoded(as: format)
            #expect(bytes.count <= LogLine.longestBytes)
            #expect(bytes.firstIndex(of: UInt8(ascii: "\n")) == bytes.count - 1)
            if format == .json { #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(bytes)) } }
        }
    }
}
