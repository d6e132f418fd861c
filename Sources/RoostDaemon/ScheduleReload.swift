// SPDX-License-Identifier: Apache-2.0
// Takes new schedules and plans into a running dock. Files that are not good change nothing: the schedules that run go
// on, and every problem is told. All other settings wait for a restart.

internal import Logging
internal import RoostCore
public import Settings

/// How a running dock learns that its files have changed.
public struct ScheduleReload: Sendable {
    /// Says each time that the files are to be read again.
    public var asked: AsyncStream<Void>
    /// Reads them.
    public var read: @Sendable () throws -> DockConfiguration

    /// Reads the files each time that somebody asks.
    public init(asked: AsyncStream<Void>, read: @escaping @Sendable () throws -> DockConfiguration) {
        (self.asked, self.read) = (asked, read)
    }

    /// The same, also when another stream says so.
    func joined(by other: AsyncStream<Void>) -> ScheduleReload {
        let own = asked
        let both = AsyncStream<Void> { continuation in
            let tasks = [own, other].map { stream in Task { for await _ in stream { continuation.yield() } } }
            continuation.onTermination = { _ in for task in tasks { task.cancel() } }
        }
        return ScheduleReload(asked: both, read: read)
    }
}

extension RunningDock {
    /// Reads the files again each time that somebody asks, until the task is cancelled.
    func followReloads(_ reload: ScheduleReload, of first: DockConfiguration, logger: Logger) async {
        var running = first
        for await _ in reload.asked {
            do {
                let new = try reload.read()
                let policy = try new.policy()
                vehicle.plans.replace(by: new.plans)
                await loop.takePlans(of: policy)
                planner.rules.replace(by: new.schedules)
                pictures.payloads.replace(by: new.payloads)
                maps?.payloads.replace(by: new.payloads)
                logger.notice("reloaded: \(new.schedules.count) schedules, \(new.plans.count) plans")
                if new.dock != running.dock || new.profiles != running.profiles || new.catalogue != running.catalogue {
                    logger.warning("reloaded: dock.yaml, hardware/ or parts.yaml changed, which a restart takes")
                }
                (running.schedules, running.plans, running.payloads) = (new.schedules, new.plans, new.payloads)
            } catch {
                logger.error("not reloaded, the running schedules go on: \(error)")
            }
        }
    }
}
