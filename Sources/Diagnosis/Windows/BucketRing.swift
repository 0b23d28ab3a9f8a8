/// Buckets of equal width, the oldest overwritten by the newest.
struct BucketRing: Sendable {
    let widthSeconds: Int
    private var buckets: [Bucket]

    init(widthSeconds: Int, count: Int) {
        self.widthSeconds = widthSeconds
        buckets = Array(repeating: Bucket(), count: count)
    }

    var count: Int { buckets.count }

    mutating func withBucket(_ number: Int, _ change: (inout Bucket) -> Void) {
        let place = number % buckets.count
        if buckets[place].number != number { buckets[place].reset(to: number) }
        change(&buckets[place])
    }

    /// Takes in a bucket of this ring's width.
    mutating func merge(_ bucket: Bucket) {
        withBucket(bucket.number) { $0.add(bucket) }
    }

    /// As ``merge(_:)``, unless a newer one is in its place.
    mutating func mergeUnlessOutdated(_ bucket: Bucket) {
        if buckets[bucket.number % buckets.count].number <= bucket.number { merge(bucket) }
    }

    /// The buckets within a range of numbers, in no order.
    func buckets(in numbers: ClosedRange<Int>) -> some Sequence<Bucket> {
        buckets.lazy.filter { numbers.contains($0.number) }
    }
}
