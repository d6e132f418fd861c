// SPDX-License-Identifier: Apache-2.0
// Which questions the core asks of the hardware, and what a point must offer to answer each. The names are
// those of dock.yaml; no device is named here.

/// A question of the core that one point of one device answers.
public enum PointRole: String, Sendable, Hashable, CaseIterable, Comparable {
    /// The limit switch that closes when the cover is fully open.
    case coverOpenSwitch = "cover_open_switch"
    /// The limit switch that closes when the cover is fully closed.
    case coverClosedSwitch = "cover_closed_switch"
    /// Motor current of the cover, A.
    case coverCurrent = "cover_current"
    /// The command register of the cover motor: stop, open, close.
    case coverCommand = "cover_command"
    /// The enable coil of the charger.
    case chargerEnable = "charger_enable"
    /// Current into the pack, A.
    case chargerCurrent = "charger_current"
    /// The charger's own state number.
    case chargerState = "charger_state"
    /// Energy delivered by the charger, Wh.
    case chargerEnergy = "charger_energy"
    /// Whether a vehicle stands on the pad.
    case vehiclePresent = "vehicle_present"
    /// Whether the emergency stop is pressed.
    case emergencyStop = "emergency_stop"
    /// Whether the smoke detector has tripped.
    case smoke = "smoke"
    /// Whether the water detector has tripped.
    case waterLeak = "water_leak"
    /// Resistance of the charge contacts, mΩ.
    case contactResistance = "contact_resistance"
    /// Temperature of the charge contacts, °C.
    case padTemperature = "pad_temperature"
    /// The limit switch that closes when the centring rods have let go of the vehicle.
    case rodsOpenSwitch = "rods_open_switch"
    /// The limit switch that closes when the centring rods hold the vehicle.
    case rodsClosedSwitch = "rods_closed_switch"
    /// The command register of the centring rods: stop, open, close.
    case rodsCommand = "rods_command"
    /// Whether the service key at the dock is turned.
    case serviceKey = "service_key"
    /// Count of cover travels.
    case coverMoves = "cover_moves"
    /// The register that proves that the supervisor is alive.
    case watchdog = "watchdog"
    /// The register that proves that the device's data are alive.
    case heartbeat = "heartbeat"
    /// Wind speed at the dock, m/s.
    case windSpeed = "wind_speed"
    /// Rain rate at the dock, mm/h.
    case rainRate = "rain_rate"
    /// Air temperature at the dock, °C.
    case airTemperature = "air_temperature"
    /// Relative humidity of the air at the dock, %.
    case humidity = "relative_humidity"
    /// Whether mains power is present.
    case mainsPresent = "mains_present"
    /// Charge of the UPS, %.
    case upsCharge = "ups_charge"

    /// The roles that make up centring rods: a dock has all of them or none.
    public static let ofRods: Set<PointRole> = [.rodsOpenSwitch, .rodsClosedSwitch, .rodsCommand]

    /// Roles order by their names.
    public static func < (left: PointRole, right: PointRole) -> Bool { left.rawValue < right.rawValue }
}

/// What a point must offer to answer a role.
struct RoleNeed {
    /// What the core does with the point.
    enum Access {
        case read, write
    }

    /// What kind of value it holds.
    enum Value {
        /// A single bit.
        case flag
        /// A number in one of these units; an empty list takes any.
        case number(units: [String])
        /// A number whose profile names these states.
        case states([String])
    }

    let access: Access
    let value: Value
    /// Whether a dock can do without it.
    let isRequired: Bool
}

extension PointRole {
    var need: RoleNeed {
        switch self {
        case .coverOpenSwitch, .coverClosedSwitch, .vehiclePresent, .emergencyStop:
            RoleNeed(access: .read, value: .flag, isRequired: true)
        case .smoke, .waterLeak, .rodsOpenSwitch, .rodsClosedSwitch, .serviceKey, .mainsPresent:
            RoleNeed(access: .read, value: .flag, isRequired: false)
        case .coverCurrent, .chargerCurrent:
            RoleNeed(access: .read, value: .number(units: ["A"]), isRequired: true)
        case .coverCommand:
            RoleNeed(access: .write, value: .states(["stop", "open", "close"]), isRequired: true)
        case .rodsCommand:
            RoleNeed(access: .write, value: .states(["stop", "open", "close"]), isRequired: false)
        case .chargerEnable: RoleNeed(access: .write, value: .flag, isRequired: true)
        case .chargerState, .coverMoves, .heartbeat:
            RoleNeed(access: .read, value: .number(units: []), isRequired: false)
        case .chargerEnergy: RoleNeed(access: .read, value: .number(units: ["Wh"]), isRequired: false)
        case .contactResistance:
            RoleNeed(access: .read, value: .number(units: ["mohm", "mOhm", "mΩ"]), isRequired: false)
        case .padTemperature, .airTemperature:
            RoleNeed(access: .read, value: .number(units: ["degC", "°C"]), isRequired: false)
        case .watchdog: RoleNeed(access: .write, value: .number(units: []), isRequired: false)
        case .humidity, .upsCharge: RoleNeed(access: .read, value: .number(units: ["%", "%RH"]), isRequired: false)
        case .windSpeed: RoleNeed(access: .read, value: .number(units: ["m/s"]), isRequired: true)
        case .rainRate: RoleNeed(access: .read, value: .number(units: ["mm/h"]), isRequired: false)
        }
    }
}
