// SPDX-License-Identifier: Apache-2.0
// The course: what people at the dock bring about: lock-out, reset, key, and a vehicle that is armed where it should
// not be.

internal import DockModel

extension Course {
    private var isLockedOutNow: Bool {
        step.tells { if case .operatorSays(.lockOut) = $0 { true } else { false } }
    }
    private var isStopReleased: Bool {
        let limit = policy.ages.switches
        return !policy.equipped.contains(.emergencyStop)
            || (after.evidence.emergencyStop.told(boot, limit) == false
                && before.evidence.emergencyStop.told(boot, limit) == false)
    }
    private var mayBeReset: Bool {
        switch before.phase {
        case .idle, .securing, .closing, .recover, .lost, .diverted, .fault: true
        default: false
        }
    }

    mutating func judgeHands() {
        let rule = Invariant.i28EmergencyStopForbidsMotion
        if step.isStopPressed {
            demand(rule, "a pressed stop locks the dock out as such", after.lockOut?.cause == .emergencyStop)
        }
        if isReset, !step.isStopPressed, !isLockedOutNow {
            if isStopReleased { demand(rule, "a reset ends a lock-out", after.lockOut == nil) }
            if mayBeReset, step.event.told.count == 1 {
                demand(rule, "a reset has the dock look around", step.isVisited)
            }
        }
        if before.phase == .service, after.trail.first == .starting, isStopReleased, !isLockedOutNow {
            demand(rule, "the key's hands end a lock-out", after.lockOut == nil || step.isStopPressed)
        }
        if step.isVisited, isReset {
            let isStill =
                (before.rods == nil || after.rods?.order != before.rods?.order)
                && (before.travel == nil || after.travel?.order != before.travel?.order)
            demand(rule, "a reset stops what moves", isStill)
        }
        if step.isVisited {
            let isClean = after.failedTravels.isEmpty && after.failedRods.isEmpty
            demand(.i9FewRetriesOfTheCover, "a person has looked", isClean)
        }
        if after.lockOut == nil, before.lockOut != nil {
            demand(
                rule, "a lock-out that ended is told",
                !step.isOpen(.emergencyStop) && !step.isOpen(.lockedOut))
        }
        judgeService()
        judgeArming()
        judgeRevoked()
    }

    /// A run that was not launched waits again when the key is turned.
    private mutating func judgeService() {
        guard after.trail.contains(.service), let run = before.run else { return }
        let isUnflown = !isFlown && run.launched == nil
        guard isUnflown, after.trail.first == .service else { return }
        let isPutBack = after.waiting.first?.id == run.mission.id || recorded(run.mission.id) != nil
        demand(.i39OneOutcomeARun, "the run waits for its turn again", after.run == nil && isPutBack)
    }

    /// Whether a vehicle that is armed now is nobody's launch and nobody's landing.
    private var isArmingUnexpected: Bool {
        switch before.phase {
        case .idle, .gating, .hold, .preparing, .opening, .closing, .charging, .offloading, .reporting,
            .recover,
            .fault:
            after.trail.isEmpty && isArmed == true && isOnPad == true
        default: false
        }
    }

    /// A vehicle that is on the ground and should not be armed is told to disarm, at most every ten seconds.
    private mutating func judgeArming() {
        let rule = Invariant.i1CloseOnlyOverASafePad
        let isTakingOff = after.phase == .launching && after.launchStage == .takingOff
        let isStopSaid = before.launchStage == .takingOff && (after.lockOut != nil || step.isKeyTurned)
        let isStopped = isTakingOff && isStopSaid
        let isOverdue =
            after.phase == .securing && before.phase == .securing && isArmed != false && stay > .seconds(15)
        if isArmingUnexpected {
            demand(rule, "armed in the dock is told", step.isOpen(.armedInDock) && after.charge == nil)
        }
        let isSent = orders.contains { $0.action == .disarm }
        if isSent {
            let isTime = before.disarmOrdered.map { span($0, boot) >= .seconds(10) } ?? true
            let isAlive = isArmed == true && isOnPad == true
            demand(
                rule, "told to disarm without a need",
                isTime && landed == .onGround && (isAlive || isStopSaid || isOverdue))
            demand(rule, "when it was told", after.disarmOrdered == boot)
        }
        guard isArmingUnexpected || isStopped || isOverdue, landed == .onGround else { return }
        demand(rule, "told to disarm", after.disarmOrdered.map { span($0, boot) < .seconds(10) } ?? false)
    }
}
