import Probing
import YAML

/// A secret, and where it was given.
struct SecretReading {
    let source: SecretSource
    let value: ValueReader
}
