import Foundation

/// Files made for one test below a directory of their own, and removed with it.
final class TemporaryTree {
    let root = FileManager.default.temporaryDirectory.appending(path: "tree-\(UUID().uuidString)").path

    /// - Parameter files: contents by path; a path that ends in a slash is a directory.
    init(_ files: [String: String] = [:]) throws {
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        for (path, text) in files { try write(text, to: path) }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: root)
    }

    func write(_ text: String, to path: String) throws {
        let url = URL(filePath: "\(root)/\(path)")
        let directory = path.hasSuffix("/") ? url : url.deletingLastPathComponent()
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        if !path.hasSuffix("/") { try Data(text.utf8).write(to: url) }
    }

    func remove(_ path: String) throws {
        try FileManager.default.removeItem(atPath: "\(root)/\(path)")
    }
}
