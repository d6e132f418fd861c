// SPDX-License-Identifier: Apache-2.0
// Each of the nine stages alone, as the table says it: what passes, what is held, and why.

import DockModel
import Testing

@testable import Triage

private func at(_ seconds: Double) -> WallTime {
    WallTime(milliseconds: 1_790_000_000_000).later(bySeconds: seconds)
}

private func event(
    _ id: Int64 = 1, kind: String = "CLIMATE.temperature", _ severity: Severity = .error,
    value: Double? = nil,
    state: SourceState = .sound, isClear: Bool = false, score: Double? = nil, source: String = "climate"
) -> TriageEvent {
    TriageEvent(
        id: id, dock: "north", source: source, signal: "t", kind: kind, severity: severity, value: value,
        unit: "°C",
        time: at(0), state: state, isClear: isClear, score: score)
}

private func event(
    _ severity: Severity, kind: String = "CLIMATE.temperature", isClear: Bool = false, score: Double? = nil
) -> TriageEvent {
    event(1, kind: kind, severity, isClear: isClear, score: score)
}

struct FilterStageTests {
    @Test func `a stale, frozen or absurd reading is about its sensor`() {
        #expect(FilterStage.validity(event(value: 20)).event.kind == "CLIMATE.temperature")
        #expect(FilterStage.validity(event(value: 20, state: .stale)).event.kind == "SENSOR.stale")
        #expect(FilterStage.validity(event(value: 20, state: .frozen)).event.kind == "SENSOR.frozen")
        #expect(
            FilterStage.validity(event(value: 20, state: .outOfRange)).event.kind == "SENSOR.out-of-range")
        #expect(FilterStage.validity(event(value: .nan)).event.kind == "SENSOR.not-a-number")
        let smoke = FilterStage.validity(event(kind: "POWER.smoke", value: .nan, state: .stale))
        #expect(smoke.event.kind == "POWER.smoke" && smoke.event.value == nil)
    }

    @Test func `a limit has a deadband and delays both ways`() {
        let rule = LimitRule(
            id: "hot", source: "climate", signal: "t", side: .above, limit: 40, deadband: 2,
            onDelaySeconds: 10,
            offDelaySeconds: 20, severity: .error)
        var memory = RuleMemory()
        let steps: [(Double, Double, String)] = [
            (0, 39, "normal"), (1, 41, "pending"), (5, 39.9, "normal"), (6, 41, "pending"),
            (15, 41, "pending"),
            (16, 41, "active"), (17, 39, "active"), (18, 37.9, "clearing"), (30, 39, "active"),
            (31, 37, "clearing"),
            (50, 37, "clearing"), (51, 38, "normal"),
        ]
        for (second, value, word) in steps {
            memory = FilterStage.rule(rule, memory, value: value, time: at(second)).memory
            #expect(memory.state.word == word, "at \(second) s with \(value)")
        }
        var steep = rule
        steep.steepest = 1
        steep.onDelaySeconds = 0
        var fast = FilterStage.rule(steep, RuleMemory(), value: 10, time: at(0)).memory
        fast = FilterStage.rule(steep, fast, value: 14, time: at(2)).memory
        #expect(fast.state.isRaised)
    }

    @Test func `the detector alone raises a notice, with company a warning, and never lowers`() {
        func judged(_ severity: Severity, score: Double?, pending: Bool = false, related: String? = nil)
            -> Severity
        {
            FilterStage.detector(
                event(severity, score: score), isRulePending: pending, related: related, threshold: 0.5
            ).severity
        }
        #expect(judged(.trace, score: 0.9) == .notice)
        #expect(judged(.trace, score: 0.4) == .trace)
        #expect(judged(.trace, score: nil) == .trace)
        #expect(judged(.trace, score: .nan) == .trace)
        #expect(judged(.trace, score: 0.9, pending: true) == .warning)
        #expect(judged(.trace, score: 0.9, related: "current") == .warning)
        #expect(judged(.critical, score: 0.9, related: "current") == .critical)
        #expect(judged(.error, score: 0) == .error)
    }

    @Test func `repeats fold until they are more urgent or the interval is over`() {
        let profile = FilterProfile()
        func answer(_ episode: Episode?, _ severity: Severity, after seconds: Double, clear: Bool = false)
            -> String
        {
            FilterStage.dedupe(
                event(severity, isClear: clear), severity: severity, episode: episode, now: at(seconds),
                profile: profile
            ).verdict.rule
        }
        var open = Episode(
            opened: at(0), severity: .error, count: 1, mailed: at(0), last: at(0), isTold: true,
            kind: "CLIMATE.temperature", source: "climate", dock: "north")
        #expect(answer(nil, .error, after: 0) == "new-episode")
        #expect(answer(open, .error, after: 60) == "repeat")
        #expect(answer(open, .critical, after: 60) == "more-urgent")
        #expect(answer(open, .error, after: 86_400) == "repeat-interval")
        #expect(answer(open, .error, after: 60, clear: true) == "clear")
        #expect(answer(nil, .error, after: 60, clear: true) == "clear-of-nothing")
        open.isAcknowledged = true
        #expect(answer(open, .error, after: 900_000) == "repeat")
        open.mailed = nil
        #expect(answer(open, .error, after: 60, clear: true) == "clear-not-told")
        open.severity = .warning
        open.count = 2
        #expect(answer(open, .warning, after: 60) == "warning-repeated")
    }

    @Test func `an open parent mutes its children and never safety`() {
        let profile = FilterProfile()
        let mains = Episode(
            opened: at(0), severity: .error, count: 1, mailed: at(0), last: at(0), isTold: true,
            kind: "POWER.mains-lost", source: "power", dock: "north")
        func answer(_ event: TriageEvent) -> HoldAnswer {
            FilterStage.inhibition(event, open: [mains], profile: profile).answer
        }
        #expect(answer(event()) == .hold(.inhibited))
        #expect(answer(event(kind: "CHARGE.failed")) == .hold(.inhibited))
        #expect(answer(event(kind: "COVER.timed-out")) == .pass)
        #expect(answer(event(.emergency)) == .pass)
        var other = event()
        other.dock = "south"
        #expect(answer(other) == .pass)
    }

    @Test func `a shelf ends, and safety is not shelved`() throws {
        var filter = ExceptionFilter()
        let week = Double(7 * 86_400)
        func shelf(_ kind: String, until seconds: Double) -> Shelf {
            Shelf(user: "ann", reason: "being repaired", kind: kind, until: at(seconds))
        }
        #expect(throws: ShelfRefusal.safety) {
            try filter.shelve(shelf("POWER.smoke", until: 60), now: at(0))
        }
        #expect(throws: ShelfRefusal.safety) { try filter.shelve(shelf("POWER.", until: 60), now: at(0)) }
        #expect(throws: ShelfRefusal.tooLong) {
            try filter.shelve(shelf("CLIMATE.", until: week + 1), now: at(0))
        }
        #expect(throws: ShelfRefusal.past) { try filter.shelve(shelf("CLIMATE.", until: 0), now: at(0)) }
        try filter.shelve(shelf("CLIMATE.", until: 3_600), now: at(0))
        let profile = FilterProfile()
        #expect(filter.decide(event(1), now: at(10), profile: profile)?.bin == .shelved)
        #expect(filter.shelvesEndingSoon().count == 1)
        // After its end the same trouble is told, though an episode of it is open.
        #expect(filter.decide(event(2), now: at(3_700), profile: profile)?.rule == "urgent")
        #expect(filter.release(now: at(3_800), profile: profile).map(\.bin) == [.mailedAlone])
    }

    @Test func `a group is one mail, and a second waits for the interval`() {
        var filter = ExceptionFilter()
        let profile = FilterProfile()
        for id in Int64(1)...3 {
            let decision = filter.decide(
                event(id, kind: "CLIMATE.k\(id)"), now: at(Double(id)), profile: profile)
            #expect(decision?.bin == nil && decision?.mail == nil)
        }
        #expect(filter.nextDue == at(31))
        #expect(filter.release(now: at(30), profile: profile).isEmpty)
        let first = filter.release(now: at(31), profile: profile)
        #expect(first.map(\.bin) == [.mailedInGroup] && first.first?.mail.members == [1, 2, 3])
        _ = filter.decide(event(4, kind: "CLIMATE.k4"), now: at(40), profile: profile)
        #expect(filter.nextDue == at(331))
        #expect(filter.isConserved)
    }

    @Test func `over the budget everything goes into one flood mail`() {
        var filter = ExceptionFilter()
        let profile = FilterProfile()
        var bins: [FilterBin: Int] = [:]
        var mails = 0
        for id in Int64(1)...100 {
            let now = at(Double(id) * 20)
            let decision = filter.decide(
                event(id, kind: "COVER.k\(id)", source: "s\(id)"), now: now, profile: profile)
            #expect(decision?.bin == nil)
            for release in filter.release(now: now, profile: profile) {
                bins[release.bin, default: 0] += release.mail.count
                mails += 1
            }
        }
        for release in filter.release(now: at(20_000), profile: profile) {
            bins[release.bin, default: 0] += release.mail.count
        }
        #expect(bins.values.reduce(0, +) == 100)
        #expect((bins[.rateFolded] ?? 0) >= 90)
        #expect(mails <= 8, "\(mails) mails in 33 minutes")
        let smoke = filter.decide(event(200, kind: "POWER.smoke"), now: at(20_001), profile: profile)
        #expect(smoke?.bin == .mailedAlone && smoke?.mail != nil)
    }

    @Test func `routes follow the severity`() {
        let profile = FilterProfile()
        func route(_ severity: Severity, kind: String = "X.y", count: Int = 1, over: Bool = false)
            -> FilterStage.Route
        {
            let made = event(severity, kind: kind)
            let mailed = FilterStage.isMailed(made, severity: severity, count: count, profile: profile)
            return FilterStage.route(made, severity: severity, isMailed: mailed, budget: over ? .over : .pass)
                .route
        }
        #expect(route(.emergency, over: true) == .now)
        #expect(route(.notice, kind: "SECURITY.intrusion", over: true) == .now)
        #expect(route(.critical) == .now && route(.critical, over: true) == .flood)
        #expect(route(.error) == .group && route(.error, over: true) == .flood)
        #expect(route(.warning) == .digest && route(.warning, count: 3) == .group)
        #expect(route(.notice) == .digest && route(.trace) == .digest)
        #expect(route(.trace, kind: SafetyKind.heartbeat) == .now)
    }

    @Test func `a filter that fails sends, and a lost memory is told`() {
        let decision = ExceptionFilter.unfiltered(event(.notice), because: "its state could not be read")
        #expect(decision.bin == .mailedAlone && decision.mail?.members == [1])
        var filter = ExceptionFilter(afterLoss: "check sum")
        #expect(filter.takeDigest().troubles == ["memory lost: check sum": 1])
    }

    @Test func `all nine verdicts are stored for what is mailed, with a rule and a reason`() {
        var filter = ExceptionFilter()
        let decision = filter.decide(event(1, score: 0.9), now: at(0), profile: FilterProfile())
        #expect(decision?.verdicts.map(\.stage) == FilterStage.allCases)
        #expect(decision?.verdicts.allSatisfy { !$0.because.isEmpty && !$0.rule.isEmpty } == true)
    }

    @Test func `odd times and settings do no harm`() {
        var filter = ExceptionFilter()
        var profile = FilterProfile()
        profile.mailsPerHour = .nan
        profile.groupWaitSeconds = .infinity
        profile.groupIntervalSeconds = -1
        profile.relatedSeconds = .nan
        profile.scoreThreshold = .nan
        profile.mailBurst = -5
        profile.rules = [
            LimitRule(
                id: "odd", source: "climate", signal: "t", side: .below, limit: .nan, deadband: .infinity,
                severity: .error)
        ]
        let times: [Int64] = [.min, .max, 0, -1, 1 << 62, .min + 1]
        var id: Int64 = 0
        for time in times + times.reversed() {
            for value in [nil, 1.0, -.infinity, 1e300] {
                id += 1
                var odd = event(id, value: value, score: 2)
                odd.time = WallTime(milliseconds: time)
                #expect(filter.decide(odd, now: WallTime(milliseconds: time), profile: profile) != nil)
                _ = filter.release(now: WallTime(milliseconds: time), profile: profile)
                #expect(filter.isConserved)
            }
        }
    }
}
