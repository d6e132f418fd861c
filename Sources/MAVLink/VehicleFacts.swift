// SPDX-License-Identifier: Apache-2.0
// The facts a vehicle report is made of, and how each is read from its message: MAVLink's "unknown" values
// and values outside of what the field can mean become nil.

import DockModel

/// Whether a vehicle is on the ground.
public enum LandedState: String, Sendable, Equatable, Codable {
    /// The vehicle does not say.
    case unknown
    /// It stands on the ground.
    case onGround
    /// It flies.
    case inAir
    /// It is taking off.
    case takingOff
    /// It is landing.
    case landing

    /// The state of an EXTENDED_SYS_STATE.
    public init(_ state: MAVLandedState) {
        switch state {
        case .onGround: self = .onGround
        case .inAir: self = .inAir
        case .takeoff: self = .takingOff
        case .landing: self = .landing
        default: self = .unknown
        }
    }
}

/// Whether a vehicle is on the ground, and how that is known.
public struct LandedEvidence: Sendable, Equatable {
    /// What the state rests on.
    public enum Basis: String, Sendable, Equatable, Codable {
        /// A fresh EXTENDED_SYS_STATE: the vehicle's land detector.
        case landedMessage
        /// Only the heartbeat: armed or not, active or not.
        case heartbeat
        /// No fresh frame at all.
        case nothing
    }

    /// The state.
    public var state: LandedState
    /// What it rests on.
    public var basis: Basis
}

/// Where a vehicle is.
public struct VehiclePosition: Sendable, Equatable {
    /// Degrees north.
    public var latitude: Double
    /// Degrees east.
    public var longitude: Double
    /// Height above home.
    public var relativeAltitude: Metres
    /// Height above mean sea level.
    public var altitude: Metres
    /// Degrees from north; nil when unknown.
    public var heading: Double?

    init(latitude: Double, longitude: Double, relativeAltitude: Metres, altitude: Metres, heading: Double?) {
        (self.latitude, self.longitude, self.heading) = (latitude, longitude, heading)
        (self.relativeAltitude, self.altitude) = (relativeAltitude, altitude)
    }

    /// Nil when the vehicle has no position: 0/0 is what autopilots send before their first fix.
    init?(_ message: GlobalPositionIntMessage) {
        guard let place = Geographic.degrees(message.lat, message.lon) else { return nil }
        (latitude, longitude) = place
        relativeAltitude = Metres(Double(message.relativeAlt) / 1_000)
        altitude = Metres(Double(message.alt) / 1_000)
        heading = message.hdg <= 36_000 ? Double(message.hdg) / 100 : nil
    }
}

/// Where a vehicle returns to.
public struct HomePosition: Sendable, Equatable {
    /// Degrees north.
    public var latitude: Double
    /// Degrees east.
    public var longitude: Double
    /// Height above mean sea level.
    public var altitude: Metres

    init?(_ message: HomePositionMessage) {
        guard let place = Geographic.degrees(message.latitude, message.longitude) else { return nil }
        (latitude, longitude) = place
        altitude = Metres(Double(message.altitude) / 1_000)
    }
}

enum Geographic {
    /// Degrees from 1e-7 degrees; nil outside of the globe and for 0/0, which stands for "no position".
    static func degrees(_ latitude: Int32, _ longitude: Int32) -> (Double, Double)? {
        guard latitude != 0 || longitude != 0, abs(Int64(latitude)) <= 900_000_000,
            abs(Int64(longitude)) <= 1_800_000_000
        else { return nil }
        return (Double(latitude) / 1e7, Double(longitude) / 1e7)
    }
}

/// What a vehicle says about one battery.
public struct BatteryReport: Sendable, Equatable {
    /// Charge left; nil when the vehicle does not estimate it.
    public var remaining: Percent?
    /// Voltage of the whole pack; nil when not measured.
    public var voltage: Volts?
    /// Current drawn; nil when not measured.
    public var current: Amperes?
    /// Cell temperature; nil when not measured.
    public var temperature: Celsius?
    /// Charge used since start in mAh; nil when not measured.
    public var consumedMilliampereHours: Int?
    /// What the battery says about its charge.
    public var chargeState: MAVBatteryChargeState
    /// Faults the battery names.
    public var faults: MAVBatteryFault

    /// A battery of which only the charge is known.
    init(remaining: Percent?) {
        self.remaining = remaining
        (voltage, current, temperature, consumedMilliampereHours) = (nil, nil, nil, nil)
        (chargeState, faults) = (.undefined, [])
    }

    init(_ message: BatteryStatusMessage) {
        remaining = Self.percent(message.batteryRemaining)
        current = message.currentBattery == -1 ? nil : Amperes(Double(message.currentBattery) / 100)
        temperature = message.temperature == .max ? nil : Celsius(Double(message.temperature) / 100)
        consumedMilliampereHours = message.currentConsumed == -1 ? nil : Int(message.currentConsumed)
        chargeState = message.chargeState
        faults = message.faultBitmask
        let cells = message.cells
        let millivolts = (cells.first + cells.more).reduce(0) { $0 + Int($1) }
        voltage = cells.first.isEmpty ? nil : Volts(Double(millivolts) / 1_000)
    }

    init(_ message: SysStatusMessage) {
        remaining = Self.percent(message.batteryRemaining)
        voltage = message.voltageBattery == .max ? nil : Volts(Double(message.voltageBattery) / 1_000)
        current = message.currentBattery == -1 ? nil : Amperes(Double(message.currentBattery) / 100)
        temperature = nil
        consumedMilliampereHours = nil
        chargeState = .undefined
        faults = []
    }

    private static func percent(_ number: Int8) -> Percent? {
        (0...100).contains(number) ? Percent(Double(number)) : nil
    }
}

extension BatteryStatusMessage {
    /// The cells that exist, mV: those that do not hold UINT16_MAX in the first ten, and 0 in the four of the
    /// extension.
    var cells: (first: [UInt16], more: [UInt16]) {
        (voltages.elements.filter { $0 != .max }, voltagesExt.elements.filter { $0 != 0 && $0 != .max })
    }
}

/// What a vehicle says about its satellite fix.
public struct GNSSReport: Sendable, Equatable {
    /// The kind of fix.
    public var fix: MAVGPSFixType
    /// Satellites seen; nil when unknown.
    public var satellites: Int?
    /// Horizontal dilution of precision; nil when unknown.
    public var horizontalDilution: Double?
    /// Horizontal accuracy; nil when the receiver does not say.
    public var horizontalAccuracy: Metres?

    init(_ message: GPSRawIntMessage) {
        fix = message.fixType
        satellites = message.satellitesVisible == .max ? nil : Int(message.satellitesVisible)
        horizontalDilution = message.eph == .max ? nil : Double(message.eph) / 100
        horizontalAccuracy = message.hAcc == 0 ? nil : Metres(Double(message.hAcc) / 1_000)
    }

    /// Whether position and altitude are fixed.
    public var has3DFix: Bool {
        (MAVGPSFixType.fix3d.rawValue...MAVGPSFixType.ppp.rawValue).contains(fix.rawValue)
    }
    /// Whether the fix is an RTK fix with resolved ambiguities.
    public var isRTKFixed: Bool { fix == .rtkFixed }
}

/// What a vehicle says about its sensors.
public struct HealthReport: Sendable, Equatable {
    /// Sensors the vehicle has.
    public var present: MAVSysStatusSensor
    /// Sensors it uses.
    public var enabled: MAVSysStatusSensor
    /// Sensors that work.
    public var healthy: MAVSysStatusSensor

    init(_ message: SysStatusMessage) {
        present = message.onboardControlSensorsPresent
        enabled = message.onboardControlSensorsEnabled
        healthy = message.onboardControlSensorsHealth
    }

    /// Whether the pre-arm checks pass; nil when the vehicle does not report them.
    public var isPrearmGood: Bool? {
        present.contains(.prearmCheck) ? healthy.contains(.prearmCheck) : nil
    }

    /// Sensors that are used and do not work, the pre-arm check left out.
    public var failing: MAVSysStatusSensor {
        enabled.subtracting(healthy).subtracting([.prearmCheck, .extensionUsed])
    }

    /// Whether it may be armed as far as it says: an autopilot that does not report its pre-arm checks is judged by the
    /// sensors it says it uses.
    public var isReadyToArm: Bool { isPrearmGood ?? failing.isEmpty }
}

/// Where a vehicle is in its mission.
public struct MissionProgress: Sendable, Equatable {
    /// The item it works on.
    public var item: UInt16
    /// The number of items it holds, the last one's number; nil when it does not say.
    public var total: UInt16?
    /// Whether the mission runs; nil when it does not say.
    public var state: MAVMissionState?

    /// A place of which only the item is known.
    init(item: UInt16) { (self.item, total, state) = (item, nil, nil) }

    init(_ message: MissionCurrentMessage, hasExtensions: Bool) {
        item = message.seq
        total = hasExtensions && message.total != .max && message.total != 0 ? message.total : nil
        state = hasExtensions && message.missionState != .unknown ? message.missionState : nil
    }
}
