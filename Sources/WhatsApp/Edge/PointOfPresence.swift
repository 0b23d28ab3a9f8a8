/// A place Meta serves from, by the code in its machines' names: `mia3`, or `fsea1` for a cache in somebody else's network.
package struct PointOfPresence: Hashable, Sendable, CustomStringConvertible {
    /// Three letters: mostly an airport's IATA code, not always.
    package let city: String
    /// Which of the city's sites: 0...99.
    package let site: Int
    /// Whether it is a cache inside an internet provider's network (FNA).
    package let isProviderCache: Bool
    /// The code as it is written.
    package let description: String

    /// A place from its code; four letters are a cache's, the first being `f`. `nil` for any other shape.
    ///
    /// By the number of letters only: `fra3` is Frankfurt's, `fsea1` a cache in Seattle.
    package init?(code: some StringProtocol) {
        let letters = code.utf8.prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
        let digits = code.utf8.dropFirst(letters.count)
        guard (1...2).contains(digits.count), digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        switch letters.count {
        case 3: isProviderCache = false
        case 4 where letters.first == UInt8(ascii: "f"): isProviderCache = true
        default: return nil
        }
        city = String(decoding: letters.suffix(3), as: UTF8.self)
        site = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        description = String(code)
    }

    /// Where its airport is; `nil` for a code whose city is not known for certain.
    package var position: GeographicPosition? { Self.airports[city] }
}
