/// A type a sample's value can have.
@usableFromInline package protocol SampleValue {
    /// Ends the sample under way with this value.
    func write(into sink: inout MetricSink)
}

extension Double: SampleValue {
    @inlinable
    package func write(into sink: inout MetricSink) { sink.value(self) }
}

extension Int: SampleValue {
    @inlinable
    package func write(into sink: inout MetricSink) { sink.value(Int64(self)) }
}

extension Int64: SampleValue {
    @inlinable
    package func write(into sink: inout MetricSink) { sink.value(self) }
}

extension UInt64: SampleValue {
    @inlinable
    package func write(into sink: inout MetricSink) { sink.value(self) }
}

extension UInt32: SampleValue {
    @inlinable
    package func write(into sink: inout MetricSink) { sink.value(UInt64(self)) }
}

extension Bool: SampleValue {
    @inlinable
    package func write(into sink: inout MetricSink) { sink.value(self ? 1 : 0 as UInt64) }
}

/// Written in seconds.
extension Duration: SampleValue {
    @inlinable
    package func write(into sink: inout MetricSink) { sink.value(self / .seconds(1)) }
}
