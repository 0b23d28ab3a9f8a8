package import Wire

/// Who logs in, and to what.
package struct PostgresLogin: Sendable {
    package var user: String
    package var password: Secret?
    package var database: String
    /// As the server's own views show it.
    package var applicationName: String
    /// Whether a server may have the password in clear text.
    package var allowsClearText: Bool

    package init(
        user: String, password: Secret?, database: String, applicationName: String, allowsClearText: Bool
    ) {
        self.user = user
        self.password = password
        self.database = database
        self.applicationName = applicationName
        self.allowsClearText = allowsClearText
    }

    /// libpq's connection string to a local socket, with a word for everything it would otherwise look for in the
    /// environment or below somebody's home.
    func connectionString(through folder: String) -> String {
        let words: KeyValuePairs = [
            "host": folder, "hostaddr": "", "port": "5432", "dbname": database, "user": user,
            "password": password?.revealed ?? "",
            // A file that cannot exist; for none at all libpq would read ~/.pgpass.
            "passfile": "/dev/null/none",
            "sslmode": "disable", "gssencmode": "disable", "channel_binding": "disable", "krbsrvname": "", "requirepeer": "",
            "target_session_attrs": "any", "connect_timeout": "0", "options": "", "client_encoding": "UTF8",
            "application_name": applicationName, "fallback_application_name": "", "replication": "",
        ]
        return words.map { "\($0.key)=\(Self.quoted($0.value))" }.joined(separator: " ")
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "'"
        for character in text.unicodeScalars {
            // A zero byte would end the string for libpq; no name or password has one.
            if character == "\0" { continue }
            if character == "'" || character == "\\" { quoted.unicodeScalars.append("\\") }
            quoted.unicodeScalars.append(character)
        }
        return quoted + "'"
    }
}
