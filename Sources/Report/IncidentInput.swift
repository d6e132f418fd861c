// SPDX-License-Identifier: Apache-2.0
// The facts of one incident alert.
// They come from what was stored; nothing here judges them, and what is not known is nil.

import DockModel

/// Nobody has taken note of an alert.
public struct UnansweredAlert: Sendable, Equatable {
    /// Which step of the escalation it is, from 1.
    public var step: Int
    /// For how long nobody has.
    public var span: Duration

    /// A step of an escalation.
    public init(step: Int, span: Duration) { (self.step, self.span) = (step, span) }
}

/// The facts of one incident.
public struct IncidentInput: Sendable, Equatable {
    /// Which dock speaks.
    public var source: ReportSource
    /// The incident's number.
    public var id: String
    /// Its class.
    public var severity: Severity
    /// What happened, in a few words.
    public var title: String
    /// When this mail was written.
    public var at: WallTime
    /// When it began.
    public var since: WallTime
    /// When it ended, nil while it is open.
    public var ended: WallTime?
    /// What happened, in a sentence.
    public var what: String?
    /// What was measured, with its unit.
    public var value: String?
    /// The limit, with its unit.
    public var limit: String?
    /// The last good value, with its unit and age.
    public var lastGood: String?
    /// The cheapest useful thing to do.
    public var action: String?
    /// Whether somebody has to drive there; nil when that is not known.
    public var isVisitNeeded: Bool?
    /// Whether the vehicle is in the air.
    public var isVehicleInAir = false
    /// The stable name of its kind: "COVER.timed-out".
    public var kind: String?
    /// The open incident that explains it; nil when none does.
    public var rootCause: IncidentLine?
    /// Whether it was told before and goes on.
    public var isReminder = false
    /// Why it is told now, in words: the rule, and what was held back with it.
    public var whyNow: String?
    /// Where the reader says that somebody has taken note of it; nil when there is no such place.
    public var acknowledge: String?
    /// Where what the alert is about can be fetched; nil when there is nothing.
    public var download: String?
    /// That nobody has taken note of it; nil when that is no matter.
    public var unanswered: UnansweredAlert?
    /// What was measured in the seconds before it; nil when it is not shown, as at its end.
    public var before: TelemetryInput?

    /// The facts of an incident; what was measured is set afterwards.
    public init(
        source: ReportSource, id: String, severity: Severity, title: String, at: WallTime, since: WallTime
    ) {
        self.source = source
        self.id = id
        self.severity = severity
        self.title = title
        self.at = at
        self.since = since
    }
}
