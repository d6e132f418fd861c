// SPDX-License-Identifier: Apache-2.0
// The course: when a charge session begins, what confirms and what ends it, when the next may begin, and that a low
// pack is charged when it may be.

internal import DockModel

extension Course {
    /// Whether nothing forbids charging, with readings up to `stretch` times as old as a decision may use.
    private func isChargingAllowed(stretch: Int) -> Bool {
        let limit = policy.ages.switches * stretch, weather = policy.ages.weather, seen = after.evidence
        guard !step.isAlarmed, step.mayBeCharged(stretch: stretch), after.lockOut?.cause != .emergencyStop,
            seen.emergencyStop.told(boot, limit) == false, after.stopOrder == nil, after.stopAgain == nil,
            after.rodsStopOrder == nil, after.rodsStopAgain == nil
        else { return false }
        if policy.equipped.contains(.serviceKey), seen.serviceKey.told(boot, limit) != false { return false }
        if policy.equipped.contains(.smoke), seen.smoke.told(boot, weather) != false { return false }
        return !policy.equipped.contains(.waterLeak) || seen.waterLeak.told(boot, weather) == false
    }

    /// Whether a session may begin now.
    var mayBeginCharge: Bool { isChargingAllowed(stretch: 1) && !step.isOpen(.contactsHot) }

    private var current: Double? { after.evidence.chargerCurrent.told(boot, policy.ages.switches)?.value }
    private var isDelivering: Bool { current.map { $0 > 0.1 } ?? false }
    private var isLow: Bool { step.charge.map { $0 < step.chargeWanted.low } ?? false }

    mutating func judgeCharge() {
        judgeStrayCharge()
        var agenda = before.agenda
        for told in step.event.told { if case .agenda(let next) = told { agenda = Agenda(next: next.map(\.bounded)) } }
        demand(.i38ChargeHasADeadline, "the calendar is taken at its word", after.agenda == agenda)
        if let session = before.charge {
            if after.charge?.begun == session.begun { goesOn(session) } else { ends(session) }
        }
        if let session = after.charge, session.begun != before.charge?.begun { begins(session) }
        judgeNextCharge()
        guard before.charge == nil, after.charge == nil, after.phase == .idle || after.phase == .hold else {
            return
        }
        let isTime = after.chargeAgain.map { boot >= $0 } ?? true
        demand(.i38ChargeHasADeadline, "a low pack could be charged", !(isTime && isLow && mayBeginCharge))
    }

    private mutating func begins(_ session: ChargeSession) {
        demand(.i6ChargeOnlyAHomeVehicleUnderAClosedCover, "charging is not allowed", mayBeginCharge)
        demand(.i38ChargeHasADeadline, "the pack is not low", isLow)
        demand(
            .i38ChargeHasADeadline, "a session begins with its order",
            session.begun == boot && (!session.isConfirmed || isDelivering) && step.wants.contains(.chargerOn)
                && session.energyAtStart == after.evidence.chargerEnergy.value?.value)
        switch after.phase {
        case .charging: break
        case .idle, .hold, .reporting:
            demand(
                .i38ChargeHasADeadline, "charged again too soon",
                before.chargeAgain.map { boot >= $0 } ?? true)
        default: demand(.i6ChargeOnlyAHomeVehicleUnderAClosedCover, "charged in no phase for it", false)
        }
    }

    private func isUnconfirmed(_ session: ChargeSession) -> Bool {
        !session.isConfirmed && !isDelivering && span(session.begun, boot) > policy.deadlines.chargeStart
    }
    private func isComplete(_ session: ChargeSession) -> Bool {
        guard session.isConfirmed, let charge = step.charge else { return false }
        return charge >= step.chargeWanted.full || current.map { $0 < 0.1 } ?? false
    }

    private mutating func goesOn(_ session: ChargeSession) {
        demand(
            .i6ChargeOnlyAHomeVehicleUnderAClosedCover, "charging is not allowed",
            isChargingAllowed(stretch: 5))
        demand(.i38ChargeHasADeadline, "no current in time", !isUnconfirmed(session))
        demand(.i38ChargeHasADeadline, "the pack is full", !isComplete(session))
        demand(.i38ChargeHasADeadline, "too long or too much", !step.isBeyondLimits(session))
        let isConfirmed = after.charge?.isConfirmed == true
        demand(
            .i38ChargeHasADeadline, "current confirms a session",
            isConfirmed == (session.isConfirmed || isDelivering))
    }

    private mutating func ends(_ session: ChargeSession) {
        let isAllowed = isChargingAllowed(stretch: 5)
        let isFailed =
            after.trail.contains(.offloading) && before.phase == .charging && hasFailed(before.awaited)
        let isRight =
            !isAllowed || isUnconfirmed(session) || isComplete(session) || step.isBeyondLimits(session) || isFailed
            || after.trail.contains(.preparing)
        demand(.i38ChargeHasADeadline, "a session ended without a reason", isRight)
        demand(
            .i6ChargeOnlyAHomeVehicleUnderAClosedCover, "a session ended, the charger on",
            step.wants.contains(.chargerOff))
        guard isAllowed, !isFailed, !after.trail.contains(.preparing) else { return }
        if isUnconfirmed(session) {
            demand(.i38ChargeHasADeadline, "a failed charge is told", step.isOpen(.chargeFailed))
        } else if step.isBeyondLimits(session) {
            demand(.i38ChargeHasADeadline, "a charge too long is told", step.isOpen(.chargeTooLong))
        } else if isComplete(session), !isLow {
            let isOver = !step.isOpen(.chargeTooLong) && !step.isOpen(.chargeFailed)
            demand(.i38ChargeHasADeadline, "a complete charge ends its incidents", isOver)
        }
        demand(.i38ChargeHasADeadline, "the next session waits", after.chargeAgain != before.chargeAgain)
    }

    /// How long the next session waits, by what ended the last.
    private mutating func judgeNextCharge() {
        guard after.chargeAgain != before.chargeAgain else { return }
        guard let again = after.chargeAgain else {
            return demand(.i38ChargeHasADeadline, "a wait is forgotten", step.wants.contains(.chargerOn))
        }
        let wait = span(boot, again)
        var waits: [Duration] = []
        if let session = before.charge {
            if !isChargingAllowed(stretch: 5) { waits.append(.seconds(60)) }
            if isUnconfirmed(session) { waits.append(.seconds(600)) }
            if step.isBeyondLimits(session), !isUnconfirmed(session) { waits.append(.seconds(3600)) }
            if isComplete(session) { waits.append(.seconds(300)) }
        }
        if before.phase == .charging || after.trail.contains(.offloading) { waits.append(.seconds(600)) }
        demand(.i38ChargeHasADeadline, "the next session waits as long as it should", waits.contains(wait))
    }

    /// A charger that delivers, or is switched on, without a session.
    private mutating func judgeStrayCharge() {
        guard before.charge == nil, after.charge == nil else { return }
        let isOn = after.evidence.chargerEnable.told(boot, policy.ages.switches) == true
        let isStray = isOn || current.map { abs($0) >= 0.1 } ?? false
        let since = after.strayChargeSince
        demand(
            .i6ChargeOnlyAHomeVehicleUnderAClosedCover, "a stray charge is noted",
            since == (isStray ? before.strayChargeSince ?? boot : nil))
        guard let since, before.phase != .starting, !step.isVisited else { return }
        if step.isAlarmed || span(since, boot) >= .seconds(5) {
            let isInsisted = after.chargerOffOrdered.map { span($0, boot) <= .seconds(10) } ?? false
            demand(.i6ChargeOnlyAHomeVehicleUnderAClosedCover, "a stray charge is switched off", isInsisted)
        }
        guard let current, abs(current) >= 0.1, span(since, boot) > policy.deadlines.prepare else { return }
        demand(
            .i6ChargeOnlyAHomeVehicleUnderAClosedCover, "a stray charge is told", step.isOpen(.chargerStuckOn)
        )
    }
}
