// SPDX-License-Identifier: Apache-2.0
// The questions the core asks of the dock's hardware. Which register of which device answers is settings' business.
// Nothing here knows an address, a scale or a maker.

/// One question of the core that a point of some device answers.
public enum Role: String, Sendable, Codable, CaseIterable {
    /// The limit switch that closes when the cover is fully open.
    case coverOpenSwitch = "cover_open_switch"
    /// The limit switch that closes when the cover is fully closed.
    case coverClosedSwitch = "cover_closed_switch"
    /// Motor current of the cover, A.
    case coverCurrent = "cover_current"
    /// The command register of the cover motor (stop, open, close).
    case coverCommand = "cover_command"
    /// The enable coil of the charger.
    case chargerEnable = "charger_enable"
    /// Current into the pack, A.
    case chargerCurrent = "charger_current"
    /// The charger's own state number (profile enum).
    case chargerState = "charger_state"
    /// Energy delivered by the charger, Wh, a counter.
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
    /// The command register of the centring rods (stop, open, close).
    case rodsCommand = "rods_command"
    /// Whether the service key at the dock is turned: hands may be in the box.
    case serviceKey = "service_key"
    /// Count of cover travels.
    case coverMoves = "cover_moves"
    /// The register that proves the supervisor is alive.
    case watchdog = "watchdog"
    /// The register that proves the device's data are alive.
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

    /// What the reference dock can answer: all but what not every dock has.
    public static let ofReferenceDock = Set(allCases)
        .subtracting([
            .rodsOpenSwitch, .rodsClosedSwitch, .rodsCommand, .serviceKey, .humidity, .mainsPresent, .upsCharge,
        ])
}
