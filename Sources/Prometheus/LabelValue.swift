/// A type a label's value can have.
package protocol LabelValue {
    /// Adds the label to the sample under way.
    func write(as name: String, into sink: inout MetricSink)
}

extension String: LabelValue {
    package func write(as name: String, into sink: inout MetricSink) { sink.label(name, self) }
}

extension Substring: LabelValue {
    package func write(as name: String, into sink: inout MetricSink) { sink.label(name, self) }
}

extension Int: LabelValue {
    package func write(as name: String, into sink: inout MetricSink) { sink.label(name, self) }
}
