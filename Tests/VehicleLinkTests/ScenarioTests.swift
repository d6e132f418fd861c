// SPDX-License-Identifier: Apache-2.0
// One suite of scenarios that both autopilot families must pass alike, from the nominal flight to lies on the wire.
// Each runs over real UDP against the simulated vehicle.

import DockModel
import Host
import MAVLink
import RoostSim
import Testing
import VehicleLink

/// What happens in a flight.
enum Scenario: CaseIterable {
    case nominal, armingRefused, answersAstray, lostLink, flownInSilence, lowBattery, fenceBreach, repeatedReached,
        claimsGround, claimsAir
    case clockWraps

    var cutsTheLink: Bool { self == .lostLink || self == .flownInSilence }
}

@Suite(.serialized) struct ScenarioTests {
    @Test(arguments: AutopilotDialect.allCases, Scenario.allCases)
    func `both families pass the same scenarios`(dialect: AutopilotDialect, scenario: Scenario) async throws {
        let rig = try rig(dialect, scenario)
        var options = SortieOptions.patient
        if scenario == .armingRefused || scenario == .claimsAir { options.arming = .seconds(20) }
        let sortie = Sortie(session: rig.session, clock: rig.clock, options: options)
        let gap = Task { if scenario.cutsTheLink { try await cutLink(rig, sortie) } }
        let result = await sortie.fly(plan(scenario))
        gap.cancel()
        await rig.stop()
        judge(scenario, dialect, result, sortie)
        // Whatever happens: no motor is stopped in the air, and nothing is asked that would.
        #expect(!sortie.trace.texts.contains { $0.text.contains("not landed") || $0.text.contains("Crash") })
    }

    private func rig(_ dialect: AutopilotDialect, _ scenario: Scenario) throws -> LoopbackRig {
        try LoopbackRig(
            dialect,
            { vehicle in
                switch scenario {
                case .armingRefused: vehicle.faults.refusesArming = "Compass not calibrated"
                case .answersAstray: vehicle.faults.answersAstray = true
                case .repeatedReached: vehicle.faults.timesReached = 5
                case .claimsGround: vehicle.faults.claimsLandedState = 1
                case .claimsAir: vehicle.faults.claimsLandedState = 2
                default: break
                }
            },
            configure: { configuration in
                switch scenario {
                case .lostLink: configuration.groundStationTimeout = .seconds(30)
                case .lowBattery:
                    configuration.pack = FlightPack(capacityAmpereHours: 1.5, stateOfCharge: 0.31)
                // The 32-bit clock of the wire goes over 49.7 days in the middle of the flight.
                case .clockWraps: configuration.uptimeAtPowerUp = .milliseconds(4_294_967_296 - 60_000)
                default: break
                }
            })
    }

    /// The small flight; for a breach with a fence that its first waypoint lies outside of.
    private func plan(_ scenario: Scenario) -> FlightPlanItems {
        var plan = TestPlan.flight
        // It waits there until its failsafe brings it home.
        if scenario == .lostLink { plan.mission[1].param1 = 600 }
        guard scenario == .fenceBreach else { return plan }
        let (latitude, longitude) = (LoopbackRig.home.latitude, LoopbackRig.home.longitude)
        plan.fence = [(-1.0, -1.0), (-1, 1), (1, 1), (1, -1)].map { north, east in
            TestPlan.item(
                MAVCommand(rawValue: 5_001), latitude + north * 10e-5, longitude + east * 30e-5,
                parameters: [4, 0, 0, 0], frame: .global)
        }
        plan.rally = []
        return plan
    }

    /// Cuts the link both ways in flight until the vehicle must have come home by itself.
    private func cutLink(_ rig: LoopbackRig, _ sortie: Sortie) async throws {
        while sortie.trace.reached.isEmpty { try await rig.clock.sleep(for: .milliseconds(200)) }
        rig.server.withVehicle { ($0.faults.dropsTelemetry, $0.faults.ignoresOrders) = (true, true) }
        while rig.server.withVehicle({ $0.isArmed }) { try await rig.clock.sleep(for: .seconds(1)) }
        rig.server.withVehicle { ($0.faults.dropsTelemetry, $0.faults.ignoresOrders) = (false, false) }
    }

    private func judge(
        _ scenario: Scenario, _ dialect: AutopilotDialect, _ result: SortieResult, _ sortie: Sortie
    ) {
        let trace = sortie.trace
        if scenario == .armingRefused {
            guard case .armingRefused(.commandRefused(_, _, _, let said)) = result else {
                Issue.record("\(result)")
                return
            }
            #expect(said.contains { $0.contains("Compass not calibrated") } && sortie.armingRefusals > 1)
            #expect(!trace.hasFlown && trace.lastReachedItem == nil)
            return
        }
        if scenario == .claimsAir {
            // What may be in the air is never armed.
            guard case .armingRefused(.notAllowed) = result else {
                Issue.record("\(result)")
                return
            }
            #expect(trace.armedAt == nil && trace.distance == Metres(0))
            return
        }
        #expect(trace.hasFlown && sortie.stage == .disarmed, "\(scenario): \(result)")
        #expect((trace.landedFromHome ?? Metres(99)) < Metres(3))
        #expect(trace.reached == trace.reached.sorted() && Set(trace.reached).count == trace.reached.count)
        switch scenario {
        case .fenceBreach:
            guard case .calledHome(let reason) = result else {
                Issue.record("\(result)")
                return
            }
            #expect(reason == "it left its fence and changed to mode return by itself")
            #expect(trace.fenceBreach?.reaction == .returning && trace.modes.contains(.returning))
            #expect(trace.fenceBreach?.text?.lowercased().contains("fence") == true)
            #expect(trace.lastReachedItem == 0)
        case .lowBattery:
            guard case .interrupted(let reason) = result else {
                Issue.record("\(result)")
                return
            }
            #expect(reason.contains("return") && reason.contains("Low battery"))
            #expect(

                trace.texts.contains { $0.text.contains("Low battery") } && trace.modes.contains(.returning))
        case .lostLink:
            guard case .interrupted(let reason) = result else {
                Issue.record("\(result)")
                return
            }
            // What it said in the silence is lost; where it stands and what it is at is told afterwards.
            #expect(reason == "it came down by itself in mode return, after item 0 of 3")
            #expect(trace.reached == [0] && trace.lastReachedItem == 0 && trace.modes.last == .returning)
            #expect(trace.longestSilence > .seconds(30))
        case .flownInSilence:
            // The return that is under way at the end proves all that is before it; ArduPilot flies it in its mission.
            #expect(result == .flown)
            #expect(trace.modes.last == (dialect == .px4 ? .returning : .mission))
            #expect(trace.reached.first == 0 && trace.longestSilence > .seconds(10))
        default:
            #expect(result == .flown, "\(scenario): \(result)")
            #expect(Set(trace.reached).isSuperset(of: [0, 1, 3]) && trace.fenceBreach == nil)
            #expect((trace.lastReachedItem ?? -1) >= 3)
        }
    }
}
