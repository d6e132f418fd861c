// SPDX-License-Identifier: Apache-2.0
// The count of a link: systems and components told apart, rates, and an end to invented senders.

import DockModel
import Testing

@testable import MAVLink

@Suite struct MessageTallyTests {
    @Test func `systems and components are told apart with count, rate and last fields`() {
        var tally = MessageTally()
        let other = MAVLinkAddress(system: 2, component: 1),
            camera = MAVLinkAddress(system: 1, component: 100)
        for second in 0...10 {
            tally.receive(frame(MissionCurrentMessage(seq: UInt16(second))), at: seconds(Double(second) / 2))
        }
        tally.receive(frame(MissionCurrentMessage(seq: 99), from: other), at: seconds(1))
        tally.receive(frame(HeartbeatMessage(), from: camera), at: seconds(1))
        let list = tally.messages
        #expect(list.map(\.source) == [vehicle, camera, other])
        #expect(list.map(\.name) == ["MISSION_CURRENT", "HEARTBEAT", "MISSION_CURRENT"])
        #expect(list.map(\.count) == [11, 1, 1])
        #expect(list[0].rate == 2 && list[1].rate == nil)
        #expect(list[0].fields.first { $0.name == "seq" }?.value == .unsigned(10))
        #expect(list[2].fields.first { $0.name == "seq" }?.value == .unsigned(99))
    }

    @Test func `a link that invents senders costs no more than the limit`() {
        var tally = MessageTally()
        for system in 0...255 {
            for component in 0..<32 {
                let source = MAVLinkAddress(system: UInt8(system), component: UInt8(component))
                tally.receive(frame(HeartbeatMessage(), from: source), at: seconds(0))
            }
        }
        #expect(tally.messages.count == MessageTally.limit)
        #expect(tally.leftOut == 256 * 32 - MessageTally.limit)
    }
}
