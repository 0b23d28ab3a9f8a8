import Conditions
import Patterns
import Probing
import Wire
import YAML

// In `modules` values are written as Go's YAML reads them, so that a blackbox.yml means here what it means there.
extension ValueReader {
    /// `true`, `yes`, `on` and their opposites, as YAML 1.1 has them.
    func flag() -> Bool? {
        string("write true or false") { text in
            switch text {
            case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y": true
            case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N": false
            default: nil
            }
        }
    }

    /// A duration in Go's form (`1.5s`, `1m30s`, `250ms`) or Prometheus'; `nil` without an error for none at all (`0s`).
    func timeout() -> Duration? {
        let longest = Duration.seconds(86_400)
        let wanted = "write a duration such as 5s, 1.5s or 500ms, at most 24h"
        let duration = string(wanted) { text -> Duration? in
            guard let duration = GoDuration.parse(text) ?? DurationText.parse(text), (.zero...longest).contains(duration) else {
                return nil
            }
            return duration
        }
        return duration == .zero ? nil : duration
    }

    func pattern() -> Pattern? {
        guard let text = string() else { return nil }
        do throws(Pattern.SyntaxError) {
            return try Pattern(text)
        } catch {
            reject("\(text.debugDescription) is no regular expression (\(error))", "write one in RE2's syntax")
            return nil
        }
    }

    /// Regular expressions; those that are none are left out.
    func patterns() -> [Pattern] {
        list { $0.pattern() } ?? []
    }

    func condition() -> Condition? {
        guard let text = string() else { return nil }
        do throws(Condition.SyntaxError) {
            return try Condition(text)
        } catch {
            reject("\(label) is no condition: \(error), at its column \(error.column)", "write one such as body.status == \"ok\"")
            return nil
        }
    }

    /// Bytes with a unit: `512B`, `10KB`, `1MiB`; KB and KiB are both 1,024 bytes; `nil` without an error for 0, which is no limit.
    func sizeBytes() -> Int? {
        let size = string("write a size such as 512B, 10KB or 1MB") { text -> Int? in
            if text == "0" { return 0 }
            let digits = text.prefix { ("0"..."9").contains($0) || $0 == "." }
            let unit = text.dropFirst(digits.count)
            let prefix = unit == "B" ? "" : unit.hasSuffix("iB") ? unit.dropLast(2) : unit.hasSuffix("B") ? unit.dropLast() : "?"
            guard let power = ["", "K", "M", "G", "T"].firstIndex(of: prefix), let count = Double(digits) else { return nil }
            let size = count * Double(1 << (10 * power))
            return size < 0x1p62 ? Int(size) : nil
        }
        return size == 0 ? nil : size
    }

    /// A text that must not be seen, or the variable of the environment that a whole `${NAME}` names.
    func moduleSecret() -> Secret? {
        conceal()
        guard let text = string() else { return nil }
        // Elsewhere in modules `$` is a character like any other: passwords and expressions are full of it.
        guard text.hasPrefix("${"), text.hasSuffix("}"), !text.dropFirst(2).dropLast().contains("}") else { return Secret(text) }
        return expanded.secret()
    }

    /// A file that is read each time it is needed; it has to be readable now.
    func secretFile(_ readFile: (String) throws -> [UInt8]) -> SecretSource? {
        guard let path = readablePath(readFile) else { return nil }
        return .file(path: path)
    }

    /// A file's path, if it can be read.
    func readablePath(_ readFile: (String) throws -> [UInt8]) -> String? {
        contents(readFile)?.path
    }

    func contents(_ readFile: (String) throws -> [UInt8]) -> (path: String, bytes: [UInt8])? {
        guard let path = path() else { return nil }
        do {
            return (path, try readFile(path))
        } catch {
            reject("\(label) \(path.debugDescription) cannot be read (\(error))", "name a readable file")
            return nil
        }
    }
}
