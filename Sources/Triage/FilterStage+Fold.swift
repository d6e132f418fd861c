// SPDX-License-Identifier: Apache-2.0
// Stages 4, 5 and 7: is it a repeat, does an open parent explain it, has a person shelved it? Safety passes all three.
// What is held back is counted under the rule that held it.

public import DockModel

/// What is known of one key: an open or lately closed episode.
public struct Episode: Sendable, Codable, Equatable {
    /// Since when.
    public var opened: WallTime
    /// The most urgent so far.
    public var severity: Severity
    /// Raises so far.
    public var count: Int
    /// When it was last told by mail; nil when never.
    public var mailed: WallTime?
    /// The last event of it.
    public var last: WallTime
    /// Whether it was mailed, waits for a mail or is of the digest; not when a parent or a shelf held it.
    public var isTold: Bool
    /// Whether a person has acknowledged it.
    public var isAcknowledged = false
    /// When it ended; a warning that comes again within a day goes on being counted.
    public var closed: WallTime?
    /// The kind and the source, for inhibition.
    public var kind: String
    /// The source, for inhibition.
    public var source: String
    /// The dock, for inhibition.
    public var dock: String
}

/// A person's decision not to hear of something for a while.
public struct Shelf: Sendable, Codable, Equatable {
    /// Who.
    public var user: String
    /// Why.
    public var reason: String
    /// The kind that is shelved; one that ends in "." shelves its family.
    public var kind: String
    /// Only of this source; nil for all.
    public var source: String?
    /// Until when.
    public var until: WallTime
    /// Only of this signal; nil for all.
    public var signal: String?
    /// The one incident that is shelved; nil for a whole kind.
    public var incident: String?
    /// Since when; nil when that is not known.
    public var since: WallTime?
    /// What is more urgent than this is told all the same; nil when the kind's own class says it.
    public var severity: Severity?

    /// Longest time on the shelf: seven days.
    public static let longestMilliseconds: Int64 = 7 * 86_400_000

    /// A shelf.
    public init(user: String, reason: String, kind: String, source: String? = nil, until: WallTime) {
        self.user = user
        self.reason = reason
        self.kind = kind
        self.source = source
        self.until = until
    }
}

extension Shelf {
    /// Whether it holds back an event.
    func covers(_ event: TriageEvent, severity: Severity, now: WallTime) -> Bool {
        now < until && (source == nil || source == event.source) && (signal == nil || signal == event.signal)
            && KindName.covers(kind, event.kind) && severity >= (self.severity ?? severity)
    }
}

/// The answer of a stage that may hold an event back.
public enum HoldAnswer: Sendable, Equatable {
    /// The next stage is asked.
    case pass
    /// The event ends in this bin.
    case hold(FilterBin)
}

extension FilterStage {
    /// Stage 4. An open episode counts its repeats; it is told again only when it is more urgent, or after the repeat
    /// interval while nobody acknowledged it. The end is told only when the beginning was.
    public static func dedupe(
        _ event: TriageEvent, severity: Severity, episode: Episode?, now: WallTime, profile: FilterProfile
    ) -> (answer: HoldAnswer, verdict: StageVerdict) {
        func verdict(_ rule: String, _ because: String) -> StageVerdict {
            StageVerdict(stage: .dedupe, rule: rule, because: because)
        }
        if event.isNoAlert { return (.pass, .silent(.dedupe, "no alert: a sign of life or a report")) }
        if event.isSafety { return (.pass, verdict("safety", "safety is never held back")) }
        guard let episode, episode.closed == nil else {
            if event.isClear {
                return (.hold(.digestOnly), verdict("clear-of-nothing", "nothing of it is open"))
            }
            return (.pass, verdict("new-episode", "first of its episode"))
        }
        if event.isClear {
            return episode.mailed != nil
                ? (.pass, verdict("clear", "the beginning was mailed"))
                : (.hold(.digestOnly), verdict("clear-not-told", "the beginning was not mailed"))
        }
        if severity < episode.severity {
            return (.pass, verdict("more-urgent", "\(severity.label) after \(episode.severity.label)"))
        }
        if severity == .warning, episode.mailed == nil, profile.slowKinds[event.kind] == nil,
            episode.count + 1 >= profile.warningsToMail
        {
            return (
                .pass,
                verdict("warning-repeated", "\(episode.count + 1) times, \(profile.warningsToMail) are told")
            )
        }
        let interval = profile.repeatSeconds(severity, kind: event.kind)
        if let mailed = episode.mailed, !episode.isAcknowledged, seconds(mailed, now) >= interval {
            return (.pass, verdict("repeat-interval", "last told \(Int(seconds(mailed, now))) s ago"))
        }
        return (.hold(.foldedAsRepeat), verdict("repeat", "repeat \(episode.count) of an open episode"))
    }

    /// Stage 5. An open parent explains its children.
    public static func inhibition(
        _ event: TriageEvent, open: [Episode], profile: FilterProfile
    ) -> (answer: HoldAnswer, verdict: StageVerdict) {
        if event.isSafety || event.isNoAlert { return (.pass, .silent(.inhibition)) }
        // What is critical is told whatever explains it; the mail names the cause.
        if event.severity <= .critical { return (.pass, .silent(.inhibition, "critical is never muted")) }
        for rule in profile.inhibitions where rule.mutes(event.kind) && rule.parentKind != event.kind {
            let parent = open.first { episode in
                episode.kind == rule.parentKind && episode.dock == event.dock
                    && (!rule.isSameSourceOnly || episode.source == event.source)
            }
            guard let parent else { continue }
            return (
                .hold(.inhibited),
                StageVerdict(
                    stage: .inhibition, rule: rule.id, because: "\(parent.kind) of \(parent.source) is open")
            )
        }
        return (.pass, .silent(.inhibition))
    }

    /// Stage 7. A shelf holds until its end, at most seven days; safety cannot be shelved, what got worse is told, and
    /// so is the end of what was told before.
    public static func shelving(
        _ event: TriageEvent, severity: Severity? = nil, shelves: [Shelf], now: WallTime
    ) -> (answer: HoldAnswer, verdict: StageVerdict) {
        if event.isSafety || event.isNoAlert { return (.pass, .silent(.shelving)) }
        if event.isClear { return (.pass, .silent(.shelving, "an end is told as its beginning was")) }
        let shelf = shelves.first { $0.covers(event, severity: severity ?? event.severity, now: now) }
        guard let shelf else { return (.pass, .silent(.shelving)) }
        let left = Int(Swift.min(seconds(now, shelf.until), 1e9))
        return (
            .hold(.shelved),
            StageVerdict(
                stage: .shelving, rule: "shelf", because: "by \(shelf.user), \(shelf.reason), \(left) s left")
        )
    }
}
