// SPDX-License-Identifier: Apache-2.0
// A session beside peers that mean no good or are simply not its vehicle: rubbish, other ground stations,
// other vehicles, unknown autopilots.

import DockModel
import Host
import MAVLink
import RoostSim
import Testing
import VehicleLink

@Suite(.serialized, .timeLimit(.minutes(1))) struct HostilePeerTests {
    /// Sends messages to the session's link from a socket of its own.
    private struct Peer {
        let socket: DatagramSocket
        let target: SocketAddress
        var encoder: FrameEncoder

        init(_ rig: LoopbackRig, system: UInt8) throws {
            socket = try DatagramSocket(listeningOn: "127.0.0.1", port: 0)
            target = try SocketAddress(host: "127.0.0.1", port: try #require(rig.link.localPort))
            encoder = FrameEncoder(source: MAVLinkAddress(system: system, component: 1))
        }

        mutating func send(_ message: some MAVLinkMessage) {
            socket.send(encoder.encode(message), to: target)
        }
    }

    @Test func `rubbish and strangers do not disturb a flight`() async throws {
        let rig = try LoopbackRig(.px4)
        await rig.untilHeard()
        var stranger = try Peer(rig, system: 42)
        var bits: UInt64 = 99
        for length in 0..<300 {
            let bytes = (0..<length).map { _ in
                bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: bits >> 40)
            }
            stranger.socket.send([0xFD] + bytes, to: stranger.target)
        }
        stranger.send(HeartbeatMessage(type: .quadrotor, autopilot: .px4, baseMode: [.safetyArmed]))
        stranger.send(CommandAckMessage(command: .componentArmDisarm, result: .denied, targetSystem: 255))
        _ = try await rig.session.upload(TestPlan.flight)
        try await rig.session.arm()
        try await rig.session.startMission()
        _ = await rig.report { $0.landed.state == .inAir }
        _ = await rig.report { $0.vehicle?.isArmed?.value == false }
        let report = await rig.session.report
        #expect(report.vehicle?.address.system == 1)
        #expect(report.statistics.skippedBytes > 0)
        // Nothing was ever sent to the stranger.
        var buffer: [UInt8] = []
        #expect(stranger.socket.receive(into: &buffer) == nil)
        await rig.stop()
    }

    @Test func `a session that was told its vehicle takes no other`() async throws {
        var options = SessionOptions()
        options.vehicleSystem = 7
        let rig = try LoopbackRig(.px4, options: options)
        var own = try Peer(rig, system: 7)
        own.send(
            HeartbeatMessage(type: .quadrotor, autopilot: .px4, systemStatus: .standby, mavlinkVersion: 3))
        let heard = await rig.report { $0.isHeard }
        #expect(heard?.vehicle?.address.system == 7)
        await rig.stop()
    }

    @Test func `an autopilot of another family is named and not flown`() async throws {
        let rig = try LoopbackRig(.px4, startsVehicle: false)
        var other = try Peer(rig, system: 1)
        other.send(
            HeartbeatMessage(type: .quadrotor, autopilot: MAVAutopilot(rawValue: 14), mavlinkVersion: 3))
        _ = await rig.report { $0.isHeard }
        await #expect(throws: VehicleLinkError.unknownAutopilot(name: "other")) {
            try await rig.session.arm()
        }
        await rig.stop()
    }

    @Test func `a ground station's heartbeat is no vehicle`() async throws {
        let rig = try LoopbackRig(.px4, startsVehicle: false)
        var station = try Peer(rig, system: 250)
        for _ in 0..<5 {
            station.send(HeartbeatMessage(type: .gcs, autopilot: .invalid, mavlinkVersion: 3))
        }
        let later = await rig.report { $0.statistics.accepted >= 5 }
        #expect(later?.isHeard == false)
        #expect(later?.vehicle == nil)
        await rig.stop()
    }
}
