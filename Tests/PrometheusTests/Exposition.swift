@testable import Prometheus

/// The text a sink holds after some writing.
func exposition(_ format: ExpositionFormat, finished: Bool = false, _ write: (inout MetricSink) throws -> Void) rethrows -> String
{
    var sink = MetricSink(format)
    try write(&sink)
    if finished { sink.finish() }
    return String(decoding: sink.bytes, as: UTF8.self)
}

/// The spelling of a value.
func spelling(_ value: some SampleValue) -> String {
    String(exposition(.text) { $0.sample(value) }.dropFirst().dropLast())
}
