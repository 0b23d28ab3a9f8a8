/// A file of passwords in libpq's form (PostgreSQL documentation, "The Password File").
///
/// Lines of `host:port:database:user:password`; `*` stands for anything, a backslash before a colon or backslash takes it as it
/// is, and the first line that fits counts.
package enum PasswordFile {
    /// The password for a database; `nil` where no line fits.
    package static func password(in text: String, host: String, port: UInt16, database: String, user: String) -> String? {
        let wanted = [host, String(port), database, user]
        for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            let fields = fields(of: line)
            guard fields.count == 5, zip(fields, wanted).allSatisfy({ $0 == "*" || $0 == $1 }) else { continue }
            return fields[4].isEmpty ? nil : fields[4]
        }
        return nil
    }

    /// The first five; what follows a fifth colon belongs to the password.
    private static func fields(of line: Substring) -> [String] {
        var fields = [""]
        var isEscaped = false
        for character in line {
            if isEscaped {
                fields[fields.count - 1].append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == ":", fields.count < 5 {
                fields.append("")
            } else {
                fields[fields.count - 1].append(character)
            }
        }
        return fields
    }
}
