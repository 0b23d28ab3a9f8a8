package import Posix

/// A controller of NVM Express (kernel: drivers/nvme/host/sysfs.c).
package struct NVMeController: Sendable {
    package let name: String
    package let firmwareRevision: String
    package let model: String
    package let serial: String
    package let state: String
    package let controllerID: String
    package let namespaces: [Namespace]

    /// A part of its storage that is a disk of its own.
    package struct Namespace: Sendable {
        package let id: String
        /// Asymmetric access: `optimized` and so on; `unknown` where there is but one way to it.
        package let accessState: String
        /// `size` of sysfs.
        package let size: UInt64
        /// `nuse` of sysfs.
        package let used: UInt64
        package let blockSizeBytes: UInt64
    }
}

extension SysFS {
    /// The controllers of `class/nvme`.
    ///
    /// - Throws: `.read`: with `ENOENT` where the kernel has no such class, or where something is missing of a controller.
    package func nvmeControllers(with reader: inout FileReader) throws(ProcFSError) -> [NVMeController] {
        var controllers: [NVMeController] = []
        for name in try presentNames(in: "class/nvme") {
            let path = "class/nvme/\(name)"
            var namespaces: [NVMeController.Namespace] = []
            for entry in try names(in: path) {
                guard let id = Self.namespaceID(entry), !namespaces.contains(where: { $0.id == id }) else { continue }
                namespaces.append(try nvmeNamespace(id, in: "\(path)/\(entry)", with: &reader))
            }
            controllers.append(
                NVMeController(
                    name: name, firmwareRevision: try text("\(path)/firmware_rev", with: &reader),
                    model: try text("\(path)/model", with: &reader), serial: try text("\(path)/serial", with: &reader),
                    state: try text("\(path)/state", with: &reader), controllerID: try text("\(path)/cntlid", with: &reader),
                    namespaces: namespaces))
        }
        return controllers
    }

    private func nvmeNamespace(
        _ id: String, in path: String, with reader: inout FileReader
    ) throws(ProcFSError) -> NVMeController.Namespace {
        NVMeController.Namespace(
            id: id, accessState: textIfReadable("\(path)/ana_state", with: &reader) ?? "unknown",
            size: UInt64(clamping: try integer("\(path)/size", with: &reader)),
            used: UInt64(clamping: try integer("\(path)/nuse", with: &reader)),
            blockSizeBytes: UInt64(clamping: try integer("\(path)/queue/logical_block_size", with: &reader)))
    }

    /// 3 of `nvme0n3`, and of `nvme0c1n3` where there are several ways to it; `nil` for any other name.
    static func namespaceID(_ name: String) -> String? {
        var rest = name[...]
        func digits() -> Substring {
            let digits = rest.prefix { "0"..."9" ~= $0 }
            rest = rest[digits.endIndex...]
            return digits
        }
        guard rest.hasPrefix("nvme") else { return nil }
        rest.removeFirst(4)
        guard !digits().isEmpty else { return nil }
        if rest.first == "c" {
            rest.removeFirst()
            guard !digits().isEmpty else { return nil }
        }
        guard rest.first == "n" else { return nil }
        rest.removeFirst()
        let id = digits()
        return id.isEmpty || !rest.isEmpty ? nil : String(id)
    }
}
