import WhatsApp

/// How the checks of one host confirm each other's failures.
///
/// A host may be probed only so often, and its checks take turns: three failures in a row are as good across them as of
/// one, if they are of one class. Failures of long ago are another trouble, and what succeeded since makes them chance.
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
            let latest = histories.compactMap(\.lastFailure).max(by: { $0.begin < $1.begin })
        else { return [] }
        let last = latest.begin
        let recent = histories.indices.filter { place in
            guard let failure = histories[place].latest?.failure, let first = histories[place].firstFailure else { return false }
            return failure.failureClass == latest.failure?.failureClass && first.begin >= last - 2 * interval
        }
        guard recent.reduce(0, { $0 + histories[$1].alikeInRow }) >= enough,
            let first = recent.compactMap({ histories[$0].firstFailure?.begin }).min(),
            // What is over in a moment is one failure, however many see it.
            last - first >= interval / 4,
            !histories.contains(where: { $0.latest.map { $0.failure == nil && $0.at > first } ?? false })
        else { return [] }
        return recent.filter { histories[$0].isSuspect }
    }
}
