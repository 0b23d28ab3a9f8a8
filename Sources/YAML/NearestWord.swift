/// The candidate a misspelt word most likely stood for, `nil` when none is near.
///
/// Nearness is the optimal string alignment distance (insert, delete, replace, swap neighbours), letter case
/// and `-` against `_` not counted; at most a third of the letters may differ, and one always may.
package func nearest(to word: String, among candidates: [String]) -> String? {
    let letters = folded(word)
    // A word this long is no slip of the finger, and the distance costs the product of the lengths.
    guard letters.count <= 64 else { return nil }
    var best: (word: String, distance: Int)?
    for candidate in candidates {
        let other = folded(candidate)
        guard other.count <= 64 else { continue }
        let distance = alignmentDistance(letters, other)
        guard distance <= max(1, max(letters.count, other.count) / 3), distance < best?.distance ?? .max else { continue }
        best = (candidate, distance)
    }
    return best?.word
}

private func folded(_ word: String) -> [UInt8] {
    word.lowercased().utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 }
}

private func alignmentDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (row, letter) in left.enumerated() {
        var current = [row + 1]
        for (column, other) in right.enumerated() {
            var cost = min(last[column] + (letter == other ? 0 : 1), last[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                cost = min(cost, beforeLast[column - 1] + 1)
            }
            current.append(cost)
        }
        (beforeLast, last) = (last, current)
    }
    return last[right.count]
}
