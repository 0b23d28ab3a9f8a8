import Glibc

/// Whether a descriptor leads to a person's terminal, rather than to a file or another program.
package func isTerminal(_ descriptor: Int32) -> Bool {
    isatty(descriptor) == 1
}
