// SPDX-License-Identifier: Apache-2.0
// Whether a scan takes a device for the one of a profile: by its identity, by its points, and under the unit id that
// its replies bear.

import DockModel
import Registers
import Testing

@testable import Fieldbus

/// A box with one point; its identity is the value 7.
private func box(replyUnit: Int? = nil, hasIdentity: Bool = true) -> DeviceProfile {
    var profile = DeviceProfile(
        id: "box", transport: Transport(unit: 129, replyUnit: replyUnit),
        points: [PointProfile(id: "kind", fn: .holding, address: 0, type: .u16, range: ValueRange(low: 0, high: 9))])
    if hasIdentity { profile.identity = [IdentityRule(point: "kind", test: .equals(.number(7)))] }
    return profile
}

/// A peer whose replies bear a unit id that lies `shift` above the one that was asked.
private func peer(shift: UInt8, word: UInt16) -> ScriptedServer {
    ScriptedServer { request in
        var frame = request.reply(word)
        frame[6] &+= shift
        return [.send(frame)]
    }
}

private func match(_ profile: DeviceProfile, _ server: ScriptedServer, unit: Int) async -> ProfileMatch {
    await LineProbe(line: .tcp(host: "127.0.0.1", port: server.port))
        .match(profile, unit: unit, within: .seconds(5))
}

@Suite struct MatchTests {
    @Test func `a device that replies under another unit id is found at every unit, not only at its own`() async {
        let server = peer(shift: UInt8(256 - 48), word: 7)
        defer { server.stop() }
        #expect(await match(box(replyUnit: 81), server, unit: 129) == .yes)
        #expect(await match(box(replyUnit: 81), server, unit: 130) == .yes)
        #expect(await match(box(), server, unit: 129) == .no)
        // No reply can bear an id below zero.
        #expect(await match(box(replyUnit: 81), server, unit: 47) == .no)
    }

    @Test func `identity decides, and without one only values that can be`() async {
        let right = peer(shift: 0, word: 7)
        let wrong = peer(shift: 0, word: 200)
        defer { [right, wrong].forEach { $0.stop() } }
        #expect(await match(box(), right, unit: 1) == .yes)
        #expect(await match(box(), wrong, unit: 1) == .no)
        #expect(await match(box(hasIdentity: false), right, unit: 1) == .perhaps)
        #expect(await match(box(hasIdentity: false), wrong, unit: 1) == .no)
    }

    @Test func `a unit whose replies no id could bear is told before it is used`() {
        let line = FieldbusLine.tcp(host: "127.0.0.1", port: 502)
        let device = FieldbusDevice(id: "pack", profile: box(replyUnit: 81), line: line, unit: 20)
        #expect(
            FieldbusDevice.problems(in: [device]) == [
                "device pack: as unit 20 it would answer under id -28, which is outside 0...255"
            ])
    }
}
