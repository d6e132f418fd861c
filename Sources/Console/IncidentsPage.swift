// SPDX-License-Identifier: Apache-2.0
// The facts of the incident pages: what went wrong and goes on, what became of one incident, and what was not mailed
// one by one and why. The words are the catalogue's and the filter's own.

public import DockModel

/// One incident as it is listed.
public struct IncidentFact: Sendable, Equatable {
    /// Unique for ever.
    public var id: String
    /// Its class.
    public var severity: Severity
    /// Family and kind: "COVER.pinched".
    public var kind: String
    /// What happened, in words.
    public var title: String
    /// The device or part it is about; nil for the dock itself.
    public var subject: String?
    /// Value and limit, in words.
    public var detail: String?
    /// When it began.
    public var opened: WallTime
    /// When it ended.
    public var resolved: WallTime?
    /// Whether it goes on.
    public var isOpen: Bool
    /// Who has taken note of it.
    public var acknowledgedBy: String?
    /// When.
    public var acknowledged: WallTime?
    /// Until when it is kept quiet.
    public var shelvedUntil: WallTime?

    /// An incident.
    public init(
        id: String, severity: Severity, kind: String, title: String, opened: WallTime, isOpen: Bool
    ) {
        (self.id, self.severity, self.kind) = (id, severity, kind)
        (self.title, self.opened, self.isOpen) = (title, opened, isOpen)
    }
}

/// What the list of incidents shows.
public struct IncidentsPage: Sendable, Equatable {
    /// Incidents on one page.
    public static let pageLength = 30

    /// The dock's wall clock when the snapshot was taken.
    public var now: WallTime
    /// Open incidents, most urgent first; only on the first page.
    public var open: [IncidentFact] = []
    /// Incidents of this page, newest first, the open ones among them.
    public var all: [IncidentFact] = []
    /// Whether there are older ones.
    public var hasOlder = false

    /// A snapshot without incidents.
    public init(now: WallTime) { self.now = now }
}

/// One thing that happened to an incident.
public struct TimelineEntry: Sendable, Equatable {
    /// When.
    public var time: WallTime
    /// What: "opened", "told by mail", "shelved".
    public var what: String
    /// Who, why, and by which rule.
    public var detail: String

    /// An entry.
    public init(time: WallTime, what: String, detail: String) {
        (self.time, self.what, self.detail) = (time, what, detail)
    }
}

/// What the page of one incident shows.
public struct IncidentPage: Sendable, Equatable {
    /// Most entries of a timeline.
    public static let mostEntries = 60

    /// The dock's wall clock when the snapshot was taken.
    public var now: WallTime
    /// The incident.
    public var fact: IncidentFact
    /// What to look at first on site.
    public var checkFirst: String?
    /// Whether somebody must go there; nil when it depends on what is found.
    public var needsVisit: Bool?
    /// The run it happened in.
    public var mission: String?
    /// Who shelved it, and why.
    public var shelf: String?
    /// What happened to it, oldest first.
    public var timeline: [TimelineEntry] = []
    /// What was measured in the seconds before, oldest first; empty where nothing was kept.
    public var before: [SecondBefore] = []

    /// An incident of which only the row is known.
    public init(now: WallTime, fact: IncidentFact) { (self.now, self.fact) = (now, fact) }
}

/// What was measured some seconds before an incident.
public struct SecondBefore: Sendable, Equatable {
    /// How many seconds before.
    public var seconds: Double
    /// Name with unit and value; what was not told is left out.
    public var values: [MeasuredText]

    /// One moment.
    public init(seconds: Double, values: [MeasuredText]) { (self.seconds, self.values) = (seconds, values) }
}

/// One measured value in words.
public struct MeasuredText: Sendable, Equatable {
    /// What it is, with its unit: "wind m/s".
    public var name: String
    /// The value.
    public var value: String

    /// A value.
    public init(name: String, value: String) { (self.name, self.value) = (name, value) }
}

/// One event that was not mailed by itself.
public struct HeldFact: Sendable, Equatable {
    /// Its number.
    public var id: Int
    /// When it happened.
    public var time: WallTime
    /// Its class.
    public var severity: Severity
    /// Family and kind.
    public var kind: String
    /// What reports it.
    public var source: String
    /// The incident it belongs to.
    public var incident: String?
    /// The bin it ended in: "inhibited", "digestOnly".
    public var bin: String
    /// The rule that decided.
    public var rule: String
    /// Why, in the filter's words.
    public var because: String

    /// An event.
    public init(
        id: Int, time: WallTime, severity: Severity, kind: String, source: String, bin: String, rule: String,
        because: String
    ) {
        (self.id, self.time, self.severity, self.kind) = (id, time, severity, kind)
        (self.source, self.bin, self.rule, self.because) = (source, bin, rule, because)
    }
}

/// What the held-back list shows.
public struct HeldPage: Sendable, Equatable {
    /// Events on one page.
    public static let pageLength = 40

    /// The dock's wall clock when the snapshot was taken.
    public var now: WallTime
    /// How many kept events ended in each bin, by name.
    public var bins: [FaultCount] = []
    /// Events of this page, newest first.
    public var events: [HeldFact] = []
    /// Whether there are older ones.
    public var hasOlder = false

    /// A snapshot in which nothing was held back.
    public init(now: WallTime) { self.now = now }
}

extension IncidentFact: JSONRecord {
    static let recordName = "Incident"
    static let fields: [JSONField<IncidentFact>] = [
        JSONField("id", "Unique for ever.") { $0.id },
        JSONField("severity", "Its class, P0 the most urgent.") { $0.severity },
        JSONField("kind", "Family and kind.") { $0.kind }, JSONField("title", "What happened.") { $0.title },
        JSONField("subject", "The device or part it is about.") { $0.subject },
        JSONField("detail", "Value and limit, in words.") { $0.detail },
        JSONField("opened", "When it began.") { $0.opened },
        JSONField("resolved", "When it ended.") { $0.resolved },
        JSONField("open", "Whether it goes on.") { $0.isOpen },
        JSONField("acknowledged_by", "Who has taken note of it.") { $0.acknowledgedBy },
        JSONField("acknowledged", "When.") { $0.acknowledged },
        JSONField("shelved_until", "Until when it is kept quiet.") { $0.shelvedUntil },
    ]
}

extension IncidentsPage: JSONRecord {
    static let recordName = "Incidents"
    static let fields: [JSONField<IncidentsPage>] = [
        JSONField("now", "The dock's wall clock.") { $0.now },
        JSONField("open", "Open incidents, most urgent first; on the first page.") { $0.open },
        JSONField("all", "Incidents of this page, newest first.") { $0.all },
        JSONField("has_older", "Whether there are older ones.") { $0.hasOlder },
    ]
}

extension TimelineEntry: JSONRecord {
    static let recordName = "TimelineEntry"
    static let fields: [JSONField<TimelineEntry>] = [
        JSONField("time", "When.") { $0.time }, JSONField("what", "What happened.") { $0.what },
        JSONField("detail", "Who, why, and by which rule.") { $0.detail },
    ]
}

extension IncidentPage: JSONRecord {
    static let recordName = "IncidentDetail"
    static let fields: [JSONField<IncidentPage>] = [
        JSONField("now", "The dock's wall clock.") { $0.now },
        JSONField("incident", "The incident.") { $0.fact },
        JSONField("check_first", "What to look at first on site.") { $0.checkFirst },
        JSONField("needs_visit", "Whether somebody must go there.") { $0.needsVisit },
        JSONField("mission", "The run it happened in.") { $0.mission },
        JSONField("shelf", "Who shelved it, and why.") { $0.shelf },
        JSONField("timeline", "What happened to it, oldest first.") { $0.timeline },
        JSONField("before", "What was measured in the seconds before, oldest first.") { $0.before },
    ]
}

extension SecondBefore: JSONRecord {
    static let recordName = "SecondBefore"
    static let fields: [JSONField<SecondBefore>] = [
        JSONField("seconds", "How many seconds before.") { $0.seconds },
        JSONField("values", "What was told lately.") { $0.values },
    ]
}

extension MeasuredText: JSONRecord {
    static let recordName = "MeasuredText"
    static let fields: [JSONField<MeasuredText>] = [
        JSONField("name", "What it is, with its unit.") { $0.name },
        JSONField("value", "The value, in words.") { $0.value },
    ]
}

extension HeldFact: JSONRecord {
    static let recordName = "HeldEvent"
    static let fields: [JSONField<HeldFact>] = [
        JSONField("id", "Its number.") { $0.id }, JSONField("time", "When it happened.") { $0.time },
        JSONField("severity", "Its class.") { $0.severity },
        JSONField("kind", "Family and kind.") { $0.kind },
        JSONField("source", "What reports it.") { $0.source },
        JSONField("incident", "The incident it belongs to.") { $0.incident },
        JSONField("bin", "Where it ended.") { $0.bin },
        JSONField("rule", "The rule that decided.") { $0.rule },
        JSONField("because", "Why.") { $0.because },
    ]
}

extension HeldPage: JSONRecord {
    static let recordName = "HeldBack"
    static let fields: [JSONField<HeldPage>] = [
        JSONField("now", "The dock's wall clock.") { $0.now },
        JSONField("bins", "How many kept events ended where.") { $0.bins },
        JSONField("events", "Events of this page, newest first.") { $0.events },
        JSONField("has_older", "Whether there are older ones.") { $0.hasOlder },
    ]
}
