// The shapes most samples have, each in one call.
extension MetricSink {
    /// Writes a sample without labels.
    @inlinable
    @inline(__always)
    package mutating func sample(_ value: some SampleValue) {
        value.write(into: &self)
    }

    /// Writes a sample with labels rendered before.
    @inlinable
    @inline(__always)
    package mutating func sample(_ labels: Labels, _ value: some SampleValue) {
        label(labels)
        value.write(into: &self)
    }

    /// Writes a sample with labels rendered before and one more.
    @inlinable
    @inline(__always)
    package mutating func sample(_ labels: Labels, _ name: String, _ labelValue: some LabelValue, _ value: some SampleValue) {
        label(labels)
        labelValue.write(as: name, into: &self)
        value.write(into: &self)
    }

    /// Writes a sample with one label.
    @inlinable
    @inline(__always)
    package mutating func sample(_ name: String, _ labelValue: some LabelValue, _ value: some SampleValue) {
        labelValue.write(as: name, into: &self)
        value.write(into: &self)
    }

    /// Writes a sample with two labels.
    @inlinable
    @inline(__always)
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
    @inline(__always)
    package mutating func sample(
        _ name1: String, _ labelValue1: some LabelValue, _ name2: String, _ labelValue2: some LabelValue,
        _ name3: String, _ labelValue3: some LabelValue, _ value: some SampleValue
    ) {
        labelValue1.write(as: name1, into: &self)
        labelValue2.write(as: name2, into: &self)
        labelValue3.write(as: name3, into: &self)
        value.write(into: &self)
    }
}
