// SPDX-License-Identifier: Apache-2.0
// What dock.yaml says, as plain values. They are checked when they are decoded; no secret is among them.
// Nothing here reads a file or fills in what was left out.

public import DockModel
public import MAVLink
public import Registers
public import Schedule

/// Everything in dock.yaml.
public struct DockSettings: Sendable, Equatable {
    /// Name and place of the dock.
    public var dock: DockIdentity
    /// When the daily digest is made, in the dock's zone.
    public var digestAt: TimeOfDay
    /// The folder of the databases; relative paths count from the working directory.
    public var storageDirectory: String
    /// The folder where pictures of flights arrive and lie; nil for `images` in the folder of the databases.
    public var imageDirectory: String?
    /// How long flight logs are kept, and how much of the disk they may have.
    public var logs = LogRetention()
    /// The Modbus devices.
    public var devices: [DeviceSettings]
    /// Which point answers which question.
    public var points: [PointRole: PointReference]
    /// The vehicle.
    public var vehicle: VehicleSettings
    /// Limits of gates and interlocks.
    public var limits: LimitSettings
    /// How old a fact may be.
    public var ages: AgeSettings
    /// How long each waiting phase may last.
    public var deadlines: DeadlineSettings
    /// What flying costs.
    public var energy: EnergySettings
    /// Where the vehicle may land when it cannot land at home.
    public var alternates: [AlternateSettings]
    /// Whether the cover opens to let smoke out of an empty dock.
    public var ventsSmoke: Bool
    /// What makes the machine's wall clock believed.
    public var clockTrust: ClockTrustSetting
    /// Where a forecast is; nil for a dock that asks its sensors alone.
    public var forecast: ForecastSettings?
    /// Where mail goes and how.
    public var mail: MailSettings
    /// How digests look, and how often there is one.
    public var reports = ReportSettings()
    /// Where the console listens, and who reaches it.
    public var console: ConsoleSettings
    /// Where the key is kept that a request to `/trigger/NAME` must show; nil when none is served.
    public var triggerKey: SecretReference?
    /// The parts file, relative to the configuration directory; nil for a dock without one.
    public var partsFile: String?
    /// The schedule files in `schedules/`; nil takes every `.yaml` file of that folder.
    public var scheduleFiles: [String]?
    /// Which measured signals the detector watches.
    public var signals = SignalSettings()
    /// What flight records say that no sensor knows; nil leaves them incomplete.
    public var records: RecordSettings?
    /// The server that makes maps; nil for a dock without one.
    public var mapping: MappingSettings?
    /// The broker of the fleet; nil for a dock that belongs to none.
    public var fleet: FleetSettings?
}

/// How long flight logs are kept. What a flight record has taken from its log stays in the record.
public struct LogRetention: Sendable, Equatable {
    /// The age beyond which a log goes; nil keeps every log for as long as there is room.
    public var kept: Duration?
    /// The share of the disk that all logs together may have; beyond it the oldest go.
    public var share = Percent(40)

    /// Every log, on 40 % of the disk.
    public init() {}
}

/// What makes the machine's wall clock believed; without belief no scheduled mission starts.
public enum ClockTrustSetting: String, Sendable, Hashable, CaseIterable {
    /// A time source has set it.
    case synchronised
    /// It shows a plausible date.
    case set
}

/// Name and place of the dock.
public struct DockIdentity: Sendable, Equatable {
    /// The short name, as in mail subjects.
    public var id: DockID
    /// The name for people.
    public var name: String
    /// Degrees north.
    public var latitude: Double
    /// Degrees east.
    public var longitude: Double
    /// Height above mean sea level.
    public var altitude: Metres
    /// The zone of the site.
    public var timeZone: Zone
}

/// A host and a port.
public struct NetworkAddress: Sendable, Hashable, CustomStringConvertible {
    /// Host name or address, without brackets.
    public var host: String
    /// Port, 1 to 65535.
    public var port: Int

    /// An address from its parts.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// The address as written: "127.0.0.1:8437", "[::1]:8437".
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// The line a Modbus device is on.
public enum LineAddress: Sendable, Hashable, CustomStringConvertible {
    /// Modbus TCP.
    case tcp(NetworkAddress)
    /// Modbus RTU on a serial device file.
    case serial(path: String, format: SerialFormat)

    /// The line as written, without the serial format.
    public var description: String {
        switch self {
        case .tcp(let address): "tcp:\(address)"
        case .serial(let path, _): "serial:\(path)"
        }
    }
}

/// One Modbus device.
public struct DeviceSettings: Sendable, Equatable {
    /// Its name.
    public var id: DeviceID
    /// The id of its profile in `hardware/`.
    public var profile: String
    /// The variant of the profile, for profiles that have some.
    public var variant: String?
    /// The line it is on.
    public var line: LineAddress
    /// Its unit id on that line.
    public var unit: Int
    /// Whether the dock is well without it: its absence is no incident. No question of the core may rest on it.
    public var isOptional = false
}

/// A point of a device: "plc.limit_open".
public struct PointReference: Sendable, Hashable, CustomStringConvertible {
    /// The device.
    public var device: DeviceID
    /// The point of its profile.
    public var point: PointID

    /// A reference from its parts.
    public init(device: DeviceID, point: PointID) {
        self.device = device
        self.point = point
    }

    /// The reference as written.
    public var description: String { "\(device).\(point)" }
}

/// The autopilot family.
public enum VehicleDialect: String, Sendable, Hashable, CaseIterable {
    /// PX4 flight modes and parameters.
    case px4
    /// ArduPilot flight modes and parameters.
    case ardupilot
}

/// The link to the vehicle.
public enum VehicleLinkAddress: Sendable, Hashable, CustomStringConvertible {
    /// Receive on this UDP port and answer whoever sends.
    case udpIn(NetworkAddress)
    /// Send to this UDP address.
    case udpOut(NetworkAddress)
    /// Connect by TCP.
    case tcp(NetworkAddress)
    /// A serial device file.
    case serial(path: String, baud: Int)

    /// The link as written: "udpin:127.0.0.1:14540".
    public var description: String {
        switch self {
        case .udpIn(let address): "udpin:\(address)"
        case .udpOut(let address): "udpout:\(address)"
        case .tcp(let address): "tcp:\(address)"
        case .serial(let path, let baud): "serial:\(path):\(baud)"
        }
    }
}

/// The vehicle.
public struct VehicleSettings: Sendable, Equatable {
    /// The autopilot family.
    public var dialect: VehicleDialect
    /// The link.
    public var link: VehicleLinkAddress
    /// Its MAVLink system id.
    public var system: Int
    /// Our own address on its link, that of a ground station.
    public var station = MAVLinkAddress(system: 255, component: 25)
    /// The strongest wind its maker allows; no site limit may be above it.
    public var windLimit: MetresPerSecond
    /// Where the key of a signed link is kept; nil when it is not signed.
    public var signingKey: SecretReference?
    /// What a plan may ask of it here.
    public var limits = PlanLimits()
    /// What it must hold before each launch.
    public var parameters: [ParameterRequirement] = []
}
