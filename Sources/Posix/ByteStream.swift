/// A connection that carries bytes both ways: a bare socket, or TLS over one.
package protocol ByteStream: ~Copyable {
    /// Appends what has arrived, at least one byte unless the stream has ended.
    /// - Returns: the number of bytes appended; 0 at the end of the stream.
    func read(into buffer: inout [UInt8], until deadline: Deadline) async throws(SocketError) -> Int

    /// Writes all the bytes.
    func write(_ bytes: [UInt8], until deadline: Deadline) async throws(SocketError)
}
