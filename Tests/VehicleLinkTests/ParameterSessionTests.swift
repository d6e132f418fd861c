// SPDX-License-Identifier: Apache-2.0
// The parameters of a served simulated vehicle over real UDP that loses every twentieth frame: all of them, some by
// name, compared, and set.

import DockModel
import Host
import MAVLink
import RoostSim
import Testing
import VehicleLink

@Suite(.serialized, .timeLimit(.minutes(2))) struct ParameterSessionTests {
    @Test(arguments: AutopilotDialect.allCases)
    func `every parameter is read over a link that loses one frame of twenty`(dialect: AutopilotDialect)
        async throws
    {
        let rig = try LoopbackRig(dialect) { $0.faults.losesEveryNth = 20 }
        await rig.untilHeard()
        let list = try await rig.session.readParameters()
        let held = rig.server.withVehicle { $0.parameters }
        #expect(Dictionary(list.parameters.map { ($0.name, $0.value.number) }) { first, _ in first } == held)
        #expect(list.parameters.count > 100 && list.isSteady)
        #expect((list.hash != nil) == (dialect == .px4))
        let longest = dialect == .px4 ? "MPC_XY_VEL_P_ACC" : "ARMING_ACCTHRESH"
        #expect(longest.utf8.count == 16 && list[longest] != nil)
        let whole = list[dialect == .px4 ? "CAL_GYRO0_ID" : "STAT_RUNTIME"]
        #expect(whole?.number == (dialect == .px4 ? 1_310_988 : 86_400) && whole?.type == .int32)
        await rig.stop()
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `a parameter that appears while the list is read is in it`(dialect: AutopilotDialect) async throws {
        let rig = try LoopbackRig(dialect) { $0.faults.losesEveryNth = 20 }
        await rig.untilHeard()
        let reading = Task { try await rig.session.readParameters() }
        // However the two fall together: the list is that of before or that of after, never a mixture.
        let before = rig.server.withVehicle { $0.parameters }
        rig.server.withVehicle { $0.addParameter("A_LATE", 7, isWhole: true) }
        let list = try await reading.value
        let after = rig.server.withVehicle { $0.parameters }
        let read = Dictionary(list.parameters.map { ($0.name, $0.value.number) }) { first, _ in first }
        #expect(read == after || read == before)
        await rig.stop()
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `what differs from the required is told with both values`(dialect: AutopilotDialect) async throws {
        let rig = try LoopbackRig(dialect) { $0.faults.losesEveryNth = 20 }
        await rig.untilHeard()
        let wanted = ParameterRequirement.recommended(for: dialect == .px4 ? .px4 : .ardupilot)
        #expect(try await rig.session.differences(to: wanted) == [])
        let name = dialect == .px4 ? "NAV_DLL_ACT" : "FS_GCS_ENABLE"
        #expect(rig.server.withVehicle { $0.setParameter(name, to: 0) })
        let found = try await rig.session.differences(to: wanted + [ParameterRequirement("NOT_THERE", 1)])
        #expect(found.map(\.requirement.name) == [name, "NOT_THERE"])
        #expect(found.first?.held?.number == 0 && found.last?.held == nil)
        await rig.stop()
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `a parameter is set and read back, and a limited or refused value is told`(
        dialect: AutopilotDialect
    ) async throws {
        let rig = try LoopbackRig(dialect) {
            $0.faults.losesEveryNth = 20
            $0.faults.refusesParameters = ["RC1_MIN"]
            $0.faults.saysParameterErrors = true
        }
        await rig.untilHeard()
        let name = dialect == .px4 ? "RTL_RETURN_ALT" : "RTL_ALT"
        #expect(try await rig.session.setParameter(name, to: 250).number == 250)
        #expect(rig.server.withVehicle { $0.parameters[name] } == 250)
        for (name, value) in [(name, 1e6), ("RC1_MIN", 900), ("NOT_THERE", 1)] {
            await #expect(throws: VehicleLinkError.self, "\(name)") {
                _ = try await rig.session.setParameter(name, to: value)
            }
        }
        #expect(rig.server.withVehicle { $0.parameters["RC1_MIN"] } != 900)
        await rig.stop()
    }

    @Test func `a vehicle that is switched off says so when its parameters are asked for`() async throws {
        let rig = try LoopbackRig(.px4, startsVehicle: false)
        await #expect(throws: VehicleLinkError.self) { _ = try await rig.session.readParameters() }
        await rig.stop()
    }
}
