// SPDX-License-Identifier: Apache-2.0
// The safety rules by their names, each a predicate over one step. They are checked after every step in tests, in
// simulation and in production, and they share no code with the rules that they check.

/// The forty safety rules, by their numbers in the hazard analysis.
public enum Invariant: String, Sendable, CaseIterable, Codable {
    /// The cover closes, and rods move, only over a vehicle that is landed and disarmed in the dock; the cover also
    /// over an empty pad while none is out.
    case i1CloseOnlyOverASafePad = "I1"
    /// Nothing closes under a vehicle that is on approach below 30 m.
    case i2NoClosingUnderAnApproach = "I2"
    /// Arming needs the open switch, and not the closed one, both fresh and stable for a second.
    case i3ArmOnlyUnderAnOpenCover = "I3"
    /// Contradictory switches forbid cover, rods, launch and charging.
    case i4NothingMovesOnContradictorySwitches = "I4"
    /// Cover and rods move only while the charger's measured current is below 0.1 A.
    case i5CoverMovesOnlyWithTheChargerOff = "I5"
    /// Charging needs vehicle in dock, disarmed, cover closed, pack and contacts in limits, all fresh, all the time.
    case i6ChargeOnlyAHomeVehicleUnderAClosedCover = "I6"
    /// No travel of cover or rods outlasts its deadline; there the motor is stopped and the failure counted.
    case i7CoverTravelHasADeadline = "I7"
    /// Current over the pinch limit stops the cover at once; it backs off at most once, and it is told.
    case i8PinchStops = "I8"
    /// At most two failed travels an hour are retried without a person, and none in silence.
    case i9FewRetriesOfTheCover = "I9"
    /// Launching needs every gate to have passed in the same step.
    case i10LaunchNeedsEveryGate = "I10"
    /// No gate passes on an input that is older than its own limit.
    case i11GatesNeedFreshInputs = "I11"
    /// Launching needs an upload that read back as planned.
    case i12LaunchNeedsTheVerifiedMission = "I12"
    /// One mission at a time, no due run is taken twice, and none is launched again.
    case i13OneMissionAtATime = "I13"
    /// A pack that reaches home with its reserve only just calls the vehicle home within 5 s.
    case i14EnergyToComeHome = "I14"
    /// A vehicle that is out has a place to land, or it is told that it has none.
    case i15OneLandingPlace = "I15"
    /// Home that cannot be used leads to a divert before the reserve is touched.
    case i16DivertBeforeTheReserve = "I16"
    /// The cover is ordered open before the approach, and not closed until landed and disarmed.
    case i17CoverOpenBeforeTheApproach = "I17"
    /// A low pack over a closed cover has the cover opened and an alternate place at hand.
    case i18OpenAndAlternateTogether = "I18"
    /// Without fresh readings nothing is actuated.
    case i19NoActuationOnStaleReadings = "I19"
    /// Without the field bus nothing launches, and home counts as unusable after 10 s.
    case i20FieldbusLost = "I20"
    /// A silent vehicle that is out never has the cover closed on it.
    case i21SilentVehicle = "I21"
    /// After a start nothing is actuated before cover, charger and vehicle are known.
    case i22ReadsComeFirst = "I22"
    /// Order numbers only grow, and a start orders nothing again.
    case i23NoOrderTwice = "I23"
    /// A start leads to a state that normal events reach, and phases change only along the table.
    case i24CrashClosure = "I24"
    /// A jump of the wall clock changes no deadline.
    case i25WallClockChangesNoInterval = "I25"
    /// A clock that is not set, not believable or has just jumped launches nothing.
    case i26NoLaunchOnAnUntrustedClock = "I26"
    /// Smoke, water or heat end charging in the same step and open the cover only to vent or to receive.
    case i27AlarmsEndCharging = "I27"
    /// Emergency stop, lock-out and service key forbid arming and motion and end a travel under way.
    case i28EmergencyStopForbidsMotion = "I28"
    /// Every incident of warning or worse is stored and posted in the same step.
    case i29IncidentsArePosted = "I29"
    /// Mails that wait, were sent or given up are all that were created; else it is told.
    case i30MailsAddUp = "I30"
    /// What is urgent is posted in the step that decides it, unfiltered.
    case i31UrgentIsNeverHeld = "I31"
    /// A digest that no server takes in time is shown and counted; one digest a day.
    case i32HeartbeatMissedIsSeen = "I32"
    /// A part past its limit launches nothing; a threshold is told once for each unit.
    case i33WornPartsAndOneNotice = "I33"
    /// Wear counters never decrease but by a recorded replacement.
    case i34WearNeverShrinks = "I34"
    /// A write to the hardware is answered or given up and told.
    case i35WritesAreAnswered = "I35"
    /// No phase outlasts its bound without an incident; a phase that awaits a person is told.
    case i36RestWithinBounds = "I36"
    /// A cover open for 10 min without a flight is being closed or told.
    case i37OpenCoverIsClosedOrTold = "I37"
    /// A charge session ends at its longest time and at its most energy.
    case i38ChargeHasADeadline = "I38"
    /// A due run ends in exactly one outcome, stored and posted; none is dropped.
    case i39OneOutcomeARun = "I39"
    /// A divert is revoked once a flight, with home usable and charge for one and a half reserves.
    case i40OneRevocation = "I40"
}
