// SPDX-License-Identifier: Apache-2.0
// Probes: they stir whatever a dock can be told, leave the world as it is, repeat bit by bit, and find nothing in a
// sound core.

import DockModel
import Testing

@testable import RoostCore
@testable import RoostSim

@Suite struct ProbeTests {
    private func world(_ site: SimulatedSite, seed: UInt64) -> SimulatedWorld {
        var world = SimulatedWorld(seed: seed, site: site, policy: site.policy)
        world.isFullyChecked = true
        world.areProbesDeep = true
        for _ in 0..<120 { world.turn(1) }
        return world
    }

    @Test(arguments: SimulatedSite.allCases)
    func `probes leave the world as it is and find nothing in a sound core`(_ site: SimulatedSite) {
        var world = world(site, seed: 7)
        let (state, seconds) = (world.process.state, world.seconds)
        for _ in 0..<30 { world.probe() }
        #expect(world.process.state == state)
        #expect(world.seconds == seconds)
        #expect(world.violations.map(\.detail) == [])
    }

    @Test func `a calm path leads through a whole flight`() {
        let world = world(.everything, seed: 11)
        let seen = world.vehicle.update(at: world.now.boot, lastHeard: nil, packTemperature: 20)
        var probe = Probe(random: SplitMix(seed: 2), now: world.now, policy: world.policy, vehicle: seen)
        probe.sensors = world.sensed
        var state = world.process.state
        var phases: Set<Phase> = []
        probe.calm(state)
        for _ in 0..<400 {
            let event = probe.nextCalmly(state)
            let (after, wanted) = step(state, event, at: probe.now, policy: probe.policy)
            phases.formUnion(after.trail)
            state = after
            probe.obey(wanted, isSure: true)
        }
        let flight: Set<Phase> = [
            .gating, .preparing, .opening, .launching, .flying, .returning, .landing, .securing, .closing, .charging,
            .offloading, .reporting, .idle,
        ]
        #expect(phases.isSuperset(of: flight))
    }

    @Test func `a probe tells of everything that a dock can be told`() {
        let world = world(.everything, seed: 3)
        let seen = world.vehicle.update(at: world.now.boot, lastHeard: nil, packTemperature: 20)
        var probe = Probe(random: SplitMix(seed: 5), now: world.now, policy: world.policy, vehicle: seen)
        var told: Set<String> = []
        var covers: Set<Double> = []
        for _ in 0..<4_000 {
            for event in probe.next(world.process.state).told + [.tick] {
                switch event {
                case .readings(let readings):
                    told.insert("readings")
                    for reading in readings where reading.role == .coverOpenSwitch {
                        if let value = reading.value { covers.insert(value) }
                    }
                case .vehicle(let update): told.insert(update.isLinked ? "vehicle" : "silence")
                case .operatorSays: told.insert("words")
                case .due: told.insert("runs")
                case .outbox: told.insert("mails")
                case .agenda: told.insert("agenda")
                case .measured: told.insert("figures")
                case .dayEnded: told.insert("days")
                case .device: told.insert("devices")
                case .sensors: told.insert("sensors")
                case .storeCopied: told.insert("copies")
                case .finished, .started, .storeRestored, .tick, .together, .payload: break
                }
            }
        }
        #expect(
            told == [
                "readings", "vehicle", "silence", "words", "runs", "mails", "agenda", "days", "devices", "sensors",
                "figures", "copies",
            ])
        #expect(covers == [0, 1])
    }

    @Test func `the same seed probes the same`() {
        var (one, other) = (world(.withRods, seed: 9), world(.withRods, seed: 9))
        for _ in 0..<20 {
            one.probe()
            other.probe()
        }
        let (next, otherNext) = (one.random.next(), other.random.next())
        #expect(next == otherNext)
        #expect(one.violations == other.violations)
    }
}
