// SPDX-License-Identifier: Apache-2.0
// Incidents and events as they are stored, for commands that look at a store without running the dock. It changes
// nothing and judges nothing: the words are the core's catalogue and the filter's own verdicts.

public import DockModel
internal import Report
public import RoostCore
public import Store
internal import Triage

/// One event of the exception filter, in words.
public struct ArchivedEvent: Sendable {
    /// One stage's word.
    public struct Word: Sendable, Codable {
        /// The stage: "dedupe".
        public var stage: String
        /// Its rule; "-" when it had nothing to say.
        public var rule: String
        /// Why.
        public var because: String
    }

    /// Its number.
    public var id: Int64
    /// When it happened.
    public var time: WallTime
    /// Family and kind.
    public var kind: String
    /// How urgent it is.
    public var severity: Severity
    /// What reports it, and which of its signals.
    public var source: String
    /// The incident it belongs to; nil for none.
    public var incident: String?
    /// What it is: "opened", "ended", "reminder" or "report".
    public var sort: String
    /// The bin it ended in; nil while it waits.
    public var bin: String?
    /// The group it waits in; nil when it has ended.
    public var waitsIn: String?
    /// The mail that tells it, by its key in the queue; nil when none does.
    public var mail: String?
    /// The rule that decided.
    public var rule: String
    /// What the incident said.
    public var detail: String?
    /// What explained it.
    public var rootCause: String?
    /// The words of the nine stages.
    public var words: [Word]

    /// The event of a row; a body that cannot be understood leaves the words empty.
    public init(_ row: EventRecord) {
        (id, time, kind, severity) = (row.id, row.time, row.kind, row.severity)
        (incident, rule, source, sort, words) = (row.incident, row.rule, "-", "not readable", [])
        switch row.place {
        case .ended(let bin, let mail): (self.bin, self.mail) = (bin, mail)
        case .waits(let group): waitsIn = group.split(separator: "\u{1F}").last.map(String.init)
        }
        // An event of another version is shown with what its row says.
        guard let told = try? TriageDesk.told(row) else { return }
        source = told.event.signal.isEmpty ? told.event.source : told.event.signal
        sort =
            told.isReminder
            ? "reminder"
            : told.event.isNoAlert || told.incident == nil
                ? "report" : told.event.isClear ? "ended" : "opened"
        detail = told.incident?.detail ?? told.detail
        rootCause = told.rootCause.map { "\($0.kind.rawValue)\($0.subject.isEmpty ? "" : " \($0.subject)")" }
        words = told.verdicts.map { Word(stage: "\($0.stage)", rule: $0.rule, because: $0.because) }
    }
}

/// One incident with what the catalogue says of it.
public struct ArchivedIncident: Sendable {
    /// Unique for ever.
    public var id: String
    /// The incident.
    public var incident: Incident

    /// The incident of a row; nil when it was written by a Roost that knows other kinds.
    public init?(_ row: IncidentRecord) {
        // The row's own columns are shown then.
        guard let incident = try? StateCoding.decode(Incident.self, from: row.body) else { return nil }
        (id, self.incident) = (row.id, incident)
    }
}

extension RoostDatabase {
    /// The seconds before an incident as they were stored with its first event: the names of the columns, and each row
    /// with its seconds before.
    public func secondsBefore(incident id: String) throws(StoreError)
        -> (columns: [String], rows: [(before: Double, values: [String?])])?
    {
        for row in try events(ofIncident: id) {
            // As above: an event of another version has no table to show.
            guard let table = try? TriageDesk.told(row).before else { continue }
            return (table.columns, table.rows.map { ($0.before, $0.values) })
        }
        return nil
    }
}
