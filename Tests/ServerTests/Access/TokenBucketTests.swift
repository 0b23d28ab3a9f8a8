import Testing

@testable import Posix
@testable import Server

@Suite struct TokenBucketTests {
    private let start = Deadline(nanoseconds: 1_000_000_000)

    private func taken(_ bucket: inout TokenBucket, at now: Deadline) -> Int {
        var count = 0
        while count < 100, bucket.take(at: now) { count += 1 }
        return count
    }

    @Test func isFullAtFirstAndFillsWithTime() {
        var bucket = TokenBucket(RateLimit(interval: .seconds(1), burst: 3), at: start)
        #expect(taken(&bucket, at: start) == 3)
        #expect(taken(&bucket, at: start + .milliseconds(999)) == 0)
        #expect(taken(&bucket, at: start + .milliseconds(1000)) == 1)
        #expect(taken(&bucket, at: start + .milliseconds(3500)) == 2)
        #expect(taken(&bucket, at: start + .milliseconds(4000)) == 1)
    }

    @Test func holdsNoMoreThanItsBurst() {
        var bucket = TokenBucket(RateLimit(interval: .milliseconds(1), burst: 5), at: start)
        #expect(taken(&bucket, at: start + .seconds(86_400)) == 5)
        #expect(taken(&bucket, at: .never) == 5)
    }

    @Test func isNotFilledByAClockThatStepsBack() {
        var bucket = TokenBucket(RateLimit(interval: .seconds(1), burst: 1), at: start)
        #expect(taken(&bucket, at: start) == 1)
        #expect(taken(&bucket, at: Deadline(nanoseconds: 0)) == 0)
        #expect(taken(&bucket, at: start + .milliseconds(999)) == 0)
    }
}
