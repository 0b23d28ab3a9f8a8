import Bytes

/// An exposition being written: families and samples are encoded as they come, and no sample outlives its call.
///
/// A family is begun, then its samples follow, all of them before the next family:
/// ```swift
/// sink.begin(Self.cpuSeconds)
/// sink.sample("cpu", number, "mode", "idle", seconds)
/// ```
/// Label names are the caller's own words; values may hold anything and are escaped. For other shapes write a sample in steps:
/// ``label(_:_:)`` as often as needed, then ``value(_:)``.
@usableFromInline package struct MetricSink: ~Copyable {
    package let format: ExpositionFormat

    private var output: ByteBuffer
    /// Where the name of the family's samples last stood: each sample copies it from there.
    private var sampleName = 0..<0
    private var line = Line.start

    /// How far the sample under way has got.
    private enum Line {
        case start
        /// The name is there, since it was written with the family's header; should no sample follow, it goes again.
        case begun
        case named
        case labelled
    }

    /// - Parameter capacityBytes: room made at once; a sink grows past it as needed.
    package init(_ format: ExpositionFormat, capacityBytes: Int = 64 << 10) {
        self.format = format
        output = ByteBuffer(capacity: capacityBytes)
    }

    /// What has been written so far, UTF-8.
    package var bytes: [UInt8] {
        let bytes = output.bytes
        return line == .begun ? bytes.dropLast(sampleName.count) : bytes
    }

    /// Ends the exposition. Nothing may be written after it.
    package mutating func finish() {
        endFamily()
        if format == .openMetrics { output.append("# EOF\n") }
    }

    // MARK: Families

    /// Begins a family.
    package mutating func begin(_ family: MetricFamily) {
        endFamily()
        // Each read in its own place, for a header passed on is a reference counted.
        switch format {
        case .text:
            let header = family.textHeader
            output.append(header.span)
        case .openMetrics:
            let header = family.openMetricsHeader
            output.append(header.span)
        }
        beginSamples(nameLength: family.name.utf8.count)
    }

    /// Begins the family a pattern makes of `field`, whose illegal characters become `_`.
    /// - Parameter helpField: what stands for `*` in the help, where that is not `field`.
    package mutating func begin(_ pattern: MetricFamilyPattern, _ field: String, inHelp helpField: String? = nil) {
        endFamily()
        output.append(pattern.header(in: format), field: field, helpField: helpField ?? field, quotes: format == .openMetrics)
        let header = output.count
        output.append(pattern.sampleName, field: field, helpField: "", quotes: false)
        beginSamples(nameLength: output.count - header)
    }

    /// Takes the end of what is written, a name, for that of the samples to come.
    private mutating func beginSamples(nameLength: Int) {
        sampleName = output.count - nameLength..<output.count
        line = .begun
    }

    private mutating func endFamily() {
        if line == .begun { output.truncate(to: sampleName.lowerBound) }
        line = .start
    }

    /// Begins a family whose name nobody knew before.
    mutating func begin(_ name: String, _ type: MetricType, help: String) {
        endFamily()
        output.append(MetricFamily.header(name: name, type, help: help, in: format).span)
        output.append(name)
        beginSamples(nameLength: name.utf8.count)
    }

    /// Adds whole families that another sink has written, in the same format.
    package mutating func append(families bytes: [UInt8]) {
        endFamily()
        output.append(bytes.span)
    }

    // MARK: Samples in steps

    /// Adds labels rendered before to the sample under way.
    @usableFromInline package mutating func label(_ labels: Labels) {
        if !labels.bytes.isEmpty { label(rendered: labels.bytes) }
    }

    /// Adds a label to the sample under way.
    @usableFromInline package mutating func label(_ name: String, _ value: String) {
        open(name)
        output.append(escaping: value)
        output.append(UInt8(ascii: "\""))
    }

    /// Adds a label to the sample under way.
    @usableFromInline package mutating func label(_ name: String, _ value: Substring) {
        open(name)
        output.append(escaping: value)
        output.append(UInt8(ascii: "\""))
    }

    /// Adds a label to the sample under way; what is not UTF-8 in its value becomes U+FFFD.
    @usableFromInline package mutating func label(_ name: String, _ value: Span<UInt8>) {
        open(name)
        output.append(repairing: value)
        output.append(UInt8(ascii: "\""))
    }

    /// Adds a label to the sample under way.
    @usableFromInline package mutating func label(_ name: String, _ value: Int) {
        open(name)
        output.append(decimal: Int64(value))
        output.append(UInt8(ascii: "\""))
    }

    /// Ends the sample under way.
    @usableFromInline package mutating func value(_ value: Double) {
        close()
        output.append(decimal: value)
        output.append(UInt8(ascii: "\n"))
    }

    /// Ends the sample under way, exactly: a `Double` holds no more than 53 bits.
    @usableFromInline package mutating func value(_ value: UInt64) {
        close()
        output.append(decimal: value)
        output.append(UInt8(ascii: "\n"))
    }

    /// Ends the sample under way, exactly.
    @usableFromInline package mutating func value(_ value: Int64) {
        close()
        output.append(decimal: value)
        output.append(UInt8(ascii: "\n"))
    }

    /// Adds labels in their final spelling to the sample under way.
    mutating func label(rendered label: [UInt8]) {
        separate()
        output.append(label.span)
    }

    /// Starts a sample of one of the family's suffixed series, like `_bucket`.
    mutating func start(suffix: String) {
        nameSample()
        output.append(suffix)
    }

    private mutating func open(_ label: String) {
        separate()
        output.append(label)
        output.append(UInt8(ascii: "="))
        output.append(UInt8(ascii: "\""))
    }

    private mutating func separate() {
        if line != .labelled { nameSample() }
        output.append(line == .labelled ? UInt8(ascii: ",") : UInt8(ascii: "{"))
        line = .labelled
    }

    private mutating func nameSample() {
        if line == .start { output.append(copyOf: sampleName) }
        line = .named
    }

    private mutating func close() {
        if line == .labelled { output.append(UInt8(ascii: "}")) } else { nameSample() }
        output.append(UInt8(ascii: " "))
        line = .start
    }
}

// MARK: Rollback

extension MetricSink {
    /// A place between two families to come back to.
    package struct Mark: Sendable {
        fileprivate let count: Int
    }

    /// The place reached so far.
    package var count: Int { mark.count }

    package var mark: Mark { Mark(count: line == .begun ? sampleName.lowerBound : output.count) }

    /// What was written since `mark`.
    package func bytes(since mark: Mark) -> [UInt8] {
        Array(bytes[mark.count...])
    }

    /// Forgets all that was written since `mark`.
    package mutating func rollback(to mark: Mark) {
        output.truncate(to: mark.count)
        sampleName = 0..<0
        line = .start
    }
}
