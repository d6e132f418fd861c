// SPDX-License-Identifier: Apache-2.0
// What one decision of the core costs on a dock that rests and on one that flies. The states come from a simulated
// dock, so that windows and tables are as full as in a field.

import DockModel
import RoostCore
import RoostSim
import Wear

/// One dock in the middle of its life.
private struct Scene {
    var name: String
    var state: DockState
    var policy: DockPolicy
    var now: Moment
}

/// The figures of the core.
func coreFigures(_ bench: Bench) async throws -> [Figure] {
    var policy = DockPolicy()
    policy.parts = try PartDescription.referenceParts().map { PartRule(description: $0) }
    var dock = SimulatedDock(seed: 7, policy: policy)
    dock.run(for: .seconds(1_800))
    guard dock.state.phase == .idle else { throw BenchError("the simulated dock does not rest") }
    let resting = Scene(name: "resting", state: dock.state, policy: policy, now: dock.now)
    dock.makeDue()
    guard dock.run(until: .flying, within: .seconds(600)) else {
        throw BenchError("the simulated dock does not fly")
    }
    let flying = Scene(name: "flying", state: dock.state, policy: policy, now: dock.now)
    var figures: [Figure] = []
    for scene in [resting, flying] { figures += try stepFigures(scene, bench.rounds) }
    return figures
}

private func stepFigures(_ scene: Scene, _ rounds: Rounds) throws -> [Figure] {
    let turns = rounds.turns(4_000)
    // A second place for the state: to fill it copies the value and holds its parts on the heap once more.
    var places = [scene.state, scene.state]
    let times = try rounds.compare([
        { steps(scene, turns, checks: false) { _ in .tick } },
        { steps(scene, turns, checks: false) { .readings(readings(scene.state, at: $0)) } },
        { steps(scene, turns, checks: true) { .readings(readings(scene.state, at: $0)) } },
        { effort(each: turns) { keep(readings(scene.state, at: Instant(nanoseconds: Int64($0)))) } },
        { steps(scene, turns, checks: false) { together(scene.state, at: $0) } },
        { effort(each: turns) { keep(together(scene.state, at: Instant(nanoseconds: Int64($0)))) } },
        {
            effort(each: turns * 10) { index in
                places[index & 1] = scene.state
                keep(places)
            }
        },
    ])
    let (name, reference) = (scene.name, "copy of the state")
    let copy = times[6] * 1e6
    // Making the event is the edge's work, not the core's.
    let reading = (times[1] - times[3]) * 1e6
    return [
        Figure(
            "step, tick, \(name)", times[0] * 1e6, "µs", reference: reference, copy, target: .atMost(2)),
        Figure(
            "step, 16 readings, \(name)", reading, "µs", reference: reference, copy, target: .atMost(2)),
        Figure(
            "step, 16 readings and the vehicle at once, \(name)", (times[4] - times[5]) * 1e6, "µs",
            reference: reference, copy, target: .atMost(2)),
        Figure(
            "invariants after a step, \(name)", (times[2] - times[1]) * 1e6, "µs", reference: reference,
            copy),
    ]
}

/// Seconds of one step; a millisecond passes between two, so that the phase stays what it is.
private func steps(
    _ scene: Scene, _ turns: Int, checks: Bool, _ event: (Instant) -> Event
) -> Double {
    var state = scene.state
    var now = scene.now
    return effort(each: turns) { index in
        now.boot.nanoseconds = scene.now.boot.nanoseconds + Int64(index % 1_000) * 1_000_000
        if index % 1_000 == 0 { state = scene.state }
        let event = event(now.boot)
        // The state before is kept, as the daemon keeps it until the decision is committed.
        let before = state
        let (after, effects) = step(before, event, at: now, policy: scene.policy)
        if checks {
            let taken = StepTaken(
                before: before, event: event, now: now, policy: scene.policy, after: after, effects: effects)
            keep(Invariant.broken(by: taken))
        }
        state = after
    }
}

/// All sensors and the vehicle at once, as a turn of the loop hands them over; they tell what the state already knows.
private func together(_ state: DockState, at taken: Instant) -> Event {
    let facts = state.evidence.vehicle
    var update = VehicleUpdate(isLinked: true, heardAt: taken)
    (update.isArmed, update.landed, update.intent) = (
        facts.armed.value, facts.landed.value, facts.intent.value
    )
    (update.battery, update.batteryVoltage) = (facts.battery.value, facts.batteryVoltage.value)
    (update.height, update.distance, update.travelled) =
        (facts.height.value, facts.distance.value, facts.travelled.value)
    (update.east, update.north, update.fix) = (facts.east.value, facts.north.value, facts.fix.value)
    (update.isReadyToArm, update.reachedItem) = (facts.isReadyToArm.value, facts.reachedItem.value)
    update.packTemperature = facts.packTemperature.value
    (update.batteryAt, update.positionAt, update.fixAt) = (taken, taken, taken)
    return .together([.readings(readings(state, at: taken)), .vehicle(update)])
}

/// A full set of readings that tells what the state already knows.
private func readings(_ state: DockState, at taken: Instant) -> [RoleReading] {
    let facts = state.evidence
    func flag(_ fact: Sensed<Bool>) -> Double { fact.value == true ? 1 : 0 }
    return [
        RoleReading(.coverOpenSwitch, flag(facts.openSwitch), taken: taken),
        RoleReading(.coverClosedSwitch, flag(facts.closedSwitch), taken: taken),
        RoleReading(.coverCurrent, facts.coverCurrent.value?.value, taken: taken),
        RoleReading(.chargerEnable, flag(facts.chargerEnable), taken: taken),
        RoleReading(.chargerCurrent, facts.chargerCurrent.value?.value, taken: taken),
        RoleReading(.vehiclePresent, flag(facts.vehiclePresent), taken: taken),
        RoleReading(.emergencyStop, 0, taken: taken), RoleReading(.smoke, 0, taken: taken),
        RoleReading(.coverMoves, facts.coverMoves.value, taken: taken),
        RoleReading(.chargerEnergy, facts.chargerEnergy.value?.value, taken: taken),
        RoleReading(.waterLeak, 0, taken: taken),
        RoleReading(.contactResistance, facts.contactResistance.value?.value, taken: taken),
        RoleReading(.padTemperature, facts.padTemperature.value?.value, taken: taken),
        RoleReading(.windSpeed, facts.wind.latest.value?.value, taken: taken),
        RoleReading(.rainRate, 0, taken: taken),
        RoleReading(.airTemperature, facts.airTemperature.value?.value, taken: taken),
    ]
}
