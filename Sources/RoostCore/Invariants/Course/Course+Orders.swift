// SPDX-License-Identifier: Apache-2.0
// The course: which order belongs to which change of phase, what a start leaves of the last process, and that what an
// event tells becomes evidence unchanged.

internal import DockModel

extension Course {
    /// The orders of this step.
    var orders: [Order] { step.wants.has(.order) ? step.effects.orders : [] }

    mutating func judgeOrders() {
        if after.trail.isEmpty, !step.wants.has(.order) { return judgeAnswers() }
        let orders = orders
        var readied = 0, uploads = 0, logs = 0
        for order in orders {
            switch order.action {
            case .readyVehicle: readied += 1
            case .upload(let plan, let after):
                uploads += 1
                judgeUpload(of: plan, after: after)
            case .offloadLog: logs += 1
            default: break
            }
        }
        var gatings = 0, launches = 0, offloads = 0
        for phase in after.trail {
            gatings += phase == .gating ? 1 : 0
            launches += phase == .launching ? 1 : 0
            offloads += phase == .offloading ? 1 : 0
        }
        demand(.i10LaunchNeedsEveryGate, "the vehicle is told to stand ready", readied == gatings)
        demand(.i12LaunchNeedsTheVerifiedMission, "a launch begins with an upload", uploads == launches)
        demand(.i39OneOutcomeARun, "a log is fetched after a flight", logs == offloads)
        if after.trail.contains(.preparing) {
            demand(
                .i5CoverMovesOnlyWithTheChargerOff, "the charger is told to go off",
                step.wants.contains(.chargerOff))
        }
        let writes = Set(orders.filter { $0.action.isWrite }.map(\.id))
        let areWrites = after.pendingWrites.allSatisfy {
            $0.order < before.nextOrder || writes.contains($0.order)
        }
        demand(.i35WritesAreAnswered, "only writes are followed up", areWrites)
        judgeAwaited(orders)
        judgeChargerOff(orders)
        judgeAnswers()
    }

    /// The plan of the run is uploaded, and only of a mission that its schedule left unfinished the rest.
    private mutating func judgeUpload(of plan: String, after item: Int?) {
        let rule = Invariant.i12LaunchNeedsTheVerifiedMission
        let run = after.run ?? before.run
        demand(rule, "the run's plan is uploaded", plan == run?.mission.plan)
        let known = before.unfinished.last { $0.plan == plan && $0.schedule == run?.mission.schedule }
        let isSame = policy.plans[plan].map { facts in
            facts.checksum == known?.checksum && (known?.reached ?? .max) < facts.itemCount
        }
        let left = known.flatMap { $0.sorties <= 3 && isSame ?? true ? $0.reached : nil }
        demand(rule, "what is left of the plan is uploaded", item == left && run?.resumedAfter == item)
    }

    /// A phase that has just begun waits for the end of its own order.
    private mutating func judgeAwaited(_ orders: [Order]) {
        guard after.trail.last == after.phase else { return }
        if after.phase == .hold {
            demand(
                .i36RestWithinBounds, "asked again in time",
                after.askAgain == boot + policy.deadlines.holdRetry)
        }
        let sought: (Action) -> Bool
        switch after.phase {
        case .gating: sought = { $0 == .readyVehicle }
        case .preparing: sought = { $0 == .charger(on: false) }
        case .launching: sought = { if case .upload = $0 { true } else { false } }
        case .offloading: sought = { if case .offloadLog = $0 { true } else { false } }
        case .charging where after.charge != nil && before.charge == nil:
            sought = { $0 == .charger(on: true) }
        default: return
        }
        demand(
            .i35WritesAreAnswered, "the phase waits for its order",
            after.awaited != nil && after.awaited == orders.last { sought($0.action) }?.id)
        if after.phase == .launching {
            demand(
                .i12LaunchNeedsTheVerifiedMission, "a launch begins with its upload",
                after.launchStage == .uploading)
        }
    }

    private mutating func judgeChargerOff(_ orders: [Order]) {
        guard step.wants.contains(.chargerOff), before.charge == nil, after.charge == nil,
            !after.trail.contains(.preparing), before.phase != .charging, !after.trail.contains(.offloading)
        else { return }
        let isTime = before.chargerOffOrdered.map { span($0, boot) >= .seconds(10) } ?? true
        let isLong = before.strayChargeSince.map { span($0, boot) >= .seconds(5) } ?? false
        let isLookingAround = before.phase == .starting || (step.isVisited && isReset)
        let isNeeded =
            step.isAlarmed || (isLong && !isLookingAround)
            || !step.isChargerMeasuredOff && (before.phase == .recover || after.trail.contains(.recover))
        demand(.i6ChargeOnlyAHomeVehicleUnderAClosedCover, "switched off without a need", isNeeded)
        demand(.i6ChargeOnlyAHomeVehicleUnderAClosedCover, "switched off again too soon", isTime)
    }

    /// Who waits for the end of an order stops when it has ended.
    private mutating func judgeAnswers() {
        if let awaited = before.awaited, end(of: awaited) != nil {
            demand(.i35WritesAreAnswered, "an ended order is not awaited", after.awaited != awaited)
        }
        if let awaited = before.awaited, after.trail.isEmpty, end(of: awaited) == nil, !step.isVisited {
            let isStill = after.awaited == awaited || step.wants.has(.order)
            demand(.i35WritesAreAnswered, "an order is awaited until it ends", isStill)
        }
        for told in step.event.told {
            guard case .finished(let order, _) = told else { continue }
            let isAwaited = after.pendingWrites.contains { $0.order == order }
            demand(.i35WritesAreAnswered, "an answered write is not awaited", !isAwaited)
        }
        guard before.phase == .launching, before.launchStage == .uploading, after.launchStage != .uploading,
            after.launchStage != nil, case .verified(let count, let checksum)? = end(of: before.awaited)
        else { return }
        demand(
            .i12LaunchNeedsTheVerifiedMission, "what was read back is noted",
            after.run?.itemCount == count && after.run?.itemChecksum == checksum && isThePlan(count, checksum)
        )
    }

    // A start.

    mutating func judgeStart() {
        let rule = Invariant.i24CrashClosure
        let wasMoving = before.travel != nil || before.stopOrder != nil || before.stopAgain != nil
        demand(rule, "a stop of the cover is due", (after.stopAgain == boot) == wasMoving)
        let wereRodsMoving = before.rods != nil || before.rodsStopOrder != nil || before.rodsStopAgain != nil
        demand(rule, "a stop of the rods is due", (after.rodsStopAgain == boot) == wereRodsMoving)
        demand(
            rule, "failed travels are kept",
            after.failedTravels.count == before.failedTravels.count + (before.travel == nil ? 0 : 1)
                && after.failedTravels.allSatisfy { $0 == boot })
        demand(
            rule, "failed rods are kept",
            after.failedRods.count == before.failedRods.count + (before.rods == nil ? 0 : 1)
                && after.failedRods.allSatisfy { $0 == boot })
        demand(
            rule, "no instant of the last process is left",
            after.chargeAgain == nil && after.chargerOffOrdered == nil && after.strayChargeSince == nil
                && after.homeCalled == nil && after.homeUnusableSince == nil && after.alternate == nil
                && after.disarmOrdered == nil && after.launchOrdered == nil && after.askAgain == nil
                && after.phaseEntered == boot && after.quietSince.values.allSatisfy { $0 == boot })
        let isDivertAnew = after.divert.map {
            $0.decided == boot && $0.ordered == nil && $0.homeUsableSince == nil
        }
        demand(
            rule, "a decided divert is kept, and ordered anew",
            after.divert?.place == before.divert?.place && isDivertAnew ?? true)
        demand(
            rule, "runs are kept",
            after.run == before.run && after.waiting == before.waiting.filter { !isPast($0.latest) })
        demand(rule, "incidents are kept", after.incidents == before.incidents)
        demand(rule, "a lock-out is kept", after.lockOut == before.lockOut)
    }

    // Evidence.

    mutating func judgeEvidence() {
        for told in step.event.told {
            switch told {
            case .readings(let readings): for reading in readings { judge(reading) }
            case .vehicle(let update): judge(update)
            default: break
            }
        }
    }

    private mutating func judge(_ reading: RoleReading) {
        let seen = after.evidence
        let sensed: Sensed<Bool>
        switch reading.role {
        case .coverOpenSwitch: sensed = seen.openSwitch
        case .coverClosedSwitch: sensed = seen.closedSwitch
        case .rodsOpenSwitch: sensed = seen.rodsOpenSwitch
        case .rodsClosedSwitch: sensed = seen.rodsClosedSwitch
        case .vehiclePresent: sensed = seen.vehiclePresent
        case .emergencyStop: sensed = seen.emergencyStop
        default: return
        }
        let taken = min(reading.taken.bounded, boot)
        let value = reading.value.flatMap { $0.isFinite ? $0 != 0 : nil }
        let isNewer = sensed.taken.map { $0 > taken } ?? false
        demand(
            .i19NoActuationOnStaleReadings, "a reading is taken as it is told",
            isNewer || (sensed.taken == taken && sensed.value == value))
    }

    private mutating func judge(_ update: VehicleUpdate) {
        let seen = after.evidence.vehicle
        let heard = min(update.heardAt?.bounded ?? boot, boot)
        if let taken = seen.linked.taken, taken > heard { return }
        var isRight = seen.linked.taken == heard && seen.linked.value == update.isLinked
        if update.isLinked {
            isRight =
                isRight && seen.armed.value == update.isArmed && seen.landed.value == update.landed
                && seen.intent.value == update.intent && seen.isReadyToArm.value == update.isReadyToArm
                && seen.armed.taken == heard
        } else if before.evidence.vehicle.linked.value == false {
            isRight = isRight && seen.armed == before.evidence.vehicle.armed
        }
        demand(.i19NoActuationOnStaleReadings, "a vehicle's report is taken as it is told", isRight)
        if update.isLinked { judgeStamps(update) }
        // What a heartbeat tells is told at once, so that one fresh fact of it proves all others fresh.
        let taken = seen.armed.taken
        let isOne = seen.landed.taken == taken && seen.intent.taken == taken && seen.isReadyToArm.taken == taken
        let isLinked = seen.linked.value != true || seen.linked.taken == seen.armed.taken
        demand(.i19NoActuationOnStaleReadings, "a heartbeat's facts have one age", isOne && isLinked)
    }
}

extension Course {
    /// Charge, place and fix are told with times of their own.
    private mutating func judgeStamps(_ update: VehicleUpdate) {
        let seen = after.evidence.vehicle, told = update.believable
        func isTaken<Value>(_ sensed: Sensed<Value>, _ value: Value?, _ at: Instant?) -> Bool {
            guard let at = at.map({ min($0.bounded, boot) }) else { return true }
            guard let taken = sensed.taken else { return false }
            return taken > at || (taken == at && sensed.value == value)
        }
        demand(
            .i19NoActuationOnStaleReadings, "charge, place and fix are taken as they are told",
            isTaken(seen.battery, told.battery, told.batteryAt) && isTaken(seen.height, told.height, told.positionAt)
                && isTaken(seen.distance, told.distance, told.positionAt)
                && isTaken(seen.east, told.east, told.positionAt) && isTaken(seen.north, told.north, told.positionAt)
                && isTaken(seen.fix, told.fix, told.fixAt))
    }

    /// A day that ends has one digest; a last one that lies half a day ahead was written while the clock was wrong.
    mutating func judgeDay() {
        var days: [String] = []
        for told in step.event.told { if case .dayEnded(let day) = told { days.append(day) } }
        guard days.count == 1, let day = days.first else { return }
        let isAhead = before.lastDigestAt.map { step.now.wall < $0 + .seconds(-43_200) } ?? false
        let isNew = day > before.lastDigest || (isAhead && day != before.lastDigest)
        let isPosted = step.effects.contains { if case .post(.digest) = $0 { true } else { false } }
        demand(.i32HeartbeatMissedIsSeen, "a day's digest, once", isPosted == isNew)
    }
}

extension [Effect] {
    /// The orders among them.
    fileprivate var orders: [Order] { compactMap { if case .perform(let order) = $0 { order } else { nil } } }
}
