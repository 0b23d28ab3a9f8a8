package import Posix

extension SysFS {
    /// What the firmware says the machine is: names and texts of `class/dmi/id` (kernel: drivers/firmware/dmi-id.c), sorted.
    ///
    /// Serial numbers and the product's UUID are for root only, and left out for others.
    /// - Throws: `.read(ENOENT)` on a machine without such tables.
    package func machineIdentity(with reader: inout FileReader) throws(ProcFSError) -> [(name: String, text: String)] {
        var identity: [(name: String, text: String)] = []
        for file in try presentNames(in: "class/dmi/id") where Self.identityFiles.contains(file) {
            guard let text = textIfReadable("class/dmi/id/\(file)", with: &reader) else { continue }
            identity.append((file, text))
        }
        return identity
    }

    private static let identityFiles: Set<String> = [
        "bios_date", "bios_release", "bios_vendor", "bios_version", "board_asset_tag", "board_name", "board_serial",
        "board_vendor", "board_version", "chassis_asset_tag", "chassis_serial", "chassis_vendor", "chassis_version",
        "product_family", "product_name", "product_serial", "product_sku", "product_uuid", "product_version", "sys_vendor",
    ]
}
