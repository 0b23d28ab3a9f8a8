package import Wire

/// How one key's resolver spread its answers over addresses in the window.
///
/// Of answers only: neither how busy an address is nor how it is weighted can be seen from outside.
package struct AnswerReading: Sendable, Equatable {
    /// How large a part of all addresses answered were this one.
    package struct Share: Sendable, Equatable {
        package var address: IPAddress
        package var ratio: Double
    }

    package var key: EdgeKey
    /// Questions asked, from the start on.
    package var queries: UInt64
    /// Those that brought no address.
    package var unanswered: UInt64
    /// The commonest first, at most 64.
    package var shares: [Share]
    package var distinctAddresses: Int
    /// 0 for one address, 1 for an even rotation.
    package var normalisedEntropy: Double
    /// 0 without any answer.
    package var effectiveAddresses: Double
    /// How far the last answer's addresses differ from those before: 0 the same, 1 all others; `nil` before the second answer.
    package var setChange: Double?
    /// As last answered.
    package var ttlSeconds: UInt32?
    /// About what the name's owner set: caches answer what is left of it.
    package var longestTTLSeconds: UInt32?
}
