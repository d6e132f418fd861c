// SPDX-License-Identifier: Apache-2.0
// The dock's hardware as it truly is, for years of virtual time: cover, rods, charger, contacts, pack temperature, each
// advanced over any span at once. DockPlant is the same dock in steps of 50 ms for those who watch it over a wire.

/// What can be wrong with the hardware.
public struct CoarseFaults: Sendable, Equatable {
    /// A cover switch reports contact whatever the cover does.
    public var isOpenSwitchStuck = false, isClosedSwitchStuck = false
    /// A cover switch never reports contact.
    public var isOpenSwitchDead = false, isClosedSwitchDead = false
    /// One of the switches bounces: reports contact by chance.
    public var isOpenSwitchBouncing = false, isClosedSwitchBouncing = false
    /// The cover cannot pass this position, %.
    public var jamAt: Double?
    /// The closed cover is frozen shut.
    public var isIced = false
    /// Speed of the cover, 1 as built.
    public var coverSpeed = 1.0
    /// The motor goes on after a stop.
    public var doesMotorRunOn = false
    /// What the rods' switches say whatever the rods do.
    public var rodsOpenSwitch: Bool?, rodsClosedSwitch: Bool?
    /// The rods cannot move.
    public var areRodsJammed = false
    /// The charger goes on delivering when told to stop.
    public var doesChargerIgnoreOff = false
    /// The charger delivers nothing.
    public var isChargerDead = false
    /// Resistance added at the contacts, mΩ.
    public var dirt = 0.0
    /// What the pack's temperature goes to, °C, instead of the box's.
    public var packTarget: Double?
    /// The wind forced on the anemometer and the vehicle, m/s.
    public var wind: Double?
    /// The rain forced on the gauge, mm/h.
    public var rain: Double?
    /// The emergency stop is pressed.
    public var isEmergencyStopPressed = false
    /// The service key is turned.
    public var isKeyTurned = false
    /// Smoke or water in the dock.
    public var isSmoke = false, isWater = false
    /// What the pad contact says whatever stands there.
    public var padContact: Bool?
    /// Something else stands on the pad when the vehicle is out.
    public var isPadOccupied = false

    /// Nothing wrong.
    public init() {}
}

/// The true state of the dock's hardware.
public struct CoarsePlant: Sendable {
    /// Seconds that a full travel of a cover as built takes.
    static let travelSeconds = 18.0
    /// Seconds that a full travel of the rods takes.
    static let rodSeconds = 8.0
    /// Seconds after which a stalled drive trips.
    static let tripSeconds = 2.5

    /// What is wrong.
    public var faults = CoarseFaults()
    /// Whether there are rods.
    var hasRods = false
    /// Cover position, 0 closed to 100 open, %.
    public var coverPosition = 0.0
    /// What the drive's register says.
    public internal(set) var drive = CoverDrive.stop
    /// What the motor really does.
    public internal(set) var motor = CoverDrive.stop
    /// Cover travels since new.
    public var coverMoves = 1200
    /// How long the motor has been powered without a break, s.
    private(set) var poweredFor = 0.0
    /// How long it has been blocked.
    private var stalledFor = 0.0
    private var isTripped = false
    /// Whether the cover moved in the last advance, and which way.
    private(set) var movedBy = 0.0
    /// Rods' position, 0 let go to 100 holding, %.
    public var rodsPosition = 0.0
    /// What the rods' motor does.
    var rodsMotor = CoverDrive.stop
    /// How far the rods moved in the last advance.
    private(set) var rodsMovedBy = 0.0
    /// The charger's enable coil.
    public var isChargerEnabled = false
    /// Current into the pack, A.
    public private(set) var chargeCurrent = 0.0
    /// Energy delivered since new, Wh.
    public private(set) var chargeEnergy = 0.0
    private var isChargeDone = false
    /// Resistance of clean contacts, mΩ.
    public var contactResistance = 15.0
    /// Temperature of the contacts, °C.
    public private(set) var padTemperature = 18.0
    /// Temperature of the pack's cells, °C.
    public private(set) var packTemperature = 18.0

    /// A dock at rest: closed, charger off.
    init(hasRods: Bool = false) {
        self.hasRods = hasRods
        if hasRods { rodsPosition = 100 }
    }

    /// Whether the open switch reports contact; `chance` decides for one that bounces.
    func isOpenSwitchMade(_ chance: Bool = false) -> Bool {
        if faults.isOpenSwitchBouncing { return chance }
        return (coverPosition > 99.5 || faults.isOpenSwitchStuck) && !faults.isOpenSwitchDead
    }

    /// Whether the closed switch reports contact; `chance` decides for one that bounces.
    func isClosedSwitchMade(_ chance: Bool = false) -> Bool {
        if faults.isClosedSwitchBouncing { return chance }
        return (coverPosition < 0.5 || faults.isClosedSwitchStuck) && !faults.isClosedSwitchDead
    }

    /// Whether the motor is under power: it runs, or is held up by something.
    var isMotorPowered: Bool {
        switch motor {
        case .stop: false
        case .open: !isTripped && !faults.isEmergencyStopPressed && coverPosition < 100
        case .close: !isTripped && !faults.isEmergencyStopPressed && coverPosition > 0
        }
    }

    /// Whether the rods' motor is under power.
    var areRodsPowered: Bool {
        switch rodsMotor {
        case .stop: false
        case .open: rodsPosition > 0 && !faults.isEmergencyStopPressed
        case .close: rodsPosition < 100 && !faults.isEmergencyStopPressed
        }
    }

    /// Whether the charger delivers.
    var isDelivering: Bool { chargeCurrent > 0.5 }

    /// Motor current, A.
    var coverCurrent: Double { !isMotorPowered ? 0 : stalledFor > 0 ? 14 : 3.2 + Double(coverMoves) * 1e-4 }

    /// Takes an order for the cover's motor.
    mutating func take(_ order: CoverDrive) {
        drive = order
        if order == .stop, faults.doesMotorRunOn { return }
        if order != motor { (stalledFor, isTripped) = (0, false) }
        if order != .stop, order != motor { coverMoves += 1 }
        motor = order
    }

    /// The power is off, or the hardware's own watchdog has tripped: motors off, charger off.
    mutating func goSafe() {
        (drive, motor, rodsMotor, isChargerEnabled, chargeCurrent) = (.stop, .stop, .stop, false, 0)
        (stalledFor, isTripped, poweredFor) = (0, false, 0)
    }

    /// Lets `span` seconds pass; `charge` is the pack's on the contacts, nil while no vehicle stands there.
    mutating func advance(by span: Double, air: Double, charge: inout Double?) {
        if motor != drive, !faults.doesMotorRunOn { motor = drive }
        advanceCover(span)
        advanceRods(span)
        advanceCharge(span, air: air, &charge)
    }

    private mutating func advanceCover(_ span: Double) {
        movedBy = 0
        guard isMotorPowered else {
            poweredFor = 0
            return
        }
        poweredFor += span
        let goal = motor == .open ? 100.0 : 0.0
        var reach = 100 / Self.travelSeconds * faults.coverSpeed * span
        var limit = goal
        let block = faults.isIced && coverPosition < 1 && motor == .open ? coverPosition : faults.jamAt
        if let block,
            // Something in the way keeps the cover from going on, not from backing off.
            motor == .open ? block >= coverPosition && block < 100 : block < coverPosition && block > 0
        {
            limit = block
        }
        reach = min(reach, abs(limit - coverPosition))
        movedBy = motor == .open ? reach : -reach
        coverPosition += movedBy
        if abs(coverPosition - limit) < 1e-9 { coverPosition = limit }
        if coverPosition == limit, limit != goal {
            stalledFor += max(0.01, span - reach * Self.travelSeconds / 100)
            if stalledFor > Self.tripSeconds + span { isTripped = true }
        } else {
            stalledFor = 0
        }
    }

    private mutating func advanceRods(_ span: Double) {
        rodsMovedBy = 0
        guard areRodsPowered, !faults.areRodsJammed else { return }
        let reach = 100 / Self.rodSeconds * span
        let before = rodsPosition
        rodsPosition = rodsMotor == .close ? min(100, rodsPosition + reach) : max(0, rodsPosition - reach)
        rodsMovedBy = rodsPosition - before
    }

    private mutating func advanceCharge(_ span: Double, air: Double, _ charge: inout Double?) {
        let isOn =
            (isChargerEnabled || (faults.doesChargerIgnoreOff && chargeCurrent > 0)) && !faults.isChargerDead
        if !isOn { isChargeDone = false }
        let resistance = contactResistance + faults.dirt
        if isOn, var pack = charge, !hasRods || rodsPosition > 99 {
            let wanted = pack < 80 ? 12 : 12 * (101 - pack) / 21
            if wanted < 0.8 || (isChargeDone && pack > 97) {
                (chargeCurrent, isChargeDone) = (0, true)
            } else {
                chargeCurrent = wanted
                pack = min(100, pack + wanted * span / 36 / 12)
                chargeEnergy += wanted * 24 * span / 3600
                charge = pack
            }
        } else {
            chargeCurrent = 0
        }
        // First order, implicit: stable over any span.
        let heat = air + chargeCurrent * chargeCurrent * resistance / 150
        padTemperature = (padTemperature + span / 400 * heat) / (1 + span / 400)
        let target = faults.packTarget ?? (max(air, 14) + (chargeCurrent > 0 ? 6 : 0))
        packTemperature = (packTemperature + span / 900 * target) / (1 + span / 900)
    }

    /// Seconds until the cover or the rods reach an end; infinite while nothing moves.
    var secondsToEnd: Double {
        var least = Double.infinity
        if isMotorPowered, stalledFor == 0 {
            let way = motor == .open ? 100 - coverPosition : coverPosition
            least = way / 100 * Self.travelSeconds / max(0.05, faults.coverSpeed)
        }
        if areRodsPowered {
            least = min(
                least, (rodsMotor == .close ? 100 - rodsPosition : rodsPosition) / 100 * Self.rodSeconds)
        }
        return least
    }
}
