// SPDX-License-Identifier: Apache-2.0
// A vehicle reduced to what matters to a dock, for years of virtual time: where it truly is, whether its motors turn,
// what its pack holds. The vehicle that speaks MAVLink is SimulatedVehicle.

internal import DockModel
internal import RoostCore

/// What can be wrong with the sketched vehicle.
public struct SketchVehicleFaults: Sendable, Equatable {
    /// It is not heard, and hears nothing.
    public var isSilent = false
    /// It refuses to arm, with this text.
    public var armingRefusal: String?
    /// It refuses the mission, with this text.
    public var uploadRefusal: String?
    /// It holds one item less than it said.
    public var losesItem = false
    /// It lands beside the dock.
    public var landsElsewhere = false
    /// It does not disarm after landing.
    public var neverDisarms = false
    /// It arms itself.
    public var armsItself = false
    /// Its pack drains this many times faster.
    public var drain = 1.0
    /// It has no satellite fix.
    public var isWithoutFix = false
    /// The answer to a launch is lost, and it takes off that many seconds later.
    public var takesOffLate: Double?
    /// Its telemetry is stamped that many seconds ago.
    public var stampedAgo = 0.0
    /// The download of its log never ends.
    public var doesLogStall = false

    /// Nothing wrong.
    public init() {}
}

/// A vehicle that flies a mission of fixed length and comes home.
public struct SketchVehicle: Sendable {
    enum Stage: Sendable, Equatable {
        /// In the dock, motors off.
        case onPad
        /// In the dock, motors on: about to take off, just landed, or armed by itself.
        case armedOnPad
        case climbing, mission, returning, descending, toPlace, hovering, descendingHere
        /// On the ground elsewhere: motors on, off, or broken and mute.
        case downArmed, away, wreck

        var isAirborne: Bool {
            switch self {
            case .climbing, .mission, .returning, .descending, .toPlace, .hovering, .descendingHere: true
            case .onPad, .armedOnPad, .downArmed, .away, .wreck: false
            }
        }
    }

    /// Charge at which its own failsafe lands it where it is, %.
    static let criticalCharge = 8.0
    /// Height of its missions, m.
    static let missionHeight = 30.0

    /// What is wrong.
    public var faults = SketchVehicleFaults()
    /// Seconds the mission takes between climb and return.
    public var missionSeconds = 150.0
    /// How far out it flies, m.
    public var reach = 80.0
    /// Items of the mission it reports.
    public var itemCount = SimulatedSite.planFacts.itemCount
    /// Charge of the pack, %.
    public var charge = 70.0
    private(set) var stage = Stage.onPad
    private var timeInStage = 0.0
    private(set) var height = 0.0, east = 0.0, north = 0.0
    /// Whether it is spinning up to take off.
    private var isTakingOff = false
    /// Seconds until it takes off after a launch whose answer was lost.
    var lateTakeoff: Double?
    private var reached: Int?
    private var target: (east: Double, north: Double)?
    private var noFixFor = 0.0
    /// Seconds for which it still restarts.
    var rebootsFor = 0.0
    /// Way flown since the launch, m.
    private(set) var travelled = 0.0

    /// A vehicle on the pad.
    public init() {}

    /// Whether it stands in the dock.
    public var isOnPad: Bool { stage == .onPad || stage == .armedOnPad }
    /// Whether its motors turn.
    var isArmed: Bool { stage == .armedOnPad || stage == .downArmed || stage.isAirborne }
    /// Whether it is truly in the air.
    var isAirborne: Bool { stage.isAirborne }
    /// Horizontal distance from the dock, m.
    var distance: Double { (east * east + north * north).squareRoot() }
    /// Whether it hears and is heard.
    var isReachable: Bool { !faults.isSilent && rebootsFor <= 0 && stage != .wreck }

    /// Starts the mission, or says why not.
    mutating func launch() -> String? {
        if let refusal = faults.armingRefusal { return refusal }
        if faults.isWithoutFix { return "Arming denied: no GPS fix" }
        guard stage == .onPad else { return "not on the pad" }
        if let late = faults.takesOffLate {
            lateTakeoff = late
            return nil
        }
        spinUp()
        return nil
    }

    private mutating func spinUp() {
        enter(.armedOnPad)
        (isTakingOff, reached, travelled) = (true, nil, 0)
    }

    /// A person carried it back, with another pack.
    mutating func putOnPad(charge: Double? = nil) {
        enter(.onPad)
        (height, east, north, isTakingOff, lateTakeoff) = (0, 0, 0, false, nil)
        if let charge { self.charge = charge }
    }

    mutating func returnHome() {
        switch stage {
        case .climbing, .mission, .toPlace, .hovering, .descendingHere: enter(.returning)
        case .onPad, .armedOnPad, .returning, .descending, .downArmed, .away, .wreck: break
        }
    }

    mutating func fly(toEast east: Double, north: Double) {
        guard stage.isAirborne else { return }
        target = (east, north)
        if stage != .toPlace { enter(.toPlace) }
    }

    mutating func landHere() {
        guard stage.isAirborne, stage != .descendingHere else { return }
        enter(.descendingHere)
    }

    /// Disarms on the ground; in the air it refuses.
    mutating func disarm() -> String? {
        if stage.isAirborne { return "Disarming denied: not landed" }
        if faults.neverDisarms { return "Disarming denied" }
        if stage == .armedOnPad { enter(.onPad) }
        if stage == .downArmed { enter(.away) }
        return nil
    }

    /// It restarts: for so long it is mute; on the ground its motors are off after it.
    mutating func reboot(for seconds: Double) {
        rebootsFor = max(rebootsFor, seconds)
        if stage == .armedOnPad { enter(.onPad) }
        if stage == .downArmed { enter(.away) }
    }

    /// Lets time pass. `canLand` says whether the pad is free and open, `canRise` whether the way up is.
    mutating func advance(by span: Double, wind: Double, canLand: Bool, canRise: Bool) {
        rebootsFor = max(0, rebootsFor - span)
        if var late = lateTakeoff {
            late -= span
            lateTakeoff = late > 0 ? late : nil
            if late <= 0, stage == .onPad { spinUp() }
        }
        if faults.armsItself, stage == .onPad { enter(.armedOnPad) }
        guard stage != .onPad, stage != .away, stage != .wreck else { return }
        var left = span
        for _ in 0..<12 where left > 1e-6 {
            let part = min(left, secondsToStageEnd(wind), 5)
            move(max(part, 0.01), wind, canLand: canLand, canRise: canRise)
            left -= max(part, 0.01)
        }
    }

    /// Seconds until the next stage begins, at the latest.
    func secondsToStageEnd(_ wind: Double) -> Double {
        switch stage {
        case .onPad: min(lateTakeoff ?? .infinity, faults.armsItself ? 0.5 : .infinity)
        case .away, .wreck: .infinity
        case .armedOnPad: max(0.05, (isTakingOff ? 2 : 3) - timeInStage)
        case .climbing: (Self.missionHeight - height) / 3
        case .mission: max(0.05, missionSeconds - timeInStage)
        case .returning: distance / Self.speed(wind)
        case .toPlace: distanceToTarget / Self.speed(wind)
        case .hovering: 60
        case .descending, .descendingHere: height / 1.5
        case .downArmed: max(0.05, 3 - timeInStage)
        }
    }

    /// Ground speed against the wind, m/s.
    static func speed(_ wind: Double) -> Double { max(2.5, 8 - 0.7 * wind) }

    private var distanceToTarget: Double {
        guard let target else { return 0 }
        let (x, y) = (target.east - east, target.north - north)
        return (x * x + y * y).squareRoot()
    }

    private mutating func move(_ span: Double, _ wind: Double, canLand: Bool, canRise: Bool) {
        timeInStage += span
        if stage.isAirborne {
            charge -= span * 0.06 * faults.drain
            if charge <= 0 {
                (charge, height) = (0, 0)
                return enter(.wreck)
            }
            if charge < Self.criticalCharge, stage != .descending, stage != .descendingHere {
                enter(.descendingHere)
            }
            noFixFor = faults.isWithoutFix ? noFixFor + span : 0
            // Without a fix it cannot hold a course: it hovers, and lands by itself after a minute.
            if faults.isWithoutFix, stage != .descending, stage != .descendingHere, stage != .climbing {
                if noFixFor > 60 { enter(.descendingHere) }
                return
            }
        }
        switch stage {
        case .onPad, .away, .wreck: break
        case .armedOnPad: waitOnPad(canRise)
        case .climbing:
            height = min(Self.missionHeight, height + 3 * span)
            if height >= Self.missionHeight - 1e-6 { enter(.mission) }
        case .mission: flyMission(span)
        case .returning:
            approach((0, 0), span, wind)
            if distance < 1e-3 { enter(.descending) }
        case .toPlace:
            if let target { approach(target, span, wind) }
            if distanceToTarget < 1e-3 { enter(.hovering) }
        case .hovering: break
        case .descending:
            height = max(0, height - 1.5 * span)
            if height < 1e-6 { touchDown(isAtHome: canLand && !faults.landsElsewhere) }
        case .descendingHere:
            height = max(0, height - 1.5 * span)
            if height < 1e-6 { touchDown(isAtHome: canLand && distance < 1.5) }
        case .downArmed: if timeInStage >= 3, !faults.neverDisarms { enter(.away) }
        }
    }

    private mutating func waitOnPad(_ canRise: Bool) {
        if isTakingOff {
            guard timeInStage >= 2 else { return }
            if canRise { return enter(.climbing) }
            // The way up is barred: it gives up after a while.
            isTakingOff = timeInStage < 8
        } else if timeInStage >= 3, !faults.neverDisarms, !faults.armsItself {
            enter(.onPad)
        }
    }

    private mutating func flyMission(_ span: Double) {
        let share = min(1, timeInStage / missionSeconds)
        let way = reach * min(share, 1 - share) * 2
        travelled += reach * 2 / missionSeconds * span
        (east, north) = (0.8 * way, 0.6 * way)
        reached = max(reached ?? 0, min(itemCount - 2, Int(share * Double(itemCount - 1))))
        if share >= 1 { enter(.returning) }
    }

    private mutating func approach(_ goal: (east: Double, north: Double), _ span: Double, _ wind: Double) {
        let (x, y) = (goal.east - east, goal.north - north)
        let way = (x * x + y * y).squareRoot(), step = Self.speed(wind) * span
        travelled += min(way, step)
        guard step < way else { return (east, north) = (goal.east, goal.north) }
        (east, north) = (east + x / way * step, north + y / way * step)
    }

    private mutating func touchDown(isAtHome: Bool) {
        isTakingOff = false
        if isAtHome {
            (east, north) = (0, 0)
            return enter(.armedOnPad)
        }
        if distance < 3 { east = 4 }
        enter(.downArmed)
    }

    private mutating func enter(_ next: Stage) {
        stage = next
        timeInStage = 0
        if next != .armedOnPad { isTakingOff = false }
    }

    /// What the link would report now.
    func update(at now: Instant, lastHeard: Instant?, packTemperature: Double?) -> VehicleUpdate {
        guard isReachable else { return VehicleUpdate(isLinked: false, heardAt: lastHeard) }
        var update = VehicleUpdate(isLinked: true, heardAt: now)
        let stamped = faults.stampedAgo > 0 ? Instant(seconds: now.seconds - faults.stampedAgo) : now
        update.isArmed = isArmed
        update.landed =
            switch stage {
            case .onPad, .away, .wreck, .armedOnPad, .downArmed: .onGround
            case .climbing: .takingOff
            case .mission, .returning, .toPlace, .hovering: .inAir
            case .descending, .descendingHere: .landing
            }
        update.intent =
            switch stage {
            case .climbing, .mission: .mission
            case .returning: .returning
            case .descending, .descendingHere: .landing
            case .onPad, .away, .armedOnPad, .downArmed, .toPlace, .hovering, .wreck: .other
            }
        update.battery = Percent(charge)
        update.batteryAt = stamped
        update.packTemperature = packTemperature.map { Celsius($0) }
        if !faults.isWithoutFix {
            update.height = Metres(height)
            update.distance = Metres(distance)
            update.east = Metres(east)
            update.north = Metres(north)
            update.travelled = Metres(travelled)
            update.positionAt = stamped
        }
        update.fix = faults.isWithoutFix ? 1 : 3
        update.fixAt = stamped
        update.isReadyToArm = faults.armingRefusal == nil && !faults.isWithoutFix
        update.reachedItem = reached
        return update
    }
}
