// SPDX-License-Identifier: Apache-2.0
// The checks that only the world can make: they compare what truly happens with the rules, however sure the core is of
// itself. What no sensor could have told, and what no order could have stopped, is excused by name and for seconds.

internal import DockModel
internal import RoostCore

extension SimulatedWorld {
    /// Seconds for a poll, a decision, an order and its effect.
    static let reaction = 4.0
    /// Seconds after a fault's end in which what it caused may still be going on.
    static let afterEffect = 25.0

    /// Looks at the truth after a turn.
    mutating func lookAtTruth(_ span: Double) {
        counts.truthChecks += 1
        if !truth.now.isEmpty { truth.mark(truth.now, at: seconds) }
        let isAway = !process.isRunning || process.blockedUntil > seconds
        if isAway { truth.mark(.process, at: seconds) }
        if vehicle.isAirborne {
            truth.lastAirborne = seconds
            lookAtEnergy()
        }
        if plant.isMotorPowered || plant.isChargerEnabled || plant.isDelivering { lookAtPower(span) }
        guard isFullyChecked else { return }
        lookAtRest()
    }

    private func isExcused(_ excuses: Excuse, within span: Double = SimulatedWorld.afterEffect) -> Bool {
        truth.isExcused(excuses, at: seconds, within: span)
    }

    /// Tells a danger once an episode.
    private mutating func tell(_ invariant: Invariant, once key: String, _ detail: String) {
        guard truth.told.insert(key).inserted else { return }
        note(invariant, detail)
    }

    /// Whether the vehicle is truly where the closing cover comes down.
    private var isVehicleInTheWay: Bool {
        switch vehicle.stage {
        case .armedOnPad: true
        case .climbing, .descending, .descendingHere: vehicle.distance < 10 && vehicle.height < 30
        case .onPad, .mission, .returning, .toPlace, .hovering, .downArmed, .away, .wreck: false
        }
    }

    /// Cover and charger: I1, I2, I5, I6, I7.
    mutating func lookAtPower(_ span: Double) {
        truth.closingOverVehicle =
            plant.movedBy < 0 && isVehicleInTheWay ? truth.closingOverVehicle + span : 0
        if truth.closingOverVehicle > Self.reaction,
            !isExcused([.coverSwitches, .coverMotor, .bus, .vehicleLink, .pad, .process])
        {
            let invariant: Invariant =
                vehicle.isAirborne ? .i2NoClosingUnderAnApproach : .i1CloseOnlyOverASafePad
            tell(
                invariant, once: "closing",
                "the cover truly closes, at \(Int(plant.coverPosition)) %, with the vehicle \(vehicle.stage), "
                    + "\(Int(vehicle.height)) m up")
        } else if truth.closingOverVehicle == 0 {
            truth.told.remove("closing")
        }
        let moves = plant.movedBy != 0 || plant.rodsMovedBy != 0
        truth.chargingUnderWay = plant.isDelivering && moves ? truth.chargingUnderWay + span : 0
        if truth.chargingUnderWay > 2, !isExcused([.charger, .coverMotor, .bus, .process, .sensors]) {
            tell(
                .i5CoverMovesOnlyWithTheChargerOff, once: "charging",
                "the charger truly delivers \(plant.chargeCurrent) A while the cover or the rods move")
        } else if truth.chargingUnderWay == 0 {
            truth.told.remove("charging")
        }
        let isUnsafe = (plant.isDelivering && vehicle.isArmed) || (plant.isChargerEnabled && !vehicle.isOnPad)
        truth.chargingUnsafely = isUnsafe ? truth.chargingUnsafely + span : 0
        if truth.chargingUnsafely > 12,
            !isExcused([.charger, .bus, .vehicleLink, .pad, .process], within: 45)
        {
            tell(
                .i6ChargeOnlyAHomeVehicleUnderAClosedCover, once: "unsafe",
                "the charger is truly on with the vehicle \(vehicle.stage)")
        } else if !isUnsafe {
            truth.told.remove("unsafe")
        }
        let longest = policy.deadlines.coverTravel.inSeconds + 20
        if plant.poweredFor > longest,
            !isExcused([.coverMotor, .bus, .process]) || plant.poweredFor > longest + 60,
            !plant.faults.doesMotorRunOn, !isExcused(.bus)
        {
            tell(
                .i7CoverTravelHasADeadline, once: "powered",
                "the cover's motor is truly under power for \(Int(plant.poweredFor)) s")
        } else if plant.poweredFor < 1 {
            truth.told.remove("powered")
        }
    }

    /// The pack in the air: I14, I16.
    private mutating func lookAtEnergy() {
        guard !truth.isLowPackTold, let since = truth.tookOffAt else { return }
        let reserve = policy.limits.landingReserve.value - 3
        guard vehicle.charge < reserve else { return }
        truth.isLowPackTold = true
        let flight = seconds - since + 30
        // The vehicle flies by its own rules while it is not heard or has no fix; a process that was away, or whose
        // decisions could not be stored, ordered nothing; a pack that begins to drain in flight was not to be foreseen.
        guard !isExcused([.vehicleLink, .vehicleWill, .process, .bus, .energy, .sensors], within: flight)
        else { return }
        let isSent = process.state.isCalledHome || process.state.divert != nil
        note(
            process.state.homeUnusableSince == nil ? .i14EnergyToComeHome : .i16DivertBeforeTheReserve,
            "the vehicle is truly in the air with \(Int(vehicle.charge)) % left, \(Int(vehicle.distance)) m away; "
                + (isSent ? "it was called home or sent elsewhere too late" : "nobody called it"))
    }

    /// A launch order reaches a vehicle: the cover must truly be open (I3).
    mutating func checkLaunch() {
        guard plant.coverPosition < 99, !isExcused([.coverSwitches, .bus, .coverMotor]) else { return }
        note(
            .i3ArmOnlyUnderAnOpenCover,
            "the vehicle is told to take off with the cover truly at \(Int(plant.coverPosition)) %")
    }

    /// The vehicle left the ground, or came down.
    mutating func noteFlightEdge() {
        quiet = 0
        guard vehicle.isAirborne else {
            (truth.tookOffAt, truth.isLowPackTold) = (nil, false)
            return checkTouchdown()
        }
        counts.flights += 1
        truth.tookOffAt = seconds
        guard let run = truth.launchedRun else { return }
        truth.takeoffs[run, default: 0] += 1
        guard truth.takeoffs[run, default: 0] > 1 else { return }
        note(
            .i13OneMissionAtATime,
            "\(run) truly took off \(truth.takeoffs[run, default: 0]) times; "
                + "its outcome was \(truth.outcomes[run]?.outcome ?? "none")"
        )
    }

    /// The vehicle came home: the cover must truly be open (I17).
    private mutating func checkTouchdown() {
        guard vehicle.stage == .downArmed, vehicle.distance < 6, plant.coverPosition < 99,
            seconds - truth.lastFault > 900, active.isEmpty, process.state.lockOut == nil, !isKeyTurned,
            !isExcused([.people, .process, .coverMotor], within: 900), !process.state.awaitsPerson
        else { return }
        note(
            .i17CoverOpenBeforeTheApproach,
            "the vehicle came down on a cover that is truly at \(Int(plant.coverPosition)) %")
    }

    /// The core took a due run, and its decision was stored.
    mutating func noteTold(_ mission: DueMission) {
        guard truth.outcomes[mission.id] == nil, mission.due > truth.forgottenTo else { return }
        truth.outstanding.insert(mission.id)
        checkOutstanding()
    }

    /// A run ended, in a commit that also creates its mail.
    mutating func noteOutcome(of run: MissionRun) {
        let outcome = run.outcome?.rawValue ?? "none"
        counts.outcomes[outcome, default: 0] += 1
        let id = run.mission.id
        truth.outstanding.remove(id)
        guard let first = truth.outcomes[id] else {
            return truth.outcomes[id] = TruthBook.Ending(outcome: outcome, seconds: seconds, wall: now.wall)
        }
        note(
            .i39OneOutcomeARun,
            "\(id) ended a second time, as \(outcome) (\(run.reasons.last ?? "")); first as \(first.outcome) at "
                + "\(Int(first.seconds)) s, when the wall clock said \(first.wall.milliseconds)")
    }

    /// Every run that was told and has no outcome is known to the core (I39).
    mutating func checkOutstanding() {
        guard !truth.outstanding.isEmpty, process.isRunning, process.unstored.isEmpty else { return }
        let state = process.state
        for id in truth.outstanding.sorted() {
            if state.run?.mission.id == id || state.waiting.contains(where: { $0.id == id }) { continue }
            truth.outstanding.remove(id)
            note(.i39OneOutcomeARun, "\(id) was told to the core, is forgotten, and has no outcome")
        }
    }
}
