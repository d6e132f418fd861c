// SPDX-License-Identifier: Apache-2.0
// How fast virtual years pass with every fault, and how large the stored state becomes: in a simulated year, and when
// all that is bounded is full. Sizes are those of the JSON that the daemon stores.

import DockModel
import Foundation
import RoostCore
import RoostSim
import Wear

/// Largest snapshot of the state that we accept.
private let mostOctets = 65_536.0

/// The figures of simulated years.
func simulationFigures(_ bench: Bench) async throws -> [Figure] {
    let days = 365.25 * min(1, max(0.05, bench.rounds.share))
    // Two a day are 730 a year, well over the two hundred that are asked for.
    let all = SimulatedFault.allCases
    let faulty = SimulationScript.random(seed: 11, days: days, faults: all, faultsPerDay: 2)
    let fair = SimulationScript.random(seed: 11, days: days, faults: [], faultsPerDay: 2)
    var injected = 0
    let times = try bench.rounds.compare([
        {
            effort(each: 1) { _ in
                let report = faulty.run()
                injected = report.counts.faults.values.reduce(0, +)
                keep(report)
            }
        },
        { effort(each: 1) { _ in keep(fair.run()) } },
    ])
    let years = days / 365.25
    return [
        Figure(
            "simulation, \(Int(Double(injected) / years)) faults a year, one core", years / times[0],
            "dock-years/s",
            reference: "the same without faults", years / times[1], target: .valueAtLeast(1)),
        Figure(
            "state snapshot, largest of \(number(years)) years with all faults",
            Double(try largestSnapshot(of: faulty)), "octets", target: .atMost(mostOctets)),
        Figure(
            "state snapshot, all that is bounded full", Double(try octets(of: fullState()).count), "octets",
            target: .atMost(mostOctets)),
    ]
}

/// The stored form of a state, as the daemon writes it.
private func octets(of state: DockState) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try encoder.encode(state)
}

/// Octets of the largest state of a run. To encode every one would take hours: one is encoded when more of its lists
/// is filled than in any before.
private func largestSnapshot(of script: SimulationScript) throws -> Int {
    var fullest = -1, largest = 0
    var failure: (any Error)?
    _ = script.run(observe: { step, _ in
        let state = step.after
        let entries =
            state.incidents.count + state.waiting.count + state.tally.missions.count
            + state.tally.partNotices.count
            + state.recentRuns.count + state.absentDevices.count + state.quietSince.count
            + (state.run?.reasons.count ?? 0) + (state.run?.gates.count ?? 0)
        guard entries > fullest, failure == nil else { return }
        fullest = entries
        do { largest = max(largest, try octets(of: state).count) } catch { failure = error }
    })
    if let failure { throw failure }
    return largest
}

/// A state in which every bounded list is full: 24 runs wait, 64 are remembered, 32 lines are in the tally, an incident
/// of each kind is open with the longest text, and 30 parts wear.
private func fullState() throws -> DockState {
    // As long as the core keeps them.
    let reason = String(repeating: "a reason of 200 octets ", count: 8) + "to the last one."
    let short = String(reason.prefix(100))
    var policy = DockPolicy()
    policy.parts = try thirtyParts()
    var now = Moment(
        boot: Instant(seconds: 1_000), wall: WallTime(seconds: 1_764_057_600), isWallTrusted: true)
    var state = DockState(at: now, parts: policy.parts)
    func mission(_ number: Int, latest: Double) -> DueMission {
        let due = now.wall + .seconds(Int64(number - 3_600))
        return DueMission(
            id: "perimeter@2026-11-25T16:\(25 + number / 60):\(10 + number % 60)Z",
            schedule: ScheduleID("perimeter"),
            plan: "perimeter-north-and-south.plan", due: due, latest: now.wall + .seconds(Int64(latest)))
    }
    func take(_ event: Event) { state = step(state, event, at: now, policy: policy).state }
    // Sixty runs that came too late fill the tally; the next ones wait.
    for number in 0..<60 { take(.due(mission(number, latest: -60))) }
    for number in 60..<160 { take(.due(mission(number, latest: 3_600))) }
    for second in 0..<700 {
        now.boot = Instant(seconds: Double(1_000 + second))
        take(.readings([RoleReading(.windSpeed, 3.5 + Double(second % 7) / 3, taken: now.boot)]))
    }
    // Each unit was replaced once: the one before is kept.
    for rule in policy.parts {
        take(
            .operatorSays(
                .replacePart(rule.description.id, serial: "serial-number-2000000", reason: .preventive)))
    }
    state.recentRuns = (0..<64).map { mission($0, latest: 0).id }
    for index in state.tally.missions.indices { state.tally.missions[index].reason = short }
    for (number, kind) in IncidentKind.allCases.enumerated() {
        let incident = Incident(
            kind: kind, subject: "weather-station", detail: reason, missionID: mission(number, latest: 0).id,
            opened: now.wall, number: Int64(1_000_000 + number))
        state.incidents[incident.key] = incident
        state.quietSince[incident.key] = now.boot
    }
    var run = MissionRun(mission: mission(0, latest: 0), begun: now.wall)
    run.reasons = [String](repeating: reason, count: 20)
    state.run = run
    guard state.waiting.count == 24, state.recentRuns.count == 64, state.tally.missions.count == 32,
        state.wear.units.count == 30
    else { throw BenchError("the full state is not full") }
    return state
}

/// Thirty parts: the reference parts, again and again under other ids.
private func thirtyParts() throws -> [PartRule] {
    let parts = try PartDescription.referenceParts()
    return try (0..<30).map { number in
        let part = parts[number % parts.count]
        return PartRule(
            description: try PartDescription(
                id: PartID("\(part.id)-\(number)"), name: part.name, measure: part.measure, use: part.use,
                typicalLife: part.typicalLife, lifeSpread: part.lifeSpread,
                plannedUsesPerDay: part.plannedUsesPerDay, leadDays: part.leadDays, orderDays: part.orderDays,
                severity: part.severity), serial: "serial-number-\(1_000_000 + number)")
    }
}
