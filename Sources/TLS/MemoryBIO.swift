import COpenSSL

/// Owner of a `BIO` over memory: how OpenSSL reads and writes PEM text.
@safe package struct MemoryBIO: ~Copyable {
    package let pointer: OpaquePointer

    package init() throws(OpenSSLError) {
        guard let pointer = unsafe BIO_new(BIO_s_mem()) else { throw .drain() }
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe BIO_free(pointer)
    }

    /// One that gives a text to whoever reads from it.
    package static func reading(_ text: String) throws(OpenSSLError) -> MemoryBIO {
        let memory = try MemoryBIO()
        guard let count = Int32(exactly: text.utf8.count), unsafe BIO_write(memory.pointer, text, count) == count || count == 0
        else { throw .drain() }
        return memory
    }

    /// What was written and not yet read.
    package func text() -> String {
        var text: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 4096)
        while case let count = unsafe BIO_read(pointer, &part, Int32(part.count)), count > 0 {
            text += part.prefix(Int(count))
        }
        return String(decoding: text, as: UTF8.self)
    }
}
