// SPDX-License-Identifier: Apache-2.0
// What the checks of the truth remember between two looks: since when something is dangerous, when the core was last
// deceived and about what, how each due run ended. It is never shown to the core.

internal import DockModel

/// The memory of the truth's checks.
struct TruthBook: Sendable {
    /// What the core cannot know or do now.
    var now: Excuse = []
    /// When that was last so, for each kind of excuse.
    private var lastAt = [Double](repeating: -1e9, count: Excuse.count)
    /// When a fault last began or ended.
    var lastFault = -1e9
    /// When the process last started.
    var lastStart = 0.0

    /// Seconds that dangers have lasted.
    var closingOverVehicle = 0.0, chargingUnderWay = 0.0, chargingUnsafely = 0.0
    /// Dangers already told in this episode.
    var told: Set<String> = []

    /// The run that was launched last, and how often each run truly took off.
    var launchedRun: String?
    var takeoffs: [String: Int] = [:]
    /// When the flight under way began, and whether its low pack was told.
    var tookOffAt: Double?
    var isLowPackTold = false
    /// When the vehicle was last in the air.
    var lastAirborne = -1e9

    /// Due runs that the core took and that have no outcome yet, and those that have one.
    var outstanding: Set<String> = []
    var outcomes: [String: Ending] = [:]

    /// True time up to which the records of due runs are gone with the state's file.
    var forgottenTo = WallTime(milliseconds: 0)

    /// When the phase last changed, and since when the dock has not been at rest.
    var phaseSince = 0.0
    var unrestSince: Double?
    /// Since when a person is awaited, and when one comes.
    var awaitingSince: Double?
    var visitAt: Double?
    /// When one last came; nil once the dock was found at rest after it.
    var visitedAt: Double?
    /// Flights by then; a flight after the visit is another story.
    var flightsAtVisit = 0

    /// Remembers that `excuses` held at `seconds`.
    mutating func mark(_ excuses: Excuse, at seconds: Double) {
        guard !excuses.isEmpty else { return }
        for bit in 0..<Excuse.count where excuses.rawValue & (1 << UInt32(bit)) != 0 { lastAt[bit] = seconds }
    }

    /// Whether one of `excuses` held within the last `span` seconds.
    func isExcused(_ excuses: Excuse, at seconds: Double, within span: Double) -> Bool {
        if !now.isDisjoint(with: excuses) { return true }
        for bit in 0..<Excuse.count where excuses.rawValue & (1 << UInt32(bit)) != 0 {
            if seconds - lastAt[bit] <= span { return true }
        }
        return false
    }

    /// The state's file is gone, and with it what the dock owed to its due runs.
    mutating func forget(at time: WallTime) {
        forgottenTo = time
        outstanding = []
        outcomes = [:]
        takeoffs = [:]
    }

    /// How a due run ended first.
    struct Ending: Sendable {
        var outcome: String
        var seconds: Double
        /// What the wall clock said then.
        var wall: WallTime
    }
}
