// SPDX-License-Identifier: Apache-2.0
// When the simulated autopilot lets motors run, stops them, and turns home by itself. It knows no dock: these
// are the vehicle's own rules, on which the dock relies when the link is gone.

internal import DockModel
internal import MAVLink

extension SimulatedVehicle {
    /// Arms when nothing speaks against it; otherwise says why not.
    mutating func arm(isForced: Bool) -> Bool {
        guard !isArmed else { return true }
        if let reason = armingObstacle(isForced: isForced) {
            say(.critical, configuration.dialect == .px4 ? "Arming denied: \(reason)" : "PreArm: \(reason)")
            return false
        }
        isArmed = true
        timers.armedAt = timers.now
        timers.leftGroundAt = nil
        timers.touchedAt = nil
        (timers.hasWarnedLow, timers.hasWarnedCritical, timers.hasLostGroundStation) = (false, false, false)
        plan.restart(at: firstMissionIndex)
        recorder = FlightRecorder(
            dialect: configuration.dialect, startedAt: timers.now, bootedAt: timers.bootedAt)
        say(.info, configuration.dialect == .px4 ? "Armed by external command" : "Arming motors")
        beginMode()
        return true
    }

    /// Stops the motors and closes the flight log.
    mutating func disarm(because reason: String) {
        guard isArmed else { return }
        isArmed = false
        task = .idle
        say(.info, reason)
        timers.armedAt = nil
        timers.leftGroundAt = nil
        timers.touchedAt = nil
        plan.speed = nil
        if let recorder {
            let id = UInt16(truncatingIfNeeded: (logs.last.map { Int($0.id) } ?? 0) + 1)
            logs.append(
                StoredLog(id: id, unixSeconds: unixSeconds(at: recorder.startedAt), bytes: recorder.file()))
            if logs.count > 50 { logs.removeFirst() }
        }
        recorder = nil
    }

    /// The date at an instant, in Unix seconds.
    func unixSeconds(at instant: Instant) -> UInt32 {
        let wall = configuration.powerUp + timers.bootedAt.duration(to: instant)
        return UInt32(truncatingIfNeeded: wall.milliseconds / 1_000)
    }

    /// What speaks against arming now; nil when nothing does. A forced order overrides only the pre-arm
    /// checks.
    func armingObstacle(isForced: Bool) -> String? {
        if let obstacle = preArmObstacle(isForced: isForced) { return obstacle }
        let asksForMission = configuration.requiresMission || configuration.dialect == .px4 && mode == .mission
        guard !isForced, asksForMission, !hasFlyableMission else { return nil }
        return configuration.dialect == .px4 ? "no valid mission" : "Mode requires mission"
    }

    /// What the pre-arm checks say against arming in the present mode; nil when nothing does. A mission is asked for
    /// only when the vehicle is armed.
    func preArmObstacle(isForced: Bool) -> String? {
        if let text = faults.refusesArming { return text }
        guard !isForced else { return nil }
        let isPX4 = configuration.dialect == .px4
        if mode == .returning || mode == .landing || (mode == .mission && !isPX4) {
            return isPX4 ? "mode not suitable for takeoff" : "mode not armable"
        }
        if faults.hasNoFix { return isPX4 ? "no global position" : "GPS 1: Bad fix" }
        if let obstacle = fenceObstacle { return obstacle }
        if pack.stateOfCharge < configuration.armingCharge {
            return isPX4 ? "low battery" : "Battery 1 below minimum arming capacity"
        }
        return nil
    }

    /// The rules that turn an airborne craft home.
    mutating func checkFailsafes() {
        guard isArmed else { return }
        checkGroundStation()
        guard !airframe.isOnGround else { return }
        let charge = pack.stateOfCharge
        if charge < configuration.criticalCharge, !timers.hasWarnedCritical {
            timers.hasWarnedCritical = true
            say(.emergency, "Critical battery, landing now")
            if mode != .landing { _ = enter(.landing, becauseOfFailsafe: true) }
        } else if charge < configuration.lowCharge, !timers.hasWarnedLow {
            timers.hasWarnedLow = true
            say(.warning, "Low battery, return advised")
            if !isOnTheWayDown { _ = enter(.returning, becauseOfFailsafe: true) }
        }
    }

    private mutating func checkGroundStation() {
        guard let timeout = configuration.groundStationTimeout, let last = timers.lastGroundStation else {
            return
        }
        guard last + timeout < timers.now else { return timers.hasLostGroundStation = false }
        guard !timers.hasLostGroundStation else { return }
        timers.hasLostGroundStation = true
        say(.warning, configuration.dialect == .px4 ? "Connection to ground station lost" : "GCS Failsafe")
        if airframe.isOnGround, timers.leftGroundAt == nil {
            if !faults.neverDisarms { disarm(because: "Disarmed: ground station lost") }
        } else if !isOnTheWayDown {
            _ = enter(.returning, becauseOfFailsafe: true)
        }
    }

    /// Whether it is already going home or down, so that a failsafe need not change anything.
    private var isOnTheWayDown: Bool {
        switch task {
        case .descend, .returnClimb, .returnTransit: true
        case .idle, .climb, .fly, .stay, .hold: mode == .landing || mode == .returning
        }
    }
}
