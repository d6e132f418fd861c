// SPDX-License-Identifier: Apache-2.0
// What is asked before a launch, against a served simulated vehicle of both families: each fault holds or refuses its
// own line and no other.

import DockModel
import Host
import MAVLink
import RoostSim
import Testing
import VehicleLink

@Suite(.serialized, .timeLimit(.minutes(3))) struct PreflightTests {
    /// The lines that do not pass, by name.
    private func asked(
        _ dialect: AutopilotDialect, _ terms: PreflightTerms = PreflightTerms(), fence: Bool = true,
        _ change: (inout SimulatedVehicle) -> Void = { _ in }
    ) async throws -> (bad: [String: PreflightVerdict], lines: [PreflightLine]) {
        let rig = try LoopbackRig(dialect) {
            $0.faults.losesEveryNth = 20
            change(&$0)
        }
        await rig.untilHeard()
        if fence { _ = try await rig.session.upload(TestPlan.flight) }
        // The health of a fault that was there from the start.
        _ = await rig.report {
            $0.vehicle?.health != nil && $0.vehicle?.gnss != nil && $0.vehicle?.battery != nil
        }
        let lines = try await rig.session.preflight(terms)
        await rig.stop()
        let bad = lines.filter { $0.verdict != .pass }
        return (Dictionary(bad.map { ($0.check, $0.verdict) }) { first, _ in first }, lines)
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `a good vehicle passes every line`(dialect: AutopilotDialect) async throws {
        var terms = PreflightTerms()
        terms.parameters = ParameterRequirement.recommended(for: dialect == .px4 ? .px4 : .ardupilot)
        let (bad, lines) = try await asked(dialect, terms)
        #expect(bad == [:], "\(lines)")
        #expect(
            lines.map(\.check) == [
                "heartbeat", "state", "readiness", "gnss", "ekf", "battery", "home", "fence", "remote_id",
                "parameters",
                "log_storage",
            ])
        #expect(lines.allSatisfy { !$0.reason.isEmpty })
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `each fault is told in its own line`(dialect: AutopilotDialect) async throws {
        var terms = PreflightTerms()
        terms.parameters = [ParameterRequirement("NOT_THERE", 1, reason: "a test")]
        terms.batteryLaunch = 99.5
        let (bad, lines) = try await asked(dialect, terms) {
            $0.faults.remoteIDFault = "no operator location"
            $0.faults.hasFullCard = true
        }
        #expect(
            bad == ["battery": .hold, "remote_id": .hold, "parameters": .refuse, "log_storage": .hold],
            "\(lines)")
        #expect(lines.contains { $0.reason == "no operator location" })
        #expect(lines.contains { $0.reason == "the vehicle has no parameter NOT_THERE, wanted 1 (a test)" })
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `a vehicle without a fix, without a fence and nearly empty is told so`(dialect: AutopilotDialect)
        async throws
    {
        var terms = PreflightTerms()
        terms.batteryLaunch = 100
        terms.batteryFloor = 99.5
        let (bad, lines) = try await asked(dialect, terms, fence: false) { $0.faults.hasNoFix = true }
        #expect(bad["gnss"] == .hold && bad["ekf"] == .hold && bad["fence"] == .hold, "\(lines)")
        #expect(bad["readiness"] == .hold && bad["battery"] == .refuse, "\(lines)")
        #expect(bad["state"] == nil && bad["parameters"] == nil, "\(lines)")
    }

    @Test func `the verdicts are ordered from good to bad`() {
        #expect(PreflightVerdict.pass < .hold && PreflightVerdict.hold < .refuse)
    }
}
