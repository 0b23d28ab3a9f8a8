import TLS
import Wire

/// Webhooks as the platform posts them: whatsapp.md 5, signed with the application's secret.
struct WebhookPosts: Sendable {
    private static let path = "/webhooks/whatsapp"

    private let secrets: LabSecrets
    /// So that messages of one lab are not taken for those of an earlier one.
    private let run: String

    /// - Parameter run: of letters and digits.
    init(_ secrets: LabSecrets, run: String) {
        self.secrets = secrets
        self.run = run
    }

    /// Asks whether the exporter wants webhooks; its answer's body is to be the challenge.
    func subscription(challenge: String) -> Post {
        Post(
            "GET",
            "\(Self.path)?hub.mode=subscribe&hub.verify_token=\(secrets.verifyToken.revealed)&hub.challenge=\(challenge)",
            from: Self.platform)
    }

    /// One post for some notices.
    func post(_ notices: [MessageTraffic.Notice]) throws(CryptoError) -> Post {
        let statuses = notices.filter { $0.content != .received }.map(status)
        let messages = notices.filter { $0.content == .received }.map(message)
        var value = [
            #""messaging_product":"whatsapp""#,
            "\"metadata\":{\"display_phone_number\":\"\(BusinessAccount.displayPhoneNumber)\","
                + "\"phone_number_id\":\"\(BusinessAccount.phoneNumberID)\"}",
        ]
        if !statuses.isEmpty { value.append("\"statuses\":[\(statuses.joined(separator: ","))]") }
        if !messages.isEmpty { value.append("\"messages\":[\(messages.joined(separator: ","))]") }
        return try signed(
            """
            {"object":"whatsapp_business_account","entry":[{"id":"\(BusinessAccount.accountID)","changes":[\
            {"value":{\(value.joined(separator: ","))},"field":"messages"}]}]}
            """)
    }

    private func signed(_ body: String) throws(CryptoError) -> Post {
        let code = try HMACSHA256.authenticate(Array(body.utf8), key: Array(secrets.appSecret.revealed.utf8))
        return Post(
            "POST", Self.path,
            fields: ["Content-Type": "application/json", "X-Hub-Signature-256": "sha256=\(code.hexadecimal)"], body: body,
            from: Self.platform)
    }

    private func status(_ notice: MessageTraffic.Notice) -> String {
        var members = [
            "\"id\":\"\(id(notice))\"", "\"status\":\"\(notice.content)\"", "\"timestamp\":\"\(Int64(notice.at))\"",
            "\"recipient_id\":\"\(recipient(notice))\"",
        ]
        switch notice.content {
        case .sent, .delivered:
            members.append(#""pricing":{"billable":true,"pricing_model":"PMP","category":"utility","type":"regular"}"#)
        case .failed:
            // With its slashes as the platform writes them.
            members.append(
                #""errors":[{"code":131026,"title":"Message undeliverable","message":"Message undeliverable","#
                    + #""error_data":{"details":"Message undeliverable."},"href":"https:\/\/developers.facebook.com\/docs\/"}]"#)
        case .read, .received: break
        }
        return "{\(members.joined(separator: ","))}"
    }

    private func message(_ notice: MessageTraffic.Notice) -> String {
        """
        {"from":"\(recipient(notice))","id":"\(id(notice)).R","timestamp":"\(Int64(notice.at))","type":"text",\
        "text":{"body":"Do you have br\\u00f6tchen?"}}
        """
    }

    private func id(_ notice: MessageTraffic.Notice) -> String { "wamid.Lab\(run).\(notice.message)" }

    /// Of the numbers kept for fiction.
    private func recipient(_ notice: MessageTraffic.Notice) -> String { "120255501\(10 + notice.message % 90)" }

    /// Where the platform's requests come from.
    private static let platform = IPAddress.v4(0x7F42_0001)  // 127.66.0.1
}
