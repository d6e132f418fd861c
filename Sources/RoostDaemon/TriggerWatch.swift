// SPDX-License-Identifier: Apache-2.0
// Sees when a point of the field bus takes the value that a schedule waits for. Only a change starts a run: a point
// that has the value already when the dock starts, or comes back after silence, starts none.

internal import DockModel
internal import Logging
internal import RoostCore
internal import Schedule
internal import Settings
internal import Synchronization

/// Watches the points that start schedules.
final class TriggerWatch: Sendable {
    private let rules: Shelf<[ScheduleRule]>
    private let last = Mutex<[PointReference: Double]>([:])

    /// A watch for the triggers of some schedules.
    init(_ rules: Shelf<[ScheduleRule]>) { self.rules = rules }

    /// The schedules that a reading starts. One that is not good starts nothing and is forgotten.
    func started(by reading: Reading) -> [ScheduleID] {
        let place = PointReference(device: reading.device, point: reading.point)
        let wanted = rules.all.filter(\.isEnabled).flatMap { rule in
            rule.terms.triggers.compactMap { trigger -> (schedule: ScheduleID, value: Double)? in
                guard case .point(place.device, place.point, let value) = trigger else { return nil }
                return (rule.name, value)
            }
        }
        guard !wanted.isEmpty else { return [] }
        guard reading.quality == .good, let value = reading.value?.number else {
            last.withLock { $0[place] = nil }
            return []
        }
        let before = last.withLock { last in
            defer { last[place] = value }
            return last[place]
        }
        guard let before, before != value else { return [] }
        return wanted.filter { $0.value == value }.map(\.schedule)
    }
}

extension Planner {
    /// The run that something outside starts; nil while the clock cannot say when now is, which is logged.
    func triggered(_ schedule: ScheduleID, by asker: String, at now: Moment, logger: Logger) -> Event? {
        guard now.isWallTrusted, let run = runNow(schedule, at: now.wall, isAsked: false) else {
            logger.warning("\(asker) asks for \(schedule), and the clock is not set")
            return nil
        }
        logger.notice("\(asker) asks for \(schedule)")
        return .due(run)
    }
}
