/// How to log in to a PostgreSQL database, and what to ask it.
package struct PostgresSettings: Sendable {
    /// libpq's words for how much TLS there must be.
    package enum TLSMode: String, CaseIterable, Sendable {
        case disable, allow, prefer, require
        case verifyCA = "verify-ca"
        case verifyFull = "verify-full"
    }

    /// A column of the query's rows whose numbers are exported; other columns may be their labels.
    package struct Column: Sendable, Equatable {
        package var name: String
        /// The metric's name without prefix.
        package var metric: String
        /// Columns whose texts become labels of the same names.
        package var labels: [String]

        package init(name: String, metric: String, labels: [String]) {
            self.name = name
            self.metric = metric
            self.labels = labels
        }
    }

    package var user = "postgres"
    package var password: SecretSource?
    /// In the place of a password: a file of libpq's form (`host:port:database:user:password`).
    package var passwordFile: String?
    package var database = "postgres"
    package var tlsMode = TLSMode.prefer
    /// Authorities, certificate and versions, and another name than the host's. Whether a certificate has to convince is
    /// ``tlsMode``'s to say, not theirs.
    package var tls = TLSSettings()
    /// Run in a read-only transaction; "" for none, then the probe ends with the login.
    package var query = ""
    package var statementTimeout = Duration.seconds(5)
    /// How many rows are good; `nil` for any number.
    package var expectedRows: ClosedRange<Int>?
    /// The text the first row's first column must have; at most 1,024 bytes.
    package var expectedValue: String?
    package var columns: [Column] = []
    /// The most rows of which numbers are exported.
    package var mostRows = 100
    /// Whether the statistics views are read too.
    package var glances = true
    /// How many of the costliest statements are told, where `pg_stat_statements` is installed; 0 for none.
    package var mostStatements = 0
    /// A database that needs longer for login and query is slow: evidence that trouble is the operator's own.
    package var slowAfter: Duration?

    package init() {}
}
