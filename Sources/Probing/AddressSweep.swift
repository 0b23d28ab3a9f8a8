package import Posix
import Wire

/// Probes a target at the addresses its rule asks for: the first one, each of them, or any that works.
package enum AddressSweep {
    /// A name with more addresses than these is probed at the first of them.
    package static let mostAddresses = 16

    /// Runs the target's prober, once for every address where the rule wants several; it has returned by the deadline.
    ///
    /// The outcome is the first address's that failed (`each`) or the first one's that did not (`any`), with what was found at
    /// every address probed in `addresses`, and the time of all of it.
    package static func probe(
        _ target: Target, in environment: ProbeEnvironment, until deadline: Deadline
    ) async -> ProbeOutcome {
        guard let rule = target.addressRule, rule.mode != .first, !target.host.isEmpty, target.address == nil else {
            return await target.prober.probe(target, over: nil, in: environment, until: deadline)
        }
        return await sweep(target, by: rule, in: environment, until: deadline)
    }

    // Apart: a probe that waits holds the frame of all that was inlined here, and thousands may wait.
    @inline(never)
    private static func sweep(
        _ target: Target, by rule: AddressRule, in environment: ProbeEnvironment, until deadline: Deadline
    ) async -> ProbeOutcome {
        let start = Deadline.now
        var found: [IPAddress] = []
        let resolving = await ProbeOutcome.of { outcome throws(ProbeFailure) in
            found = try await environment.resolve(target, by: rule, into: &outcome, until: deadline)
        }
        guard resolving.isSuccess, !found.isEmpty else { return resolving }
        let addresses = Array(found.prefix(mostAddresses))
        let outcomes =
            rule.mode == .each
            ? await each(of: addresses, target, in: environment, until: deadline)
            : await any(of: addresses, target, in: environment, until: deadline)
        var whole = (rule.mode == .each ? outcomes.first { !$0.isSuccess } : outcomes.first(where: \.isSuccess)) ?? outcomes[0]
        whole.addresses = zip(addresses, outcomes).map { address, outcome in
            AddressOutcome(address: address, failure: outcome.failure, duration: outcome.duration)
        }
        whole.resolution = resolving.resolution
        whole.phases[.resolve] = resolving.phases[.resolve]
        whole.duration = .now - start
        return whole
    }

    /// All side by side, each with all the time there is.
    private static func each(
        of addresses: [IPAddress], _ target: Target, in environment: ProbeEnvironment, until deadline: Deadline
    ) async -> [ProbeOutcome] {
        await withTaskGroup(of: (Int, ProbeOutcome).self) { group in
            for (place, address) in addresses.enumerated() {
                group.addTask { (place, await probe(target, at: address, in: environment, until: deadline)) }
            }
            var outcomes = [ProbeOutcome](repeating: ProbeOutcome(), count: addresses.count)
            for await (place, outcome) in group { outcomes[place] = outcome }
            return outcomes
        }
    }

    /// One after the other until one works, each with its share of the time left: a silent one does not use up the others'.
    private static func any(
        of addresses: [IPAddress], _ target: Target, in environment: ProbeEnvironment, until deadline: Deadline
    ) async -> [ProbeOutcome] {
        var outcomes: [ProbeOutcome] = []
        for (place, address) in addresses.enumerated() {
            let now = Deadline.now
            let share = max(.zero, deadline - now) / (addresses.count - place)
            outcomes.append(await probe(target, at: address, in: environment, until: now + share))
            if outcomes.last?.isSuccess == true { break }
        }
        return outcomes
    }

    private static func probe(
        _ target: Target, at address: IPAddress, in environment: ProbeEnvironment, until deadline: Deadline
    ) async -> ProbeOutcome {
        var one = target
        one.address = address
        // Chosen already, whatever its family.
        one.addressRule?.mode = .first
        one.addressRule?.allowsFallback = true
        return await target.prober.probe(one, over: nil, in: environment, until: deadline)
    }
}
