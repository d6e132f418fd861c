// SPDX-License-Identifier: Apache-2.0
// The rows of the database as plain values: what one decision writes and what readers get back. Bodies are
// octets (JSON by habit); their meaning belongs to the core and is not looked into here.

public import DockModel

/// All that one decision of the core wants stored; it is kept as a whole or not at all.
public struct DecisionCommit: Sendable {
    /// When the decision was taken.
    public var moment: Moment
    /// The state after the decision; nil leaves the last one in place.
    public var state: [UInt8]?
    /// What happened, in order.
    public var journal: [JournalEntry]
    /// Mails to send.
    public var mails: [NewMail]
    /// Missions that began or changed.
    public var missions: [MissionRecord]
    /// What changed in the wear of parts, in order.
    public var wear: [WearRecord]
    /// Incidents that began or changed.
    public var incidents: [IncidentRecord]
    /// Days that ended.
    public var days: [DayRow] = []
    /// What the exception filter made of it; nil when it was not asked.
    public var triage: TriageCommit?
    /// What the detector has learned of signals.
    public var signals: [SignalRecord] = []
    /// Mails that are given up because they waited too long.
    public var expired: [Int64] = []
    /// Missions that ended and whose flight record is to be made.
    public var dueRecords: [String] = []
    /// What the fleet is to hear of it; what cannot be queued is said and does not stop the decision.
    public var fleet: [FleetDraft] = []

    /// A decision; what is left out is not written.
    public init(
        moment: Moment, state: [UInt8]? = nil, journal: [JournalEntry] = [], mails: [NewMail] = [],
        missions: [MissionRecord] = [], wear: [WearRecord] = [], incidents: [IncidentRecord] = []
    ) {
        self.moment = moment
        self.state = state
        self.journal = journal
        self.mails = mails
        self.missions = missions
        self.wear = wear
        self.incidents = incidents
    }
}

/// One operational day as it is stored; a later row of the same day replaces it.
public struct DayRow: Sendable, Equatable {
    /// Its local date: "2026-11-25".
    public var day: String
    /// When it ended.
    public var ended: WallTime
    /// The few figures that charts and tables of many days need.
    public var figures: [UInt8]
    /// All its facts; empty when only the figures were asked for.
    public var body: [UInt8]

    /// A day.
    public init(day: String, ended: WallTime, figures: [UInt8], body: [UInt8]) {
        self.day = day
        self.ended = ended
        self.figures = figures
        self.body = body
    }
}

/// The last committed state.
public struct StoredState: Sendable, Equatable {
    /// When it was committed. The boot clock belongs to the boot that wrote it.
    public var moment: Moment
    /// The snapshot.
    public var body: [UInt8]
}

/// One thing that happened, as it is written.
public struct JournalEntry: Sendable, Equatable {
    /// A short stable word ("event", "effect", "verdict").
    public var kind: String
    /// The details.
    public var body: [UInt8]

    /// An entry.
    public init(kind: String, body: [UInt8]) {
        self.kind = kind
        self.body = body
    }
}

/// One thing that happened, as it is read.
public struct StoredJournalEntry: Sendable, Equatable {
    /// Its place in the journal; numbers only grow.
    public var sequence: Int64
    /// When the decision was taken.
    public var moment: Moment
    /// What happened.
    public var entry: JournalEntry
}

/// One planned flight and what became of it; a later record of the same occurrence replaces it.
public struct MissionRecord: Sendable, Equatable {
    /// The occurrence, unique for ever.
    public var occurrence: String
    /// The schedule it came from.
    public var schedule: String
    /// When it was due.
    public var planned: WallTime
    /// Its end ("flown", "refused", …); nil while it is not decided.
    public var outcome: String?
    /// The details.
    public var body: [UInt8]

    /// A mission.
    public init(occurrence: String, schedule: String, planned: WallTime, outcome: String?, body: [UInt8]) {
        self.occurrence = occurrence
        self.schedule = schedule
        self.planned = planned
        self.outcome = outcome
        self.body = body
    }
}

/// One line of the journal of wear; lines are only ever added.
public struct WearRecord: Sendable, Equatable {
    /// The part.
    public var part: String
    /// A short stable word for what the line tells.
    public var kind: String
    /// The line.
    public var body: [UInt8]

    /// A line about a part.
    public init(part: String, kind: String, body: [UInt8]) {
        self.part = part
        self.kind = kind
        self.body = body
    }
}

/// One line of the journal of wear as it is stored.
public struct StoredWear: Sendable, Equatable {
    /// Its number; a later line has a larger one.
    public var sequence: Int64
    /// When it was committed.
    public var time: WallTime
    /// The line.
    public var record: WearRecord
}

/// One incident; a later record of the same id replaces it.
public struct IncidentRecord: Sendable, Equatable {
    /// Unique for ever.
    public var id: String
    /// How urgent it is.
    public var severity: Severity
    /// A short stable word for the kind of trouble.
    public var kind: String
    /// When it began.
    public var opened: WallTime
    /// Whether it goes on.
    public var isOpen: Bool
    /// The details.
    public var body: [UInt8]

    /// An incident.
    public init(id: String, severity: Severity, kind: String, opened: WallTime, isOpen: Bool, body: [UInt8]) {
        self.id = id
        self.severity = severity
        self.kind = kind
        self.opened = opened
        self.isOpen = isOpen
        self.body = body
    }
}
