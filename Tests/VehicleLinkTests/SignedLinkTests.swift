// SPDX-License-Identifier: Apache-2.0
// Signed links of a session: both ends with the same key, with different ones, and over restarts of the dock.

import DockModel
import Foundation
import MAVLink
import RoostSim
import Testing

@testable import VehicleLink

@Suite(.timeLimit(.minutes(2))) struct SignedLinkTests {
    private static let secret = "a passphrase of the site"

    private func rig(vehicle: String?, dock: String?, state: String? = nil) throws -> LoopbackRig {
        var options = SessionOptions()
        options.signingKey = dock.flatMap { SigningKey(secret: $0) }
        options.signingState = state
        return try LoopbackRig(.px4, speed: 20, options: options, configure: { configuration in
            configuration.signingSecret = vehicle
            configuration.powerUp = WallTime(milliseconds: 1_770_000_000_000)
        })
    }

    @Test func `two ends with one key understand each other`() async throws {
        let rig = try rig(vehicle: Self.secret, dock: Self.secret)
        await rig.untilHeard()
        let receipt = try await rig.session.upload(TestPlan.flight)
        #expect(receipt.itemCount == 5)
        #expect(await rig.session.report.statistics.signatureFailures == 0)
        await rig.stop()
    }

    @Test(arguments: ["another passphrase", nil])
    func `without the vehicle's signature nothing is believed`(vehicle: String?) async throws {
        let rig = try rig(vehicle: vehicle, dock: Self.secret)
        for await report in rig.session.reports where report.statistics.signatureFailures > 3 { break }
        let report = await rig.session.report
        #expect(!report.isHeard && report.vehicle == nil && report.statistics.accepted == 0)
        await rig.stop()
    }

    @Test func `an unsigned order does not reach a vehicle that asks for signatures`() async throws {
        // Unsigned ground stations hear a signed vehicle all the same, but cannot order anything.
        let rig = try rig(vehicle: Self.secret, dock: nil)
        _ = await rig.report { $0.isHeard }
        await #expect(throws: VehicleLinkError.self) { _ = try await rig.session.upload(TestPlan.flight) }
        #expect(rig.server.withVehicle { $0.storedItemCounts.mission } == 0)
        await rig.stop()
    }

    @Test func `timestamps never go back over a restart, and old frames stay refused`() throws {
        let path = NSTemporaryDirectory() + "roost-signing-\(UUID().uuidString)/state"
        // What is left of a folder of a test does not matter.
        defer { try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent) }
        var options = SessionOptions()
        options.signingKey = SigningKey(secret: Self.secret)
        options.signingState = path
        let vehicle = MAVLinkAddress(system: 1, component: 1)
        let key = try #require(options.signingKey)
        var first = VehicleSession.signing(options, at: 1_000_000_000)
        var sender = FrameEncoder(
            source: vehicle, signer: FrameSigner(key: key, linkID: 4, lastTimestamp: 1_000_000_500))
        let heartbeat = HeartbeatMessage(type: .quadrotor, autopilot: .px4, systemStatus: .standby, mavlinkVersion: 3)
        let old = sender.encode(heartbeat)
        var parser = FrameParser(verifier: first.verifier)
        #expect(parser.receive(old).count == 1)
        let sent = try #require(first.signer).lastTimestamp
        first.memory.keep(sent: sent, heard: try #require(parser.verifier).rememberedStreams)
        // The clock of the restarted dock is an hour behind.
        let second = VehicleSession.signing(options, at: 1_000_000_000 - 360_000_000)
        #expect(try #require(second.signer).lastTimestamp > sent)
        var later = FrameParser(verifier: second.verifier)
        #expect(later.receive(old).isEmpty)
        #expect(later.statistics.replays == 1)
        #expect(later.receive(sender.encode(heartbeat)).count == 1)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(!text.contains(Self.secret))
        try Data("roost signing 1\nsent x\nheard 1 2\nrubbish\n".utf8).write(to: URL(fileURLWithPath: path))
        #expect(VehicleSession.signing(options, at: 5_000).memory.trouble != nil)
    }

    @Test func `a key is 64 digits or a passphrase`() {
        let digits = String(repeating: "0a", count: 32)
        #expect(SigningKey(secret: digits) == SigningKey(bytes: [UInt8](repeating: 10, count: 32)))
        #expect(SigningKey(secret: "long enough") == SigningKey(passphrase: "long enough"))
        #expect(SigningKey(secret: "short") == nil)
    }
}
