// SPDX-License-Identifier: Apache-2.0
// A vehicle reduced to what the core sees of one, for years of virtual time. The vehicle that speaks MAVLink is
// SimulatedVehicle; this one only keeps time, height, distance and charge.

internal import DockModel
internal import RoostCore

/// What can be wrong with the sketched vehicle.
public struct SketchVehicleFaults: Sendable, Equatable {
    /// It is not heard.
    public var isSilent = false
    /// It refuses to arm, with this text.
    public var armingRefusal: String?
    /// It refuses the mission, with this text.
    public var uploadRefusal: String?
    /// It lands beside the dock.
    public var landsElsewhere = false
    /// It does not disarm after landing.
    public var neverDisarms = false
    /// Its pack drains this many times faster.
    public var drain = 1.0

    /// Nothing wrong.
    public init() {}
}

/// A vehicle that flies a mission of fixed length and comes home.
public struct SketchVehicle: Sendable {
    enum Stage: Sendable, Equatable {
        case onPad, climbing, mission, returning, descending, onGroundArmed, away
    }

    /// What is wrong.
    public var faults = SketchVehicleFaults()
    /// Seconds the mission takes between climb and return.
    public var missionSeconds = 150.0
    /// Items of the mission it reports.
    public var itemCount = 6
    /// Charge of the pack, %.
    public var charge = 70.0
    private(set) var stage = Stage.onPad
    private var timeInStage = 0.0
    private(set) var height = 0.0
    private(set) var distance = 0.0
    private var reached: Int?

    /// A vehicle on the pad.
    public init() {}

    /// Whether it stands in the dock.
    public var isOnPad: Bool { stage == .onPad || stage == .onGroundArmed }

    /// Starts the mission, or says why not.
    mutating func launch() -> String? {
        if let refusal = faults.armingRefusal { return refusal }
        guard stage == .onPad else { return "not on the pad" }
        enter(.climbing)
        reached = nil
        return nil
    }

    /// A person carried it back.
    mutating func putOnPad() {
        enter(.onPad)
        (height, distance) = (0, 0)
    }

    mutating func returnHome() {
        if stage == .mission || stage == .climbing { enter(.returning) }
    }

    mutating func advance(by seconds: Double) {
        timeInStage += seconds
        if stage != .onPad, stage != .away { charge = max(0, charge - seconds * 0.06 * faults.drain) }
        switch stage {
        case .onPad, .away: break
        case .climbing:
            height = min(30, height + 3 * seconds)
            if height >= 30 { enter(.mission) }
        case .mission: flyMission(seconds)
        case .returning:
            distance = max(0, distance - 8 * seconds)
            if distance <= 0 { enter(.descending) }
        case .descending:
            height = max(0, height - 1.5 * seconds)
            if height <= 0 { enter(faults.landsElsewhere ? .away : .onGroundArmed) }
        case .onGroundArmed: if timeInStage > 3, !faults.neverDisarms { enter(.onPad) }
        }
    }

    private mutating func flyMission(_ seconds: Double) {
        let share = timeInStage / missionSeconds
        distance = max(0, 80 * min(share, 1 - share) * 2)
        reached = min(itemCount - 2, Int(share * Double(itemCount - 1)))
        if share >= 1 {
            reached = itemCount - 2
            enter(.returning)
        }
    }

    private mutating func enter(_ next: Stage) {
        stage = next
        timeInStage = 0
    }

    /// What the link would report now.
    func update(at now: Instant) -> VehicleUpdate {
        guard !faults.isSilent else { return VehicleUpdate(isLinked: false) }
        var update = VehicleUpdate(isLinked: true, heardAt: now)
        update.isArmed = stage != .onPad && stage != .away
        update.landed =
            switch stage {
            case .onPad, .away, .onGroundArmed: .onGround
            case .climbing: .takingOff
            case .mission, .returning: .inAir
            case .descending: .landing
            }
        update.intent =
            switch stage {
            case .climbing, .mission: .mission
            case .returning: .returning
            case .descending: .landing
            case .onPad, .away, .onGroundArmed: .other
            }
        update.battery = Percent(charge)
        update.batteryAt = now
        update.height = Metres(height)
        update.distance = Metres(stage == .away ? 40 : distance)
        update.positionAt = now
        update.fix = 3
        update.fixAt = now
        update.isReadyToArm = true
        update.reachedItem = reached
        return update
    }
}
