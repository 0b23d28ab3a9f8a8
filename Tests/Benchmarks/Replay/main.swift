// ReplayBenchmark [DAYS]: replays 30 targets at 60 s, half a per cent of probes lost and an outage in four weeks, and says what it took.

let days = CommandLine.arguments.count > 1 ? Int(CommandLine.arguments[1]) ?? 365 : 365
var replay = Replay()
replay.run(days: days)
print(replay.summary)
