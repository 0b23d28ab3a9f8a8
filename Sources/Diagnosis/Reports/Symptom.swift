package import WhatsApp

/// What a user who reports trouble cannot do.
package enum Symptom: String, CaseIterable, Sendable {
    case cannotSend = "cannot_send"
    case cannotReceive = "cannot_receive"
    case delayed
    case cannotConnect = "cannot_connect"
    case media
    case calls
    /// Linked devices and WhatsApp Web.
    case linking
    case businessAPI = "business_api"
    case other

    /// Whom it concerns.
    package var scope: Scope { self == .businessAPI ? .business : .consumer }
}
