/// What a head parser makes of the bytes so far.
package enum HTTPParseResult<Head: Sendable>: Sendable {
    /// The head goes on past the input: call again with the same bytes and more after them.
    case needMore
    /// A whole head; the body, if any, starts at `consumedBytes`.
    case complete(Head, consumedBytes: Int)
}

extension HTTPParseResult: Equatable where Head: Equatable {}
