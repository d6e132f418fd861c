// SPDX-License-Identifier: Apache-2.0
// The course: no phase is stayed in when its facts lead on, and none outlasts its deadline. A phase that stands after a
// step has looked at the facts of that step and found no reason to end.

internal import DockModel

extension Course {
    /// The phase after the step has no reason to end.
    mutating func judgeStay() {
        // So many changes in one step end the step.
        guard after.trail.count < 8 else { return }
        switch after.phase {
        case .starting: stayStarting()
        case .idle: stayIdle()
        case .gating:
            let isReadied = after.awaited == nil && stay >= .seconds(3)
            demand(.i36RestWithinBounds, "the gates are due", !isReadied && stay < policy.deadlines.prepare)
            demand(.i1CloseOnlyOverASafePad, "the rods move while the gates are asked", after.rods == nil)
            demand(.i39OneOutcomeARun, "the run is past its latest start", !isPast(after.run?.mission.latest))
        case .hold:
            demand(.i36RestWithinBounds, "the gates are due again", after.askAgain.map { boot < $0 } ?? false)
            demand(.i39OneOutcomeARun, "the run is past its latest start", !isPast(after.run?.mission.latest))
        case .preparing: stayPreparing()
        case .opening: stayOpening()
        case .launching: stayLaunching()
        case .flying, .returning, .landing, .diverting: stayInFlight()
        case .securing: staySecuring()
        case .closing: stayClosing()
        case .charging: stayCharging()
        case .offloading:
            let isEnded = before.phase == .offloading && end(of: before.awaited) != nil
            demand(
                .i36RestWithinBounds, "the log's time is over", !isEnded && stay <= policy.deadlines.offload)
        case .reporting: demand(.i36RestWithinBounds, "the report is due", false)
        case .recover: stayRecover()
        case .service:
            demand(.i28EmergencyStopForbidsMotion, "the key is back", step.isKeyTurned || !isKeyBack)
        case .lost:
            let isBarred = step.isInTheAir && after.travel == nil && cover != nil && cover != .open
            let isTold = step.isOpen(.coverNotOpen) && !mayOpen
            demand(.i17CoverOpenBeforeTheApproach, "a lost vehicle is in the air", !isBarred || isTold)
        case .diverted, .fault: break
        }
        switch after.phase {
        case .gating, .hold, .preparing, .opening, .launching, .charging, .offloading:
            demand(.i39OneOutcomeARun, "a phase of a run without its run", after.run != nil)
            let isWaiting = after.phase == .gating || after.phase == .hold
            demand(.i39OneOutcomeARun, "a run that took off waits", !isWaiting || after.run?.takeoff == nil)
        default: break
        }
        stayStill()
    }

    /// What ends any phase on the ground.
    private mutating func stayStill() {
        switch after.phase {
        case .idle, .gating, .hold, .preparing, .opening, .closing, .charging, .offloading, .reporting,
            .recover:
            demand(
                .i4NothingMovesOnContradictorySwitches, "the switches contradict",
                cover != .contradictory || !after.trail.isEmpty)
            demand(
                .i28EmergencyStopForbidsMotion, "the key is turned",
                !step.isKeyTurned || !after.trail.isEmpty)
        case .launching where after.launchStage != .takingOff:
            demand(
                .i4NothingMovesOnContradictorySwitches, "the switches contradict",
                cover != .contradictory || !after.trail.isEmpty)
            demand(
                .i28EmergencyStopForbidsMotion, "the key is turned",
                !step.isKeyTurned || !after.trail.isEmpty)
        case .securing, .lost, .diverted:
            demand(
                .i28EmergencyStopForbidsMotion, "the key is turned",
                !(step.isKeyTurned && isHome) || !after.trail.isEmpty)
        default: break
        }
        switch after.phase {
        case .idle, .gating, .hold, .charging, .offloading, .reporting:
            let isClosed = cover == nil || cover == .closed
            demand(.i37OpenCoverIsClosedOrTold, "the cover is not closed", isClosed || after.travel != nil)
        default: break
        }
    }

    private mutating func stayStarting() {
        demand(.i36RestWithinBounds, "the vehicle is in the air", !(isHeard && step.isInTheAir))
        let isRead =
            cover != nil && isOnPad != nil && after.evidence.chargerCurrent.isTold(boot, policy.ages.switches)
        let isKnown = isHeard && landed != nil && isArmed != nil
        let mayWait =
            !isRead || (!isKnown && stay <= policy.deadlines.start) || (isLaunchedOnly && stay < .seconds(5))
        demand(.i36RestWithinBounds, "all is read that the look waits for", mayWait)
    }

    private mutating func stayIdle() {
        demand(.i39OneOutcomeARun, "idle with a run at hand", after.run == nil)
        demand(.i36RestWithinBounds, "a due run waits", after.waiting.isEmpty || after.rods != nil)
        let isSmoke = after.evidence.smoke.told(boot, policy.ages.weather) == true
        if policy.ventsSmoke, isSmoke, cover == .closed, before.run == nil, after.travel == nil,
            before.travel == nil, before.rods == nil, before.charge == nil, after.trail.isEmpty
        {
            demand(.i27AlarmsEndCharging, "the smoke could be let out", !mayOpen)
        }
    }

    private mutating func stayPreparing() {
        demand(.i36RestWithinBounds, "preparing for too long", stay <= policy.deadlines.prepare)
        demand(.i28EmergencyStopForbidsMotion, "preparing while locked out", after.lockOut == nil)
        guard before.phase == .preparing else { return }
        let isRead = after.evidence.chargerCurrent.taken.map { $0 >= after.phaseEntered } ?? false
        let isOff = after.awaited == nil && isRead && step.isChargerMeasuredOff
        demand(.i36RestWithinBounds, "the charger is proved off", !isOff)
        demand(.i35WritesAreAnswered, "the order to go off has failed", !hasFailed(before.awaited))
    }

    private mutating func stayOpening() {
        demand(.i28EmergencyStopForbidsMotion, "opening while locked out", after.lockOut == nil)
        guard after.travel == nil else { return }
        guard let cover else {
            return demand(
                .i36RestWithinBounds, "opening blind for too long", stay <= policy.deadlines.coverTravel)
        }
        let longest = policy.deadlines.coverTravel + policy.deadlines.rodTravel * 3
        let areRodsAwaited = cover == .open && hasRods && (rods != .open || after.rods != nil)
        demand(
            .i36RestWithinBounds, "the opening is over", areRodsAwaited && (rods == .open || stay <= longest))
        let isUnderWay = after.rods != nil || rods == .open || !mayMoveRods
        demand(.i36RestWithinBounds, "the rods could let go", isUnderWay)
    }

    private mutating func stayLaunching() {
        demand(.i36RestWithinBounds, "the vehicle is out", !isOut)
        let isWatched = after.launchStage == .takingOff
        demand(
            .i28EmergencyStopForbidsMotion, "launching while locked out", after.lockOut == nil || isWatched)
        let uploadTime = policy.deadlines.upload + .seconds(10)
        let ended = before.phase == .launching ? end(of: before.awaited) : nil
        switch after.launchStage {
        case .uploading?:
            demand(.i36RestWithinBounds, "uploading for too long", stay <= uploadTime)
            switch ended {
            case .failed?, .verified?:
                demand(.i12LaunchNeedsTheVerifiedMission, "the upload has ended", false)
            case .done?, .fetched?, nil: break
            }
        case .verified?:
            demand(.i36RestWithinBounds, "the launch is due", !step.isSteadyOpen && stay <= uploadTime)
        case .takingOff?:
            demand(.i36RestWithinBounds, "taking off for too long", stay <= policy.deadlines.takeoff)
            demand(
                .i36RestWithinBounds, "the launched vehicle has left",
                !hasLeft || before.launchStage != .takingOff)
            if before.launchStage == .takingOff, case .failed? = ended {
                demand(.i36RestWithinBounds, "the launch has failed", false)
            }
        case nil: demand(.i36RestWithinBounds, "launching without a stage", false)
        }
    }

    private mutating func stayInFlight() {
        let isDown = landed == .onGround && (isArmed == false || (isOnPad == true && after.phase == .landing))
        demand(.i36RestWithinBounds, "the vehicle is down", !isDown)
        demand(.i36RestWithinBounds, "the vehicle is lost", isHeard || silence <= policy.deadlines.silence)
        let intent = after.evidence.vehicle.intent.told(boot, policy.ages.vehicle)
        switch after.phase {
        case .flying:
            demand(.i36RestWithinBounds, "the vehicle returns", intent != .returning && intent != .landing)
        case .returning:
            let isLow = step.height.map { $0 < policy.limits.landingHeight.value } ?? false
            demand(.i36RestWithinBounds, "the vehicle lands", landed != .landing && !isLow)
            demand(.i36RestWithinBounds, "the vehicle flies its mission again", intent != .mission)
        case .landing:
            let isHigh = step.height.map { $0 > policy.limits.landingHeight.value + 10 } ?? false
            demand(.i36RestWithinBounds, "the vehicle has gone up again", !isHigh || landed == .landing)
        default: break
        }
    }

    private mutating func staySecuring() {
        demand(.i36RestWithinBounds, "the vehicle is in the air again", !step.isInTheAir)
        guard isArmed == false else {
            let isLost = isOnPad == false && !isHeard && silence > policy.deadlines.silence
            return demand(.i36RestWithinBounds, "the vehicle is lost", !isLost)
        }
        demand(.i36RestWithinBounds, "the vehicle is home", !isHome || after.rods != nil)
        demand(.i36RestWithinBounds, "the pad is empty", isOnPad != false || stay <= .seconds(15))
    }

    private mutating func stayClosing() {
        demand(.i17CoverOpenBeforeTheApproach, "the vehicle is out", !isOut && !hasLeft)
        guard after.travel == nil else { return }
        demand(.i36RestWithinBounds, "the cover is closed", cover != .closed)
        let limit = policy.limits.coverRetriesPerHour
        demand(.i9FewRetriesOfTheCover, "the cover failed too often", after.failedTravels.count <= limit)
        if after.rods == nil {
            demand(.i37OpenCoverIsClosedOrTold, "the cover may close", !mayClose)
            demand(.i36RestWithinBounds, "the rods could hold", rods == .closed || !isHome || !mayMoveRods)
        }
    }

    private mutating func stayCharging() {
        guard before.phase == .charging else { return }
        if before.charge != nil, after.charge != nil {
            demand(.i36RestWithinBounds, "the charge is confirmed", before.charge?.isConfirmed != true)
        }
        guard before.charge == nil, after.charge == nil else { return }
        demand(.i36RestWithinBounds, "charging is given up in time", stay <= policy.deadlines.chargeStart)
        guard let charge = step.charge else { return }
        demand(.i36RestWithinBounds, "the pack is full", charge < step.chargeWanted.low)
        demand(.i36RestWithinBounds, "the pack could be charged", !mayBeginCharge)
    }

    private mutating func stayRecover() {
        demand(.i17CoverOpenBeforeTheApproach, "the vehicle is out", !isOut && !hasLeft)
        guard after.travel == nil else { return }
        if after.run?.launched != nil, stay < .seconds(5) { return }
        demand(.i36RestWithinBounds, "the cover is closed", cover != .closed)
        demand(.i37OpenCoverIsClosedOrTold, "the cover may close", !mayClose)
        let limit = policy.limits.coverRetriesPerHour
        demand(.i9FewRetriesOfTheCover, "the cover failed too often", after.failedTravels.count <= limit)
        let isInsisted = after.chargerOffOrdered.map { span($0, boot) <= .seconds(10) } ?? false
        demand(
            .i5CoverMovesOnlyWithTheChargerOff, "the charger is not told to go off",
            step.isChargerMeasuredOff || isInsisted)
    }
}
