// SPDX-License-Identifier: Apache-2.0
// All that the core can want, in plain words. Effects leave the process only after they are committed.
// An effect is data: it must never hold a closure, a socket or a secret.

internal import DockModel
public import Wear

/// Where the cover is to go.
public enum CoverOrder: String, Sendable, Codable {
    /// Towards the open switch.
    case open
    /// Towards the closed switch.
    case close
    /// Motor off.
    case stop
}

/// Where the centring rods are to go.
public enum RodOrder: String, Sendable, Codable {
    /// Let go of the vehicle.
    case open
    /// Centre and hold it.
    case close
    /// Motor off.
    case stop
}

/// A physical action.
public enum Action: Sendable, Codable, Equatable {
    /// Drive the cover.
    case cover(CoverOrder)
    /// Drive the centring rods.
    case rods(RodOrder)
    /// Switch the charger.
    case charger(on: Bool)
    /// Put the vehicle, disarmed on the pad, into a mode in which it can be armed.
    case readyVehicle
    /// Upload a plan and read it back; with `after` the rest of it, behind that item. The answer names the items and
    /// the checksum of the whole plan either way.
    case upload(plan: String, after: Int? = nil)
    /// Arm the vehicle and start the uploaded mission.
    case launch
    /// Call the vehicle home.
    case returnHome
    /// Fly to an alternate landing place and wait above it.
    case fly(to: LandingPlace)
    /// Land where it is.
    case land
    /// Disarm; an autopilot refuses this in the air.
    case disarm
    /// Fetch the newest flight log.
    case offloadLog(missionID: String)

    /// Whether it is a write to the dock's hardware, which is read back (I35).
    public var isWrite: Bool {
        switch self {
        case .cover, .rods, .charger: true
        case .readyVehicle, .upload, .launch, .returnHome, .fly, .land, .disarm, .offloadLog: false
        }
    }

    /// Whether it moves or energises something in the dock or starts the propellers.
    public var isActuation: Bool {
        switch self {
        case .cover(.open), .cover(.close), .rods(.open), .rods(.close), .charger(on: true), .launch: true
        case .cover(.stop), .rods(.stop), .charger(on: false), .readyVehicle, .upload, .returnHome, .fly, .land,
            .disarm, .offloadLog:
            false
        }
    }
}

/// A physical action with the number under which its end is reported; no number is ever used twice (I23).
public struct Order: Sendable, Codable, Equatable {
    /// The number.
    public var id: Int64
    /// The action.
    public var action: Action
}

/// What is to be said by mail.
public enum Notice: Sendable, Codable, Equatable {
    /// A due mission ended.
    case mission(MissionRun)
    /// A part crossed a notice rule.
    case part(WearNotice)
    /// An incident opened or ended.
    case incident(Incident)
    /// A day ended.
    case digest(DayTally)
}

/// Everything the core can want.
public enum Effect: Sendable, Codable, Equatable {
    /// Do something physical.
    case perform(Order)
    /// Say something; queued in the same commit as the decision (I29).
    case post(Notice)
    /// Store the outcome of a due mission.
    case record(MissionRun)
    /// Store an incident.
    case note(Incident)
    /// Store a line of the journal of wear.
    case wear(WearEntry)
}
