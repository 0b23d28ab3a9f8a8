import CSQLite

/// A prepared statement, finalized with its owner.
///
/// It keeps its connection alive. Blocking, as the connection is.
@safe package struct Statement: ~Copyable {
    private let handle: OpaquePointer

    init(owning handle: OpaquePointer) {
        unsafe self.handle = unsafe handle
    }

    deinit {
        unsafe sqlite3_finalize(handle)
    }

    /// Runs it once with the given parameters, to its end; rows are passed over.
    package borrowing func run(_ values: SQLValue...) throws(StoreError) {
        try bind(values)
        defer { unsafe sqlite3_reset(handle) }
        while try next() {}
    }

    /// Begins anew with the given parameters; parameters without a value are null.
    package borrowing func bind(_ values: [SQLValue]) throws(StoreError) {
        unsafe sqlite3_reset(handle)
        unsafe sqlite3_clear_bindings(handle)
        for (index, value) in values.enumerated() {
            guard bind(value, at: Int32(index + 1)) == SQLITE_OK else { throw error }
        }
    }

    /// Goes to the next row.
    /// - Returns: `false` after the last one.
    package borrowing func next() throws(StoreError) -> Bool {
        switch unsafe sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw error
        }
    }

    // MARK: The row

    /// The value in a column, counted from 0, of the current row.
    package borrowing func value(_ column: Int) -> SQLValue {
        let column = Int32(column)
        switch unsafe sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: return .integer(unsafe sqlite3_column_int64(handle, column))
        case SQLITE_FLOAT: return .real(unsafe sqlite3_column_double(handle, column))
        case SQLITE_TEXT: return .text(unsafe String(decoding: bytes(column), as: UTF8.self))
        case SQLITE_BLOB: return .blob(unsafe Array(bytes(column)))
        default: return .null
        }
    }

    /// The integer in a column; `nil` when it holds something else.
    package borrowing func integer(_ column: Int) -> Int64? {
        if case .integer(let value) = value(column) { value } else { nil }
    }

    /// The number in a column; `nil` when it holds something else. Never NaN.
    package borrowing func real(_ column: Int) -> Double? {
        switch value(column) {
        case .real(let value): value
        case .integer(let value): Double(value)
        default: nil
        }
    }

    /// The text in a column; `nil` when it holds something else. Bytes that are not UTF-8 come as U+FFFD.
    package borrowing func text(_ column: Int) -> String? {
        if case .text(let value) = value(column) { value } else { nil }
    }

    /// The bytes in a column; `nil` when it holds something else.
    package borrowing func blob(_ column: Int) -> [UInt8]? {
        if case .blob(let value) = value(column) { value } else { nil }
    }

    /// Valid until the next step.
    private borrowing func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
        // In this order: asking for the bytes may convert the value and change their count.
        let start = unsafe sqlite3_column_blob(handle, column)
        return unsafe UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
    }

    private borrowing func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        switch value {
        case .integer(let value): return unsafe sqlite3_bind_int64(handle, index, value)
        case .real(let value): return unsafe sqlite3_bind_double(handle, index, value)
        case .null: return unsafe sqlite3_bind_null(handle, index)
        case .blob(let bytes):
            return unsafe bytes.withUnsafeBytes { bytes in
                unsafe whatsapp_bind_blob(handle, index, bytes.baseAddress, sqlite3_uint64(bytes.count))
            }
        case .text(var text):
            return text.withUTF8 { bytes in
                unsafe bytes.withMemoryRebound(to: CChar.self) { bytes in
                    unsafe whatsapp_bind_text(handle, index, bytes.baseAddress, sqlite3_uint64(bytes.count))
                }
            }
        }
    }

    private var error: StoreError {
        let text = unsafe sqlite3_sql(handle).map { unsafe String(cString: $0) }
        return unsafe StoreError(of: sqlite3_db_handle(handle), statement: text)
    }
}
