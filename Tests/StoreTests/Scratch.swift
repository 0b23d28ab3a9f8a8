import Foundation

@testable import Store

/// A directory of a test's own, gone with it.
final class Scratch {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func file(_ name: String = "a.db") -> DatabaseFile {
        DatabaseFile("\(path)/\(name)")
    }

    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }
}

extension DatabaseFile {
    func bytes() throws -> Data { try Data(contentsOf: URL(filePath: path)) }

    func overwrite(_ bytes: some DataProtocol) throws { try Data(bytes).write(to: URL(filePath: path)) }

    /// Changes the file where it is.
    func overwrite(_ bytes: [UInt8], at offset: Int) throws {
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.seek(toOffset: UInt64(offset))
        try file.write(contentsOf: bytes)
        try file.close()
    }

    /// Of the file's mode, the permissions.
    var permissions: Int? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.posixPermissions] as? Int
    }
}

/// The kind of error that a body ends with; `nil` when it ends well.
func kind(_ body: () throws(StoreError) -> Void) -> StoreError.Kind? {
    do throws(StoreError) {
        try body()
        return nil
    } catch {
        return error.kind
    }
}
