// SPDX-License-Identifier: Apache-2.0
// Which predicate stands for which rule. The predicates are in the files beside this one, by theme; each is written
// from the rule's own words and uses none of the step's helpers. A predicate changes nothing and must never be
// softened to fit what a step does.

extension Invariant {
    private static let all = allCases

    /// The invariants that a step broke; empty when all hold.
    public static func broken(by step: StepTaken) -> [Invariant] {
        var broken: [Invariant] = []
        // A loop, because a closure would copy both states once for each rule.
        for invariant in all where !invariant.holds(step) { broken.append(invariant) }
        return broken
    }

    /// Whether the step keeps this rule.
    public func holds(_ step: StepTaken) -> Bool {
        switch self {
        case .i1CloseOnlyOverASafePad: step.movesOnlyOverASafePad
        case .i2NoClosingUnderAnApproach: step.closesUnderNoApproach
        case .i3ArmOnlyUnderAnOpenCover: step.armsUnderAnOpenCover
        case .i4NothingMovesOnContradictorySwitches: step.restsOnContradiction
        case .i5CoverMovesOnlyWithTheChargerOff: step.movesWithTheChargerOff
        case .i6ChargeOnlyAHomeVehicleUnderAClosedCover: step.chargesWithinLimits
        case .i7CoverTravelHasADeadline: step.stopsTravelsInTime
        case .i8PinchStops: step.stopsWhatPinches
        case .i9FewRetriesOfTheCover: step.retriesSeldomAndTold
        case .i10LaunchNeedsEveryGate: step.launchesThroughEveryGate
        case .i11GatesNeedFreshInputs: step.asksGatesOnFreshInputs
        case .i12LaunchNeedsTheVerifiedMission: step.launchesTheVerifiedPlan
        case .i13OneMissionAtATime: step.fliesOneRunOnce
        case .i14EnergyToComeHome: step.comesHomeInTime
        case .i15OneLandingPlace: step.keepsALandingPlace
        case .i16DivertBeforeTheReserve: step.divertsBeforeTheReserve
        case .i17CoverOpenBeforeTheApproach: step.keepsThePadOpen
        case .i18OpenAndAlternateTogether: step.preparesBothWays
        case .i19NoActuationOnStaleReadings: step.actuatesOnFreshReadings
        case .i20FieldbusLost: step.mindsTheLostFieldbus
        case .i21SilentVehicle: step.waitsForTheSilent
        case .i22ReadsComeFirst: step.readsBeforeItActs
        case .i23NoOrderTwice: step.ordersOnce
        case .i24CrashClosure: step.staysOnTheTable
        case .i25WallClockChangesNoInterval: step.measuresOnTheBootClock
        case .i26NoLaunchOnAnUntrustedClock: step.launchesOnATrustedClock
        case .i27AlarmsEndCharging: step.obeysAlarms
        case .i28EmergencyStopForbidsMotion: step.obeysHands
        case .i29IncidentsArePosted: step.postsIncidents
        case .i30MailsAddUp: step.accountsForMails
        case .i31UrgentIsNeverHeld: step.saysUrgentThingsNow
        case .i32HeartbeatMissedIsSeen: step.missesHeartbeatsAloud
        case .i33WornPartsAndOneNotice: step.mindsWornParts
        case .i34WearNeverShrinks: step.countsWearUpwards
        case .i35WritesAreAnswered: step.followsUpWrites
        case .i36RestWithinBounds: step.restsWithinBounds
        case .i37OpenCoverIsClosedOrTold: step.leavesNoCoverOpen
        case .i38ChargeHasADeadline: step.endsLongCharges
        case .i39OneOutcomeARun: step.endsEachRunOnce
        case .i40OneRevocation: step.revokesOnce
        }
    }
}
