// SPDX-License-Identifier: Apache-2.0
// The safety rules by their names, each a predicate over one step. They are checked after every step in tests, in
// simulation and in production, and they share no code with the rules that they check.

public import DockModel

/// One step as an invariant sees it.
public struct StepTaken: Sendable {
    /// The state before.
    public var before: DockState
    /// What reached the core.
    public var event: Event
    /// Both clocks.
    public var now: Moment
    /// The site's limits.
    public var policy: DockPolicy
    /// The state after.
    public var after: DockState
    /// What the core wants.
    public var effects: [Effect]

    /// A step as it was taken.
    public init(
        before: DockState, event: Event, now: Moment, policy: DockPolicy, after: DockState, effects: [Effect]
    ) {
        self.before = before
        self.event = event
        self.now = now.bounded
        self.policy = policy
        self.after = after
        self.effects = effects
    }

    /// The physical actions ordered in this step.
    var actions: [Action] {
        effects.compactMap { if case .perform(let order) = $0 { order.action } else { nil } }
    }
}

/// The safety rules that the core keeps so far, by their numbers in the hazard analysis.
public enum Invariant: String, Sendable, CaseIterable, Codable {
    /// The cover closes only over a vehicle that is landed and disarmed in the dock, or over an empty pad while none is
    /// out.
    case i1CloseOnlyOverASafePad = "I1"
    /// Arming needs the open switch, and not the closed one, both fresh and stable for a second.
    case i3ArmOnlyUnderAnOpenCover = "I3"
    /// Contradictory switches forbid cover, launch and charging.
    case i4NothingMovesOnContradictorySwitches = "I4"
    /// The cover moves only while the charger's measured current is below 0.1 A.
    case i5CoverMovesOnlyWithTheChargerOff = "I5"
    /// Charging needs vehicle in dock, disarmed, cover closed, contacts in limits, all fresh.
    case i6ChargeOnlyAHomeVehicleUnderAClosedCover = "I6"
    /// No cover travel outlasts its deadline.
    case i7CoverTravelHasADeadline = "I7"
    /// At most two failed travels an hour are retried without a person.
    case i9FewRetriesOfTheCover = "I9"
    /// Launching needs every gate to have passed in the same step.
    case i10LaunchNeedsEveryGate = "I10"
    /// Launching needs an upload that read back equal.
    case i12LaunchNeedsTheVerifiedMission = "I12"
    /// One mission at a time, and no due run is taken twice.
    case i13OneMissionAtATime = "I13"
    /// Without fresh switch readings nothing is actuated.
    case i19NoActuationOnStaleReadings = "I19"
    /// After a start nothing is actuated before the dock has looked around.
    case i22ReadsComeFirst = "I22"
    /// Order numbers only grow.
    case i23NoOrderTwice = "I23"
    /// A clock that is not set launches nothing.
    case i26NoLaunchOnAnUntrustedClock = "I26"
    /// Smoke, water or heat leave no charge session under way.
    case i27AlarmsEndCharging = "I27"
    /// The emergency stop forbids arming and cover motion.
    case i28EmergencyStopForbidsMotion = "I28"
    /// Every incident that opens is posted in the same step.
    case i29IncidentsArePosted = "I29"
    /// Wear counters never decrease but by a recorded replacement.
    case i34WearNeverShrinks = "I34"
    /// A charge session ends at its longest time.
    case i38ChargeHasADeadline = "I38"
    /// A due run ends in exactly one outcome: every record is posted, and no run ends twice in a step.
    case i39OneOutcomeARun = "I39"

    /// The invariants that a step broke; empty when all hold.
    public static func broken(by step: StepTaken) -> [Invariant] {
        var broken: [Invariant] = []
        // A loop, because a closure would copy both states once for each rule.
        for invariant in allCases where !invariant.holds(step) { broken.append(invariant) }
        return broken
    }
}
