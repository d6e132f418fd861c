// SPDX-License-Identifier: Apache-2.0
// Stored states: equal values are equal octets, and a state of another version loses nothing that is understood.

import DockModel
import Foundation
import RoostCore
import Testing
import Wear

@testable import RoostDaemon

private let now = Moment(
    boot: Instant(nanoseconds: 5_000_000_000_000), wall: WallTime(milliseconds: 1_811_871_000_000))
private let fresh = DockState(at: now, parts: [])

/// The old state with a text in place of another.
private func old(_ from: String = "", _ to: String = "") throws -> [UInt8] {
    guard !from.isEmpty else { return Array(oldState.utf8) }
    try #require(oldState.contains(from), "\(from) is not in the old state")
    return Array(oldState.replacingOccurrences(of: from, with: to).utf8)
}

@Suite struct OlderStates {
    @Test func `a state stored before alternate landings is read whole`() throws {
        let decoded = try StateCoding.decodeState(try old(), fresh: fresh)
        #expect(decoded.dropped == [])
        let state = decoded.state
        #expect(state.phase == .gating)
        #expect(state.run?.mission.id == "perimeter@2027-06-01T17:25:00Z")
        #expect(state.waiting.map(\.id) == ["gate@2027-06-01T17:25:03Z"])
        #expect(Set(state.taken.keys) == ["night", "gate", "perimeter"])
        #expect(Set(state.incidents.keys) == ["LINK.device-lost/weather", "LINK.device-lost/air"])
        #expect(state.absentDevices == ["air", "weather"])
        #expect(state.tally.outcomes == [.expired: 1] && state.tally.missedHeartbeats == 0)
        #expect(state.wear.units["cover-motor"] != nil)
        #expect(state.nextOrder > 1 && state.nextIncident > 1)
        #expect(state.evidence.airTemperature.value == Celsius(12))
        // What it could not know is as in a fresh state.
        #expect(state.lockOut == nil && state.divert == nil && state.rods == nil && state.pendingWrites == [])
        #expect(state.divertsRevoked == 0 && state.evidence.serviceKey == Sensed())
    }

    @Test func `a state stored before missions were continued opens, and its missions begin at the beginning`() throws {
        for word in ["unfinished", "resumedAfter", "itemChecksum"] { #expect(!oldState.contains(word)) }
        let decoded = try StateCoding.decodeState(try old(), fresh: fresh)
        #expect(decoded.dropped == [] && decoded.state.unfinished == [])
        let run = try #require(decoded.state.run)
        #expect(run.resumedAfter == nil && run.itemChecksum == nil)
        let after = step(decoded.state, .started, at: now, policy: DockPolicy()).state
        #expect(after.unfinished == [])
    }

    @Test func `an unfinished mission that is not understood is begun anew, the others go on`() throws {
        let text = String(decoding: try StateCoding.encode(fresh), as: UTF8.self)
        let good = #"{"checksum":7,"plan":"b.plan","reached":4,"schedule":"b","sorties":1}"#
        let bad = #"{"plan":"a.plan","reached":"far","schedule":"a","sorties":1}"#
        let changed = text.replacingOccurrences(of: #""unfinished":[]"#, with: #""unfinished":[\#(bad),\#(good)]"#)
        #expect(changed != text)
        let decoded = try StateCoding.decodeState(Array(changed.utf8), fresh: fresh)
        #expect(decoded.state.unfinished.map(\.plan) == ["b.plan"] && decoded.state.unfinished.first?.reached == 4)
        #expect(!decoded.dropped.isEmpty)
        #expect(decoded.dropped.allSatisfy { $0.hasPrefix("unfinished") }, "\(decoded.dropped)")
    }

    @Test func `it goes on from there`() throws {
        let state = try StateCoding.decodeState(try old(), fresh: fresh).state
        let after = step(state, .started, at: now, policy: DockPolicy()).state
        #expect(after.phase == .starting && after.taken == state.taken)
        let again = try StateCoding.decodeState(try StateCoding.encode(after), fresh: fresh)
        #expect(again.state == after && again.dropped == [])
    }

    @Test func `a phase that is not known is looked for anew, and nothing else is lost`() throws {
        let decoded = try StateCoding.decodeState(try old("\"gating\"", "\"levitating\""), fresh: fresh)
        #expect(decoded.dropped == ["phase"])
        #expect(decoded.state.phase == .starting)
        #expect(decoded.state.run?.mission.plan == "perimeter.plan")
        #expect(decoded.state.taken.count == 3)
    }

    @Test func `an incident of a kind that is not known is left out alone`() throws {
        let text = oldState
        let range = try #require(text.range(of: "\"kind\": \"LINK.device-lost\""))
        let changed = text.replacingCharacters(in: range, with: "\"kind\": \"LINK.device-haunted\"")
        let decoded = try StateCoding.decodeState(Array(changed.utf8), fresh: fresh)
        #expect(decoded.state.incidents.count == 1)
        #expect(decoded.dropped.allSatisfy { $0.hasPrefix("incidents.") } && !decoded.dropped.isEmpty)
    }

    @Test func `an outcome that is not known leaves the other counts`() throws {
        var state = fresh
        state.tally.outcomes = [.flown: 3, .lost: 1, .partial: 2]
        let text = String(decoding: try StateCoding.encode(state), as: UTF8.self)
        let changed = text.replacingOccurrences(of: "\"lost\",1", with: "\"teleported\",1")
        #expect(changed != text)
        let decoded = try StateCoding.decodeState(Array(changed.utf8), fresh: fresh)
        #expect(decoded.state.tally.outcomes == [.flown: 3, .partial: 2])
        #expect(decoded.dropped.count == 1)
    }

    @Test func `a lock-out that is not understood is a lock-out all the same`() throws {
        let locked = step(fresh, .operatorSays(.lockOut("Kim works")), at: now, policy: DockPolicy()).state
        #expect(locked.lockOut?.reason == "Kim works")
        let text = String(decoding: try StateCoding.encode(locked), as: UTF8.self)
        let changed = text.replacingOccurrences(of: "\"operatorOrder\"", with: "\"fireBrigade\"")
        #expect(changed != text)
        let decoded = try StateCoding.decodeState(Array(changed.utf8), fresh: fresh)
        #expect(decoded.state.lockOut != nil && decoded.state.awaitsPerson)
    }

    @Test(arguments: ["", "{}", "[]", "null", "{\"phase\":\"idle\"}", "{\"phase\":", "\u{0}\u{1}", "{\"a\":1}x"])
    func `what is no state is an error, never a fresh state`(text: String) {
        #expect(throws: (any Error).self) { _ = try StateCoding.decodeState(Array(text.utf8), fresh: fresh) }
    }

    @Test func `octets torn anywhere never trap`() throws {
        let whole = try old()
        for length in stride(from: 0, to: whole.count - 1, by: 61) {
            #expect(throws: (any Error).self) {
                _ = try StateCoding.decodeState(Array(whole.prefix(length)), fresh: fresh)
            }
        }
    }

    @Test func `deep nesting is refused without a crash`() {
        let deep = Array(repeating: UInt8(ascii: "["), count: 100_000)
        #expect(JSONText(deep) == nil)
    }
}

@Suite struct StableOctets {
    /// A state whose dictionaries were filled in one order or the other, through detours that change their capacity.
    private func state(_ isReversed: Bool) -> DockState {
        var state = fresh
        let names = (0..<40).map { "schedule-\($0)" }
        for name in isReversed ? names.reversed() : names {
            state.taken[ScheduleID(name)] = now.wall
            state.absentDevices.insert(DeviceID(name))
            state.quietSince[name] = now.boot
        }
        if isReversed {
            for extra in 0..<500 { state.taken[ScheduleID("x\(extra)")] = now.wall }
            for extra in 0..<500 { state.taken[ScheduleID("x\(extra)")] = nil }
        }
        let outcomes = MissionOutcome.allCases
        for outcome in isReversed ? outcomes.reversed() : outcomes { state.tally.outcomes[outcome] = 2 }
        return state
    }

    @Test func `equal states are equal octets whatever the order of their dictionaries`() throws {
        let (one, other) = (state(false), state(true))
        #expect(one == other)
        let octets = try StateCoding.encode(one)
        #expect(octets == (try StateCoding.encode(other)))
        #expect(try StateCoding.decodeState(octets, fresh: fresh).state == one)
    }

    @Test func `every dictionary and set of the state is among those that are put in order`() throws {
        var state = state(false)
        let text = try StateCoding.encode(state)
        state = try StateCoding.decode(DockState.self, from: text)
        var unknown: [String] = []
        func walk(_ value: Any, _ name: String, depth: Int) {
            let mirror = Mirror(reflecting: value)
            let kind = String(describing: type(of: value))
            if mirror.displayStyle == .dictionary, !kind.hasPrefix("Dictionary<String,") {
                if !StateCoding.dictionaries.contains(name) { unknown.append(name) }
            }
            if mirror.displayStyle == .set, !StateCoding.sets.contains(name) { unknown.append(name) }
            guard depth < 12 else { return }
            for child in mirror.children { walk(child.value, child.label ?? name, depth: depth + 1) }
        }
        walk(state, "", depth: 0)
        #expect(unknown == [])
    }

    @Test func `numbers and texts come back octet for octet`() throws {
        let text = #"{"a":[1,-2.50,1e-7,"x\"\\\u00e4é/",true,null,{}],"b":{"c":[]}}"#
        #expect(JSONText(Array(text.utf8)).map { String(decoding: $0.octets, as: UTF8.self) } == text)
    }
}

@Suite struct StateSize {
    private static let long = String(repeating: "für alle Fälle, ", count: 60)

    /// Every list filled by events alone, as far as the core lets it grow.
    private func fullState() throws -> (DockState, DockPolicy) {
        var policy = DockPolicy()
        // As many parts as the catalogue of a well-equipped dock has.
        let reference = try PartDescription.referenceParts()
        policy.parts = try (0..<26).map { number in
            let one = reference[number % reference.count]
            let part = try PartDescription(
                id: PartID("\(one.id)-\(number)"), name: one.name, measure: one.measure, use: one.use,
                typicalLife: one.typicalLife, lifeSpread: one.lifeSpread, plannedUsesPerDay: one.plannedUsesPerDay,
                leadDays: one.leadDays, orderDays: one.orderDays, severity: one.severity)
            return PartRule(description: part, serial: String(Self.long.prefix(40)))
        }
        var state = DockState(at: now, parts: policy.parts)
        var moment = now
        func take(_ event: Event) {
            moment.boot = moment.boot + .seconds(1)
            moment.wall = moment.wall + .seconds(1)
            state = step(state, event, at: moment, policy: policy).state
        }
        take(.started)
        for part in policy.parts {
            let serial = String(Self.long.prefix(60))
            take(.operatorSays(.replacePart(part.description.id, serial: serial, reason: .failed)))
        }
        for number in 0..<300 {
            take(.device(DeviceID("\(number) \(Self.long.prefix(30))"), isPresent: false, detail: Self.long))
            let schedule = ScheduleID("a schedule with a long name, number \(number % 60)")
            let due = moment.wall + .seconds(1)
            take(
                .due(
                    DueMission(
                        id: "\(schedule)@\(due.milliseconds)-\(number)", schedule: schedule,
                        plan: "a-plan-with-a-long-name-\(number).plan", due: due,
                        latest: number < 100 ? moment.wall + .seconds(-1) : due + .seconds(86_400))))
        }
        for role in Role.allCases {
            take(.readings([RoleReading(role, 0.123456789012345, taken: moment.boot)]))
        }
        for role in [Role.smoke, .waterLeak, .emergencyStop, .serviceKey, .coverOpenSwitch, .coverClosedSwitch] {
            take(.readings([RoleReading(role, 1, taken: moment.boot)]))
        }
        var update = VehicleUpdate(isLinked: true, heardAt: moment.boot)
        update.text = Self.long
        (update.isArmed, update.landed) = (true, .onGround)
        take(.vehicle(update))
        take(.operatorSays(.lockOut(Self.long)))
        var word: Int64 = 0
        for number in 0..<80 {
            take(.sensors([SensorWord("device.\(number) \(Self.long.prefix(30))", .usual, .doubted(Self.long))]))
            let urgency = HotSpotUrgency.allCases[number % HotSpotUrgency.allCases.count]
            for told in [
                PayloadWord.spot(
                    "\(number) \(Self.long)", urgency, detail: Self.long, flight: "\(number) \(Self.long)"),
                .flight("\(number) \(Self.long)", line: Self.long, german: Self.long),
                .map("\(number) \(Self.long)", .refly, detail: Self.long, flight: "\(number) \(Self.long)"),
            ] {
                word += 1
                take(.payload(word, told))
            }
        }
        for _ in 0..<700 { take(.tick) }
        return (state, policy)
    }

    @Test func `a state as full as it can be is at most 96 KiB`() throws {
        let (state, policy) = try fullState()
        // It is as full as meant.
        #expect(state.waiting.count == 24 && state.recentRuns.count == 64 && state.absentDevices.count == 24)
        #expect(state.incidents.values.count { $0.kind == .signalUnusual } == 16)
        #expect(state.incidents.values.count { $0.kind.rawValue.contains("pot") } >= 24)
        #expect(state.tally.pictures.count == 12)
        #expect(state.incidents.count > 28 && state.tally.missions.count == 32)
        #expect(state.wear.units.count == policy.parts.count)
        #expect(state.wear.units.values.allSatisfy { $0.former != nil })
        let octets = try StateCoding.encode(state).count
        let largest = try memberSizes(of: state).prefix(5)
        #expect(octets <= 98_304, "\(octets) octets, most in \(largest)")
    }

    private func memberSizes(of state: DockState) throws -> [(String, Int)] {
        let tree = try JSONSerialization.jsonObject(with: Data(try StateCoding.encode(state)))
        let members = try #require(tree as? [String: Any])
        return try members.map { name, value in
            (name, try JSONSerialization.data(withJSONObject: [value]).count)
        }.sorted { $0.1 > $1.1 }
    }
}
