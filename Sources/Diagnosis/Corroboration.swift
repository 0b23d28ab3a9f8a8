import WhatsApp

/// How the checks of one host confirm each other's failures.
///
/// A host may be probed only so often, and its checks take turns: three failures in a row are as good across them as of
/// one. Failures of long ago are others' trouble, and so is whatever one check of the host has got over since.
enum Corroboration {
    private struct Group: Hashable {
        var role: Role
        var host: String
    }

    /// For each history, the places of those of the same host and role.
    static func groups(of histories: [TargetHistory]) -> [[Int]] {
        let groups = histories.map { Group(role: $0.target.role, host: $0.target.host) }
        let places = Dictionary(grouping: histories.indices) { groups[$0] }
        return histories.indices.map { groups[$0].host.isEmpty ? [$0] : places[groups[$0]] ?? [$0] }
    }

    /// The places of the suspects whose failures are confirmed.
    /// - Parameter enough: how many failures in a row it takes.
    static func confirmed(among histories: [TargetHistory], enough: Int) -> [Int] {
        guard let interval = histories.map(\.target.intervalSeconds).min(),
            let last = histories.compactMap({ $0.lastFailure?.begin }).max()
        else { return [] }
        let recent = histories.indices.filter { place in
            guard histories[place].latest?.failure != nil, let first = histories[place].firstFailure else { return false }
            return first.begin >= last - 2 * interval
        }
        guard recent.reduce(0, { $0 + histories[$1].failuresInRow }) >= enough,
            let first = recent.compactMap({ histories[$0].firstFailure?.begin }).min(),
            // What is over in a moment is one failure, however many see it.
            last - first >= interval / 4,
            !histories.contains(where: { $0.latest.map { $0.failure == nil && $0.at > first } ?? false })
        else { return [] }
        return recent.filter { histories[$0].isSuspect }
    }
}
