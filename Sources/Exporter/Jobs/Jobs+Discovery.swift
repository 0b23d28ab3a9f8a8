import Posix
import Probing
import YAML

extension Jobs {
    /// How often files are looked at, for a change in their stamps.
    private static let fileGlance = Duration.seconds(3)
    /// A page that could not be had is asked for again so soon, unless its own interval is shorter still.
    private static let secondTry = Duration.seconds(10)

    /// Keeps a job's targets as a source has them, until cancelled.
    func follow(_ source: TargetSource, at index: Int, of roster: JobRoster, in environment: ProbeEnvironment) async {
        switch source {
        case .files(let files): await follow(files, source, at: index, of: roster, in: environment)
        case .http(let page): await follow(page, source, at: index, of: roster, in: environment)
        }
    }

    private func follow(
        _ files: FileSource, _ source: TargetSource, at index: Int, of roster: JobRoster, in environment: ProbeEnvironment
    ) async {
        let key = SourceHealth.Key(job: roster.job.name, source: source)
        var discovery = discovery(files, key)
        var nextReading = Deadline.now
        var faults: [String] = []
        repeat {
            let isThorough = Deadline.now >= nextReading
            if isThorough { nextReading = .after(files.refreshInterval) }
            let (looked, hasChanged) = await environment.aside { [discovery] in
                var discovery = discovery
                let hasChanged = discovery.refresh(isThorough: isThorough)
                if hasChanged { roster.replace(index, with: discovery.groups) }
                return (discovery, hasChanged)
            }
            discovery = looked
            remember(discovery, key)
            if hasChanged || discovery.faults != faults {
                record(discovery.groups, discovery.faults, of: source, job: roster.job.name, at: environment.now())
                for fault in discovery.faults where !faults.contains(fault) { complain(fault, roster.job.name) }
                faults = discovery.faults
            }
        } while await environment.loop.sleep(until: .after(min(files.refreshInterval, Self.fileGlance))) == .timedOut
    }

    private func follow(
        _ page: HTTPSource, _ source: TargetSource, at index: Int, of roster: JobRoster, in environment: ProbeEnvironment
    ) async {
        var groups = known(source, of: roster.job.name)
        var lastFault: String?
        var pause = Duration.zero
        repeat {
            var fault: String?
            do throws(DiscoveryFault) {
                let body = try await page.fetch(in: environment)
                groups = try await environment.aside { () -> Result<[TargetGroup], DiscoveryFault> in
                    do throws(ConfigurationError) {
                        let groups = try TargetGroup.list(body, in: .json, from: "\(page.url)")
                        roster.replace(index, with: groups)
                        return .success(groups)
                    } catch {
                        return .failure(DiscoveryFault(line: "\(error)"))
                    }
                }.get()
            } catch {
                fault = error.line
            }
            if Task.isCancelled { return }
            record(groups, [fault].compactMap(\.self), of: source, job: roster.job.name, at: environment.now())
            if let fault, fault != lastFault { complain(fault, roster.job.name) }
            lastFault = fault
            pause = fault == nil ? page.refreshInterval : min(page.refreshInterval, Self.secondTry)
        } while await environment.loop.sleep(until: .after(pause)) == .timedOut
    }
}

/// Why a source gave no targets, in one line.
struct DiscoveryFault: Error {
    var line: String
}
