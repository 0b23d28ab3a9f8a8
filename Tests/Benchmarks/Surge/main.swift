// SurgeBenchmark [YEARS [SEED]]: simulated years of reports through the surge detector; says what it finds, how soon, and what it makes up.
let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let years = arguments.first ?? 20
let seed = UInt64(arguments.dropFirst().first ?? 1)

print("seed \(seed), \(years) years of each population")
var byRate: [(perHour: Double, delay: Double?)] = []
for population in Population.all {
    var quiet = Trial(population, seed: seed)
    for _ in 0..<years / 2 { 
        quiet.run(weeks: 52, event: .brigade, everyHours: 168) }
    var rises = Trial(population, seed: seed + 1)
    rises.run(weeks: 52 * years / 20, event: .rise(times: 5), everyHours: 48)
    byRate += rises.rises
    let delays = rises.rises.map { $0.delay ?? .infinity }.sorted()
    let inTime = delays.count { $0 <= 600 }
    print(population.name, population.perHour, "rises", delays.count, "in time", Double(inTime) / Double(delays.count), "median", delays[delays.count / 2], "95%", delays[delays.count * 95 / 100], "false in rises", rises.falseSurges, rises.days, "quiet: false", quiet.falseSurges, "per 90 d", Double(quiet.falseSurges) / Double(quiet.days) * 90, "of brigades", quiet.falseOfBrigades, quiet.brigades)
}
for (low, high) in [(0.0, 3.0), (3, 6), (6, 12), (12, 20), (20, 30), (30, 45), (45, 60), (60, 90), (90, 150), (150, 300), (300, 1e9)] {
    let some = byRate.filter { low <= $0.perHour && $0.perHour < high }.map { $0.delay ?? .infinity }.sorted()
    guard !some.isEmpty else { continue }
    print(low, high, some.count, "in time", Double(some.count { $0 <= 600 }) / Double(some.count), "median", some[some.count / 2], "never in 1h", some.count { $0 == .infinity })
}
