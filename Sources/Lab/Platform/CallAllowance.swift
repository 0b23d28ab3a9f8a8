import Synchronization

/// How many calls an application may make for an account within an hour of the timeline (whatsapp.md 4.5).
final class CallAllowance: Sendable {
    /// For an account with a registered number.
    static let callsPerHour = 5000

    private struct Hour {
        var number: Int64 = 0
        var calls = 0
    }

    private let hour = Mutex(Hour())

    /// Counts a call, and says how much is used with it.
    func count(at elapsed: Duration) -> Usage {
        let number = elapsed.components.seconds / 3600
        let calls = hour.withLock { hour in
            if hour.number != number { hour = Hour(number: number) }
            hour.calls += 1
            return hour.calls
        }
        return Usage(calls: calls, minutesLeft: Int(60 - elapsed.components.seconds % 3600 / 60))
    }

    struct Usage: Equatable {
        var calls: Int
        /// Until calls are counted anew.
        var minutesLeft: Int

        var isWithin: Bool { calls <= callsPerHour }
        private var percent: Int { calls * 100 / callsPerHour }

        /// Of the whole application.
        var text: String { "{\"call_count\":\(percent),\"total_time\":\(percent / 2),\"total_cputime\":\(percent / 2)}" }

        /// Of an account.
        func text(of account: String) -> String {
            "{\"\(account)\":[{\"type\":\"whatsapp_business_management\",\"call_count\":\(percent),\"total_cputime\":\(percent / 2),"
                + "\"total_time\":\(percent / 2),\"estimated_time_to_regain_access\":\(isWithin ? 0 : minutesLeft)}]}"
        }
    }
}
