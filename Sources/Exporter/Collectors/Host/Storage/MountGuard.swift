import Posix
import Synchronization

/// What a mounted file system says of itself.
enum MountAnswer: Equatable, Sendable {
    case usage(FileSystemUsage)
    case failure(Errno)
    /// Nothing, in the time it was given.
    case silent

    /// Asks it; blocking, for ever if it wants.
    init(at path: [UInt8]) {
        do throws(Errno) { self = .usage(try FileSystemUsage(at: path)) } catch { self = .failure(error) }
    }
}

/// Asks mounted file systems how full they are, and waits no longer than it may for those that do not answer.
///
/// Nothing can end a call that hangs in the kernel. Its thread is left behind in it, and the file system is not asked again until
/// that thread is back.
final class MountGuard: Sendable {
    /// Threads that may be left behind at a time; after so many, no file system that may hang is asked.
    static let mostStuck = 64
    /// How long the last worker may be on its own before the next one comes to help. Where all answer, one is enough.
    private static let haste = Duration.milliseconds(10)

    private let crew: Crew
    private let workers: Int
    private let patience: Duration
    /// Those that threads are asking now, by the same key as often as threads are.
    private let asked = Mutex<[MountedFileSystem.Key]>([])

    /// - Parameters:
    ///   - workers: how many are asked at a time.
    ///   - patience: how long all of them together may take.
    init(crew: Crew, workers: Int, patience: Duration) {
        self.crew = crew
        self.workers = workers
        self.patience = patience
    }

    /// Asks all; `answers` is then one for each, in their order. Blocking, for `patience` at most.
    func ask(_ mounted: [MountedFileSystem], into answers: inout [MountAnswer]) {
        answers.removeAll(keepingCapacity: true)
        // By their places: to copy one is to count all it refers to.
        for index in mounted.indices {
            answers.append(mounted[index].mayHang ? .silent : MountAnswer(at: mounted[index].key.path))
        }
        let stuck = asked.withLock { $0 }
        // What one mount of a file system waits for, its others would wait for too.
        let willing = mounted.indices.filter { index in
            mounted[index].mayHang && !stuck.contains { $0.device == mounted[index].key.device }
        }
        let workers = min(workers, willing.count, Self.mostStuck - stuck.count)
        guard workers > 0 else { return }
        let round = MountRound(willing.map { mounted[$0].key })
        run(round, workers: workers)
        for (index, answer) in zip(willing, round.close()) { answers[index] = answer }
    }

    private func run(_ round: MountRound, workers: Int) {
        let end = Deadline.now + patience
        for worker in 1...workers {
            do throws(Errno) {
                try crew.start { [self] in work(on: round) }
            } catch {
                // No thread to be had: the ones there are go on.
                break
            }
            if round.wait(until: worker == workers ? end : min(end, .now + Self.haste)) { return }
        }
    }

    private func work(on round: MountRound) {
        while let (place, key) = round.next() {
            asked.withLock { $0.append(key) }
            let answer = MountAnswer(at: key.path)
            asked.withLock { asked in
                if let index = asked.firstIndex(of: key) { asked.remove(at: index) }
            }
            round.take(answer, at: place)
        }
    }
}

/// The questions of one scrape and their answers, shared by those who ask.
private final class MountRound: Sendable {
    private struct State {
        var next = 0
        var left: Int
        var answers: [MountAnswer]
    }

    private let keys: [MountedFileSystem.Key]
    private let state: Mutex<State>
    private let complete = Semaphore()

    init(_ keys: [MountedFileSystem.Key]) {
        self.keys = keys
        state = Mutex(State(left: keys.count, answers: Array(repeating: .silent, count: keys.count)))
    }

    /// The next one to be asked, for whoever comes; `nil` when all are being asked or the time is over.
    func next() -> (place: Int, key: MountedFileSystem.Key)? {
        state.withLock { state in
            guard state.next < keys.count else { return nil }
            defer { state.next += 1 }
            return (state.next, keys[state.next])
        }
    }

    func take(_ answer: MountAnswer, at place: Int) {
        let isLast = state.withLock { state in
            state.answers[place] = answer
            state.left -= 1
            return state.left == 0
        }
        if isLast { complete.signal() }
    }

    /// Whether all have answered by the deadline.
    func wait(until deadline: Deadline) -> Bool { complete.wait(until: deadline) }

    /// The answers there are by now, in the keys' order; nobody else is asked.
    func close() -> [MountAnswer] {
        state.withLock { state in
            state.next = keys.count
            return state.answers
        }
    }
}
