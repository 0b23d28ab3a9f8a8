/// Extension mechanisms: what an OPT record says of its message, response code aside.
///
/// RFC 6891 section 6.1.
package struct DNSEDNS: Hashable, Sendable {
    /// Fits every path's IPv6 packets unfragmented (DNS flag day 2020).
    package static let defaultPayloadSizeBytes: UInt16 = 1232

    /// Largest UDP message the sender accepts.
    package var udpPayloadSizeBytes: UInt16
    /// 0 is the only one defined.
    package var version: UInt8
    /// The DO bit.
    package var dnssecOK: Bool
    /// In the order given.
    package var options: [Option]

    /// One option; codes by IANA's registry.
    package struct Option: Hashable, Sendable {
        /// What the data is, e.g. 15 for an extended error.
        package var code: UInt16
        /// Undigested.
        package var data: [UInt8]

        /// Option from its parts.
        package init(code: UInt16, data: [UInt8]) {
            self.code = code
            self.data = data
        }
    }

    /// Version 0 without options, unless told.
    package init(
        udpPayloadSizeBytes: UInt16 = defaultPayloadSizeBytes, version: UInt8 = 0, dnssecOK: Bool = false, options: [Option] = []
    ) {
        self.udpPayloadSizeBytes = udpPayloadSizeBytes
        self.version = version
        self.dnssecOK = dnssecOK
        self.options = options
    }

    /// Extended DNS error codes, e.g. 15 blocked, 16 censored, 17 filtered, 22 no reachable authority.
    ///
    /// RFC 8914; a malformed one is left out.
    package var extendedErrors: [UInt16] {
        options.filter { $0.code == 15 && $0.data.count >= 2 }.map { UInt16($0.data[0]) << 8 | UInt16($0.data[1]) }
    }
}

extension DNSEDNS {
    /// Reads an OPT record after its type, and the upper eight bits of the response code in it.
    static func parse(_ reader: inout DNSReader) throws(DNSParseError) -> (edns: DNSEDNS, extendedCode: UInt8) {
        var edns = DNSEDNS(udpPayloadSizeBytes: try reader.uint16())
        let extendedCode = try reader.uint8()
        edns.version = try reader.uint8()
        edns.dnssecOK = try reader.uint16() & 0x8000 != 0
        var data = try reader.part(sizeBytes: Int(reader.uint16()))
        do throws(DNSParseError) {
            while !data.isAtEnd {
                let code = try data.uint16()
                edns.options.append(Option(code: code, data: try data.bytes(count: Int(data.uint16()))))
            }
        } catch {
            throw .malformedData(.opt)
        }
        return (edns, extendedCode)
    }

    func write(to writer: inout DNSWriter, extendedCode: UInt8) {
        writer.name(.root)
        writer.uint16(DNSType.opt.rawValue)
        writer.uint16(udpPayloadSizeBytes)
        writer.uint8(extendedCode)
        writer.uint8(version)
        writer.uint16(dnssecOK ? 0x8000 : 0)
        writer.sized { writer in
            for option in options {
                writer.uint16(option.code)
                writer.sized { $0.bytes(option.data) }
            }
        }
    }
}
