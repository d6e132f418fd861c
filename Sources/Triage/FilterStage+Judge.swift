// SPDX-License-Identifier: Apache-2.0
// Stages 1 to 3: is it a process value at all, does a rule speak, does the detector? They may raise or rename an event;
// they never lower what a rule said and never hold anything back.

import DockModel

/// Where a limit rule stands.
public enum RuleState: Sendable, Codable, Equatable {
    /// Nothing is wrong.
    case normal
    /// Wrong since, not yet long enough.
    case pending(since: WallTime)
    /// Raised; wrong since.
    case active(since: WallTime)
    /// Right again since, not yet long enough.
    case clearing(since: WallTime)
}

/// A rule with what it last saw.
public struct RuleMemory: Sendable, Codable, Equatable {
    /// Where it stands.
    public var state = RuleState.normal
    /// The last value it judged, and its time.
    var lastValue: Double?
    var lastTime: WallTime?

    /// A rule that saw nothing.
    public init() {}
}

extension FilterStage {
    /// Stage 1. A reading that is not sound becomes an event about its sensor; safety keeps its kind.
    public static func validity(_ event: TriageEvent) -> (event: TriageEvent, verdict: StageVerdict) {
        var judged = event
        let isNumber = event.value?.isFinite ?? true
        guard event.state != .sound || !isNumber else { return (event, .silent(.validity)) }
        let words = isNumber ? event.state.rawValue : "not a number"
        judged.value = nil
        judged.score = nil
        guard !event.isSafety, !event.isNoAlert else {
            return (
                judged,
                StageVerdict(stage: .validity, rule: "sensor", because: "reading \(words); kept: safety")
            )
        }
        judged.kind = "SENSOR." + (isNumber ? event.state.kindWord : "not-a-number")
        return (
            judged,
            StageVerdict(
                stage: .validity, rule: "sensor", because: "the reading is \(words), no process value")
        )
    }

    /// Stage 2. One step of a limit rule: normal, pending, active, clearing.
    public static func rule(
        _ rule: LimitRule, _ memory: RuleMemory, value: Double, time: WallTime
    ) -> (memory: RuleMemory, verdict: StageVerdict) {
        var next = memory
        let isBeyond = rule.side == .above ? value > rule.limit : value < rule.limit
        let clear = rule.side == .above ? rule.limit - rule.deadband : rule.limit + rule.deadband
        let isBack = rule.side == .above ? value <= clear : value >= clear
        let isSteep = isTooSteep(rule, memory, value: value, time: time)
        let isWrong = isBeyond || isSteep
        switch memory.state {
        case .normal:
            if isWrong { next.state = begun(rule, at: time) }
        case .pending(let since):
            if !isWrong {
                next.state = .normal
            } else if seconds(since, time) >= rule.onDelaySeconds {
                next.state = .active(since: since)
            }
        case .active(let since):
            if isBack, !isSteep {
                next.state = rule.offDelaySeconds > 0 ? .clearing(since: time) : .normal
            } else {
                next.state = .active(since: since)
            }
        case .clearing(let since):
            if isWrong || !isBack {
                next.state = .active(since: time)
            } else if seconds(since, time) >= rule.offDelaySeconds {
                next.state = .normal
            }
        }
        next.lastValue = value
        next.lastTime = time
        let why =
            isSteep && !isBeyond
            ? "changed faster than \(rule.steepest ?? 0) a second" : "limit \(rule.limit)"
        return (
            next, StageVerdict(stage: .rules, rule: rule.id, because: "\(next.state.word): \(value), \(why)")
        )
    }

    /// Stage 3. The detector alone raises a notice; beside a pending rule, or with a related signal, a warning. It
    /// never lowers what a rule or the reporter said.
    public static func detector(
        _ event: TriageEvent, isRulePending: Bool, related: String?, threshold: Double
    ) -> (severity: Severity, verdict: StageVerdict) {
        guard let score = event.score else {
            return (event.severity, .silent(.detector, "no score: rules only"))
        }
        guard score.isFinite, score >= threshold else {
            return (event.severity, .silent(.detector, "score \(score), threshold \(threshold)"))
        }
        let raised: Severity = isRulePending || related != nil ? .warning : .notice
        let beside = isRulePending ? ", a rule is pending" : related.map { ", \($0) is strange too" } ?? ""
        let severity = Swift.min(event.severity, raised)
        return (
            severity,
            StageVerdict(
                stage: .detector, rule: "detector", because: "score \(score), threshold \(threshold)\(beside)"
            )
        )
    }

    private static func isTooSteep(_ rule: LimitRule, _ memory: RuleMemory, value: Double, time: WallTime)
        -> Bool
    {
        guard let steepest = rule.steepest, let before = memory.lastValue, let then = memory.lastTime else {
            return false
        }
        let span = seconds(then, time)
        return span > 0 && abs(value - before) / span > steepest
    }

    private static func begun(_ rule: LimitRule, at time: WallTime) -> RuleState {
        rule.onDelaySeconds > 0 ? .pending(since: time) : .active(since: time)
    }

    /// Seconds from one time to another; no span is too long for it.
    static func seconds(_ from: WallTime, _ to: WallTime) -> Double {
        (Double(to.milliseconds) - Double(from.milliseconds)) / 1_000
    }
}

extension RuleState {
    var word: String {
        switch self {
        case .normal: "normal"
        case .pending: "pending"
        case .active: "active"
        case .clearing: "clearing"
        }
    }

    /// Whether the rule has raised and not cleared.
    public var isRaised: Bool {
        switch self {
        case .active, .clearing: true
        case .normal, .pending: false
        }
    }
}

extension SourceState {
    var kindWord: String {
        switch self {
        case .sound: "sound"
        case .stale: "stale"
        case .frozen: "frozen"
        case .outOfRange: "out-of-range"
        }
    }
}
