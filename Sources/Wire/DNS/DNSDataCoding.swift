extension DNSData {
    /// Reads the data of a record of `type`; `reader` spans it exactly.
    init(type: DNSType, class: DNSClass, _ reader: inout DNSReader) throws(DNSParseError) {
        do throws(DNSParseError) {
            self = try Self.parse(type: type, class: `class`, &reader)
        } catch .truncated {
            // The message goes on: it is the data that is too short for its type.
            throw .malformedData(type)
        }
        guard reader.isAtEnd else { throw .malformedData(type) }
    }

    private static func parse(type: DNSType, class: DNSClass, _ reader: inout DNSReader) throws(DNSParseError) -> DNSData {
        switch type {
        // The Internet's own types have another shape, or none, elsewhere.
        case .a where `class` == .internet, .aaaa where `class` == .internet:
            let bytes = try reader.rest()
            guard bytes.count == (type == .a ? 4 : 16), let address = IPAddress(bytes: bytes) else { throw .malformedData(type) }
            return .address(address)
        case .srv where `class` == .internet:
            return .srv(
                priority: try reader.uint16(), weight: try reader.uint16(), port: try reader.uint16(), target: try reader.name())
        case .cname: return .cname(try reader.name())
        case .ptr: return .ptr(try reader.name())
        case .ns: return .ns(try reader.name())
        case .mx: return .mx(preference: try reader.uint16(), exchange: try reader.name())
        case .soa:
            return .soa(
                DNSStartOfAuthority(
                    primary: try reader.name(), mailbox: try reader.name(), serial: try reader.uint32(),
                    refreshSeconds: try reader.uint32(), retrySeconds: try reader.uint32(), expireSeconds: try reader.uint32(),
                    minimumSeconds: try reader.uint32()))
        case .txt:
            var strings: [[UInt8]] = []
            repeat { strings.append(try reader.bytes(count: Int(reader.uint8()))) } while !reader.isAtEnd
            return .txt(strings)
        default: return .other(type, try DNSDataLayout.expanded(type, &reader))
        }
    }

    func write(to writer: inout DNSWriter) {
        switch self {
        case .address(let address): writer.bytes(address.bytes)
        case .cname(let name), .ptr(let name), .ns(let name): writer.name(name)
        case .mx(let preference, let exchange):
            writer.uint16(preference)
            writer.name(exchange)
        case .soa(let soa):
            writer.name(soa.primary)
            writer.name(soa.mailbox)
            for number in [soa.serial, soa.refreshSeconds, soa.retrySeconds, soa.expireSeconds, soa.minimumSeconds] {
                writer.uint32(number)
            }
        case .txt(let strings):
            for string in strings {
                precondition(string.count <= 255)
                writer.uint8(UInt8(string.count))
                writer.bytes(string)
            }
        case .srv(let priority, let weight, let port, let target):
            writer.uint16(priority)
            writer.uint16(weight)
            writer.uint16(port)
            // RFC 2782: the target is never compressed.
            writer.bytes(target.bytes)
        case .other(_, let bytes): writer.bytes(bytes)
        }
    }
}
