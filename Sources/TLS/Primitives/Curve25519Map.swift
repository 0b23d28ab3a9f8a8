import COpenSSL

/// The birational map between the two forms of Curve25519 (RFC 7748 section 4.1), on 32-byte little-endian coordinates.
///
/// For public values only: it does not run in constant time.
enum Curve25519Map {
    /// The Edwards y of a Montgomery u, (u − 1) / (u + 1), its sign bit 0.
    ///
    /// The top bit of `u` is ignored. `nil` for u = −1, which has no image, and for u ≥ p, which XEdDSA refuses.
    static func edwards(fromMontgomery u: [UInt8]) -> [UInt8]? {
        quotient(u, .edwards)
    }

    /// The Montgomery u of an Edwards y, (1 + y) / (1 − y); the sign bit of `y` is ignored. `nil` for y = 1 and y ≥ p.
    static func montgomery(fromEdwards y: [UInt8]) -> [UInt8]? {
        quotient(y, .montgomery)
    }

    private enum Image {
        case edwards, montgomery
    }

    /// p = 2²⁵⁵ − 19.
    private static let primeBytes = [0xED] + [UInt8](repeating: 0xFF, count: 30) + [0x7F]

    private static func quotient(_ coordinate: [UInt8], _ image: Image) -> [UInt8]? {
        guard coordinate.count == primeBytes.count else { return nil }
        var masked = coordinate
        masked[masked.count - 1] &= 0x7F

        OpenSSLError.clear()
        // A value without inverse leaves an error behind.
        defer { OpenSSLError.clear() }
        guard let context = unsafe BN_CTX_new() else { return nil }
        defer { unsafe BN_CTX_free(context) }
        unsafe BN_CTX_start(context)
        defer { unsafe BN_CTX_end(context) }

        guard let p = unsafe BN_CTX_get(context), let x = unsafe BN_CTX_get(context),
            let numerator = unsafe BN_CTX_get(context), let denominator = unsafe BN_CTX_get(context),
            let one = unsafe BN_value_one(),
            unsafe BN_lebin2bn(primeBytes, Int32(primeBytes.count), p) != nil,
            unsafe BN_lebin2bn(masked, Int32(masked.count), x) != nil,
            unsafe BN_cmp(x, p) < 0
        else { return nil }

        let isReady =
            switch image {
            case .edwards:
                unsafe BN_mod_sub_quick(numerator, x, one, p) == 1 && BN_mod_add_quick(denominator, x, one, p) == 1
            case .montgomery:
                unsafe BN_mod_add_quick(numerator, one, x, p) == 1 && BN_mod_sub_quick(denominator, one, x, p) == 1
            }
        var result = [UInt8](repeating: 0, count: primeBytes.count)
        guard isReady, unsafe BN_mod_inverse(denominator, denominator, p, context) != nil,
            unsafe BN_mod_mul(x, numerator, denominator, p, context) == 1,
            unsafe BN_bn2lebinpad(x, &result, Int32(result.count)) == Int32(result.count)
        else { return nil }
        return result
    }
}
