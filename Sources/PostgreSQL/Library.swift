import CPostgreSQL
import Glibc
import Posix

/// A connection of libpq's, and the end of it that stands for the server.
@safe struct Library: ~Copyable {
    /// libpq makes room for as much at once, so that it leaves nothing of it in its socket.
    private static let chunkBytes = 8192

    private let pq: LibPQ
    private var handle: OpaquePointer?
    private let end: LocalEnd
    private(set) var messages: ServerMessages
    private(set) var isLoggedIn = false
    /// What libpq has not been handed yet.
    private var incoming: ArraySlice<UInt8> = []
    private var answer = PostgresAnswer()
    private var mostRows = 0

    init(_ login: PostgresLogin) throws(PostgresError) {
        Surroundings.forget
        let pq = try LibPQ.loaded()
        let socket = try LocalSocket()
        guard let handle = unsafe pq.connectStart(login.connectionString(through: socket.folder)) else {
            throw .local("out of memory")
        }
        guard unsafe pq.status(handle) != CONNECTION_BAD else {
            defer { unsafe pq.finish(handle) }
            throw unsafe .local(Self.text(pq.errorMessage(handle)))
        }
        // What the server merely remarks would be printed.
        _ = unsafe pq.setNoticeReceiver(handle, { _, _ in }, nil)
        let end: LocalEnd
        do throws(PostgresError) {
            end = try socket.accept()
        } catch {
            unsafe pq.finish(handle)
            throw error
        }
        self.pq = pq
        self.end = end
        unsafe self.handle = unsafe handle
        messages = ServerMessages(allowsClearText: login.allowsClearText)
    }

    deinit {
        if let handle = unsafe handle { unsafe pq.finish(handle) }
    }

    var versionNumber: Int { unsafe Int(pq.serverVersion(handle)) }

    func parameter(_ name: String) -> String {
        unsafe Self.text(pq.parameterStatus(handle, name))
    }

    mutating func outgoing() -> [UInt8] {
        _ = unsafe pq.flush(handle)
        return end.read()
    }

    mutating func take(_ bytes: [UInt8]) throws(PostgresError) {
        incoming += try messages.take(bytes)
    }

    mutating func farewell() -> [UInt8] {
        if let handle = unsafe handle { unsafe pq.finish(handle) }
        unsafe handle = nil
        return end.read()
    }

    // MARK: Login

    mutating func login() throws(PostgresError) -> Bool {
        while true {
            switch unsafe pq.connectPoll(handle) {
            case PGRES_POLLING_OK:
                guard unsafe pq.setNonblocking(handle, 1) == 0 else { throw failure }
                isLoggedIn = true
                return true
            case PGRES_POLLING_READING:
                guard try feed() else { return false }
            case PGRES_POLLING_WRITING: continue
            default: throw failure
            }
        }
    }

    /// Hands libpq the next bytes.
    /// - Returns: false when there are none.
    private mutating func feed() throws(PostgresError) -> Bool {
        guard !incoming.isEmpty else { return false }
        let chunk = incoming.prefix(Self.chunkBytes)
        incoming = incoming.dropFirst(chunk.count)
        try end.write(chunk)
        return true
    }

    // MARK: Queries

    mutating func ask(_ sql: String, isAlone: Bool, keeping count: Int) throws(PostgresError) {
        answer = PostgresAnswer()
        mostRows = count
        messages.forgetComplaint()
        let isSent =
            unsafe isAlone
            ? pq.sendQueryParams(handle, sql, 0, nil, nil, nil, nil, 0) : pq.sendQuery(handle, sql)
        guard isSent == 1, unsafe pq.setSingleRowMode(handle) == 1 else { throw failure }
    }

    mutating func proceed() throws(PostgresError) -> PostgresAnswer? {
        while true {
            while unsafe pq.isBusy(handle) == 0 {
                guard let result = unsafe pq.getResult(handle) else {
                    if let complaint = messages.complaint { throw .server(complaint) }
                    return answer
                }
                defer { unsafe pq.clear(result) }
                try unsafe note(result)
            }
            guard try feed() else { return nil }
            guard unsafe pq.consumeInput(handle) == 1 else { throw failure }
        }
    }

    private mutating func note(_ result: OpaquePointer) throws(PostgresError) {
        switch unsafe pq.resultStatus(result) {
        case PGRES_SINGLE_TUPLE, PGRES_TUPLES_OK:
            unsafe noteRows(of: result)
        case PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: break
        case PGRES_FATAL_ERROR:
            // After an error that is not the connection's end the server says when it is ready.
            guard let complaint = messages.complaint, !complaint.isFatal else { throw failure }
        default: throw .refused("the query begins to copy, which is no answer in rows")
        }
    }

    private mutating func noteRows(of result: OpaquePointer) {
        let columns = unsafe pq.columnCount(result)
        let rows = unsafe pq.rowCount(result)
        // The last of several queries counts; its rows come one by one.
        if answer.columns.isEmpty || rows == 0 && answer.rowCount == 0 {
            answer.columns = (0..<columns).map {
                unsafe PostgresAnswer.Column(name: Self.text(pq.columnName(result, $0)), type: pq.columnType(result, $0))
            }
        }
        for row in 0..<rows {
            answer.rowCount += 1
            guard answer.rows.count < mostRows else { continue }
            answer.rows.append((0..<columns).map { unsafe cell(result, row, $0) })
        }
    }

    private func cell(_ result: OpaquePointer, _ row: Int32, _ column: Int32) -> String? {
        guard unsafe pq.isNull(result, row, column) == 0, let start = unsafe pq.value(result, row, column) else { return nil }
        let count = unsafe min(Int(pq.length(result, row, column)), PostgresAnswer.mostCellBytes)
        return unsafe String(decoding: UnsafeRawBufferPointer(start: start, count: max(0, count)), as: UTF8.self)
    }

    // MARK: Failures

    /// The server's own words if it found any, else libpq's.
    private var failure: PostgresError {
        if let complaint = messages.complaint { return .server(complaint) }
        if unsafe pq.needsPassword(handle) == 1 {
            return .refused("the server asks for a password, and none is configured")
        }
        let text = unsafe Self.text(pq.errorMessage(handle))
        return messages.hasAsked && !isLoggedIn ? .refused(text) : .malformed(text)
    }

    private static func text(_ pointer: UnsafePointer<CChar>?) -> String {
        guard let pointer = unsafe pointer else { return "" }
        let count = unsafe strnlen(pointer, 512)
        let text = unsafe String(decoding: UnsafeRawBufferPointer(start: pointer, count: count), as: UTF8.self)
        return String(text.split(whereSeparator: \.isNewline).joined(separator: "; "))
    }
}
