import COpenSSL
import Glibc

/// Where trusted root certificates come from.
package struct TrustSources: Equatable, Sendable {
    /// Directories of certificates named by the hash of their subject, as `openssl rehash` lays them out.
    ///
    /// OpenSSL opens just the file it needs, when it needs it.
    package var directories: [String]
    /// PEM files of any number of certificates, all loaded at once.
    package var files: [String]

    package init(directories: [String] = [], files: [String] = []) {
        self.directories = directories
        self.files = files
    }

    /// True when nothing is trusted, so that no chain can ever verify.
    package var isEmpty: Bool { directories.isEmpty && files.isEmpty }

    /// The system's trust store: what OpenSSL's defaults, `SSL_CERT_FILE` and `SSL_CERT_DIR` name.
    ///
    /// Empty on a system without certificates. The variables replace a default each, as in OpenSSL; what they name is
    /// taken even if absent, so that loading it says so.
    package static func system() -> TrustSources {
        system(
            environment: { name in unsafe getenv(name).map { unsafe String(cString: $0) } },
            defaultDirectories: [unsafe String(cString: X509_get_default_cert_dir()), "/etc/ssl/certs"],
            defaultFiles: [
                unsafe String(cString: X509_get_default_cert_file()), "/etc/ssl/certs/ca-certificates.crt",
                "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem",
            ])
    }

    /// What ``system()`` finds among these defaults; of each kind the first that is there counts.
    static func system(
        environment: (String) -> String?, defaultDirectories: [String], defaultFiles: [String]
    ) -> TrustSources {
        let namedDirectories = environment("SSL_CERT_DIR").map { $0.split(separator: ":").map(String.init) }
        let namedFile = environment("SSL_CERT_FILE")
        let directories = namedDirectories ?? Array(defaultDirectories.first(where: isHashed).map { [$0] } ?? [])
        // The system's bundle repeats its hashed directory: 140 certificates, 18 ms and 1.4 MB that nobody asks for.
        let isBundleNeeded = namedDirectories != nil || directories.isEmpty
        let bundle = isBundleNeeded ? defaultFiles.first { unsafe access($0, R_OK) == 0 } : nil
        return TrustSources(directories: directories, files: [namedFile ?? bundle].compactMap(\.self))
    }

    /// True for a directory with at least one entry such as `5ed36f99.0`.
    private static func isHashed(_ path: String) -> Bool {
        guard let directory = unsafe opendir(path) else { return false }
        defer { unsafe closedir(directory) }
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe Array(bytes.prefix { $0 != 0 })
            }
            let isHash = name.prefix(8).allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
            if name.count > 9, isHash, name[8] == UInt8(ascii: "."), (48...57).contains(name[9]) { return true }
        }
        return false
    }
}
