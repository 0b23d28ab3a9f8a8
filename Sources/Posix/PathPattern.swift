import Glibc

/// The paths that a pattern of `*`, `?` and `[…]` stands for now, sorted; none when there are none or none can be looked at.
///
/// As a shell has it (glob(7)): `*` matches neither a slash nor a dot at a name's start, and a backslash takes the meaning from what
/// follows it.
package func pathsMatching(_ pattern: String) -> [String] {
    var found = unsafe glob_t()
    defer { unsafe globfree(&found) }
    guard unsafe glob(pattern, 0, nil, &found) == 0, let paths = unsafe found.gl_pathv else { return [] }
    let count = unsafe Int(found.gl_pathc)
    return (0..<count).compactMap { index in unsafe paths[index].map { unsafe String(cString: $0) } }
}
