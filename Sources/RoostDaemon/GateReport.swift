// SPDX-License-Identifier: Apache-2.0
// What each launch gate would have answered when the dock committed last, for a run that it has in hand or that comes
// next. It asks the core's own gates and decides nothing.

internal import DockModel
public import RoostCore
internal import Schedule
public import Settings

/// The gates' answers for one run.
public struct GateReport: Sendable {
    /// The run.
    public var mission: DueMission
    /// Whether the dock has it in hand; otherwise it is the next one of its calendar.
    public var isInHand: Bool
    /// The answers.
    public var gates: [GateOutlook]

    /// The report for the run at hand, or for the next one; nil when no run is planned.
    /// - Throws: when the configuration's figures cannot be used.
    public init?(_ snapshot: DockSnapshot, _ configuration: DockConfiguration) throws {
        let policy = try configuration.policy()
        let now = snapshot.moment
        if let run = snapshot.state.run {
            (mission, isInHand) = (run.mission, true)
        } else {
            guard let next = Planner(configuration).nextRuns(after: now.wall, count: 1).first else { return nil }
            (mission, isInHand) = (next, false)
        }
        gates = snapshot.state.gateOutlooks(for: mission, at: now, policy: policy)
    }
}

extension Planner {
    /// The calendar of a configuration.
    init(_ configuration: DockConfiguration, forecast: ForecastShelf? = nil) {
        let place = configuration.dock.dock
        self.init(
            rules: configuration.schedules, zone: place.timeZone, dayEnds: configuration.dock.digestAt,
            site: SunSite(latitude: place.latitude, longitude: place.longitude),
            light: configuration.dock.limits.light, forecast: forecast)
    }
}
