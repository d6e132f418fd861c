// SPDX-License-Identifier: Apache-2.0
// Predicates on people at the dock: emergency stop, lock-out and service key. While one of them stands nothing is
// armed or moved, and what moves is stopped in the step that learns of it. I28.

internal import DockModel

extension StepTaken {
    /// I28: emergency stop, lock-out or a key that may be turned: no arming, no motion ordered, nothing under way.
    /// An emergency stop and an operator's word lock the dock out, an emergency stop ends charging, and only a reset
    /// at the dock, with the stop released, ends a lock-out.
    var obeysHands: Bool {
        let isForbidden = isStopPressed || after.lockOut != nil || mayHandsBeInside
        if isForbidden, wants.has([.motion, .launch]) { return false }
        if isStopPressed || after.lockOut != nil || isKeyTurned {
            guard after.travel == nil, after.rods == nil else { return false }
            if isStopPressed || isKeyTurned || after.lockOut?.cause == .emergencyStop {
                guard after.charge == nil, !wants.contains(.chargerOn) else { return false }
            }
        }
        if isStopPressed, after.lockOut == nil { return false }
        return isLockedOutWhenSaid && isUnlockedByAReset
    }

    private var isLockedOutWhenSaid: Bool {
        guard after.lockOut == nil, before.phase != .service, tells(Self.isLockOut) else { return true }
        return tells(Self.isReset)
    }

    private var isUnlockedByAReset: Bool {
        guard let was = before.lockOut else { return true }
        guard let lockOut = after.lockOut else {
            let isAsked = tells(Self.isReset) || before.phase == .service
            // As it was known when the reset came, if readings came with it, or as it is known after them.
            let limit = policy.ages.switches
            let mayBeEnded =
                (tells(Self.isReading) && before.evidence.emergencyStop.told(boot, limit) == false)
                || after.evidence.emergencyStop.told(boot, limit) == false
            return isAsked && (mayBeEnded || !policy.equipped.contains(.emergencyStop))
        }
        // An operator's word does not make less of an emergency stop.
        return was.cause != .emergencyStop || lockOut.cause == .emergencyStop || tells(Self.isReset)
    }

    private static func isReset(_ event: Event) -> Bool {
        if case .operatorSays(.reset) = event { true } else { false }
    }

    private static func isReading(_ event: Event) -> Bool {
        if case .readings = event { true } else { false }
    }

    private static func isLockOut(_ event: Event) -> Bool {
        if case .operatorSays(.lockOut) = event { true } else { false }
    }
}
