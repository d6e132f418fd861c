// SPDX-License-Identifier: Apache-2.0
// A session against a served simulated vehicle over real UDP: whole flights, refusals, lost links, logs.

import DockModel
import Host
import MAVLink
import RoostSim
import Testing
import VehicleLink

@Suite(.serialized, .timeLimit(.minutes(2))) struct VehicleSessionTests {
    @Test(arguments: AutopilotDialect.allCases)
    func `a flight runs from upload to the downloaded log`(dialect: AutopilotDialect) async throws {
        let rig = try LoopbackRig(dialect)
        await rig.untilHeard()
        let receipt = try await rig.session.upload(TestPlan.flight)
        #expect(receipt.itemCount == 5)
        #expect(receipt.crc32 == MissionItem.checksum(of: TestPlan.flight.mission))
        #expect(rig.server.withVehicle { $0.storedItemCounts.fence } == 4)
        #expect(rig.server.withVehicle { $0.storedItemCounts.rally } == 1)
        try await rig.session.arm()
        try await rig.session.startMission()
        let airborne = await rig.report { $0.landed.state == .inAir }
        #expect(airborne?.vehicle?.isArmed?.value == true)
        let landed = await rig.report { $0.isProvenLanded && $0.vehicle?.isArmed?.value == false }
        #expect(landed != nil)
        #expect(rig.server.withVehicle { $0.distanceFromPad } < 0.5)
        let log = try await rig.newestLog()
        let kept = rig.server.withVehicle { $0.logs.last?.bytes }
        #expect(log == kept)
        await rig.stop()
    }

    @Test func `a second flight of the same plan starts at its first item`() async throws {
        let rig = try LoopbackRig(.px4)
        await rig.untilHeard()
        for _ in 0..<2 {
            _ = try await rig.session.upload(TestPlan.flight)
            try await rig.session.arm()
            try await rig.session.startMission()
            _ = await rig.report { $0.landed.state == .inAir }
            _ = await rig.report { $0.vehicle?.isArmed?.value == false }
        }
        #expect(rig.server.withVehicle { $0.logs.count } == 2)
        await rig.stop()
    }

    @Test func `a refused upload names the plan and the reason`() async throws {
        let rig = try LoopbackRig(.px4) { $0.faults.refusesMission = MAVMissionResult.noSpace.rawValue }
        await rig.untilHeard()
        do throws(VehicleLinkError) {
            _ = try await rig.session.upload(TestPlan.flight)
            Issue.record("accepted")
        } catch {
            guard case .uploadRefused(.mission, _, 4, _) = error else {
                Issue.record("\(error)")
                return
            }
        }
        await rig.stop()
    }

    @Test func `an upload that fails without a reason is sent again, four times at most`() async throws {
        let rig = try LoopbackRig(.px4) { vehicle in
            (vehicle.faults.refusesMission, vehicle.faults.missionRefusals) = (MAVMissionResult.error.rawValue, 4)
        }
        await rig.untilHeard()
        _ = try await rig.session.upload(TestPlan.flight)
        #expect(rig.server.withVehicle { $0.faults.missionRefusals } == 0)
        rig.server.withVehicle { $0.faults.missionRefusals = nil }
        do throws(VehicleLinkError) {
            _ = try await rig.session.upload(TestPlan.flight)
            Issue.record("accepted")
        } catch {
            guard case .uploadRefused(.mission, _, 1, _) = error else {
                Issue.record("\(error)")
                return
            }
        }
        await rig.stop()
    }

    @Test func `a mission that may not begin yet is begun again`() async throws {
        let rig = try LoopbackRig(.ardupilot)
        await rig.untilHeard()
        _ = try await rig.session.upload(TestPlan.flight)
        try await rig.session.arm()
        rig.server.withVehicle { $0.faults.missionStartRefusals = 2 }
        try await rig.session.startMission()
        #expect(rig.server.withVehicle { $0.faults.missionStartRefusals } == 0)
        _ = await rig.report { $0.landed.state == .inAir }
        await rig.stop()
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `a start that is refused on the ground is asked for again`(dialect: AutopilotDialect) async throws {
        let rig = try LoopbackRig(dialect)
        await rig.untilHeard()
        _ = try await rig.session.upload(TestPlan.flight)
        try await rig.session.arm()
        rig.server.withVehicle { $0.faults.missionModeRefusals = 2 }
        try await rig.session.startMission()
        #expect(rig.server.withVehicle { $0.faults.missionModeRefusals } == 0)
        _ = await rig.report { $0.landed.state == .inAir }
        await rig.stop()
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `a plan with a return point, a rally height in decimetres and every loiter reads back equal`(
        dialect: AutopilotDialect
    ) async throws {
        let rig = try LoopbackRig(dialect)
        await rig.untilHeard()
        var plan = TestPlan.flight
        plan.fence.insert(
            TestPlan.item(.navFenceReturnPoint, 47.3977, 8.5456, 25.5, parameters: [0, 0, 0, 0]), at: 0)
        plan.rally[0].z = 25.5
        let loiters: [(MAVCommand, [Double])] = [
            (.navLoiterUnlim, [0, 0, .nan, -90]), (.navLoiterTurns, [3, 0, -305, 1]),
            (.navLoiterTime, [5, 0, 20, .nan]),
            (.navLoiterToAlt, [1, 40, 0, .nan]), (.navLand, [0, 0, 0, -90]),
        ]
        for (command, parameters) in loiters where dialect == .ardupilot || command != .navLoiterTurns {
            plan.mission.insert(TestPlan.item(command, 47.3979, 8.5456, 12, parameters: parameters), at: 2)
        }
        let crc = MissionItem.checksum(of: plan.mission)
        let receipt = try await rig.session.upload(plan)
        #expect(receipt.crc32 == crc && receipt.fenceCount == 5)
        await rig.stop()
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `a vehicle says all it is asked for, and none complains of a question`(
        dialect: AutopilotDialect
    ) async throws {
        let rig = try LoopbackRig(dialect)
        let told = await rig.report {
            guard let vehicle = $0.vehicle else { return false }
            return vehicle.health != nil && vehicle.gnss != nil && vehicle.battery != nil && vehicle.position != nil
                && vehicle.wind != nil && vehicle.softwareVersion != nil
                && (dialect == .px4 || vehicle.fence != nil)
        }
        #expect(told?.vehicle?.texts.contains { $0.text.contains("No ap_message") } == false)
        await rig.stop()
    }

    @Test func `a vehicle that holds another mission than was sent is found out`() async throws {
        let rig = try LoopbackRig(.ardupilot) { $0.faults.corruptsMission = true }
        await rig.untilHeard()
        do throws(VehicleLinkError) {
            _ = try await rig.session.upload(TestPlan.flight)
            Issue.record("a moved waypoint went unnoticed")
        } catch {
            guard case .readBackDiffers(.mission, 4, _) = error else {
                Issue.record("\(error)")
                return
            }
        }
        await rig.stop()
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `a refused arming carries what the vehicle said`(dialect: AutopilotDialect) async throws {
        let rig = try LoopbackRig(dialect) { $0.faults.refusesArming = "Compass not calibrated" }
        await rig.untilHeard()
        _ = try await rig.session.upload(TestPlan.flight)
        do throws(VehicleLinkError) {
            try await rig.session.arm()
            Issue.record("armed")
        } catch {
            guard case .commandRefused("arm", _, _, let said) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(said.contains { $0.contains("Compass not calibrated") }, "\(said)")
        }
        await rig.stop()
    }

    @Test func `a lost link is reported, orders then say so, and it comes back by itself`() async throws {
        let rig = try LoopbackRig(.px4)
        await rig.untilHeard()
        rig.server.withVehicle { $0.faults.dropsTelemetry = true }
        let lost = await rig.report { !$0.isHeard }
        #expect(lost?.vehicle != nil)
        do throws(VehicleLinkError) {
            try await rig.session.returnHome()
            Issue.record("an order reached a silent vehicle")
        } catch {
            guard case .noVehicle = error else {
                Issue.record("\(error)")
                return
            }
        }
        rig.server.withVehicle { $0.faults.dropsTelemetry = false }
        // The order went out all the same, once, and the vehicle took it.
        let back = await rig.report { $0.isHeard && $0.vehicle?.mode?.value == .returning }
        #expect(back != nil)
        await rig.stop()
    }

    @Test func `a vehicle that is switched off is waited for without an end`() async throws {
        let rig = try LoopbackRig(.px4, startsVehicle: false)
        do throws(VehicleLinkError) {
            try await rig.session.arm()
            Issue.record("armed nobody")
        } catch {
            guard case .noVehicle = error else {
                Issue.record("\(error)")
                return
            }
        }
        rig.server.start()
        await rig.untilHeard()
        await rig.stop()
    }

    @Test func `return and land are obeyed in flight, disarm is not`() async throws {
        let rig = try LoopbackRig(.ardupilot)
        await rig.untilHeard()
        var plan = TestPlan.flight
        plan.mission[1].param1 = 3_000
        _ = try await rig.session.upload(plan)
        try await rig.session.arm()
        try await rig.session.startMission()
        _ = await rig.report { $0.landed.state == .inAir }
        await #expect(throws: VehicleLinkError.self) { try await rig.session.disarm() }
        await #expect(throws: VehicleLinkError.self) { _ = try await rig.session.upload(plan) }
        await #expect(throws: VehicleLinkError.self) { _ = try await rig.newestLog() }
        try await rig.session.returnHome()
        #expect(rig.server.withVehicle { $0.isArmed })
        try await rig.session.land()
        _ = await rig.report { $0.vehicle?.isArmed?.value == false }
        await rig.stop()
    }

    @Test func `a vehicle that stays armed after landing is disarmed only on the ground`() async throws {
        let rig = try LoopbackRig(.px4) { $0.faults.neverDisarms = true }
        await rig.untilHeard()
        _ = try await rig.session.upload(TestPlan.flight)
        try await rig.session.arm()
        try await rig.session.startMission()
        _ = await rig.report { $0.landed.state == .inAir }
        _ = await rig.report { $0.isProvenLanded }
        await #expect(throws: VehicleLinkError.self) { try await rig.session.disarm() }
        rig.server.withVehicle { $0.faults.neverDisarms = false }
        _ = await rig.report { $0.isProvenLanded }
        // It may disarm by itself in the same moment; either way it ends disarmed.
        try await rig.session.disarm()
        #expect(rig.server.withVehicle { !$0.isArmed })
        await rig.stop()
    }

    @Test func `a log over a link that loses frames comes whole`() async throws {
        let blob = (0..<40_001).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 7) }
        let rig = try LoopbackRig(.px4) { vehicle in
            vehicle.faults.losesEveryNth = 9
            vehicle.logs = [StoredLog(id: 3, unixSeconds: 1_770_000_000, bytes: blob)]
        }
        await rig.untilHeard()
        let log = try await rig.newestLog()
        #expect(log == blob)
        await rig.stop()
    }

    @Test func `a log that never comes ends with what is missing`() async throws {
        let rig = try LoopbackRig(.px4) { vehicle in
            vehicle.faults.stallsLogs = true
            vehicle.logs = [StoredLog(id: 3, unixSeconds: 1, bytes: [1, 2, 3])]
        }
        await rig.untilHeard()
        do throws(VehicleLinkError) {
            _ = try await rig.session.pullNewestLog(into: rig.folder, named: "log", by: .log)
            Issue.record("a stalled log was whole")
        } catch {
            #expect(error == .logIncomplete(id: 3, received: 0, expected: 3))
        }
        await rig.stop()
    }

    @Test func `a log that still grows is fetched when it is whole`() async throws {
        let blob = (0..<9_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 7) }
        let rig = try LoopbackRig(.ardupilot) { vehicle in
            vehicle.logs = [StoredLog(id: 3, unixSeconds: 0, bytes: Array(blob.prefix(100)))]
        }
        await rig.untilHeard()
        let growing = Task {
            for count in stride(from: 200, through: blob.count, by: 400) {
                rig.server.withVehicle { $0.logs[0].bytes = Array(blob.prefix(count)) }
                try await rig.clock.sleep(for: .milliseconds(400))
            }
            rig.server.withVehicle { $0.logs[0].bytes = blob }
        }
        let log = try await rig.newestLog()
        try await growing.value
        #expect(log == blob)
        await rig.stop()
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `without a log the answer is that there is none`(dialect: AutopilotDialect) async throws {
        let rig = try LoopbackRig(dialect)
        await rig.untilHeard()
        await #expect(throws: VehicleLinkError.noLog) { _ = try await rig.newestLog() }
        await rig.stop()
    }

    @Test func `a silent list is no word that there is no log, when the card holds one`() async throws {
        let rig = try LoopbackRig(
            .px4, configure: { $0.files["/fs/microsd/log/2026-01-01/10_00_00.ulg"] = [1, 2, 3] })
        await rig.untilHeard()
        let attempts = LogTiming().attempts
        await #expect(
            throws: VehicleLinkError.commandUnanswered(
                command: "the request for its list of logs", attempts: attempts)
        ) { _ = try await rig.newestLog() }
        await rig.stop()
    }

    @Test func `a cancelled order ends at once and leaves the session usable`() async throws {
        let rig = try LoopbackRig(.px4)
        await rig.untilHeard()
        rig.server.withVehicle { $0.faults.ignoresCommands = [400] }
        _ = try await rig.session.upload(TestPlan.flight)
        let arming = Task { try await rig.session.arm() }
        _ = await rig.report { _ in true }
        arming.cancel()
        await #expect(throws: VehicleLinkError.self) { try await arming.value }
        rig.server.withVehicle { $0.faults.ignoresCommands = [] }
        try await rig.session.arm()
        await rig.stop()
    }

    @Test func `a closed session ends its reports and refuses orders`() async throws {
        let rig = try LoopbackRig(.px4)
        await rig.untilHeard()
        await rig.stop()
        for await _ in rig.session.reports {}
        await #expect(throws: VehicleLinkError.self) { _ = try await rig.session.upload(TestPlan.flight) }
    }
}
