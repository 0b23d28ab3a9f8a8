import YAML

extension ValueReader {
    /// A percentage strictly between 0 % and 100 %, as a ratio.
    func percent(such example: String) -> Double? {
        string("write a percentage above 0% and below 100%, such as \(example)") { text in
            guard text.hasSuffix("%"), text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2e || $0 == 0x25 }),
                let percent = Double(text.dropLast()), percent > 0, percent < 100
            else { return nil }
            return percent / 100
        }
    }
}
