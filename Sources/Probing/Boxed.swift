/// An optional value kept apart from what holds it: without one it takes a pointer's room.
///
/// Outcomes are held by every function a waiting probe stands in, and thousands of probes may wait.
@propertyWrapper package struct Boxed<Value: Sendable>: Sendable {
    private final class Box: Sendable {
        let value: Value

        init(_ value: Value) {
            self.value = value
        }
    }

    private var box: Box?

    package init() {}

    package init(wrappedValue: Value?) {
        box = wrappedValue.map(Box.init)
    }

    package var wrappedValue: Value? {
        get { box?.value }
        set { box = newValue.map(Box.init) }
    }
}
