import Foundation
import Glibc
import Posix
import ProcFS
import Testing

/// Attributes of interfaces in a sysfs of our own making.
@Suite struct NetworkAttributesTests {
    /// Directories with files, gone when this is.
    private final class Tree {
        let root = FileManager.default.temporaryDirectory.appending(path: "sys-\(UUID().uuidString)")
        var sysfs: SysFS { SysFS(root: root.path) }

        init(_ files: [String: String]) throws {
            for (path, text) in files {
                let file = root.appending(path: path)
                try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: file)
            }
        }

        deinit { try? FileManager.default.removeItem(at: root) }
    }

    @Test func everyAttributeIsRead() throws {
        let tree = try Tree([
            "class/net/bonding_masters": "\n",
            "class/net/eth0/address": "02:00:00:00:00:01\n", "class/net/eth0/broadcast": "ff:ff:ff:ff:ff:ff\n",
            "class/net/eth0/ifalias": "up \"link\"\n", "class/net/eth0/duplex": "full\n", "class/net/eth0/operstate": "up\n",
            "class/net/eth0/addr_assign_type": "3\n", "class/net/eth0/carrier": "1\n", "class/net/eth0/carrier_changes": "4\n",
            "class/net/eth0/carrier_up_count": "2\n", "class/net/eth0/carrier_down_count": "1\n",
            "class/net/eth0/dev_id": "0x20\n", "class/net/eth0/dormant": "0\n", "class/net/eth0/flags": "0x1003\n",
            "class/net/eth0/ifindex": "2\n", "class/net/eth0/iflink": "7\n", "class/net/eth0/link_mode": "1\n",
            "class/net/eth0/mtu": "1500\n", "class/net/eth0/name_assign_type": "4\n", "class/net/eth0/netdev_group": "9\n",
            "class/net/eth0/speed": "-1\n", "class/net/eth0/tx_queue_len": "1000\n", "class/net/eth0/type": "1\n",
        ])
        var reader = FileReader()
        #expect(try tree.sysfs.interfaces() == ["eth0"])
        let device = tree.sysfs.netClass(of: "eth0", with: &reader)
        #expect(device.address == "02:00:00:00:00:01" && device.broadcast == "ff:ff:ff:ff:ff:ff")
        #expect(device.alias == "up \"link\"" && device.duplex == "full" && device.operationalState == "up")
        #expect(device.addressAssignType == 3 && device.nameAssignType == 4 && device.group == 9)
        #expect(device.carrier == 1 && device.carrierChanges == 4 && device.carrierUps == 2 && device.carrierDowns == 1)
        #expect(device.deviceID == 32 && device.dormant == 0 && device.flags == 0x1003)
        #expect(device.index == 2 && device.lower == 7 && device.linkMode == 1 && device.mtuBytes == 1500)
        #expect(device.speedMegabits == -1 && device.transmitQueueLength == 1000 && device.hardwareType == 1)
    }

    @Test(arguments: ["", "\n", "fast\n", "1.5\n", "99999999999999999999\n", "0x\n", "1 2\n", "\u{fffd}\u{0}"])
    func attributeThatIsNoNumberIsAbsent(text: String) throws {
        let tree = try Tree(["class/net/eth0/speed": text, "class/net/eth0/operstate": "down\n"])
        var reader = FileReader()
        let device = tree.sysfs.netClass(of: "eth0", with: &reader)
        #expect(device.speedMegabits == nil)
        #expect(device.operationalState == "down")
        #expect(device.mtuBytes == nil && device.address == nil)
    }

    @Test func kernelWithoutNetworksIsTold() throws {
        let tree = try Tree(["class/tty/x": ""])
        #expect(throws: ProcFSError.read(path: "\(tree.root.path)/class/net", Errno(ENOENT))) { try tree.sysfs.interfaces() }
        let empty = try Tree(["class/net/bonding_masters": ""])
        #expect(try empty.sysfs.interfaces() == [])
    }

    @Test func aliasLeadsNowhereElse() throws {
        let tree = try Tree(["class/net/ifalias": "outside\n", "class/net/eth0/ifalias": " inside \n"])
        var reader = FileReader()
        #expect(tree.sysfs.alias(of: "eth0", with: &reader) == "inside")
        #expect(tree.sysfs.alias(of: "eth0/..", with: &reader) == "")
        #expect(tree.sysfs.alias(of: "gone", with: &reader) == "")
        #expect(tree.sysfs.attribute("ifalias", of: "../net/eth0", with: &reader) == nil)
    }

    @Test func bondCountsSlavesWithALink() throws {
        let tree = try Tree([
            "class/net/bonding_masters": "bond0 bond1 lone\n", "class/net/bond0/bonding/slaves": "eth0 eth1\n",
            "class/net/bond0/lower_eth0/bonding_slave/mii_status": "up\n",
            "class/net/bond0/slave_eth1/bonding_slave/mii_status": "down\n", "class/net/bond1/bonding/slaves": "eth2\n",
            "class/net/bond1/slave_eth2/bonding_slave/mii_status": "up\n", "class/net/lone/bonding/slaves": "\n",
        ])
        var reader = FileReader()
        let bonds = try tree.sysfs.bondings(with: &reader)
        #expect(bonds.map(\.master) == ["bond0", "bond1", "lone"])
        #expect(bonds.map(\.slaves) == [2, 1, 0])
        #expect(bonds.map(\.active) == [1, 1, 0])
    }

    @Test func bondingThatIsNotLoadedIsTold() throws {
        let tree = try Tree(["class/net/eth0/mtu": "1500\n"])
        var reader = FileReader()
        #expect(throws: ProcFSError.read(path: "\(tree.root.path)/class/net/bonding_masters", Errno(ENOENT))) {
            try tree.sysfs.bondings(with: &reader)
        }
    }

    @Test func slaveWithoutItsStateIsTold() throws {
        let tree = try Tree(["class/net/bonding_masters": "bond0\n", "class/net/bond0/bonding/slaves": "eth0\n"])
        var reader = FileReader()
        #expect(throws: ProcFSError.self) { try tree.sysfs.bondings(with: &reader) }
    }
}
