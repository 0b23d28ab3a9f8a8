import Posix
import Synchronization
import WhatsApp

/// All who speak to an exporter of their own accord: users with reports, and the platform with webhooks.
///
/// They speak as usual while all is well, so that the exporter knows what that is, and as the board's faults of people want it.
/// Nobody but consumers themselves knows that nothing is delivered to them: then they report it.
final class Crowd: Sendable {
    private let courier: Courier
    private let board: FaultBoard
    private let secrets: LabSecrets
    private let loop: EventLoop
    private let say: @Sendable (String) -> Void
    private let tally = Mutex(CrowdTally())

    init(
        _ courier: Courier, board: FaultBoard, secrets: LabSecrets, on loop: EventLoop, say: @escaping @Sendable (String) -> Void
    ) {
        self.courier = courier
        self.board = board
        self.secrets = secrets
        self.loop = loop
        self.say = say
    }

    private static let step = Duration.milliseconds(250)
    /// Statuses in one post.
    private static let mostNotices = 10

    /// Speaks from when the exporter listens until the task is cancelled, and says in the end how often it got which answer.
    func run() async {
        guard await subscribe() else { return }
        let webhooks = loop.spawn { await self.postWebhooks() }
        await report()
        webhooks.cancel()
        await webhooks.value
        say(tally.withLock { $0.text })
    }

    /// Asks until the exporter wants webhooks.
    /// - Returns: `false` when cancelled before.
    private func subscribe() async -> Bool {
        let challenge = "\(Int.random(in: 100_000_000...999_999_999))"
        let posts = WebhookPosts(secrets, run: "")
        var complaint: Int?
        while !Task.isCancelled {
            if let receipt = await courier.carry(posts.subscription(challenge: challenge)) {
                if receipt.status == 200, receipt.body.elementsEqual(challenge.utf8) {
                    say("the exporter takes webhooks")
                    return true
                }
                if complaint != receipt.status { say("the exporter does not take webhooks: status \(receipt.status)") }
                complaint = receipt.status
            }
            if await loop.sleep(until: .after(Self.step)) == .cancelled { return false }
        }
        return false
    }

    private func report() async {
        var traffic = ReportTraffic(token: secrets.reportToken, seed: .random(in: 0 ... .max))
        await beat { seconds in
            for post in traffic.posts(of: seconds, surging: self.reporting) {
                _ = await self.carry(post, .report)
            }
        }
    }

    /// Whose users report more than usual.
    private var reporting: [Scope] {
        Scope.allCases.filter { scope in
            board.isSaid(.reportSurge, for: scope) || scope == .consumer && board.isSaid(.deliveryDrop, for: scope)
        }
    }

    private func postWebhooks() async {
        var traffic = MessageTraffic(seed: .random(in: 0 ... .max))
        let posts = WebhookPosts(secrets, run: "\(Int64(unixTimeNow()))")
        var bag = Mailbag()
        await beat { seconds in
            let isDropping = self.board.isSaid(.deliveryDrop, for: .business)
            var notices = traffic.notices(of: seconds, at: self.board.trueTime, isDropping: isDropping)[...]
            while !notices.isEmpty {
                if let post = try? posts.post(Array(notices.prefix(Self.mostNotices))) { bag.put(post) }
                notices = notices.dropFirst(Self.mostNotices)
            }
            while let post = bag.next(at: .now), !Task.isCancelled {
                bag.settle(await self.carry(post, .webhook), at: .now)
            }
        }
    }

    /// - Returns: the answer's status; `nil` for none.
    private func carry(_ post: Post, _ subject: CrowdTally.Subject) async -> Int? {
        let status = await courier.carry(post)?.status
        // Whoever is called away does not wait for an answer.
        if status != nil || !Task.isCancelled { tally.withLock { $0.count(subject, status) } }
        return status
    }

    /// Does something again and again, each time with the seconds since the last, until the task is cancelled.
    private func beat(_ body: (Double) async -> Void) async {
        var last = Deadline.now
        while await loop.sleep(until: last + Self.step) != .cancelled {
            let now = Deadline.now
            await body((now - last).seconds)
            last = now
        }
    }
}
