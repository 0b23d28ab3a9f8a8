import TLS

/// PEM text in memory, with this target's errors.
enum PEM {
    static func reading(_ text: String) throws(CertificateError) -> MemoryBIO {
        do { return try MemoryBIO.reading(text) } catch { throw .library(error) }
    }

    static func writing() throws(CertificateError) -> MemoryBIO {
        do { return try MemoryBIO() } catch { throw .library(error) }
    }
}
