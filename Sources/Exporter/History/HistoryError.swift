import Store

/// A history that cannot be opened, copied or put back: one line.
struct HistoryError: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }

    init(_ error: StoreError, at file: DatabaseFile) {
        self.init("\(file.path): \(error)")
    }
}
