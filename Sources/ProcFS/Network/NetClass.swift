import Glibc
package import Posix

/// What sysfs says of one network interface; an attribute that cannot be read now, or is none of this kernel's, is `nil`.
package struct NetClass: Equatable, Sendable {
    /// The interface.
    package let name: String
    /// Its hardware address.
    package private(set) var address: String?
    /// The hardware address of everybody on the link.
    package private(set) var broadcast: String?
    /// The administrator's words for it.
    package private(set) var alias: String?
    /// `full`, `half` or `unknown`.
    package private(set) var duplex: String?
    /// RFC 2863's state, such as `up`.
    package private(set) var operationalState: String?
    /// Where the hardware address is from: 0 the device, 1 chance, 2 another interface, 3 the administrator.
    package private(set) var addressAssignType: Int64?
    /// Whether the link has its carrier; cannot be read while the interface is down.
    package private(set) var carrier: Int64?
    /// Times the carrier came or went.
    package private(set) var carrierChanges: Int64?
    /// Times it came.
    package private(set) var carrierUps: Int64?
    /// Times it went.
    package private(set) var carrierDowns: Int64?
    /// Tells apart devices that share a port's address.
    package private(set) var deviceID: Int64?
    /// Whether the link waits for something outside.
    package private(set) var dormant: Int64?
    /// Bits of netdevice(7), `IFF_UP` the lowest.
    package private(set) var flags: Int64?
    /// Its number.
    package private(set) var index: Int64?
    /// Number of the interface below it; its own where there is none.
    package private(set) var lower: Int64?
    /// Who sees to its operational state: 0 the kernel, 1 a process.
    package private(set) var linkMode: Int64?
    /// The longest packet it sends in one piece.
    package private(set) var mtuBytes: Int64?
    /// Where the name is from: 1 the kernel, 2 the kernel predictably, 3 a process, 4 renamed by one.
    package private(set) var nameAssignType: Int64?
    /// As the administrator chose, 0 if not.
    package private(set) var group: Int64?
    /// -1 where unknown.
    package private(set) var speedMegabits: Int64?
    /// In packets.
    package private(set) var transmitQueueLength: Int64?
    /// Kind of its hardware addresses, of <linux/if_arp.h>.
    package private(set) var hardwareType: Int64?

    init(_ name: String, in sysfs: SysFS, with reader: inout FileReader) {
        self.name = name
        let directory = "class/net/\(name)"
        func text(_ attribute: String) -> String? { sysfs.textIfReadable("\(directory)/\(attribute)", with: &reader) }
        func integer(_ attribute: String) -> Int64? { sysfs.integerIfReadable("\(directory)/\(attribute)", with: &reader) }
        address = text("address")
        broadcast = text("broadcast")
        alias = text("ifalias")
        duplex = text("duplex")
        operationalState = text("operstate")
        addressAssignType = integer("addr_assign_type")
        carrier = integer("carrier")
        carrierChanges = integer("carrier_changes")
        carrierUps = integer("carrier_up_count")
        carrierDowns = integer("carrier_down_count")
        deviceID = integer("dev_id")
        dormant = integer("dormant")
        flags = integer("flags")
        index = integer("ifindex")
        lower = integer("iflink")
        linkMode = integer("link_mode")
        mtuBytes = integer("mtu")
        nameAssignType = integer("name_assign_type")
        group = integer("netdev_group")
        speedMegabits = integer("speed")
        transmitQueueLength = integer("tx_queue_len")
        hardwareType = integer("type")
    }
}

extension SysFS {
    /// The names in `class/net`, sorted, but for those that no path can be written of: names that are not UTF-8.
    ///
    /// - Throws: `.read`, with `ENOENT` on a kernel without networks.
    package func interfaces() throws(ProcFSError) -> [String] {
        let names = try names(in: "class/net")
        if names.isEmpty, try !self.names(in: "class").contains("net") {
            throw .read(path: "\(root)/class/net", Errno(ENOENT))
        }
        return names.filter { $0 != "bonding_masters" && !$0.unicodeScalars.contains("\u{fffd}") }
    }

    /// Reads the attributes of one interface (kernel: Documentation/ABI/testing/sysfs-class-net).
    package func netClass(of interface: String, with reader: inout FileReader) -> NetClass {
        NetClass(interface, in: self, with: &reader)
    }

    /// One attribute of an interface that is a whole number.
    package func attribute(_ attribute: String, of interface: String, with reader: inout FileReader) -> Int64? {
        interface.contains("/") ? nil : integerIfReadable("class/net/\(interface)/\(attribute)", with: &reader)
    }

    /// The administrator's words for an interface; empty for none.
    package func alias(of interface: String, with reader: inout FileReader) -> String {
        // A name is the kernel's word, but a path must not be led elsewhere by it.
        guard !interface.contains("/") else { return "" }
        return textIfReadable("class/net/\(interface)/ifalias", with: &reader) ?? ""
    }
}
