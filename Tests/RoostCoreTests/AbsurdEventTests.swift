// SPDX-License-Identifier: Apache-2.0
// Random sequences of absurd events in any order: NaN, infinities, huge and negative values, clocks that run back,
// orders nobody gave. Nothing may trap, no invariant may break and the state stays small. The seeds are fixed.

import DockModel
import RoostCore
import RoostSim
import Testing
import Wear

/// Events without sense.
private struct Absurdity {
    var random: SplitMix

    mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int(random.next() % UInt64(choices.count))]
    }

    mutating func number() -> Double {
        pick([
            0, 1, -1, 0.05, 12, 30, 96, 100, 32_767, 1e9, 1e18, 1e300, -1e300, .infinity, -.infinity, .nan,
            .greatestFiniteMagnitude, .leastNonzeroMagnitude,
        ])
    }

    mutating func instant(near now: Instant) -> Instant {
        pick([
            now, now, now, now, Instant(nanoseconds: .min), Instant(nanoseconds: .max),
            Instant(nanoseconds: 0),
            Instant(nanoseconds: now.nanoseconds &- 1_500_000_000),
            Instant(nanoseconds: now.nanoseconds &+ 5_000_000_000),
        ])
    }

    mutating func wall(near now: WallTime) -> WallTime {
        pick([
            now, now, now, WallTime(milliseconds: .min), WallTime(milliseconds: .max),
            WallTime(milliseconds: 0),
            WallTime(milliseconds: now.milliseconds &+ 600_000),
            WallTime(milliseconds: now.milliseconds &- 600_000),
        ])
    }

    mutating func reading(near now: Instant) -> RoleReading {
        let flag = pick([0.0, 1, 0, 1, .nan])
        let value = pick([number(), flag, flag, flag])
        return RoleReading(pick(Role.allCases), pick([value, value, value, nil]), taken: instant(near: now))
    }

    mutating func vehicle(near now: Instant) -> VehicleUpdate {
        var update = VehicleUpdate(isLinked: pick([true, true, true, false]), heardAt: instant(near: now))
        update.isArmed = pick([true, false, nil])
        update.landed = pick([.onGround, .inAir, .takingOff, .landing, nil])
        update.intent = pick([.mission, .returning, .landing, .other, nil])
        update.battery = Percent(number())
        update.batteryVoltage = Volts(number())
        update.batteryAt = instant(near: now)
        update.height = Metres(number())
        update.distance = Metres(number())
        update.travelled = Metres(number())
        update.positionAt = instant(near: now)
        update.fix = pick([0, 3, 6, .max, .min])
        update.fixAt = instant(near: now)
        update.isReadyToArm = pick([true, false, nil])
        update.reachedItem = pick([0, 5, .max, .min, nil])
        update.text = pick([nil, "", String(repeating: "x", count: 5_000)])
        return update
    }

    mutating func mission(near now: WallTime) -> DueMission {
        DueMission(
            id: pick(["a@1", "b@2", "c@\(random.next())"]),
            schedule: ScheduleID(pick(["a", "b", "s\(random.next() % 9)"])),
            plan: "p", due: wall(near: now), latest: wall(near: now))
    }

    mutating func result() -> OrderResult {
        pick([
            .done, .verified(itemCount: pick([0, 1, 6, .min, .max]), checksum: .max), .fetched(octets: .min),
            .failed(reason: String(repeating: "r", count: pick([1, 10_000]))),
        ])
    }

    mutating func event(near now: Moment, order: Int64) -> Event {
        switch random.next() % 24 {
        case 0: return .started
        case 1: return .tick
        case 2:
            return .device(
                DeviceID("d\(random.next() % 5_000)"), isPresent: pick([true, false]), detail: "x")
        case 3: return .due(mission(near: now.wall))
        case 4, 5, 6: return .finished(order: pick([order, order, order - 1, .min, .max]), result())
        case 7 where random.next() % 2 == 0: return .agenda(next: pick([nil, mission(near: now.wall).due]))
        case 7: return .dayEnded(pick(["", "2026-11-25", "9999-12-31", "x"]))
        case 8:
            return .operatorSays(
                pick([
                    .reset, .callHome, .runNow(mission(near: now.wall)),
                    .replacePart("cover", serial: "s", reason: pick(ReplacementReason.allCases)), .keepPart("cover"),
                ]))
        case 9...14: return .vehicle(vehicle(near: now.boot))
        default: return .readings((0..<8).map { _ in reading(near: now.boot) })
        }
    }
}

/// A policy with one measured and one counted part.
private func policy() throws -> DockPolicy {
    var policy = DockPolicy()
    for (id, use, measure) in [
        (
            "cover", UseKind.coverMoves,
            WearMeasure.measured(kind: "cover_current", unit: "A", new: 3, endOfLife: 6)
        ),
        ("pack", .days, .counted(limit: 400)),
    ] {
        let description = try PartDescription(
            id: PartID(id), name: id, measure: measure, use: use, typicalLife: 1000, lifeSpread: 0.2,
            plannedUsesPerDay: 4, leadDays: 10, orderDays: 3, severity: .error)
        policy.parts.append(PartRule(description: description, measure: id == "cover" ? .coverCurrent : nil))
    }
    return policy
}

@Suite struct AbsurdEvents {
    @Test(arguments: 1...24 as ClosedRange<UInt64>)
    func `no sequence of absurd events traps or breaks an invariant`(seed: UInt64) throws {
        let policy = try policy()
        var absurdity = Absurdity(random: SplitMix(seed: seed))
        var now = Moment(boot: Instant(seconds: 100), wall: WallTime(seconds: 1_764_057_600))
        var state = DockState(at: now, parts: policy.parts)
        var broken: [Invariant: Int] = [:]
        for count in 0..<1_000 {
            switch absurdity.random.next() % 400 {
            case 0: now.boot = absurdity.instant(near: now.boot)
            case 1: now.wall = absurdity.wall(near: now.wall)
            case 2: now.isWallTrusted.toggle()
            default:
                now.boot = Instant(
                    nanoseconds: now.boot.nanoseconds &+ Int64(absurdity.random.next() % 3_000_000_000))
            }
            let event: Event = count == 0 ? .started : absurdity.event(near: now, order: state.nextOrder - 1)
            let (after, effects) = step(state, event, at: now, policy: policy)
            let taken = StepTaken(
                before: state, event: event, now: now, policy: policy, after: after, effects: effects)
            for invariant in Invariant.broken(by: taken) { broken[invariant, default: 0] += 1 }
            state = after
        }
        #expect(broken == [:])
        #expect(state.incidents.count < 400)
        #expect(state.waiting.count <= 32)
        #expect(state.incidents.values.allSatisfy { $0.detail.utf8.count < 2_000 })
        #expect((state.run?.reasons ?? []).allSatisfy { $0.utf8.count < 2_000 })
    }

    @Test func `a report of an item beyond all numbers ends no flight as flown`() {
        var bench = CoreBench.resting()
        bench.answer = { action in
            if case .upload = action { return .verified(itemCount: .min, checksum: 0) }
            return .done
        }
        bench.makeDue()
        bench.pass(5)
        bench.setCover(.open)
        bench.pass(200)
        #expect(!bench.actions.contains(.launch))
    }

    @Test func `motor current that was read just before the loop took it counts as wear`() throws {
        var bench = CoreBench.resting(policy: try policy())
        bench.makeDue()
        bench.pass(5)
        bench.setCover(.moving)
        bench.sensors[.coverCurrent] = nil
        for _ in 0..<10 {
            bench.pass(1)
            bench.feed(
                .readings([RoleReading(.coverCurrent, 4, taken: Instant(seconds: bench.seconds - 0.2))]))
        }
        bench.setCover(.open)
        bench.pass(1)
        let measure = try #require(bench.state.wear.units["cover"]?.unit.lastMeasure)
        #expect(measure > 1)
    }
}
