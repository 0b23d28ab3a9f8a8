/// A part of all connections or queries, from none (0) to all (1).
package struct Share: Sendable, Hashable {
    package let fraction: Double

    package static let all = Share(fraction: 1)

    private init(fraction: Double) {
        self.fraction = fraction
    }

    /// Reads a percentage, as `50%` or `0.5%`; `nil` for anything else, and outside 0 to 100.
    package init?(percentage text: String) {
        guard text.hasSuffix("%") else { return nil }
        let number = text.dropLast()
        guard number.first?.isNumber == true, number.allSatisfy({ "0"..."9" ~= $0 || $0 == "." }), let percent = Double(number),
            (0...100).contains(percent)
        else { return nil }
        fraction = percent / 100
    }

    /// Whether one connection is struck, given a number drawn evenly from 0 to 1.
    package func covers(_ draw: Double) -> Bool { draw < fraction }
}
