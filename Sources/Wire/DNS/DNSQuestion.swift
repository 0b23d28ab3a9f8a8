/// What is asked: one entry of a message's question section.
package struct DNSQuestion: Hashable, Sendable {
    /// Name asked about.
    package var name: DNSName
    /// Type of the records wanted.
    package var type: DNSType
    /// Class of the records wanted.
    package var `class`: DNSClass

    /// Question about a name of the Internet, unless told.
    package init(name: DNSName, type: DNSType, class: DNSClass = .internet) {
        self.name = name
        self.type = type
        self.class = `class`
    }
}
