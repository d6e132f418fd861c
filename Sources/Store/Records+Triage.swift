// SPDX-License-Identifier: Apache-2.0
// What the exception filter wants stored with a decision: its memory, the events it judged and where they ended. The
// rows are plain values; what a stage or a bin means belongs to the filter.

public import DockModel

/// A small value that must be committed with decisions, under a name: the filter's memory, the heartbeat's count.
public struct KeptValue: Sendable, Equatable {
    /// The name.
    public var name: String
    /// The value.
    public var body: [UInt8]

    /// A value.
    public init(name: String, body: [UInt8]) {
        self.name = name
        self.body = body
    }
}

/// One event that the filter judged. It has ended in one bin, or waits in one group; never both, never neither.
public struct EventRecord: Sendable, Equatable {
    /// Where it stands.
    public enum Place: Sendable, Equatable {
        /// It ended in this bin; `mail` is the dedupe key of the mail that tells it, if one does.
        case ended(bin: String, mail: String?)
        /// It waits in this group for a mail.
        case waits(in: String)
    }

    /// Its number; a later event has a larger one.
    public var id: Int64
    /// When it happened.
    public var time: WallTime
    /// Family and kind, as in "POWER.smoke".
    public var kind: String
    /// How urgent it is, after the filter's rules.
    public var severity: Severity
    /// The incident it belongs to; nil for what is none.
    public var incident: String?
    /// Where it stands.
    public var place: Place
    /// The rule that decided.
    public var rule: String
    /// The event and the words of the stages.
    public var body: [UInt8]

    /// An event.
    public init(
        id: Int64, time: WallTime, kind: String, severity: Severity, incident: String?, place: Place,
        rule: String,
        body: [UInt8]
    ) {
        self.id = id
        self.time = time
        self.kind = kind
        self.severity = severity
        self.incident = incident
        self.place = place
        self.rule = rule
        self.body = body
    }
}

/// Events that waited in a group and are told now.
public struct EventRelease: Sendable, Equatable {
    /// The group.
    public var group: String
    /// The bin of all of them.
    public var bin: String
    /// The dedupe key of the mail that tells them; nil when nobody gets mail.
    public var mail: String?

    /// The end of a wait.
    public init(group: String, bin: String, mail: String?) {
        self.group = group
        self.bin = bin
        self.mail = mail
    }
}

/// All that the filter wants stored with one decision.
public struct TriageCommit: Sendable, Equatable {
    /// Values that replace those of the same name.
    public var kept: [KeptValue] = []
    /// Events that were judged.
    public var events: [EventRecord] = []
    /// Groups that are told; they take what was judged in this commit along.
    public var releases: [EventRelease] = []
    /// A kind of mail of which only the newest is of use: waiting ones are given up unsent, and counted.
    public var supersedes: String?

    /// Nothing.
    public init() {}
}
