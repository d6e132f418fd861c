// SPDX-License-Identifier: Apache-2.0
// The rows of the tables on the overview page. They hold what others decided, ready to show; no row judges.
// A value that could not be believed must never stand in a row as if it were good.

public import DockModel

/// One reading with how far it can be believed.
public struct ReadingRow: Sendable, Equatable {
    /// What was measured, in plain words.
    public var name: String
    /// The value; nil unless the quality is `good` or `uncertain`.
    public var value: ReadingValue?
    /// The unit, "" when none.
    public var unit: String
    /// How far it can be believed.
    public var quality: ReadingQuality
    /// The time since it was taken.
    public var age: Duration?

    /// A row; a value with a bad quality is dropped, so that none is shown.
    public init(name: String, value: ReadingValue?, unit: String, quality: ReadingQuality, age: Duration?) {
        self.name = name
        self.value = quality == .good || quality == .uncertain ? value : nil
        self.unit = unit
        self.quality = quality
        self.age = age
    }

    /// A row from a reading of the dock, seen at `now`.
    public init(name: String, reading: Reading, now: Instant) {
        self.init(
            name: name, value: reading.value, unit: reading.unit, quality: reading.quality,
            age: reading.age(at: now))
    }
}

/// One planned run.
public struct RunRow: Sendable, Equatable {
    /// The schedule that asks for it.
    public var schedule: String
    /// The mission that will be flown.
    public var mission: String?
    /// When it is due.
    public var due: WallTime
    /// What else is known: "blackout until 08:00".
    public var note: String?

    /// A planned run.
    public init(schedule: String, mission: String? = nil, due: WallTime, note: String? = nil) {
        self.schedule = schedule
        self.mission = mission
        self.due = due
        self.note = note
    }
}

/// The answer of one gate, as shown.
public enum GateVerdict: String, Sendable, Equatable, CaseIterable {
    /// Nothing against a launch.
    case pass
    /// Not now; asked again later.
    case hold
    /// Not this run.
    case refuse
}

/// One gate of a decision.
public struct GateRow: Sendable, Equatable {
    /// The name of the gate: "wind", "battery".
    public var name: String
    /// Its answer.
    public var verdict: GateVerdict
    /// Why.
    public var reason: String?

    /// A gate and its answer.
    public init(name: String, verdict: GateVerdict, reason: String? = nil) {
        self.name = name
        self.verdict = verdict
        self.reason = reason
    }
}

/// The last decision of the launch gates.
public struct DecisionFact: Sendable, Equatable {
    /// The run it was about.
    public var run: String
    /// When it was taken.
    public var taken: WallTime
    /// The answers of all gates.
    public var gates: [GateRow]

    /// A decision.
    public init(run: String, taken: WallTime, gates: [GateRow]) {
        self.run = run
        self.taken = taken
        self.gates = gates
    }
}

/// How something ended, for its colour and mark; the words stand beside it.
public enum Mark: String, Sendable, Equatable, CaseIterable {
    /// As it should be.
    case good
    /// Someone should look when there is time.
    case attention
    /// Someone must act.
    case bad
    /// Neither good nor bad.
    case neutral
}

/// One flight.
public struct FlightRow: Sendable, Equatable {
    /// The run or mission.
    public var run: String
    /// When it left the pad.
    public var launched: WallTime?
    /// When it was landed and disarmed.
    public var landed: WallTime?
    /// How it ended, in words.
    public var outcome: String?
    /// How that counts.
    public var mark: Mark

    /// A flight.
    public init(
        run: String, launched: WallTime? = nil, landed: WallTime? = nil, outcome: String? = nil,
        mark: Mark = .neutral
    ) {
        self.run = run
        self.launched = launched
        self.landed = landed
        self.outcome = outcome
        self.mark = mark
    }
}

/// One part that wears, with the band of its remaining life in days.
public struct PartRow: Sendable, Equatable {
    /// The name of the part.
    public var name: String
    /// Use so far, in words: "1,204 cycles".
    public var used: String?
    /// Days left that nine of ten such parts outlast.
    public var p10Days: Double?
    /// Days left that half of such parts outlast.
    public var p50Days: Double?
    /// Days left that one of ten such parts outlasts.
    public var p90Days: Double?
    /// When it is due for replacement.
    public var due: WallTime?
    /// The stage of its notice, in words: "plan", "replace"; nil while none is open.
    public var notice: String?

    /// A part.
    public init(
        name: String, used: String? = nil, p10Days: Double? = nil, p50Days: Double? = nil,
        p90Days: Double? = nil,
        due: WallTime? = nil, notice: String? = nil
    ) {
        self.name = name
        self.used = used
        self.p10Days = p10Days
        self.p50Days = p50Days
        self.p90Days = p90Days
        self.due = due
        self.notice = notice
    }
}

/// One open incident.
public struct IncidentRow: Sendable, Equatable {
    /// Its class.
    public var severity: Severity
    /// What happened.
    public var title: String
    /// When it was first seen.
    public var opened: WallTime?
    /// How often it was seen.
    public var count: Int
    /// Whether a person has taken it on.
    public var isAcknowledged: Bool

    /// An incident.
    public init(
        severity: Severity, title: String, opened: WallTime? = nil, count: Int = 1,
        isAcknowledged: Bool = false
    ) {
        self.severity = severity
        self.title = title
        self.opened = opened
        self.count = count
        self.isAcknowledged = isAcknowledged
    }
}
