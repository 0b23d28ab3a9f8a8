extension Evaluator {
    mutating func converted(_ value: Value, by function: Function) throws(EvaluationError) -> Value {
        if case .string(let text) = value { try spend(text.count / 16) }
        let converted: Value? =
            switch function {
            case .int: int(value).map(Value.int)
            case .uint: uint(value).map(Value.uint)
            case .double: double(value).map(Value.double)
            case .string: string(value).map(Value.string)
            case .bool: bool(value).map(Value.bool)
            default: bytes(value).map(Value.bytes)
            }
        guard let converted else { throw .failed("\(value.type) that is no \(function.rawValue)") }
        return converted
    }

    private func int(_ value: Value) -> Int64? {
        switch value {
        case .int(let number): number
        case .uint(let number): Int64(exactly: number)
        // 2^63 itself is what a double near the end rounds to, so both ends are left out.
        case .double(let number): number > -0x1p63 && number < 0x1p63 ? Int64(number) : nil
        case .string(let text): Int64(String(decoding: text, as: UTF8.self))
        default: nil
        }
    }

    private func uint(_ value: Value) -> UInt64? {
        switch value {
        case .int(let number): UInt64(exactly: number)
        case .uint(let number): number
        case .double(let number): number >= 0 && number < 0x1p64 ? UInt64(number) : nil
        case .string(let text): text.first == UInt8(ascii: "+") ? nil : UInt64(String(decoding: text, as: UTF8.self))
        default: nil
        }
    }

    private func double(_ value: Value) -> Double? {
        switch value {
        case .int(let number): return Double(number)
        case .uint(let number): return Double(number)
        case .double(let number): return number
        case .string(let text):
            let text = String(decoding: text, as: UTF8.self)
            let number = Double(text)
            // A decimal number too large for a double is none.
            return number?.isInfinite == true && text.utf8.contains(where: Lexer.isDigit) ? nil : number
        default: return nil
        }
    }

    private func string(_ value: Value) -> [UInt8]? {
        switch value {
        case .bool(let bool): Array("\(bool)".utf8)
        case .int(let number): Array("\(number)".utf8)
        case .uint(let number): Array("\(number)".utf8)
        case .double(let number): Array(DecimalText.text(of: number).utf8)
        case .string(let text): text
        case .bytes(let bytes): String(validating: bytes, as: UTF8.self).map { Array($0.utf8) }
        default: nil
        }
    }

    private func bool(_ value: Value) -> Bool? {
        switch value {
        case .bool(let bool): return bool
        case .string(let text):
            switch String(decoding: text, as: UTF8.self) {
            case "1", "t", "T", "true", "TRUE", "True": return true
            case "0", "f", "F", "false", "FALSE", "False": return false
            default: return nil
            }
        default: return nil
        }
    }

    private func bytes(_ value: Value) -> [UInt8]? {
        switch value {
        case .string(let bytes), .bytes(let bytes): bytes
        default: nil
        }
    }
}
