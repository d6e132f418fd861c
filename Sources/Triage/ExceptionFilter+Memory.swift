// SPDX-License-Identifier: Apache-2.0
// What the filter remembers between events: episodes, rules, strange signals and its own time. Everything is
// bounded; when a bound is reached the oldest is forgotten, which can only lead to one mail more.

import DockModel

extension ExceptionFilter {
    /// Takes the time of the caller. A clock that was set back moves all remembered times with it.
    mutating func advance(to wanted: WallTime) {
        let bound: Int64 = 253_402_300_800_000
        let time = WallTime(milliseconds: Swift.min(Swift.max(wanted.milliseconds, -bound), bound))
        guard now.milliseconds != .min else {
            now = time
            return
        }
        let back = now.milliseconds - time.milliseconds
        // Small steps back are readings that overtook each other; time stands still for them.
        if back > 0, back <= 5_000 { return }
        if back > 5_000 { moveBack(by: back) }
        now = time
    }

    private mutating func moveBack(by milliseconds: Int64) {
        trouble("the clock was set back")
        func moved(_ time: WallTime) -> WallTime { time.later(byMilliseconds: -milliseconds) }
        for key in Array(episodes.keys) {
            guard var episode = episodes[key] else { continue }
            episode.opened = moved(episode.opened)
            episode.mailed = episode.mailed.map(moved)
            episode.closed = episode.closed.map(moved)
            episode.last = moved(episode.last)
            episodes[key] = episode
        }
        for key in Array(groups.keys) {
            guard var group = groups[key] else { continue }
            group.due = moved(group.due)
            groups[key] = group
        }
        sent = sent.mapValues(moved)
        if let waiting = flood { flood?.due = moved(waiting.due) }
        lastFlood = lastFlood.map(moved)
        if var left = budget {
            left.counted = moved(left.counted)
            left.raises = left.raises.map(moved)
            budget = left
        }
        strange = strange.mapValues { $0.mapValues(moved) }
    }

    /// Runs the limit rules of the event's signal; a raised rule lends its severity, a cleared one ends the episode.
    mutating func applyRules(
        _ event: inout TriageEvent, _ profile: FilterProfile
    ) -> (isPending: Bool, verdict: StageVerdict) {
        var said: StageVerdict?
        var isPending = false
        guard let value = event.value, value.isFinite, event.state == .sound else {
            return (false, .silent(.rules, "no process value"))
        }
        for rule in profile.rules where rule.source == event.source && rule.signal == event.signal {
            let key = "\(event.dock)\u{1F}\(rule.id)"
            let before = rules[key] ?? RuleMemory()
            let (after, verdict) = FilterStage.rule(rule, before, value: value, time: event.time)
            rules[key] = after
            if case .pending = after.state { isPending = true }
            if after.state.isRaised {
                event.severity = Swift.min(event.severity, rule.severity)
                event.isClear = false
                said = verdict
            } else if before.state.isRaised {
                if said == nil { event.isClear = true }
                said = said ?? verdict
            } else {
                said = said ?? verdict
            }
        }
        return (isPending, said ?? .silent(.rules, "no rule watches it"))
    }

    /// Notes a strange signal; returns another signal of the same source that was strange lately.
    mutating func noteStrange(_ event: TriageEvent, _ profile: FilterProfile) -> String? {
        guard let score = event.score, score.isFinite, score >= profile.scoreThreshold, !event.signal.isEmpty
        else {
            return nil
        }
        let place = "\(event.dock)\u{1F}\(event.source)"
        var known = strange[place] ?? [:]
        known = known.filter { abs(FilterStage.seconds($0.value, now)) <= profile.relatedSeconds }
        let other = known.keys.filter { $0 != event.signal }.min()
        known[event.signal] = now
        if known.count > 64, let oldest = known.min(by: { ($0.value, $0.key) < ($1.value, $1.key) })?.key {
            known[oldest] = nil
        }
        strange[place] = known
        if strange.count > 256 { strange = [place: known] }
        return other
    }

    /// Opens, counts or closes the episode of a decided event.
    mutating func remember(_ event: TriageEvent, _ severity: Severity, _ decision: FilterDecision) {
        if event.isNoAlert { return }
        if event.isClear {
            // A warning that comes and goes all day is counted over its ends; anything else begins anew.
            if severity >= .warning, var episode = episodes[event.key], episode.closed == nil {
                (episode.closed, episode.last, episode.mailed) = (now, now, nil)
                episodes[event.key] = episode
            } else if severity < .warning {
                episodes[event.key] = nil
            }
            return
        }
        forgetPast()
        let isHeld = decision.bin == .inhibited || decision.bin == .shelved
        let isMailed = !isHeld && decision.bin != .digestOnly && decision.bin != .foldedAsRepeat
        if var episode = episodes[event.key] {
            episode.count += 1
            if severity < episode.severity {
                episode.severity = severity
                episode.isAcknowledged = false
            }
            episode.last = now
            episode.closed = nil
            if isMailed { episode.mailed = now }
            if !isHeld { episode.isTold = true }
            episodes[event.key] = episode
        } else {
            if episodes.count >= Most.episodes, let oldest = oldestEpisode() {
                episodes[oldest] = nil
                trouble("too many open episodes: the oldest was forgotten")
            }
            episodes[event.key] = Episode(
                opened: now, severity: severity, count: 1, mailed: isMailed ? now : nil, last: now,
                isTold: !isHeld,
                kind: event.kind, source: event.source, dock: event.dock)
        }
    }

    private func oldestEpisode() -> String? {
        episodes.min { ($0.value.last, $0.key) < ($1.value.last, $1.key) }?.key
    }

    /// Ended episodes count for a day.
    private mutating func forgetPast() {
        guard episodes.values.contains(where: { $0.closed != nil }) else { return }
        let now = now
        episodes = episodes.filter { _, episode in
            episode.closed.map { FilterStage.seconds($0, now) <= 86_400 } ?? true
        }
    }

    /// The open episodes that can mute events of this kind.
    func openParents(of kind: String, _ profile: FilterProfile) -> [Episode] {
        let kinds = Set(profile.inhibitions.filter { $0.mutes(kind) }.map(\.parentKind))
        if kinds.isEmpty { return [] }
        return episodes.filter { kinds.contains($0.value.kind) && $0.value.closed == nil }
            .sorted { $0.key < $1.key }.map(\.value)
    }
}

extension WallTime {
    /// A later time, never past the ends of the calendar.
    func later(bySeconds seconds: Double) -> WallTime {
        let milliseconds = seconds.isFinite ? Swift.min(Swift.max(seconds, -1e10), 1e10) * 1_000 : 0
        return later(byMilliseconds: Int64(milliseconds))
    }

    /// A later time; at the ends of what 64 bits hold it stays there.
    func later(byMilliseconds span: Int64) -> WallTime {
        let (sum, isOver) = milliseconds.addingReportingOverflow(span)
        return WallTime(milliseconds: isOver ? (span < 0 ? .min : .max) : sum)
    }
}
