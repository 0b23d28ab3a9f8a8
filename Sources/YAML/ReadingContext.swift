/// What one reading shares: the outside world it may ask, and the errors so far.
final class ReadingContext {
    let readFile: (String) throws -> [UInt8]
    let environment: (String) -> String?
    private let expansion: EnvironmentExpansion
    // Aliases and repeated variables could otherwise multiply a value beyond any memory.
    private var expansionAllowanceBytes = YAMLDocument.limitBytes
    private var errors: Set<ConfigurationError> = []
    /// How many errors were recorded, the same one twice included.
    private(set) var errorCount = 0
    /// Where scalars stand that must not be shown.
    private(set) var concealed: Set<SourcePosition> = []

    init(environment: @escaping (String) -> String?, readFile: @escaping (String) throws -> [UInt8]) {
        self.environment = environment
        expansion = EnvironmentExpansion(environment: environment)
        self.readFile = readFile
    }

    /// Whether further errors go unrecorded: nobody reads more than a hundred.
    var isFull: Bool { errors.count >= 100 }

    func record(_ position: SourcePosition, _ what: String, _ remedy: String) {
        errorCount += 1
        if !isFull { errors.insert(ConfigurationError(position, what, remedy)) }
    }

    /// The errors in the order of the text, `nil` when there are none.
    var failure: ConfigurationErrors? {
        errors.isEmpty ? nil : ConfigurationErrors(errors.sorted { ($0.position, $0.what) < ($1.position, $1.what) })
    }

    /// Adds the node's scalars to those that must not be shown.
    func conceal(_ node: YAMLNode) {
        switch node.content {
        case .null: break
        case .scalar: concealed.insert(node.position)
        case .sequence(let items): for item in items { conceal(item) }
        case .mapping(let entries): for entry in entries { conceal(entry.value) }
        }
    }

    func expand(_ text: String, at position: SourcePosition) -> String? {
        do {
            return try expansion.expand(text, allowanceBytes: &expansionAllowanceBytes)
        } catch {
            record(position, error.what, error.remedy)
            return nil
        }
    }
}
