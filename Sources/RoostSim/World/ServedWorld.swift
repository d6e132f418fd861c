// SPDX-License-Identifier: Apache-2.0
// The simulated dock and vehicle behind real sockets: registers over Modbus TCP, frames over UDP. Both live in one dock
// clock's time, share one pack and one pad, and know nothing of the daemon that talks to them.

internal import DockModel
public import Host
public import Registers
internal import Synchronization

/// A dock and its vehicle, served over real Modbus and MAVLink.
public final class ServedWorld: Sendable {
    /// Highest level distance from the pad's centre at which the pad contact is made, m.
    static let padRadius = 1.5

    private let plant: Mutex<DockPlant>
    private let clock: any DockClock
    private let vehicle: SimulatedVehicleServer
    private let origin: Instant

    /// A world around a plant and a vehicle that is already served.
    public init(plant: DockPlant, vehicle: SimulatedVehicleServer, clock: any DockClock) {
        var plant = plant
        let (capacity, charge) = vehicle.withVehicle { ($0.pack.capacityAmpereHours, $0.pack.stateOfCharge) }
        plant.packCapacity = capacity
        plant.packCharge = charge * 100
        self.plant = Mutex(plant)
        self.clock = clock
        self.vehicle = vehicle
        origin = clock.now().boot
    }

    /// Looks at or changes the dock, at the present instant.
    public func withPlant<Result: Sendable>(_ body: (inout DockPlant) -> Result) -> Result {
        let seconds = origin.duration(to: clock.now().boot).inSeconds
        let seen = vehicle.withVehicle { vehicle in
            (
                isOnPad: vehicle.isOnGround && vehicle.distanceFromPad < Self.padRadius,
                charge: vehicle.pack.stateOfCharge
            )
        }
        let (result, moved) = plant.withLock { plant in
            plant.isVehiclePresent = seen.isOnPad
            if seen.isOnPad { plant.packCharge = seen.charge * 100 }
            let before = plant.packCharge
            plant.advance(to: seconds)
            let moved = seen.isOnPad ? plant.packCharge - before : 0
            return (body(&plant), moved)
        }
        if moved > 0 {
            vehicle.withVehicle { $0.pack.stateOfCharge += moved / 100 }
        }
        return result
    }

    /// The dock's controller as a Modbus device.
    public func controller(unit: Int, profile: DeviceProfile) -> ServedDevice {
        ServedDevice(
            unit: unit, profile: profile,
            read: { [self] point in withPlant { $0.controllerValue(point) } },
            write: { [self] point, value in withPlant { $0.takeControllerValue(point, value) } })
    }

    /// The enclosure as a Modbus device.
    public func house(unit: Int, profile: DeviceProfile) -> ServedDevice {
        ServedDevice(
            unit: unit, profile: profile, read: { [self] point in withPlant { $0.houseValue(point) } },
            write: { _, _ in false })
    }

    /// The weather station as a Modbus device.
    public func weatherStation(unit: Int, profile: DeviceProfile) -> ServedDevice {
        ServedDevice(
            unit: unit, profile: profile, read: { [self] point in withPlant { $0.weatherValue(point) } },
            write: { _, _ in false })
    }
}

extension DockPlant {
    /// What the reference controller reports for a point of its profile; nil for a point it does not know.
    func controllerValue(_ point: PointID) -> ReadingValue? {
        switch point.text {
        case "limit_open": .flag(isOpenSwitchMade)
        case "limit_closed": .flag(isClosedSwitchMade)
        case "estop": .flag(faults.isEmergencyStopPressed)
        case "smoke": .flag(faults.isSmoke)
        case "water_leak": .flag(false)
        case "drone_present": .flag(isVehiclePresent)
        case "map_version": .number(1)
        case "cover_position": .number(coverPosition)
        case "cover_current": .number(max(0, coverCurrent))
        case "cover_state": .number(Double(driveState))
        case "cover_moves": .number(Double(coverMoves))
        case "motor_temp": .number(motorTemperature)
        case "heartbeat": .number(Double(heartbeat))
        case "pad_voltage": .number(contactVoltage)
        case "pad_current": .number(chargeCurrent)
        case "pad_contact": .number(contactResistance)
        case "pad_state": .number(Double(chargerState))
        case "pad_energy": .number(chargeEnergy)
        case "pad_temp": .number(padTemperature)
        case "cover_command": .number(Double(drive.rawValue))
        case "charge_enable": .flag(isChargerEnabled)
        case "hvac_enable": .flag(isClimateEnabled)
        case "hvac_setpoint": .number(climateSetpoint)
        case "watchdog": .number(Double(watchdog))
        default: nil
        }
    }

    /// Takes a value written to the reference controller; false for what it cannot take.
    mutating func takeControllerValue(_ point: PointID, _ value: ReadingValue) -> Bool {
        switch (point.text, value) {
        case ("cover_command", .number(let number)):
            guard let wanted = CoverDrive(rawValue: Int(exactly: number) ?? -1) else { return false }
            drive = wanted
        case ("charge_enable", .flag(let isOn)): isChargerEnabled = isOn
        case ("hvac_enable", .flag(let isOn)): isClimateEnabled = isOn
        case ("hvac_setpoint", .number(let number)): climateSetpoint = number
        case ("watchdog", .number(let number)): watchdog = Int(exactly: number) ?? 0
        default: return false
        }
        return true
    }

    /// What the reference enclosure controller reports for a point of its profile; nil for a point it does not know.
    /// Fan, filter, heater, cooler and UPS age by the hours simulated, each in its own time.
    func houseValue(_ point: PointID) -> ReadingValue? {
        let hours = time / 3_600
        let isDelivering = chargeCurrent > 0.5
        // It is tried out for a quarter of an hour each day.
        let isHeating = airTemperature < 3 || time.truncatingRemainder(dividingBy: 86_400) < 900
        let isCooling = isClimateEnabled && airTemperature > climateSetpoint - 8
        return switch point.text {
        case "map_version": .number(1)
        case "box_temp": .number(climateSetpoint)
        case "fan_speed": .number(max(0, 2_400 - hours * 0.008))
        case "filter_drop": .number(80 + hours * 0.018)
        case "heater_power": .number(isHeating ? max(0, 150 - hours * 0.0006) : 0)
        case "cooler_current": .number(isCooling ? 2.5 + hours * 1e-5 : 0)
        case "charger_efficiency": .number(isDelivering ? max(0, 93.2 - chargeEnergy * 1e-6) : 0)
        case "contactor_drop": .number(isDelivering ? 30 + chargeCurrent * 0.1 : 0)
        case "ups_capacity": .number(max(0, 100 - hours * 0.0006))
        default: nil
        }
    }

    /// What the weather station reports for a point of its profile; nil for what it does not measure.
    func weatherValue(_ point: PointID) -> ReadingValue? {
        switch point.text {
        case "ident": .number(1537)
        case "wind_speed": .number(wind)
        case "rain_rate": .number(rain)
        case "rain_total": .number(rainTotal)
        case "temperature": .number(airTemperature)
        case "humidity": .number(62)
        case "dew_point": .number(airTemperature - 7.6)
        case "precip_type": .number(rain > 0 ? 60 : 0)
        default: nil
        }
    }
}
