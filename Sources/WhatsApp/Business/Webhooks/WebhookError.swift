/// Why a body is no webhook.
package enum WebhookError: String, Error, CaseIterable, Sendable {
    /// Not JSON, or no object.
    case notJSON = "bad_json"
    /// Nested deeper than any webhook.
    case tooDeep = "too_deep"
    /// Of more values than any webhook.
    case tooManyValues = "too_many_values"
}
