// SPDX-License-Identifier: Apache-2.0
// The exception filter: nine stages in order over a small state. Each event ends in exactly one counted bin, safety
// is never held back, and what the filter cannot judge is sent. It reads no clock and stores nothing; its state is
// a value that is committed together with its decisions.

public import DockModel

/// The state of the exception filter of one recipient.
public struct ExceptionFilter: Sendable, Codable, Equatable {
    /// Limits of what is kept.
    enum Most {
        static let episodes = 2_048
        static let groups = 128
        static let shelves = 128
    }

    /// The last event that was decided; it and earlier ones are not decided again.
    public internal(set) var lastEvent: Int64 = .min
    /// Events decided.
    public internal(set) var decided = 0
    /// Where they ended, by bin; what waits is not in it.
    public internal(set) var ended: [String: Int] = [:]
    /// Events held back or ended since the last digest, as "bin/rule".
    public internal(set) var sinceDigest: [String: Int] = [:]
    /// What went wrong with the filter itself, for the digest.
    public internal(set) var troubles: [String: Int] = [:]

    var now = WallTime(milliseconds: .min)
    var episodes: [String: Episode] = [:]
    var groups: [String: WaitingMail] = [:]
    /// When each group was last sent.
    var sent: [String: WallTime] = [:]
    var flood: WaitingMail?
    var lastFlood: WallTime?
    var budget: MailBudget?
    /// What people have shelved.
    public internal(set) var shelves: [Shelf] = []
    var rules: [String: RuleMemory] = [:]
    /// Signals that the detector lately found strange, by dock and source.
    var strange: [String: [String: WallTime]] = [:]

    /// The name under which a flood waits.
    public static let floodName = "flood"

    /// A filter without memory.
    public init() {}

    /// A filter whose memory was lost: it knows nothing open and says so in the digest.
    public init(afterLoss reason: String) { troubles["memory lost: \(reason)"] = 1 }

    /// A filter whose memory was lost, while events up to a number are known to be decided.
    public init(afterLoss reason: String, lastEvent: Int64) {
        self.init(afterLoss: reason)
        self.lastEvent = lastEvent
    }

    /// The answer when the filter itself fails: the event is sent.
    public static func unfiltered(_ event: TriageEvent, because reason: String) -> FilterDecision {
        FilterDecision(
            event: event.id,
            verdicts: [
                StageVerdict(stage: .route, rule: "filter-failed", because: "sent unfiltered: \(reason)")
            ],
            severity: event.severity, bin: .mailedAlone, rule: "filter-failed",
            mail: alone(event, event.severity))
    }

    /// Judges one event. Nil when it was decided before: nothing is counted or mailed twice.
    public mutating func decide(_ event: TriageEvent, now: WallTime, profile: FilterProfile)
        -> FilterDecision?
    {
        guard event.id > lastEvent else { return nil }
        advance(to: now)
        lastEvent = event.id
        decided += 1
        var (judged, first) = FilterStage.validity(event)
        var verdicts = [first]
        let ruleWord = applyRules(&judged, profile)
        verdicts.append(ruleWord.verdict)
        let related = noteStrange(judged, profile)
        let (detected, detectorVerdict) = FilterStage.detector(
            judged, isRulePending: ruleWord.isPending, related: related, threshold: profile.scoreThreshold)
        verdicts.append(detectorVerdict)
        let episode = episodes[judged.key]
        // The end of an episode is as urgent as the episode was.
        let severity = judged.isClear ? Swift.min(detected, episode?.severity ?? detected) : detected
        let decision = finish(judged, severity, episode, verdicts, profile)
        remember(judged, severity, decision)
        return decision
    }

    /// Stages 4 to 9.
    private mutating func finish(
        _ event: TriageEvent, _ severity: Severity, _ episode: Episode?, _ before: [StageVerdict],
        _ profile: FilterProfile
    ) -> FilterDecision {
        var verdicts = before
        // What an open parent or a shelf held back was not told, so its next sign is no repeat.
        let told = episode?.isTold == false && !event.isClear ? nil : episode
        let (dedupe, dedupeVerdict) = FilterStage.dedupe(
            event, severity: severity, episode: told, now: now, profile: profile)
        verdicts.append(dedupeVerdict)
        if case .hold(let bin) = dedupe { return held(event, severity, bin, verdicts) }
        let parents = openParents(of: event.kind, profile)
        let (inhibition, inhibitionVerdict) = FilterStage.inhibition(event, open: parents, profile: profile)
        verdicts.append(inhibitionVerdict)
        if case .hold(let bin) = inhibition { return held(event, severity, bin, verdicts) }
        let (group, groupVerdict) = FilterStage.grouping(event, severity: severity) { groups[$0] != nil }
        verdicts.append(groupVerdict)
        let (shelving, shelvingVerdict) = FilterStage.shelving(
            event, severity: severity, shelves: shelves, now: now)
        verdicts.append(shelvingVerdict)
        if case .hold(let bin) = shelving { return held(event, severity, bin, verdicts) }
        let isOpen = episode.map { $0.closed == nil } ?? false
        let isMailed =
            FilterStage.isMailed(
                event, severity: severity, count: (episode?.count ?? 0) + (event.isClear ? 0 : 1),
                profile: profile)
            || (event.isClear && isOpen && episode?.mailed != nil)
        var answer = BudgetAnswer.pass
        if isMailed {
            let limited = FilterStage.rateLimit(
                event, budget: budget ?? full(profile),
                joinsOpenMail: group.map { groups[$0] != nil } ?? false, now: now,
                profile: profile)
            answer = limited.answer
            budget = limited.budget
            verdicts.append(limited.verdict)
        } else {
            verdicts.append(.silent(.rateLimit, "the digest costs nothing"))
        }
        let (route, routeVerdict) = FilterStage.route(
            event, severity: severity, isMailed: isMailed, budget: answer)
        verdicts.append(routeVerdict)
        return deliver(event, severity, route, group, verdicts, profile)
    }

    private mutating func deliver(
        _ event: TriageEvent, _ severity: Severity, _ route: FilterStage.Route, _ group: String?,
        _ verdicts: [StageVerdict], _ profile: FilterProfile
    ) -> FilterDecision {
        let rule = verdicts.last?.rule ?? "-"
        var decision = FilterDecision(
            event: event.id, verdicts: verdicts, severity: severity, bin: nil, rule: rule, mail: nil)
        switch route {
        case .now:
            decision.bin = .mailedAlone
            decision.mail = Self.alone(event, severity)
        case .digest:
            decision.bin = .digestOnly
        case .flood:
            let wait = severity <= .critical ? 60.0 : 600
            let apart = severity <= .critical ? 600.0 : 3_600
            var due = now.later(bySeconds: wait)
            if let lastFlood { due = Swift.max(due, lastFlood.later(bySeconds: apart)) }
            flood = Self.joined(
                flood, event, severity, due: due, rule: verdicts.dropLast().last?.rule ?? rule)
            decision.waitsIn = Self.floodName
        case .group:
            guard let group, groups[group] != nil || groups.count < Most.groups else {
                trouble("too many groups wait")
                decision.bin = .mailedAlone
                decision.mail = Self.alone(event, severity)
                break
            }
            var due = now.later(bySeconds: profile.groupWaitSeconds)
            if let last = sent[group] {
                due = Swift.max(due, last.later(bySeconds: profile.groupIntervalSeconds))
            }
            // A group never waits longer than one interval for company.
            due = Swift.min(due, now.later(bySeconds: profile.groupIntervalSeconds))
            groups[group] = Self.joined(groups[group], event, severity, due: due, rule: rule)
            decision.waitsIn = group
        }
        if let bin = decision.bin { count(bin, rule: rule, 1) }
        return decision
    }

    private mutating func held(
        _ event: TriageEvent, _ severity: Severity, _ bin: FilterBin, _ verdicts: [StageVerdict]
    ) -> FilterDecision {
        let rule = verdicts.last?.rule ?? "-"
        count(bin, rule: rule, 1)
        return FilterDecision(
            event: event.id, verdicts: verdicts, severity: severity, bin: bin, rule: rule, mail: nil)
    }

    mutating func count(_ bin: FilterBin, rule: String, _ number: Int) {
        ended[bin.rawValue, default: 0] += number
        sinceDigest["\(bin.rawValue)/\(rule)", default: 0] += number
    }

    /// Notes what is wrong with what the filter rests on, for the digest.
    public mutating func note(trouble: String) { self.trouble(trouble) }

    mutating func trouble(_ what: String) { troubles[what, default: 0] += 1 }

    private func full(_ profile: FilterProfile) -> MailBudget {
        MailBudget(tokens: Swift.max(1, profile.mailBurst), counted: now)
    }

    private static func alone(_ event: TriageEvent, _ severity: Severity) -> MailOrder {
        MailOrder(
            kind: .alone, subject: event.key, members: [event.id], count: 1, severity: severity,
            first: event.time,
            last: event.time)
    }

    private static func joined(
        _ waiting: WaitingMail?, _ event: TriageEvent, _ severity: Severity, due: WallTime, rule: String
    ) -> WaitingMail {
        var mail =
            waiting
            ?? WaitingMail(
                members: [], count: 0, severity: severity, due: due, first: event.time, last: event.time)
        // More urgent company hurries the mail.
        mail.due = Swift.min(mail.due, due)
        mail.add(event, severity, rule: rule)
        return mail
    }
}
