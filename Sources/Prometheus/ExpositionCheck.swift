/// What no single collector can see: whether a whole exposition holds together.
///
/// For tests, and for a look at what an exporter serves; a scrape does not pay for it.
package enum ExpositionCheck {
    /// What is wrong with an exposition, in the order met; empty if nothing is.
    ///
    /// Finds a family begun twice, a sample outside its family, a series written twice, and a wrong end.
    package static func problems(in bytes: [UInt8], _ format: ExpositionFormat) -> [String] {
        var problems: [String] = []
        var families: Set<Substring> = []
        var series: Set<Substring> = []
        var family: Substring = ""
        var suffixes: [String] = []
        let text = String(decoding: bytes, as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for line in lines.dropLast() {
            let words = line.split(separator: " ", maxSplits: 3)
            if words.count == 4, words[0] == "#", words[1] == "TYPE" {
                family = words[2]
                suffixes = Self.suffixes(of: words[3], in: format)
                if !families.insert(family).inserted { problems.append("family \(family) begun twice") }
            } else if !line.hasPrefix("#") {
                let name = line.prefix { $0 != "{" && $0 != " " }
                if !suffixes.contains(where: { name == family + $0 }) { problems.append("\(name) within \(family)") }
                let value = line.lastIndex(of: " ") ?? line.endIndex
                if !series.insert(line[..<value]).inserted { problems.append("series \(line[..<value]) twice") }
            }
        }
        let ends = format == .text ? !lines.contains("# EOF") : lines.dropLast().last == "# EOF"
        if lines.last != "" || !ends { problems.append("wrong end") }
        return problems
    }

    private static func suffixes(of type: Substring, in format: ExpositionFormat) -> [String] {
        switch (type, format) {
        case ("histogram", _): ["_bucket", "_sum", "_count"]
        case ("summary", _): ["", "_sum", "_count"]
        case ("counter", .openMetrics): ["_total"]
        default: [""]
        }
    }
}
