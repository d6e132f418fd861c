// SPDX-License-Identifier: Apache-2.0
// The record of one due mission, from its gates to its landing. Each due mission ends in exactly one outcome (I39).
// An outcome comes from evidence of the vehicle and must never be changed afterwards.

public import DockModel

/// How a due mission ended.
public enum MissionOutcome: String, Sendable, Codable, CaseIterable {
    /// Flown to the end of its plan, landed and disarmed in the dock.
    case flown
    /// Took off and came home early; never called done.
    case partial
    /// Ended before take-off after the launch had begun.
    case aborted
    /// A gate refused it.
    case refused
    /// Held back until its latest start had passed, or the dock was not running then.
    case expired
    /// Left out by the schedule's own rule.
    case skipped
    /// Landed at an alternate place, as ordered.
    case diverted
    /// The vehicle did not come back to the dock.
    case lost
}

/// The record of one due mission.
public struct MissionRun: Sendable, Codable, Equatable {
    /// The run it records.
    public var mission: DueMission
    /// The gates' answers at the last decision.
    public var gates: [GateRecord] = []
    /// How often a gate held it back.
    public var holds = 0
    /// How often its launch was given up; nil while it never was.
    public var givenUp: Int?
    /// When the first gates were asked.
    public var begun: WallTime
    /// When the launch was ordered; nil while the vehicle is known not to have been launched.
    public var launched: WallTime?
    /// When the vehicle was seen in the air.
    public var takeoff: WallTime?
    /// When it was seen landed and disarmed.
    public var landed: WallTime?
    /// Seconds in the air, counted on the boot clock; nil when none were seen.
    public var airSeconds: Double?
    /// Charge at take-off.
    public var batteryStart: Percent?
    /// Charge at landing.
    public var batteryEnd: Percent?
    /// Greatest height above home.
    public var greatestHeight: Metres?
    /// Greatest distance from the dock.
    public var greatestDistance: Metres?
    /// Way flown.
    public var travelled: Metres?
    /// Items of the plan as read back from the vehicle.
    public var itemCount: Int?
    /// CRC-32 of the items as read back.
    public var itemChecksum: UInt32?
    /// The last item the vehicle reported as reached, counted from 0.
    public var reachedItem: Int?
    /// The item of an earlier run after which it goes on; nil when it begins at the beginning.
    public var resumedAfter: Int?
    /// Why it ended, when it did not end as planned.
    public var reasons: [String] = []
    /// Octets of the flight log fetched; nil while none was.
    public var logOctets: Int?
    /// How it ended; nil while it goes on.
    public var outcome: MissionOutcome?
    /// When it ended.
    public var ended: WallTime?

    /// A record that begins now.
    public init(mission: DueMission, begun: WallTime) {
        self.mission = mission
        self.begun = begun
    }

    /// Whether so much of it was begun that a flight record must tell of it: its launch had begun, or it flew.
    public var isStarted: Bool {
        if launched != nil || takeoff != nil { return true }
        switch outcome {
        case .flown, .partial, .aborted, .diverted, .lost: return true
        case .refused, .expired, .skipped, nil: return false
        }
    }

    /// Whether a launch that was given up may be tried again.
    var mayRetry: Bool { (givenUp ?? 0) <= (mission.terms?.retries ?? MissionRun.mostRetries) }
    /// How often a launch is tried again when its schedule does not say.
    static let mostRetries = 9

    /// Seconds in the air, by the boot clock; only a flight of which nothing was seen is told by the wall clock, which
    /// may have been set meanwhile. Nil for a run that did not take off and land.
    var secondsInAir: Double? {
        guard let takeoff, let landed else { return nil }
        return airSeconds ?? min(max(0, takeoff.duration(to: landed).inSeconds), 86_400)
    }
}
