// SPDX-License-Identifier: Apache-2.0
// What the exception filter answers: the word of each of its nine stages, and the one bin each event ends in. Every
// answer names its rule and its numbers, so that a mail or a digest can say why.

public import DockModel

/// The nine stages, in order.
public enum FilterStage: Int, Sendable, Codable, CaseIterable {
    case validity = 1
    case rules, detector, dedupe, inhibition, grouping, shelving, rateLimit, route
}

/// The word of one stage.
public struct StageVerdict: Sendable, Codable, Equatable {
    /// The stage.
    public var stage: FilterStage
    /// The rule that spoke, as in "repeat-interval"; "-" when the stage had nothing to say.
    public var rule: String
    /// Why, with numbers and units.
    public var because: String

    static func silent(_ stage: FilterStage, _ because: String = "nothing to say") -> StageVerdict {
        StageVerdict(stage: stage, rule: "-", because: because)
    }
}

/// Where an event ends. Each event ends in exactly one.
public enum FilterBin: String, Sendable, Codable, CaseIterable {
    /// In a mail of its own.
    case mailedAlone
    /// In a mail with others.
    case mailedInGroup
    /// A repeat of an open episode.
    case foldedAsRepeat
    /// Muted by an open parent.
    case inhibited
    /// Held by a person's shelf.
    case shelved
    /// Over the budget: told in a flood mail.
    case rateFolded
    /// In the daily digest only.
    case digestOnly
}

/// A mail that the filter wants, with the events that end in it.
public struct MailOrder: Sendable, Codable, Equatable {
    /// The kinds of mail.
    public enum Kind: String, Sendable, Codable { case alone, group, flood }

    /// What kind of mail it is.
    public var kind: Kind
    /// The group: the dock and its mission or subsystem; the event's key for a mail alone.
    public var subject: String
    /// The events in it, in order, at most `mostMembers`; the rest is counted.
    public var members: [Int64]
    /// How many events it stands for.
    public var count: Int
    /// The most urgent of them.
    public var severity: Severity
    /// The first and the last of them.
    public var first: WallTime
    /// The last of them.
    public var last: WallTime

    /// Members named in one mail.
    public static let mostMembers = 200
}

/// The answer to one event.
public struct FilterDecision: Sendable, Codable, Equatable {
    /// The event.
    public var event: Int64
    /// The words of the stages, in order.
    public var verdicts: [StageVerdict]
    /// How urgent the event is after rules and detector.
    public var severity: Severity
    /// Where it ended; nil while it waits in a group or a flood for company.
    public var bin: FilterBin?
    /// The group that it waits in; nil when it does not wait.
    public var waitsIn: String?
    /// The rule that decided, for the digest's counts.
    public var rule: String
    /// The mail to send now, if any.
    public var mail: MailOrder?
}

/// Mails that became due, and where the events that waited for them ended.
public struct FilterRelease: Sendable, Codable, Equatable {
    /// The mail to queue.
    public var mail: MailOrder
    /// The bin of all its events.
    public var bin: FilterBin
}
