import Probing
import WhatsApp

/// One check at one moment.
///
/// A class because the rules sift readings over and over: histories are costly to copy.
final class Reading: Sendable {
    let history: TargetHistory
    let standing: Standing
    let component: Component?
    let control: Control?
    /// The last failure's reason, until the check works again.
    let reason: FailureReason?
    let failureClass: FailureClass?

    init(_ history: TargetHistory, standing: Standing) {
        self.history = history
        self.standing = standing
        switch history.target.role {
        case .component(let component): (self.component, control) = (component, nil)
        case .control(let control): (component, self.control) = (nil, control)
        }
        reason = history.lastFailure?.failure
        failureClass = reason?.failureClass
    }

    var target: ExpectedTarget { history.target }
    /// Whether anything recent is known of it that counts.
    var isKnown: Bool { standing != .unknown && standing != .setAside && standing != .overtaken }
    var isWorking: Bool { standing == .working }
    var isFailing: Bool { standing == .failing || standing == .recovering }
    /// Whether it does not work, or did not a moment ago, be that enough to call it failing or not.
    var isBroken: Bool { isKnown && !isWorking }

    /// Whether it is a control that tells something of the network beyond the gateway.
    var isDistantControl: Bool { control != nil && control != .gateway }

    /// Whether another resolver's answer leads to a WhatsApp that works.
    var isRefuted: Bool { history.opinion.map { $0.failure == nil } ?? false }

    /// Whether another resolver, reached from here, fails to name its host as well.
    var isUnnamedElsewhere: Bool {
        guard let failure = history.opinion?.failure else { return false }
        return failure.failureClass == .naming && !failure.isOfReachingResolver
    }

    /// Another resolver's failure, unless it only says that this resolver cannot be reached from here.
    var opposingFailure: FailureReason? {
        guard let failure = history.opinion?.failure else { return nil }
        return failure.isOfReachingResolver && reason?.isDenial == true ? nil : failure
    }
}
