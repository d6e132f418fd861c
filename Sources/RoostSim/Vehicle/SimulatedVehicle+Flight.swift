// SPDX-License-Identifier: Apache-2.0
// What the autopilot does in each step: fly its task, advance the mission, land, disarm, and fall back on its
// failsafes. It sends nothing but texts and reached items; the radio files do the rest.

internal import DockModel
internal import MAVLink

extension SimulatedVehicle {
    /// Flies the present task for one step.
    mutating func fly(_ seconds: Double) {
        guard isArmed else {
            if !airframe.isOnGround { airframe.fall(seconds: seconds) }
            return
        }
        guard pack.stateOfCharge > 0 else { return crash(seconds) }
        move(seconds)
        noteGroundContact()
        if airframe.isOnGround, timers.leftGroundAt != nil { return settleAfterLanding() }
        advanceTask()
        disarmWhenIdle()
    }

    /// Enters a mode; false when the craft cannot fly it now. PX4 takes any mode while it is disarmed, and refuses to
    /// arm in it (UserModeIntention.cpp).
    mutating func enter(_ next: AutopilotMode, becauseOfFailsafe: Bool = false) -> Bool {
        if configuration.dialect == .px4, !isArmed {
            mode = next
            return true
        }
        if next == .mission, !hasFlyableMission {
            say(
                .critical,
                configuration.dialect == .px4
                    ? "Mission mode unavailable: no valid mission"
                    : "Mode change to AUTO failed: missing takeoff cmd")
            return false
        }
        if next.isAutomatic, faults.hasNoFix, !becauseOfFailsafe, next != .landing {
            say(.critical, "Mode change failed: requires position")
            return false
        }
        let isRepeated = mode == next && task != .idle
        mode = next
        if isArmed, !isRepeated { beginMode() }
        return true
    }

    /// Starts what the present mode does; called when an armed craft changes mode, or arms in a mode.
    mutating func beginMode() {
        let here = airframe.place
        let isDown = airframe.isOnGround
        switch mode {
        case .manual, .guided, .hold: task = isDown ? .idle : .hold(at: here)
        case .takeoff: task = .climb(toHeight: 5, over: here)
        case .mission:
            if configuration.dialect == .px4 || !isDown { beginItem() }
        case .landing: task = isDown ? .idle : .descend(over: here)
        case .returning: beginReturn()
        }
    }

    /// ArduPilot's MISSION_START: takes off without a throttle stick.
    mutating func startMission() -> Bool {
        guard isArmed, hasFlyableMission else { return false }
        if mode == .mission, task != .idle { return true }
        if mode != .mission { mode = .mission }
        if airframe.isOnGround { plan.restart(at: firstMissionIndex) }
        beginItem()
        return true
    }

    /// Whether the stored mission can be flown from the ground.
    var hasFlyableMission: Bool {
        let items = plan.items(.mission).dropFirst(firstMissionIndex)
        if configuration.dialect == .px4 || !airframe.isOnGround {
            return items.contains { $0.hasPlace || $0.command == StoredItem.Command.returnHome }
        }
        let firstMove = items.first { $0.hasPlace }
        return firstMove?.command == StoredItem.Command.takeoff
    }

    mutating func beginReturn() {
        guard !airframe.isOnGround else { return task = .idle }
        let isNear = airframe.place.level < 5
        let height = isNear ? airframe.place.up : max(configuration.returnHeight, airframe.place.up)
        task = .returnClimb(toHeight: height, over: airframe.place)
    }

    /// Where it means to touch down at home.
    var landingPlace: Vector {
        guard let beside = faults.landsBeside else { return Vector() }
        return Vector(north: beside.north, east: beside.east)
    }

    private mutating func move(_ seconds: Double) {
        let limits = airframe.limits
        func goal(_ place: Vector, speed: Double? = nil) -> MotionGoal {
            MotionGoal(
                place: place, levelSpeed: speed ?? plan.speed ?? limits.cruiseSpeed,
                climbSpeed: limits.climbSpeed,
                descentSpeed: limits.descentSpeed)
        }
        switch task {
        case .idle: airframe.touchGround()
        case .climb(let height, let over), .returnClimb(let height, let over):
            airframe.move(to: goal(Vector(north: over.north, east: over.east, up: height)), seconds: seconds)
        case .fly(let place, _, _): airframe.move(to: goal(place), seconds: seconds)
        case .stay(let place, _), .hold(let place): airframe.move(to: goal(place), seconds: seconds)
        case .returnTransit(let height):
            let home = landingPlace
            airframe.move(
                to: goal(Vector(north: home.north, east: home.east, up: height), speed: limits.cruiseSpeed),
                seconds: seconds)
        case .descend(let over):
            var down = goal(Vector(north: over.north, east: over.east, up: airframe.groundUp - 1))
            if airframe.heightAboveGround < 5 { down.descentSpeed = limits.touchdownSpeed }
            airframe.move(to: down, seconds: seconds)
        }
    }

    private mutating func noteGroundContact() {
        if airframe.isOnGround {
            if timers.leftGroundAt != nil, timers.touchedAt == nil {
                timers.touchedAt = timers.now
                if configuration.dialect == .px4 { say(.info, "Landing detected") }
            }
        } else {
            timers.touchedAt = nil
            if timers.leftGroundAt == nil {
                timers.leftGroundAt = timers.now
                if configuration.dialect == .px4 { say(.info, "Takeoff detected") }
            }
        }
    }

    private mutating func settleAfterLanding() {
        task = .idle
        let wait: Duration = configuration.dialect == .px4 ? .seconds(2) : .seconds(1)
        guard !faults.neverDisarms, let touchedAt = timers.touchedAt, touchedAt + wait <= timers.now else {
            return
        }
        if mode == .mission { reportReachedItem() }
        disarm(because: configuration.dialect == .px4 ? "Disarmed by landing" : "Disarming motors")
    }

    private mutating func advanceTask() {
        switch task {
        case .idle, .hold, .descend: return
        case .climb(let height, let over):
            guard airframe.place.up > height - 0.5 else { return }
            if mode == .mission { finishItem() } else { holdHere(over: over, height: height) }
        case .fly(let place, let radius, let stay):
            guard isNear(place, radius: radius) else { return }
            if stay > .zero { task = .stay(at: place, until: timers.now + stay) } else { finishItem() }
        case .stay(_, let until): if until <= timers.now { finishItem() }
        case .returnClimb(let height, _):
            if airframe.place.up > height - 0.7 { task = .returnTransit(height: height) }
        case .returnTransit(let height):
            let home = landingPlace
            let above = Vector(north: home.north, east: home.east, up: height)
            if isNear(above, radius: 0.5) { task = .descend(over: home) }
        }
    }

    private mutating func holdHere(over: Vector, height: Double) {
        task = .hold(at: Vector(north: over.north, east: over.east, up: height))
        if mode == .takeoff { mode = .hold }
    }

    private func isNear(_ place: Vector, radius: Double) -> Bool {
        let away = place - airframe.place
        return away.level < radius && abs(away.up) < 1
    }

    private mutating func disarmWhenIdle() {
        guard airframe.isOnGround, timers.leftGroundAt == nil, !faults.neverDisarms,
            let armedAt = timers.armedAt,
            task == .idle, armedAt + configuration.idleDisarm <= timers.now
        else { return }
        disarm(
            because: configuration.dialect == .px4
                ? "Disarmed by auto preflight disarming" : "Disarming motors")
    }

    private mutating func crash(_ seconds: Double) {
        airframe.fall(seconds: seconds)
        guard airframe.isOnGround else { return }
        say(.emergency, "Crash: battery empty, disarming")
        disarm(because: "Crash")
    }
}
