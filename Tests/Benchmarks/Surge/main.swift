// SurgeBenchmark [YEARS [SEED]]: years of simulated reports through the surge detector: what it finds, how soon, what it makes up.
//
// Users report as people do (see Population); 5 × rises last an hour, at random times; once a week one to three sources send 60 reports
// a minute for an hour. Many sources in the hands of one (a botnet) cannot be told from users, and are not simulated.

let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let years = max(1, min(1000, arguments.first ?? 7))
let seed = UInt64(max(0, arguments.dropFirst().first ?? 101))

print("seed \(seed), \(years) years of each of three populations")
var rises: [Tally.Rise] = []
for population in Population.all {
    var total = Tally()
    for year in 0..<years {
        var quiet = Trial(population, seed: seed &* 10_007 &+ UInt64(year))
        quiet.run(weeks: 52, event: .brigade, everyHours: 168)
        total.add(quiet.tally)
    }
    for year in 0..<max(1, years / 3) {
        var risen = Trial(population, seed: seed &* 20_011 &+ UInt64(year))
        risen.run(weeks: 40, event: .rise(times: 5), everyHours: 36)
        total.rises += risen.tally.rises
    }
    rises += total.rises
    print("\(population.name), \(Int(population.perHour)) reports an hour: \(total.words)")
}
let bounds = [0, 5, 10, 20, 40, 80, 160, Double.infinity]
for (low, high) in zip(bounds, bounds.dropFirst()) {
    let some = Delays(rises.filter { low <= $0.perHour && $0.perHour < high })
    print("normally \(low) to \(high) reports an hour: \(some.words)")
}
