package import Wire

// Messages here never quote the value.
extension ValueReader {
    /// A text that must not be seen: neither in messages nor in what the configuration is shown as.
    package func secret() -> Secret? {
        conceal()
        guard let text = scalar(wanting: "write a text, or use \(label)_file")?.text else { return nil }
        guard !text.isEmpty else {
            reject("\(label) is empty", "give the secret, or use \(label)_file")
            return nil
        }
        return Secret(text)
    }

    func secretFile() -> Secret? {
        guard let path = path() else { return nil }
        let bytes: [UInt8]
        do {
            bytes = try context.readFile(path)
        } catch {
            reject("\(label) \(quoted(path)) cannot be read (\(error))", "name a readable file")
            return nil
        }
        guard bytes.count <= 64 * 1024, let text = String(validating: withoutNewline(bytes), as: UTF8.self), !text.isEmpty
        else {
            reject("\(label) \(quoted(path)) holds no secret", "put up to 64 KiB of UTF-8 text in it")
            return nil
        }
        return Secret(text)
    }

    private func withoutNewline(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        guard bytes.last == UInt8(ascii: "\n") else { return bytes[...] }
        let line = bytes.dropLast()
        return line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    }
}
