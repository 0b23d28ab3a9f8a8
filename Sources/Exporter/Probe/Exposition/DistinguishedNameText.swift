/// Distinguished names as blackbox_exporter's labels have them.
enum DistinguishedNameText {
    /// What Go writes for a name that OpenSSL writes as `line` (RFC 2253): the common attributes in one fixed order whatever order
    /// the certificate has, those of one type joined by `+`, and after them the others with their numbers for names.
    static func conventional(_ line: String) -> String {
        var values: [[Substring]] = Array(repeating: [], count: order.count)
        var others: [String] = []
        for attribute in attributes(of: line) {
            let sign = attribute.firstIndex(of: "=") ?? attribute.endIndex
            let type = attribute[..<sign]
            if let place = order.firstIndex(where: { $0.openSSL == type }) {
                values[place].append(attribute[sign...].dropFirst())
            } else {
                others.append("\(numbers[String(type)] ?? String(type))\(attribute[sign...])")
            }
        }
        let common = order.indices.flatMap { place -> [String] in
            let name = order[place].go
            guard let last = values[place].first else { return [] }
            // Of these two Go keeps the last one; the line has it first.
            if name == "CN" || name == "SERIALNUMBER" { return ["\(name)=\(last)"] }
            return [values[place].reversed().map { "\(name)=\($0)" }.joined(separator: "+")]
        }
        return (common + others).joined(separator: ",")
    }

    private static let order: [(openSSL: String, go: String)] = [
        ("serialNumber", "SERIALNUMBER"), ("CN", "CN"), ("OU", "OU"), ("O", "O"), ("postalCode", "POSTALCODE"),
        ("street", "STREET"), ("L", "L"), ("ST", "ST"), ("C", "C"),
    ]

    /// Of OpenSSL's short names that are met in certificates.
    private static let numbers = [
        "emailAddress": "1.2.840.113549.1.9.1", "DC": "0.9.2342.19200300.100.1.25", "UID": "0.9.2342.19200300.100.1.1",
        "businessCategory": "2.5.4.15", "jurisdictionC": "1.3.6.1.4.1.311.60.2.1.3", "jurisdictionST": "1.3.6.1.4.1.311.60.2.1.2",
        "jurisdictionL": "1.3.6.1.4.1.311.60.2.1.1", "organizationIdentifier": "2.5.4.97", "SN": "2.5.4.4", "GN": "2.5.4.42",
        "title": "2.5.4.12", "initials": "2.5.4.43", "pseudonym": "2.5.4.65", "description": "2.5.4.13", "name": "2.5.4.41",
        "dnQualifier": "2.5.4.46", "generationQualifier": "2.5.4.44", "unstructuredName": "1.2.840.113549.1.9.2",
    ]

    /// Split at commas and plus signs that are not escaped.
    private static func attributes(of line: String) -> [Substring] {
        var attributes: [Substring] = []
        var start = line.utf8.startIndex
        var isEscaped = false
        for index in line.utf8.indices {
            let byte = line.utf8[index]
            if !isEscaped, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "+") {
                attributes.append(line[start..<index])
                start = line.utf8.index(after: index)
            }
            isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        }
        attributes.append(line[start...])
        return attributes.filter { !$0.isEmpty }
    }
}
