/// An exposition being written: families and samples are encoded as they come, and no sample outlives its call.
///
/// A family is begun, then its samples follow, all of them before the next family:
/// ```swift
/// sink.begin(Self.cpuSeconds)
/// sink.sample("cpu", number, "mode", "idle", seconds)
/// ```
/// Label names are the caller's own words; values may hold anything and are escaped. For other shapes write a sample in steps:
/// ``label(_:_:)`` as often as needed, then ``value(_:)``.
package struct MetricSink: Sendable {
    package let format: ExpositionFormat

    /// What has been written so far, UTF-8.
    package private(set) var bytes: [UInt8] = []

    private var sampleName: [UInt8] = []
    private var line = Line.start

    /// How far the sample under way has got.
    private enum Line {
        case start
        case named
        case labelled
    }

    /// - Parameter capacityBytes: room made at once; a sink grows past it as needed.
    package init(_ format: ExpositionFormat, capacityBytes: Int = 64 << 10) {
        self.format = format
        bytes.reserveCapacity(capacityBytes)
    }

    /// Ends the exposition. Nothing may be written after it.
    package mutating func finish() {
        if format == .openMetrics { bytes.append(contentsOf: "# EOF\n".utf8) }
    }

    // MARK: Families

    /// Begins a family.
    package mutating func begin(_ family: MetricFamily) {
        bytes.append(contentsOf: family.header(in: format))
        sampleName = family.sampleName
    }

    /// Begins the family a pattern makes of `field`, whose illegal characters become `_`.
    /// - Parameter helpField: what stands for `*` in the help, where that is not `field`.
    package mutating func begin(_ pattern: MetricFamilyPattern, _ field: String, inHelp helpField: String? = nil) {
        bytes.append(pattern.header(in: format), field: field, helpField: helpField ?? field, quotes: format == .openMetrics)
        sampleName.removeAll(keepingCapacity: true)
        sampleName.append(pattern.sampleName, field: field, helpField: "", quotes: false)
    }

    /// Begins a family whose name nobody knew before.
    mutating func begin(_ name: String, _ type: MetricType, help: String) {
        bytes.append(contentsOf: MetricFamily.header(name: name, type, help: help, in: format))
        sampleName.removeAll(keepingCapacity: true)
        sampleName.append(contentsOf: name.utf8)
    }

    /// Adds whole families that another sink has written, in the same format.
    package mutating func append(families bytes: [UInt8]) {
        self.bytes.append(contentsOf: bytes)
    }

    // MARK: Samples

    /// Writes a sample without labels.
    @inlinable
    package mutating func sample(_ value: some SampleValue) {
        value.write(into: &self)
    }

    /// Writes a sample with labels rendered before.
    @inlinable
    package mutating func sample(_ labels: Labels, _ value: some SampleValue) {
        label(labels)
        value.write(into: &self)
    }

    /// Writes a sample with labels rendered before and one more.
    @inlinable
    package mutating func sample(_ labels: Labels, _ name: String, _ labelValue: some LabelValue, _ value: some SampleValue) {
        label(labels)
        labelValue.write(as: name, into: &self)
        value.write(into: &self)
    }

    /// Writes a sample with one label.
    @inlinable
    package mutating func sample(_ name: String, _ labelValue: some LabelValue, _ value: some SampleValue) {
        labelValue.write(as: name, into: &self)
        value.write(into: &self)
    }

    /// Writes a sample with two labels.
    @inlinable
    package mutating func sample(
        _ name1: String, _ labelValue1: some LabelValue, _ name2: String, _ labelValue2: some LabelValue,
        _ value: some SampleValue
    ) {
        labelValue1.write(as: name1, into: &self)
        labelValue2.write(as: name2, into: &self)
        value.write(into: &self)
    }

    /// Writes a sample with three labels.
    @inlinable
    package mutating func sample(
        _ name1: String, _ labelValue1: some LabelValue, _ name2: String, _ labelValue2: some LabelValue,
        _ name3: String, _ labelValue3: some LabelValue, _ value: some SampleValue
    ) {
        labelValue1.write(as: name1, into: &self)
        labelValue2.write(as: name2, into: &self)
        labelValue3.write(as: name3, into: &self)
        value.write(into: &self)
    }

    // MARK: Samples in steps

    /// Adds labels rendered before to the sample under way.
    package mutating func label(_ labels: Labels) {
        if !labels.bytes.isEmpty { label(rendered: labels.bytes) }
    }

    /// Adds a label to the sample under way.
    package mutating func label(_ name: String, _ value: String) {
        open(name)
        bytes.append(escaping: value)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Adds a label to the sample under way.
    package mutating func label(_ name: String, _ value: Substring) {
        open(name)
        bytes.append(escaping: value)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Adds a label to the sample under way; what is not UTF-8 in its value becomes U+FFFD.
    package mutating func label(_ name: String, _ value: Span<UInt8>) {
        open(name)
        bytes.append(repairing: value)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Adds a label to the sample under way.
    package mutating func label(_ name: String, _ value: Int) {
        open(name)
        bytes.append(decimal: Int64(value))
        bytes.append(UInt8(ascii: "\""))
    }

    /// Ends the sample under way.
    package mutating func value(_ value: Double) {
        close()
        bytes.append(decimal: value)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Ends the sample under way, exactly: a `Double` holds no more than 53 bits.
    package mutating func value(_ value: UInt64) {
        close()
        bytes.append(decimal: value)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Ends the sample under way, exactly.
    package mutating func value(_ value: Int64) {
        close()
        bytes.append(decimal: value)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Adds labels in their final spelling to the sample under way.
    mutating func label(rendered label: [UInt8]) {
        separate()
        bytes.append(contentsOf: label)
    }

    /// Starts a sample of one of the family's suffixed series, like `_bucket`.
    mutating func start(suffix: String) {
        bytes.append(contentsOf: sampleName)
        bytes.append(contentsOf: suffix.utf8)
        line = .named
    }

    private mutating func open(_ label: String) {
        separate()
        bytes.append(contentsOf: label.utf8)
        bytes.append(UInt8(ascii: "="))
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func separate() {
        if line == .start { bytes.append(contentsOf: sampleName) }
        bytes.append(line == .labelled ? UInt8(ascii: ",") : UInt8(ascii: "{"))
        line = .labelled
    }

    private mutating func close() {
        switch line {
        case .start: bytes.append(contentsOf: sampleName)
        case .named: break
        case .labelled: bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(UInt8(ascii: " "))
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
    package var mark: Mark { Mark(count: bytes.count) }

    /// Forgets all that was written since `mark`.
    package mutating func rollback(to mark: Mark) {
        bytes.removeLast(bytes.count - mark.count)
        sampleName.removeAll(keepingCapacity: true)
        line = .start
    }
}
