import CPostgreSQL
import Glibc

/// The functions of libpq, which is loaded when it is first asked for: it brings LDAP, Kerberos and two more TLS libraries
/// along, which take their time and memory from everybody who has no database to watch.
@safe struct LibPQ: Sendable {
    private static let loading = Result<LibPQ, PostgresError> { () throws(PostgresError) in try LibPQ() }

    let connectStart: @convention(c) (UnsafePointer<CChar>?) -> OpaquePointer?
    let connectPoll: @convention(c) (OpaquePointer?) -> PostgresPollingStatusType
    let finish: @convention(c) (OpaquePointer?) -> Void
    let status: @convention(c) (OpaquePointer?) -> ConnStatusType
    let errorMessage: @convention(c) (OpaquePointer?) -> UnsafePointer<CChar>?
    let needsPassword: @convention(c) (OpaquePointer?) -> Int32
    let setNoticeReceiver: @convention(c) (OpaquePointer?, PQnoticeReceiver?, UnsafeMutableRawPointer?) -> PQnoticeReceiver?
    let serverVersion: @convention(c) (OpaquePointer?) -> Int32
    let parameterStatus: @convention(c) (OpaquePointer?, UnsafePointer<CChar>?) -> UnsafePointer<CChar>?
    let setNonblocking: @convention(c) (OpaquePointer?, Int32) -> Int32
    let flush: @convention(c) (OpaquePointer?) -> Int32
    let sendQuery: @convention(c) (OpaquePointer?, UnsafePointer<CChar>?) -> Int32
    let sendQueryParams: SendQueryParams
    let setSingleRowMode: @convention(c) (OpaquePointer?) -> Int32
    let consumeInput: @convention(c) (OpaquePointer?) -> Int32
    let isBusy: @convention(c) (OpaquePointer?) -> Int32
    let getResult: @convention(c) (OpaquePointer?) -> OpaquePointer?
    let resultStatus: @convention(c) (OpaquePointer?) -> ExecStatusType
    let columnCount: @convention(c) (OpaquePointer?) -> Int32
    let rowCount: @convention(c) (OpaquePointer?) -> Int32
    let columnName: @convention(c) (OpaquePointer?, Int32) -> UnsafePointer<CChar>?
    let columnType: @convention(c) (OpaquePointer?, Int32) -> Oid
    let isNull: @convention(c) (OpaquePointer?, Int32, Int32) -> Int32
    let value: @convention(c) (OpaquePointer?, Int32, Int32) -> UnsafePointer<CChar>?
    let length: @convention(c) (OpaquePointer?, Int32, Int32) -> Int32
    let clear: @convention(c) (OpaquePointer?) -> Void

    typealias SendQueryParams =
        @convention(c) (
            OpaquePointer?, UnsafePointer<CChar>?, Int32, UnsafePointer<Oid>?, UnsafePointer<UnsafePointer<CChar>?>?,
            UnsafePointer<Int32>?, UnsafePointer<Int32>?, Int32
        ) -> Int32

    /// The library, loaded in some milliseconds the first time.
    /// - Throws: `.local` where it is not installed.
    static func loaded() throws(PostgresError) -> LibPQ { try loading.get() }

    private init() throws(PostgresError) {
        guard let library = unsafe dlopen("libpq.so.5", RTLD_NOW) else {
            throw .local("libpq cannot be loaded (Debian's package of it is libpq5): \(Self.complaint)")
        }
        // As <libpq-fe.h> declares them.
        func function<Function>(_ name: String) throws(PostgresError) -> Function {
            guard let address = unsafe dlsym(library, name) else { throw .local("libpq is too old: \(Self.complaint)") }
            return unsafe unsafeBitCast(address, to: Function.self)
        }
        unsafe connectStart = try function("PQconnectStart")
        unsafe connectPoll = try function("PQconnectPoll")
        unsafe finish = try function("PQfinish")
        unsafe status = try function("PQstatus")
        unsafe errorMessage = try function("PQerrorMessage")
        unsafe needsPassword = try function("PQconnectionNeedsPassword")
        unsafe setNoticeReceiver = try function("PQsetNoticeReceiver")
        unsafe serverVersion = try function("PQserverVersion")
        unsafe parameterStatus = try function("PQparameterStatus")
        unsafe setNonblocking = try function("PQsetnonblocking")
        unsafe flush = try function("PQflush")
        unsafe sendQuery = try function("PQsendQuery")
        unsafe sendQueryParams = try function("PQsendQueryParams")
        unsafe setSingleRowMode = try function("PQsetSingleRowMode")
        unsafe consumeInput = try function("PQconsumeInput")
        unsafe isBusy = try function("PQisBusy")
        unsafe getResult = try function("PQgetResult")
        unsafe resultStatus = try function("PQresultStatus")
        unsafe columnCount = try function("PQnfields")
        unsafe rowCount = try function("PQntuples")
        unsafe columnName = try function("PQfname")
        unsafe columnType = try function("PQftype")
        unsafe isNull = try function("PQgetisnull")
        unsafe value = try function("PQgetvalue")
        unsafe length = try function("PQgetlength")
        unsafe clear = try function("PQclear")
    }

    private static var complaint: String {
        unsafe dlerror().map { unsafe String(cString: $0) } ?? ""
    }
}
