// SPDX-License-Identifier: Apache-2.0
// Stages 6, 8 and 9: with which others is it told, does the budget allow it, and when is it told? Safety goes alone
// and at once; what is over the budget goes into a flood mail, never nowhere.

public import DockModel

/// Events that wait for company before they are mailed.
public struct WaitingMail: Sendable, Codable, Equatable {
    /// Its events; the first two hundred by name.
    public var members: [Int64]
    /// All of them.
    public var count: Int
    /// The most urgent.
    public var severity: Severity
    /// When it is to be sent.
    public var due: WallTime
    /// The first and the last event.
    public var first: WallTime
    /// The last event.
    public var last: WallTime
    /// How many events each rule decided, for the digest.
    var rules: [String: Int] = [:]

    mutating func add(_ event: TriageEvent, _ severity: Severity, rule: String) {
        if members.count < MailOrder.mostMembers { members.append(event.id) }
        count += 1
        self.severity = Swift.min(self.severity, severity)
        first = Swift.min(first, event.time)
        last = Swift.max(last, event.time)
        rules[rule, default: 0] += 1
    }
}

/// What the budget has left.
public struct MailBudget: Sendable, Codable, Equatable {
    /// Mails that may be sent at once; a part of one while it refills.
    public var tokens: Double
    /// When that was counted.
    public var counted: WallTime
    /// Raises of the last ten minutes, oldest first; at most as many as tell a flood.
    public var raises: [WallTime] = []
    /// Whether raises come faster than a person can take.
    public var isFlood = false
}

/// What stage 8 answers.
public enum BudgetAnswer: Sendable, Equatable {
    case pass
    case over
}

extension FilterStage {
    /// Stage 6. One mail for a dock's mission or subsystem; returns the group, or nil when the event goes alone.
    public static func grouping(
        _ event: TriageEvent, severity: Severity, isOpen: (String) -> Bool
    ) -> (group: String?, verdict: StageVerdict) {
        if event.isSafety || event.isNoAlert {
            return (nil, StageVerdict(stage: .grouping, rule: "alone", because: "safety waits for nobody"))
        }
        if severity <= .critical {
            return (
                nil,
                StageVerdict(
                    stage: .grouping, rule: "critical", because: "\(severity.label) waits for nobody")
            )
        }
        let subsystem = event.subsystem.isEmpty ? event.source : event.subsystem
        let part = event.mission.map { "mission \($0)" } ?? "subsystem \(subsystem)"
        let group = "\(event.dock)\u{1F}\(part)"
        return (
            group,
            StageVerdict(
                stage: .grouping, rule: isOpen(group) ? "joins" : "opens", because: part)
        )
    }

    /// Refills the budget and forgets raises older than ten minutes.
    public static func refilled(_ budget: MailBudget, now: WallTime, profile: FilterProfile) -> MailBudget {
        var next = budget
        let hours = Swift.max(0, seconds(budget.counted, now)) / 3_600
        let burst = Swift.max(1, profile.mailBurst.isFinite ? profile.mailBurst : 1)
        let rate = profile.mailsPerHour.isFinite ? Swift.max(0, profile.mailsPerHour) : 0
        next.tokens = Swift.min(burst, Swift.max(0, budget.tokens) + hours * rate)
        next.counted = now
        next.raises.removeAll { seconds($0, now) > 600 }
        if next.isFlood, next.raises.count < profile.floodEndsBelow { next.isFlood = false }
        return next
    }

    /// Stage 8. A mail costs one token of six an hour, three at once; joining an open group costs none. More than ten
    /// raises in ten minutes are a flood, which is one mail.
    public static func rateLimit(
        _ event: TriageEvent, budget: MailBudget, joinsOpenMail: Bool, now: WallTime, profile: FilterProfile
    ) -> (answer: BudgetAnswer, budget: MailBudget, verdict: StageVerdict) {
        func verdict(_ rule: String, _ because: String) -> StageVerdict {
            StageVerdict(stage: .rateLimit, rule: rule, because: because)
        }
        if event.isNoAlert { return (.pass, budget, .silent(.rateLimit, "a heartbeat costs nothing")) }
        if event.isSafety {
            return (.pass, budget, verdict("safety", "safety costs nothing and is never over"))
        }
        var next = refilled(budget, now: now, profile: profile)
        let most = Swift.max(1, profile.floodAbove)
        if !event.isClear, next.raises.count <= most { next.raises.append(now) }
        if next.raises.count > most { next.isFlood = true }
        if next.isFlood {
            return (.over, next, verdict("flood", "more than \(most) raises in 10 min"))
        }
        if joinsOpenMail { return (.pass, next, verdict("joins", "the mail is paid for")) }
        guard next.tokens >= 1 else {
            return (.over, next, verdict("budget", "\(profile.mailsPerHour) mails an hour are used up"))
        }
        next.tokens -= 1
        return (.pass, next, verdict("token", "one mail of the hour's \(profile.mailsPerHour)"))
    }

    /// How an event is told.
    public enum Route: String, Sendable, Codable {
        /// In a mail of its own, at once.
        case now
        /// In its group's mail, after a short wait.
        case group
        /// In a flood mail.
        case flood
        /// In the daily digest.
        case digest
    }

    /// Whether an event of this severity is mailed when nothing holds it back.
    public static func isMailed(
        _ event: TriageEvent, severity: Severity, count: Int, profile: FilterProfile
    ) -> Bool {
        if event.isSafety || event.isNoAlert { return true }
        return switch severity {
        case .emergency, .critical, .error: true
        case .warning: count >= profile.warningsToMail
        case .notice, .trace: false
        }
    }

    /// Stage 9. Safety now; what is urgent with its group, or with the flood when over the budget; the rest in the
    /// digest.
    public static func route(
        _ event: TriageEvent, severity: Severity, isMailed: Bool, budget: BudgetAnswer
    ) -> (route: Route, verdict: StageVerdict) {
        func answer(_ route: Route, _ rule: String) -> (Route, StageVerdict) {
            (route, StageVerdict(stage: .route, rule: rule, because: "\(severity.label): \(route.rawValue)"))
        }
        if event.isHeartbeat { return answer(.now, "heartbeat") }
        if event.isSafety { return answer(.now, "safety") }
        if event.isReport { return answer(.now, "report") }
        guard isMailed else { return answer(.digest, "digest-class") }
        switch budget {
        case .pass where severity <= .critical: return answer(.now, "critical")
        case .pass: return answer(.group, "urgent")
        case .over: return answer(.flood, "over-budget")
        }
    }
}
