// SPDX-License-Identifier: Apache-2.0
// The simulated dock itself: cover drive, limit switches, charger, contacts, enclosure, weather. It is the truth that
// sensors report; faults change what the sensors say or what the drive does, never the truth by decree.

/// What the drive of the cover is told.
public enum CoverDrive: Int, Sendable {
    /// Motor off.
    case stop = 0
    /// Towards the open switch.
    case open = 1
    /// Towards the closed switch.
    case close = 2
}

/// What can be wrong with the simulated dock.
public struct PlantFaults: Sendable, Equatable {
    /// The open switch reports contact whatever the cover does.
    public var isOpenSwitchStuck = false
    /// The closed switch reports contact whatever the cover does.
    public var isClosedSwitchStuck = false
    /// The cover cannot pass this position, %.
    public var jamAt: Double?
    /// The charger keeps delivering when told to stop.
    public var doesChargerIgnoreOff = false
    /// The charger delivers nothing.
    public var isChargerDead = false
    /// The wind forced on the anemometer, m/s.
    public var wind: Double?
    /// The rain forced on the gauge, mm/h.
    public var rain: Double?
    /// The emergency stop is pressed.
    public var isEmergencyStopPressed = false
    /// The smoke detector has tripped.
    public var isSmoke = false

    /// Nothing wrong.
    public init() {}
}

/// The simulated dock, in steps of 50 ms while something moves.
public struct DockPlant: Sendable {
    /// Seconds of one step while the cover is driven.
    static let fineStep = 0.05
    /// Seconds of one step while it stands.
    static let coarseStep = 0.5
    /// Seconds that a full travel of a new cover takes.
    static let travelSeconds = 18.0
    /// Motor current of a new cover under way, A.
    public static let newCoverCurrent = 3.2
    /// Longest stretch advanced in one call, seconds; a longer one is cut to its end.
    static let longestAdvance = 3600.0

    /// What is wrong.
    public var faults = PlantFaults()
    /// Seconds simulated.
    public private(set) var time = 0.0
    /// Cover position, 0 closed to 100 open, %.
    public private(set) var coverPosition = 0.0
    /// Cover motor current, A.
    public private(set) var coverCurrent = 0.0
    /// Cover travels since new.
    public var coverMoves = 1200
    /// Friction of the cover, 1 when new.
    public var coverFriction = 1.0
    /// Friction added by one travel.
    public var frictionPerTravel = 2e-5
    /// The drive's command register.
    public var drive = CoverDrive.stop
    /// The charger's enable coil.
    public var isChargerEnabled = false
    /// The climate's enable coil.
    public var isClimateEnabled = true
    /// The temperature the climate is set to, °C.
    public var climateSetpoint = 22.0
    /// Whether a vehicle stands on the pad; set by the world from where the vehicle is.
    public var isVehiclePresent = true
    /// Charge of the pack on the contacts, %; exchanged with the vehicle by the world.
    public var packCharge = 70.0
    /// Capacity of the pack, Ah.
    public var packCapacity = 12.0
    /// Current into the pack, A.
    public private(set) var chargeCurrent = 0.0
    /// Voltage at the contacts, V.
    public private(set) var contactVoltage = 0.0
    /// Energy delivered since new, Wh.
    public private(set) var chargeEnergy = 0.0
    /// Resistance of the contacts, mΩ.
    public var contactResistance = 15.0
    /// The charger's state: 0 off, 1 no contact, 2 constant current, 3 constant voltage, 4 done.
    public private(set) var chargerState = 0
    /// Temperature of the contacts, °C.
    public private(set) var padTemperature = 20.0
    /// Temperature of the cover motor, °C.
    public private(set) var motorTemperature = 20.0
    /// Wind at the anemometer, m/s.
    public private(set) var wind = 4.0
    /// Rain at the gauge, mm/h.
    public private(set) var rain = 0.0
    /// Rain since start, mm.
    public private(set) var rainTotal = 0.0
    /// Air temperature, °C.
    public private(set) var airTemperature = 16.0
    /// The last value written to the watchdog register.
    public var watchdog = 0 { didSet { watchdogAge = 0; isWatchdogOn = true } }

    private var random: SplitMix
    private var baseWind = 4.0, turbulence = 0.0, gustLeft = 0.0, gustAdded = 0.0
    private var running = 0.0, stalled = 0.0
    private var watchdogAge = 0.0, isWatchdogOn = false
    private let hourAtStart: Double

    /// A dock whose noise follows from the seed; `hour` is the local hour at its start.
    public init(seed: UInt64, hour: Double = 12) {
        random = SplitMix(seed: seed)
        hourAtStart = hour
    }

    /// Whether the open switch reports contact.
    public var isOpenSwitchMade: Bool { coverPosition > 99.5 || faults.isOpenSwitchStuck }
    /// Whether the closed switch reports contact.
    public var isClosedSwitchMade: Bool { coverPosition < 0.5 || faults.isClosedSwitchStuck }
    /// The drive's own state: 0 stopped, 1 opening, 2 closing, 3 stalled, 4 emergency stop.
    public private(set) var driveState = 0
    /// A counter that grows each second.
    public var heartbeat: Int { Int(time) & 0xFFFF }

    /// Advances the plant to `until` seconds.
    public mutating func advance(to until: Double) {
        if until - time > Self.longestAdvance { time = until - Self.longestAdvance }
        while true {
            let dt = drive == .stop && until - time >= Self.coarseStep ? Self.coarseStep : Self.fineStep
            guard time + dt <= until + 1e-9 else { return }
            step(dt)
        }
    }

    private mutating func step(_ dt: Double) {
        time += dt
        stepWeather(dt)
        stepWatchdog(dt)
        stepCover(dt)
        stepCharger(dt)
    }

    private mutating func stepWeather(_ dt: Double) {
        let noise = (random.normal(), random.normal(), random.uniform(), random.uniform())
        baseWind = max(0, baseWind + (4.5 - baseWind) * dt / 900 + 0.02 * dt.squareRoot() * noise.0)
        turbulence += -turbulence * dt / 2 + 0.12 * baseWind * dt.squareRoot() * noise.1
        if gustLeft <= 0, noise.2 < dt / 90 {
            gustLeft = 4
            gustAdded = baseWind * (0.2 + 0.3 * noise.3)
        }
        gustLeft -= dt
        let gust = gustLeft > 0 ? gustAdded * gustLeft * (4 - gustLeft) / 4 : 0
        wind = faults.wind ?? max(0, baseWind + turbulence + gust)
        rain = faults.rain ?? 0
        rainTotal += rain * dt / 3600
        let hour = (hourAtStart + time / 3600).truncatingRemainder(dividingBy: 24)
        // A parabola through the day stands for the sun: warmest at 15 h, 10 K over the coldest.
        let fromWarmest = min(abs(hour - 15), 24 - abs(hour - 15))
        airTemperature = 19 - 10 * (fromWarmest / 12) * (fromWarmest / 12)
    }

    private mutating func stepWatchdog(_ dt: Double) {
        watchdogAge += dt
        if isWatchdogOn, watchdogAge > 15 {
            isWatchdogOn = false
            drive = .stop
            isChargerEnabled = false
        }
    }

    private mutating func stepCover(_ dt: Double) {
        let goal = drive == .open ? 100.0 : 0.0
        if faults.isEmergencyStopPressed {
            (driveState, coverCurrent, running) = (4, 0, 0)
        } else if drive == .stop || abs(goal - coverPosition) < 1e-6 || driveState == 3 {
            if drive == .stop || driveState != 3 { driveState = 0 }
            (coverCurrent, running, stalled) = (0, 0, 0)
        } else {
            if running == 0 {
                coverMoves += 1
                coverFriction += frictionPerTravel
            }
            running += dt
            travel(towards: goal, dt)
        }
        motorTemperature +=
            dt * (coverCurrent * coverCurrent * 0.012 - (motorTemperature - airTemperature) / 300)
    }

    private mutating func travel(towards goal: Double, _ dt: Double) {
        let ramp = min(1, running, max(0.15, abs(goal - coverPosition) / 6))
        let reach = 100 / Self.travelSeconds * ramp * dt
        let next = goal > coverPosition ? min(goal, coverPosition + reach) : max(goal, coverPosition - reach)
        if let jam = faults.jamAt, min(coverPosition, next) - 1e-9 <= jam,
            jam <= max(coverPosition, next) + 1e-9
        {
            stalled += dt
            coverCurrent = 14
            if stalled > 2.5 { (driveState, coverCurrent, running) = (3, 0, 0) }
            return
        }
        stalled = 0
        let inrush = running < 0.5 ? 8 * (1 - running * 2) : 0
        coverCurrent = Self.newCoverCurrent * coverFriction + inrush + 0.01 * random.normal()
        driveState = goal > coverPosition ? 1 : 2
        coverPosition = next
    }

    private mutating func stepCharger(_ dt: Double) {
        let cells = 6.0, share = packCharge / 100
        let open = cells * (3.45 + 0.55 * share + 0.2 * share * share * share * share * share * share)
        let resistance = 0.04 + contactResistance / 1000
        let isOn =
            (isChargerEnabled || (faults.doesChargerIgnoreOff && chargeCurrent > 0)) && !faults.isChargerDead
        if !isOn {
            (chargerState, chargeCurrent) = (0, 0)
        } else if !isVehiclePresent || contactResistance > 2000 {
            (chargerState, chargeCurrent) = (1, 0)
        } else {
            let wanted = max(0, (25.2 - open) / resistance)
            chargeCurrent = min(12, wanted)
            if (chargerState == 4 && packCharge > 97) || chargeCurrent < 0.6 {
                (chargerState, chargeCurrent) = (4, 0)
            } else {
                chargerState = wanted > 12 ? 2 : 3
            }
        }
        packCharge = min(100, packCharge + chargeCurrent * dt / 36 / packCapacity)
        contactVoltage = isVehiclePresent ? open + chargeCurrent * resistance : 0
        chargeEnergy += contactVoltage * chargeCurrent * dt / 3600
        padTemperature += dt * (chargeCurrent * chargeCurrent * contactResistance / 60_000)
        padTemperature -= dt * (padTemperature - airTemperature) / 400
    }
}
