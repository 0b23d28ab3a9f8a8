/// A day of the Gregorian calendar, taken to hold for all time.
package struct CivilDate: Sendable, Equatable {
    package var year: Int
    /// 1 to 12.
    package var month: Int
    /// 1 to 31.
    package var day: Int

    package init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// - Parameter days: from 1970-01-01 on.
    package init(daysSince1970 days: Int64) {
        // Years are counted from March, so that the leap day comes last; an era is the calendar's cycle of 400 years.
        let shifted = days + 719_468
        let dayOfEra = shifted.modulo(146_097)
        let era = (shifted - dayOfEra) / 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = Int(dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100))
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        month = (monthFromMarch + 2) % 12 + 1
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
    }

    /// Negative before 1970; a day past its month's end counts on into the next.
    package var daysSince1970: Int64 {
        let shifted = Int64(month > 2 ? year : year - 1)
        let yearOfEra = shifted.modulo(400)
        let era = (shifted - yearOfEra) / 400
        let dayOfYear = Int64((153 * ((month + 9) % 12) + 2) / 5 + day - 1)
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// `2026-11-22`.
    package var text: String { "\(Self.digits(year, 4))-\(Self.digits(month, 2))-\(Self.digits(day, 2))" }

    /// A number with zeros before it, up to a width.
    package static func digits(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(width - text.utf8.count, 0)) + text
    }
}

extension Int64 {
    /// What is left over below the next lower multiple: never negative.
    func modulo(_ modulus: Int64) -> Int64 {
        let remainder = self % modulus
        return remainder < 0 ? remainder + modulus : remainder
    }
}
