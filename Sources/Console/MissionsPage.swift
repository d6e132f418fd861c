// SPDX-License-Identifier: Apache-2.0
// The facts of the missions page: the runs to come, what the gates would answer for the next one now, and how past
// runs ended. The answers are the core's own; nothing here decides.

public import DockModel

/// One run to come.
public struct PlannedFact: Sendable, Equatable {
    /// Its durable name: "perimeter@2026-11-25T16:25:00Z".
    public var id: String
    /// The schedule.
    public var schedule: String
    /// The plan.
    public var plan: String
    /// When it is due.
    public var due: WallTime
    /// Until when it may start.
    public var latest: WallTime
    /// Why it will not fly, as far as it is known now; nil when nothing speaks against it.
    public var withheld: String?

    /// A run to come.
    public init(
        id: String, schedule: String, plan: String, due: WallTime, latest: WallTime, withheld: String? = nil
    ) {
        (self.id, self.schedule, self.plan, self.due) = (id, schedule, plan, due)
        (self.latest, self.withheld) = (latest, withheld)
    }
}

/// What one gate would answer now.
public struct GateFact: Sendable, Equatable {
    /// Its short name: "wind".
    public var gate: String
    /// Its name for people.
    public var title: String
    /// Its answer.
    public var verdict: GateVerdict
    /// What it looked at.
    public var value: String
    /// The limit it compares with.
    public var limit: String?
    /// Why it does not pass.
    public var because: String?
    /// Age of the oldest reading that it looked at.
    public var age: Duration?
    /// How old such a reading may be.
    public var ageLimit: Duration?
    /// When what closes it is over; nil when it waits for a reading, or passes.
    public var opens: WallTime?
    /// Whether the schedule waives it.
    public var isWaived = false
    /// Whether it holds only because the dock makes it pass when the run begins.
    public var isSettledAtLaunch = false

    /// Whether it is in nobody's way.
    public var isClear: Bool { verdict == .pass || isSettledAtLaunch }

    /// A gate and its answer.
    public init(gate: String, title: String, verdict: GateVerdict, value: String) {
        (self.gate, self.title, self.verdict, self.value) = (gate, title, verdict, value)
    }
}

/// What the gates would answer now for the run at hand or the next one; also what `/readyz` says.
public struct ReadinessFact: Sendable, Equatable {
    /// The dock's wall clock.
    public var now: WallTime
    /// The run that was asked about; nil when none is planned.
    public var run: String?
    /// When it is due.
    public var due: WallTime?
    /// Until when it may start.
    public var latest: WallTime?
    /// Whether the dock has it in hand.
    public var isInHand = false
    /// The gates' answers.
    public var gates: [GateFact] = []

    /// Answers of which none is known yet.
    public init(now: WallTime) { self.now = now }

    /// Whether the gates were asked and all pass, or will when the run begins.
    public var isReady: Bool { !gates.isEmpty && gates.allSatisfy(\.isClear) }
}

/// One past run.
public struct PastFact: Sendable, Equatable {
    /// Its durable name.
    public var id: String
    /// When it was due.
    public var due: WallTime
    /// Launched, landed, outcome.
    public var flight: FlightRow
    /// Seconds in the air.
    public var airTime: Duration?
    /// Way flown, m.
    public var travelled: Metres?
    /// Charge at take-off and at landing, %.
    public var batteryStart: Percent?
    /// Charge at landing, %.
    public var batteryEnd: Percent?
    /// Why it ended as it did, in words.
    public var reasons: [String] = []

    /// A past run.
    public init(id: String, due: WallTime, flight: FlightRow) {
        (self.id, self.due, self.flight) = (id, due, flight)
    }
}

/// What the missions page shows.
public struct MissionsPage: Sendable, Equatable {
    /// Past runs on one page.
    public static let pageLength = 20
    /// Days of the calendar, and most runs of it.
    public static let calendarDays = 28, mostPlanned = 200

    /// The dock's wall clock when the snapshot was taken.
    public var now: WallTime
    /// The runs of the next weeks, soonest first.
    public var planned: [PlannedFact] = []
    /// What the gates would answer now.
    public var readiness: ReadinessFact
    /// Past runs of the page that was asked for, newest first.
    public var past: [PastFact] = []
    /// Whether there are older ones.
    public var hasOlder = false

    /// A snapshot without runs.
    public init(now: WallTime) { (self.now, readiness) = (now, ReadinessFact(now: now)) }
}

extension PlannedFact: JSONRecord {
    static let recordName = "PlannedRun"
    static let fields: [JSONField<PlannedFact>] = [
        JSONField("id", "Its durable name.") { $0.id },
        JSONField("schedule", "The schedule.") { $0.schedule },
        JSONField("plan", "The plan.") { $0.plan }, JSONField("due", "When it is due.") { $0.due },
        JSONField("latest", "Until when it may start.") { $0.latest },
        JSONField("withheld", "Why it will not fly, as far as it is known now.") { $0.withheld },
    ]
}

extension GateFact: JSONRecord {
    static let recordName = "GateAnswer"
    static let fields: [JSONField<GateFact>] = [
        JSONField("gate", "Its short name.") { $0.gate },
        JSONField("title", "Its name for people.") { $0.title },
        JSONField("verdict", "Its answer.") { $0.verdict },
        JSONField("value", "What it looked at.") { $0.value },
        JSONField("limit", "The limit it compares with.") { $0.limit },
        JSONField("because", "Why it does not pass.") { $0.because },
        JSONField("age_s", "Age of the oldest reading that it looked at, s.") { $0.age },
        JSONField("age_limit_s", "How old such a reading may be, s.") { $0.ageLimit },
        JSONField("opens", "When what closes it is over.") { $0.opens },
        JSONField("waived", "Whether the schedule waives it.") { $0.isWaived },
        JSONField("settled_at_launch", "Whether the dock makes it pass when the run begins.") {
            $0.isSettledAtLaunch
        },
    ]
}

extension ReadinessFact: JSONRecord {
    static let recordName = "Readiness"
    static let fields: [JSONField<ReadinessFact>] = [
        JSONField("ready", "Whether all gates would pass now.") { $0.isReady },
        JSONField("now", "The dock's wall clock.") { $0.now },
        JSONField("run", "The run that was asked about.") { $0.run },
        JSONField("due", "When it is due.") { $0.due },
        JSONField("latest", "Until when it may start.") { $0.latest },
        JSONField("in_hand", "Whether the dock has it in hand.") { $0.isInHand },
        JSONField("gates", "The gates' answers.") { $0.gates },
    ]
}

extension PastFact: JSONRecord {
    static let recordName = "PastRun"
    static let fields: [JSONField<PastFact>] = [
        JSONField("id", "Its durable name.") { $0.id }, JSONField("due", "When it was due.") { $0.due },
        JSONField("launched", "When it left the pad.") { $0.flight.launched },
        JSONField("landed", "When it was landed and disarmed.") { $0.flight.landed },
        JSONField("outcome", "How it ended, in words.") { $0.flight.outcome },
        JSONField("mark", "How that counts.") { $0.flight.mark },
        JSONField("air_time_s", "Time in the air, s.") { $0.airTime },
        JSONField("travelled_m", "Way flown, m.") { $0.travelled },
        JSONField("battery_start_percent", "Charge at take-off, %.") { $0.batteryStart },
        JSONField("battery_end_percent", "Charge at landing, %.") { $0.batteryEnd },
        JSONField("reasons", "Why it ended as it did.") { $0.reasons },
    ]
}

extension MissionsPage: JSONRecord {
    static let recordName = "Missions"
    static let fields: [JSONField<MissionsPage>] = [
        JSONField("now", "The dock's wall clock.") { $0.now },
        JSONField("planned", "The runs of the next weeks.") { $0.planned },
        JSONField("readiness", "What the gates would answer now.") { $0.readiness },
        JSONField("past", "Past runs of this page, newest first.") { $0.past },
        JSONField("has_older", "Whether there are older ones.") { $0.hasOlder },
    ]
}
