import Glibc

/// The zone local time is told in: `TZ`, or else `/etc/localtime`, as they were when the process first asked.
package struct LocalTimeZone: Equatable, Sendable {
    /// Abbreviation, such as `CEST`.
    package let name: String
    /// East of Greenwich is positive.
    package let offsetSeconds: Int

    /// The zone at a time, in whole seconds since 1970.
    package init(at seconds: Int) {
        var time = time_t(seconds)
        var local = unsafe tm()
        if unsafe localtime_r(&time, &local) != nil, let zone = unsafe local.tm_zone {
            self.init(name: unsafe String(cString: zone), offsetSeconds: unsafe local.tm_gmtoff)
        } else {
            self.init(name: "UTC", offsetSeconds: 0)
        }
    }

    init(name: String, offsetSeconds: Int) {
        self.name = name
        self.offsetSeconds = offsetSeconds
    }
}
