import WhatsApp

extension SnapshotWriter {
    mutating func write(name: String) {
        write(variable: UInt64(name.utf8.count))
        for byte in name.utf8 { write(byte) }
    }

    mutating func write(codes: [UInt32]) {
        write(variable: UInt64(codes.count))
        for code in codes { write(variable: UInt64(code)) }
    }

    mutating func write(kind: AccountEventKind) {
        write(kind.field.rawValue)
        write(kind.number)
    }

    mutating func write(effect: AccountEvent.Effect?) {
        switch effect {
        case nil: write(UInt8(0))
        case .restriction(let blocksMessages, let until):
            write(UInt8(blocksMessages ? 2 : 1))
            write(until ?? 0)
        case .disabling: write(UInt8(3))
        case .lifting: write(UInt8(4))
        }
    }
}

extension SnapshotReader {
    /// Unix seconds of a calendar's years.
    mutating func time() -> Double? {
        integer(UInt64.self).map(Double.init(bitPattern:)).flatMap { (0..<Double(UInt32.max)).contains($0) ? $0 : nil }
    }

    mutating func name() -> String? {
        guard let count = variable(), count <= 64, let bytes = list(count, { $0.integer(UInt8.self) }) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    mutating func codes() -> [UInt32]? {
        list { $0.variable().flatMap(UInt32.init(exactly:)) }
    }

    mutating func kind() -> AccountEventKind? {
        guard let field = integer(UInt8.self).flatMap(AccountEventKind.Field.init(rawValue:)), let number = integer(UInt8.self)
        else { return nil }
        return AccountEventKind(field, number: number)
    }

    /// `nil` for what is no effect, `.some(nil)` for none.
    mutating func effect() -> AccountEvent.Effect?? {
        switch integer(UInt8.self) {
        case 0: .some(nil)
        case let code? where code == 1 || code == 2:
            integer(UInt32.self).map { .restriction(blocksMessages: code == 2, until: $0 == 0 ? nil : $0) }
        case 3: .disabling
        case 4: .lifting
        default: nil
        }
    }

    /// As many items as a number before them says.
    mutating func list<Item>(_ item: (inout SnapshotReader) -> Item?) -> [Item]? {
        variable().flatMap { list($0, item) }
    }

    mutating func list<Item>(_ count: UInt64, _ item: (inout SnapshotReader) -> Item?) -> [Item]? {
        var items: [Item] = []
        var left = count
        // No room is made beforehand: the number may be spoilt.
        while left > 0 {
            guard let next = item(&self) else { return nil }
            items.append(next)
            left -= 1
        }
        return items
    }
}
