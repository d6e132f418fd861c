// SPDX-License-Identifier: Apache-2.0
// The course: on which facts the incidents of the flying vehicle, of the mains and of the closed box may open. It reads
// the evidence and nothing of how the core came to its word.

internal import DockModel

extension Course {
    /// Whether there is mains power; nil when that was not read lately.
    var hasMains: Bool? { after.evidence.mainsPresent.told(boot, policy.ages.weather) }

    /// Whether the facts of one of these incidents are there.
    func mayTroubleOpen(_ kind: IncidentKind) -> Bool {
        let wasOut = StepTaken.isAway(before.phase) || StepTaken.isAway(after.phase)
        let troubles = after.evidence.vehicle.troubles.told(boot, policy.ages.vehicle) ?? []
        func isTold(_ kind: VehicleTrouble.Kind) -> Bool {
            (wasOut || before.launchStage == .takingOff) && troubles.contains { $0.kind == kind }
        }
        switch kind {
        case .gnssDegraded:
            let fix = after.evidence.vehicle.fix.told(boot, policy.ages.gnss)
            return wasOut && fix.map { $0 < 3 } == true
        case .fenceBreached: return isTold(.fence)
        case .vehicleFault: return isTold(.hardware)
        case .returnFailed:
            return wasOut && after.homeward.map { span($0.since, boot) >= .seconds(120) } == true
        case .mainsLost: return hasMains == false
        case .intrusion:
            return [.idle, .recover, .closing].contains(before.phase) && cover == .open && before.run == nil
                && before.travel?.goal != .open && !step.isKeyTurned
        default: return false
        }
    }
}
