/// A type a sample's value can have.
package protocol SampleValue {
    /// Ends the sample under way with this value.
    func write(into sink: inout MetricSink)
}

extension Double: SampleValue {
    package func write(into sink: inout MetricSink) { sink.value(self) }
}

extension Int: SampleValue {
    package func write(into sink: inout MetricSink) { sink.value(Int64(self)) }
}

extension Int64: SampleValue {
    package func write(into sink: inout MetricSink) { sink.value(self) }
}

extension UInt64: SampleValue {
    package func write(into sink: inout MetricSink) { sink.value(self) }
}

extension UInt32: SampleValue {
    package func write(into sink: inout MetricSink) { sink.value(UInt64(self)) }
}

extension Bool: SampleValue {
    package func write(into sink: inout MetricSink) { sink.value(self ? 1 : 0 as UInt64) }
}

/// Written in seconds.
extension Duration: SampleValue {
    package func write(into sink: inout MetricSink) { sink.value(self / .seconds(1)) }
}
