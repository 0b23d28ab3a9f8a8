/// How one check stands.
enum Standing: Sendable {
    /// Never probed, or too long ago.
    case unknown
    /// Its very first probes failed, too few to say that it fails.
    case unproven
    case working
    /// It worked, and failed last.
    case suspect
    case failing
    /// It failed, and succeeded last.
    case recovering
    /// Other checks of its component have begun to fail, or have recovered, since it was last probed.
    case overtaken
    /// Its failure only says that an address family is missing here or there.
    case setAside
}
