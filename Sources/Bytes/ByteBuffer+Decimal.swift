extension ByteBuffer {
    /// Appends a number's decimal digits.
    package mutating func append(decimal value: UInt64) {
        append(value, digits: Self.digits(of: value))
    }

    /// Appends a number's decimal digits, with zeros before them if there are fewer than `minimumDigits`.
    /// - Precondition: that is 20 at most, which every number fits.
    package mutating func append(decimal value: UInt64, minimumDigits: Int) {
        precondition(minimumDigits <= 20)
        append(value, digits: max(Self.digits(of: value), minimumDigits))
    }

    private mutating func append(_ value: UInt64, digits: Int) {
        reserve(20)
        let first = unsafe start + count
        // The last digit first.
        var end = unsafe first + digits
        var rest = value
        while rest >= 100 {
            let pair = unsafe Self.pairs.utf8Start + Int(truncatingIfNeeded: rest % 100) &* 2
            rest /= 100
            unsafe end -= 2
            unsafe end[0] = pair[0]
            unsafe end[1] = pair[1]
        }
        var last = UInt32(truncatingIfNeeded: rest)
        while unsafe end > first {
            unsafe end -= 1
            unsafe end.pointee = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: last % 10)
            last /= 10
        }
        count += digits
    }

    /// The numbers below 100, two digits each.
    private static var pairs: StaticString {
        """
        0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
        5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899
        """
    }

    private static func digits(of value: UInt64) -> Int {
        var digits = 1
        var rest = value
        while true {
            if rest < 10 { return digits }
            if rest < 100 { return digits + 1 }
            if rest < 1000 { return digits + 2 }
            if rest < 10000 { return digits + 3 }
            rest /= 10000
            digits += 4
        }
    }
}
