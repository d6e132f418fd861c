// SPDX-License-Identifier: Apache-2.0
// What goes into and comes out of a vehicle session: its options, the plan to upload, the receipt, the
// reports.

public import DockModel
public import MAVLink

/// How a session behaves on its link.
public struct SessionOptions: Sendable {
    /// Our own address. ArduPilot minds the heartbeat of system 255 alone (its SYSID_MYGCS); 25 is a private component,
    /// so that answers to a ground station beside us (255/190) are never taken for ours.
    public var own = MAVLinkAddress(system: 255, component: 25)
    /// The vehicle's system id; nil takes the first vehicle heard and stays with it.
    public var vehicleSystem: UInt8?
    /// Silence of its heartbeat after which the vehicle counts as lost.
    public var linkTimeout: Duration = .seconds(5)
    /// How long the vehicle has to show what it accepted (armed, mode, disarmed).
    public var confirmTimeout: Duration = .seconds(10)
    /// Key for MAVLink 2 signing; nil sends and takes unsigned frames.
    public var signingKey: SigningKey?
    /// File that keeps the timestamps of a signed link over a restart; nil keeps none.
    public var signingState: String?
    /// Our number of this link in signatures; links of one sender with one key differ in it.
    public var linkID: UInt8 = 1

    /// The usual options.
    public init() {}
}

/// The lists of one flight, as a plan file gives them: without ArduPilot's home item.
public struct FlightPlanItems: Sendable, Equatable {
    /// What is flown.
    public var mission: [MissionItem]
    /// Where it may fly; empty clears the vehicle's fence.
    public var fence: [MissionItem]
    /// Where else it may land; empty clears the vehicle's rally points.
    public var rally: [MissionItem]

    /// The lists of a flight.
    public init(mission: [MissionItem], fence: [MissionItem] = [], rally: [MissionItem] = []) {
        self.mission = mission
        self.fence = fence
        self.rally = rally
    }

    /// The list of one kind.
    func items(_ plan: PlanKind) -> [MissionItem] {
        switch plan {
        case .mission: mission
        case .fence: fence
        case .rally: rally
        }
    }
}

/// Proof that the vehicle holds what was sent: every item was read back and found equal.
public struct UploadReceipt: Sendable, Equatable {
    /// Items of the mission, without ArduPilot's home.
    public var itemCount: Int
    /// `MissionItem.checksum` of those items, as given.
    public var crc32: UInt32
    /// Items of the fence.
    public var fenceCount: Int
    /// Rally points.
    public var rallyCount: Int
}

/// What the session knows about the link and the vehicle at one instant.
public struct SessionReport: Sendable, Equatable {
    /// When it was made.
    public var taken: Instant
    /// Whether the vehicle's heartbeat is fresh.
    public var isHeard: Bool
    /// What the vehicle says; nil before its first heartbeat. It stays when the link is lost.
    public var vehicle: VehicleReport?
    /// Whether it is on the ground, and what that rests on.
    public var landed: LandedEvidence
    /// Why the link does not work, in the system's words; nil when nothing is known to be wrong.
    public var trouble: String?
    /// What the link counted.
    public var statistics: LinkStatistics
    /// Round trip and clock offset; nil before the vehicle answered.
    public var timeSync: TimeSyncReport?
    /// What came of the vehicle's events.
    public var events = EventReport()
}

/// The usual ending of a flight log's file name: `ulg` for PX4's ULog, `BIN` for ArduPilot's DataFlash.
public func logFileEnding(of octets: [UInt8]) -> String {
    octets.starts(with: [0x55, 0x4C, 0x6F, 0x67]) ? "ulg" : "BIN"
}

/// How far a log download (in bytes) or the read of all parameters (in parameters) is.
public struct LogProgress: Sendable, Equatable {
    /// What came.
    public var received: Int
    /// What was announced.
    public var expected: Int
}

/// An exchange that knows how far it is.
protocol CountingExchange {
    /// What came.
    var received: Int { get }
    /// What was announced; nil before it is known.
    var expected: Int? { get }
}

extension LogPull: CountingExchange {}
extension FileDownload: CountingExchange {}
extension ParameterRead: CountingExchange {}
