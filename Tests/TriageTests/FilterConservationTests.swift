// SPDX-License-Identifier: Apache-2.0
// The conservation law of the exception filter over a hundred thousand random events with kills at random points: each
// event ends in exactly one bin, each safety event is in exactly one mail, and nothing is decided twice.

import DockModel
import Foundation
import Testing

@testable import Triage

/// A store that commits the filter's state together with its decisions, or neither.
private struct CommittedWorld {
    var state = Data()
    var decisions: [Int64: FilterDecision] = [:]
    var mails: [MailOrder] = []
    var releases: [FilterRelease] = []

    mutating func commit(filter: Data, _ decided: inout [FilterDecision], _ released: inout [FilterRelease]) {
        state = filter
        for decision in decided {
            if decisions[decision.event] != nil { Issue.record("decided twice: \(decision.event)") }
            decisions[decision.event] = decision
            if let mail = decision.mail { mails.append(mail) }
        }
        releases += released
        decided = []
        released = []
    }
}

struct FilterConservationTests {
    static let kinds = [
        "POWER.smoke", "BATTERY.over-temperature", "SECURITY.intrusion", "POWER.mains-lost", "CHARGE.failed",
        "CLIMATE.temperature", "LINK.device-lost", "SENSOR.stale", "COVER.timed-out", "MISSION.launch-failed",
        "CLOCK.jumped", "MAIL.heartbeat", "WEATHER.wind", "STORAGE.low",
    ]

    static func event(_ id: Int64, at now: WallTime, _ random: inout Dice) -> TriageEvent {
        let kind = random.pick(kinds)
        let severity = random.pick(Severity.allCases)
        return TriageEvent(
            id: id, dock: random.pick(["north", "south"]), source: random.pick(["a", "b", "c"]),
            signal: random.pick(["", "t", "u"]), kind: kind, severity: severity,
            value: random.pick([nil, 1, 50, 120, .nan]), unit: "°C", time: now,
            mission: random.pick([nil, nil, "m1"]),
            state: random.pick([.sound, .sound, .sound, .stale, .frozen]),
            isClear: random.pick([false, false, true]), score: random.pick([nil, 0.1, 0.9, .nan]))
    }

    static func profile() -> FilterProfile {
        var profile = FilterProfile()
        profile.rules = [
            LimitRule(
                id: "hot", source: "a", signal: "t", side: .above, limit: 100, deadband: 5,
                onDelaySeconds: 20,
                offDelaySeconds: 30, steepest: 20, severity: .critical)
        ]
        return profile
    }

    @Test func `a hundred thousand events with kills end in exactly one bin each`() throws {
        var random = Dice(seed: 9)
        let profile = Self.profile()
        var world = CommittedWorld()
        world.state = try JSONEncoder().encode(ExceptionFilter())
        var filter = ExceptionFilter()
        var now = WallTime(milliseconds: 1_790_000_000_000)
        var safety: Set<Int64> = []
        var uncommitted: [FilterDecision] = []
        var uncommittedReleases: [FilterRelease] = []
        var pending: [TriageEvent] = []
        var kills = 0
        var broken = 0
        func decide(_ event: TriageEvent) {
            if let decision = filter.decide(event, now: now, profile: profile) {
                uncommitted.append(decision)
            }
            if random.below(3) == 0 { uncommittedReleases += filter.release(now: now, profile: profile) }
            if !filter.isConserved { broken += 1 }
        }
        for id in Int64(1)...100_000 {
            // Quiet days, busy hours, and a clock that is now and then set back.
            now = now.later(byMilliseconds: random.pick([500, 2_000, 20_000, 20_000, 300_000, 3_000_000]))
            if random.below(5_000) == 0 { now = now.later(byMilliseconds: -7_200_000) }
            let event = Self.event(id, at: now, &random)
            if event.isSafety || event.isHeartbeat { safety.insert(id) }
            pending.append(event)
            decide(event)
            if random.below(300) == 0 {
                // Killed before the commit: the decisions never were, the events are read again.
                kills += 1
                filter = try JSONDecoder().decode(ExceptionFilter.self, from: world.state)
                uncommitted = []
                uncommittedReleases = []
                for event in pending { decide(event) }
            }
            guard random.below(60) == 0 || id == 100_000 else { continue }
            world.commit(filter: try JSONEncoder().encode(filter), &uncommitted, &uncommittedReleases)
            guard random.below(4) == 0 else {
                pending = []
                continue
            }
            // Killed after the commit: the events come again and must not count again.
            kills += 1
            filter = try JSONDecoder().decode(ExceptionFilter.self, from: world.state)
            for event in pending { #expect(filter.decide(event, now: now, profile: profile) == nil) }
            pending = []
        }
        world.releases += filter.release(now: now.later(bySeconds: 100_000), profile: profile)
        #expect(kills > 100)
        #expect(broken == 0)
        try check(world, filter, safety)
    }

    private func check(_ world: CommittedWorld, _ filter: ExceptionFilter, _ safety: Set<Int64>) throws {
        #expect(filter.waiting == 0)
        #expect(world.decisions.count == 100_000)
        #expect(filter.decided == 100_000)
        var bins: [FilterBin: Int] = [:]
        var mailed: [Int64: Int] = [:]
        for decision in world.decisions.values {
            if let bin = decision.bin { bins[bin, default: 0] += 1 }
        }
        for mail in world.mails { for member in mail.members { mailed[member, default: 0] += 1 } }
        for release in world.releases {
            bins[release.bin, default: 0] += release.mail.count
            for member in release.mail.members { mailed[member, default: 0] += 1 }
        }
        #expect(bins.values.reduce(0, +) == 100_000)
        for bin in FilterBin.allCases {
            #expect(bins[bin] ?? 0 == filter.ended[bin.rawValue] ?? 0, "bin \(bin)")
        }
        // Every bin but the shelf is used, so the law is not kept by doing nothing.
        for bin in FilterBin.allCases where bin != .shelved { #expect((bins[bin] ?? 0) > 20, "bin \(bin)") }
        for id in safety {
            if mailed[id] != 1 || world.decisions[id]?.bin != .mailedAlone {
                Issue.record("safety event \(id)")
            }
        }
        #expect(mailed.values.allSatisfy { $0 == 1 })
        for (id, decision) in world.decisions {
            let isHeld =
                decision.bin.map { [.foldedAsRepeat, .inhibited, .shelved, .digestOnly].contains($0) }
                ?? false
            if isHeld, mailed[id] != nil { Issue.record("held and mailed: \(id)") }
        }
        #expect(world.decisions.values.allSatisfy { !$0.verdicts.isEmpty })
    }
}
