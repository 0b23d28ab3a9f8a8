/// Why text is no address to listen at.
package struct ListenAddressError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Problem: Hashable, Sendable {
        case missingPort, badPort, badHost, missingBrackets
    }

    package let text: String
    package let problem: Problem

    init(_ text: String, _ problem: Problem) {
        self.text = text
        self.problem = problem
    }

    /// What is wrong and what would be right, in one line.
    package var description: String {
        switch problem {
        case .missingPort: "\"\(text)\" has no port: write for example \(exampleWithPort)"
        case .badPort: "\"\(text)\" has a port that is not a number from 0 to 65535"
        case .badHost:
            "\"\(text)\" has a host that is neither an IP address nor localhost: write for example 127.0.0.1:10042, or :10042 for all"
        case .missingBrackets: "\"\(text)\" has an IPv6 address without brackets: write for example [::1]:10042"
        }
    }

    private var exampleWithPort: String {
        let isNumber = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        if isNumber { return ":\(text)" }
        return text.isEmpty || text.hasSuffix(":") ? "\(text.dropLast()):10042" : "\(text):10042"
    }
}
