import Server
import TLS
import Wire

/// Whether a program may report: it shows the token, or signs what it sends.
struct ReportAccess {
    let token: Secret?
    let hmacSecret: Secret?

    /// A signature older, or of a clock further ahead, is not taken.
    static let toleranceSeconds = 300.0

    private static let signatureField = "X-Report-Signature"
    private static let timestampField = "X-Report-Timestamp"

    /// Admits a request, or says why not.
    /// - Parameter time: Unix seconds.
    /// - Returns: the signature that let it in, which must not let another in; `nil` where the token did.
    func admit(_ request: Request, at time: Double) throws(ReportRefusal) -> [UInt8]? {
        let fields = request.head.fields
        if let hmacSecret, fields.first(Self.signatureField) != nil {
            return try signature(of: request, by: hmacSecret, at: time)
        }
        if let token, BearerToken(fields.all("authorization"))?.isEqual(to: token) == true { return nil }
        switch (token, hmacSecret) {
        case (nil, nil): throw ReportRefusal(.unauthorized, "programs may not report here, people may at /report")
        case (_?, nil): throw ReportRefusal(.unauthorized, "reports need the token: Authorization: Bearer <token>")
        case (nil, _?): throw ReportRefusal(.unauthorized, Self.signing)
        case (_?, _?): throw ReportRefusal(.unauthorized, "reports need the token, Authorization: Bearer <token>, or a signature")
        }
    }

    private static let signing =
        "reports need \(timestampField): <unix seconds> and \(signatureField): sha256=<hex HMAC of timestamp.body>"

    private func signature(of request: Request, by secret: Secret, at time: Double) throws(ReportRefusal) -> [UInt8] {
        let fields = request.head.fields
        let (signatures, timestamps) = (fields.all(Self.signatureField), fields.all(Self.timestampField))
        guard signatures.count == 1, timestamps.count == 1, let given = Self.code(signatures[0]) else {
            throw ReportRefusal(.badSignature, Self.signing)
        }
        // Before its age: only who has the secret learns what our clock shows.
        let message = Array((timestamps[0] + ".").utf8) + request.body
        guard let code = try? HMACSHA256.authenticate(message, key: Array(secret.revealed.utf8)),
            ConstantTime.areEqual(code, given)
        else { throw ReportRefusal(.badSignature, "the signature is not that of the timestamp, a full stop and the body") }
        guard let signedAt = Int64(timestamps[0]), abs(Double(signedAt) - time) <= Self.toleranceSeconds else {
            throw ReportRefusal(
                .stale, "\(Self.timestampField) must be Unix seconds within \(Int(Self.toleranceSeconds)) of this server's")
        }
        return given
    }

    private static func code(_ text: String) -> [UInt8]? {
        let code = [UInt8](hexDigits: text.hasPrefix("sha256=") ? text.dropFirst(7) : text[...])
        return code?.count == SHA256.sizeBytes ? code : nil
    }
}
