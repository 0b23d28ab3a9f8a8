/// The business whose exporter it is, as the platform knows it.
enum BusinessAccount {
    /// Its WhatsApp Business account (WABA).
    static let accountID = "731842096155201"
    static let phoneNumberID = "518273640091177"
    /// Its business portfolio.
    static let businessID = "904410238817365"
    static let applicationID = "287765410932844"
    /// Of the numbers kept for fiction.
    static let displayPhoneNumber = "+1 202-555-0143"
}
