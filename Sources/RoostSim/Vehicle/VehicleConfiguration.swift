// SPDX-License-Identifier: Apache-2.0
// What a simulated vehicle is before it is switched on: autopilot family, pad, pack and failsafe limits.
// Nothing here changes in flight; what goes wrong on purpose is in VehicleFaults.

public import DockModel

/// The autopilot family that a simulated vehicle imitates.
public enum AutopilotDialect: String, Sendable, Equatable, CaseIterable {
    /// PX4: the first mission item is item 0; a mission starts with the mode.
    case px4
    /// ArduPilot Copter: item 0 is home; a mission starts with AUTO and MISSION_START.
    case ardupilot
}

/// The fixed facts of a simulated vehicle.
public struct VehicleConfiguration: Sendable, Equatable {
    /// Which autopilot it imitates.
    public var dialect: AutopilotDialect
    /// Its MAVLink system id.
    public var systemID: UInt8 = 1
    /// The pad: where it stands when switched on, and its home.
    public var home: GlobalPoint
    /// How it moves.
    public var limits = AirframeLimits()
    /// The pack it is switched on with.
    public var pack = FlightPack()
    /// Height above home for the way back, in metres.
    public var returnHeight = 30.0
    /// Silence of every ground station after which an airborne vehicle returns; nil switches the failsafe
    /// off.
    public var groundStationTimeout: Duration? = .seconds(10)
    /// Share of charge below which it returns by itself.
    public var lowCharge = 0.25
    /// Share of charge below which it lands where it is.
    public var criticalCharge = 0.08
    /// Share of charge below which it refuses to arm.
    public var armingCharge = 0.30
    /// Whether it refuses to arm without a mission.
    public var requiresMission = true
    /// Seconds armed on the ground without a take-off, after which it disarms by itself.
    public var idleDisarm: Duration = .seconds(10)
    /// Silence of the sender after which it gives up an upload.
    public var transferTimeout: Duration = .seconds(5)
    /// Most mission items it stores.
    public var missionCapacity = 700
    /// What its boot clock shows at power-up; the wire's clock wraps after 49 days.
    public var uptimeAtPowerUp: Duration = .zero
    /// The date at power-up, for GNSS time and log dates.
    public var powerUp = WallTime(milliseconds: 1_767_225_600_000)
    /// What its link is signed with, as a person writes it down; nil takes and sends unsigned frames.
    public var signingSecret: String?
    /// Octets a second that logs and files take of its radio.
    public var radioRate = 43_600
    /// Files on its card besides the logs, by their paths.
    public var files: [String: [UInt8]] = [:]
    /// Logs kept from earlier flights, oldest first; each has its date and its bytes.
    public var storedLogs: [StoredLog] = []

    /// A vehicle on its pad.
    public init(dialect: AutopilotDialect, home: GlobalPoint) {
        self.dialect = dialect
        self.home = home
    }
}

/// A log file on the vehicle's card.
public struct StoredLog: Sendable, Equatable {
    /// Its number, as LOG_ENTRY names it.
    public var id: UInt16
    /// When it was begun, in Unix seconds.
    public var unixSeconds: UInt32
    /// The file.
    public var bytes: [UInt8]

    /// A log of the card.
    public init(id: UInt16, unixSeconds: UInt32, bytes: [UInt8]) {
        self.id = id
        self.unixSeconds = unixSeconds
        self.bytes = bytes
    }
}

/// What goes wrong on purpose; every field may be changed at any time.
public struct VehicleFaults: Sendable, Equatable {
    /// Nothing it sends arrives.
    public var dropsTelemetry = false
    /// Nothing it is sent arrives.
    public var ignoresOrders = false
    /// Every nth frame it sends is lost (2 or more); nil loses none.
    public var losesEveryNth: Int?
    /// Arming is refused with this text.
    public var refusesArming: String?
    /// Every upload is refused with this MAV_MISSION_RESULT.
    public var refusesMission: UInt8?
    /// How many uploads it refuses so; nil refuses each.
    public var missionRefusals: Int?
    /// How often it still refuses to change to the mode of the mission.
    public var missionModeRefusals = 0
    /// How often it still refuses to begin its mission in the right mode.
    public var missionStartRefusals = 0
    /// An upload is accepted but stored with one waypoint moved.
    public var corruptsMission = false
    /// It stays armed after a landing.
    public var neverDisarms = false
    /// EXTENDED_SYS_STATE always claims this MAV_LANDED_STATE.
    public var claimsLandedState: UInt8?
    /// The GNSS receiver has no fix.
    public var hasNoFix = false
    /// It lands this far from home.
    public var landsBeside: Vector?
    /// Neither LOG_DATA nor the data of files is ever sent.
    public var stallsLogs = false
    /// These parameters cannot be set.
    public var refusesParameters: Set<String> = []
    /// It is of a version that says PARAM_ERROR.
    public var saysParameterErrors = false
    /// Why its Remote ID transmitter does not allow arming; nil when it does.
    public var remoteIDFault: String?
    /// Its log card is full.
    public var hasFullCard = false
    /// How often it sends each MISSION_ITEM_REACHED.
    public var timesReached = 1
    /// Before each answer to a command it answers another command, another station, and "in progress".
    public var answersAstray = false
    /// Commands of these numbers are never acknowledged.
    public var ignoresCommands: Set<UInt16> = []

    /// Nothing goes wrong.
    public init() {}
}
