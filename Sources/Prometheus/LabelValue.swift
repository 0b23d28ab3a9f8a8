/// A type a label's value can have.
@usableFromInline package protocol LabelValue {
    /// Adds the label to the sample under way.
    func write(as name: String, into sink: inout MetricSink)
}

extension String: LabelValue {
    @inlinable
    package func write(as name: String, into sink: inout MetricSink) { sink.label(name, self) }
}

extension Substring: LabelValue {
    @inlinable
    package func write(as name: String, into sink: inout MetricSink) { sink.label(name, self) }
}

extension Int: LabelValue {
    @inlinable
    package func write(as name: String, into sink: inout MetricSink) { sink.label(name, self) }
}
