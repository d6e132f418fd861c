// SPDX-License-Identifier: Apache-2.0
// A vehicle that holds a list, with the habits of the two autopilot families: it asks for items in order,
// asks again when one does not come, and serves downloads.

import DockModel

@testable import MAVLink

struct MissionPeer: ScriptedPeer {
    enum Asking { case int, float }

    var held: [MissionItem] = []
    var asking = Asking.int
    var type = MAVMissionType.mission
    /// The verdict when the item with this number comes.
    var refusal: (index: Int, result: MAVMissionResult)?
    /// Whether a repeated item earns the complaint ArduPilot makes.
    var complainsOfRepeats = false
    var received: [MissionItem] = []
    var expected = 0
    var isReceiving = false
    var lastAsked = Instant(nanoseconds: 0)
    var now = Instant(nanoseconds: 0)
    var announcements = 0

    private var request: any MAVLinkMessage {
        lastAskedMessage(UInt16(received.count))
    }

    private func lastAskedMessage(_ sequence: UInt16) -> any MAVLinkMessage {
        switch asking {
        case .int:
            MissionRequestIntMessage(
                targetSystem: dock.system, targetComponent: dock.component, seq: sequence, missionType: type)
        case .float:
            MissionRequestMessage(
                targetSystem: dock.system, targetComponent: dock.component, seq: sequence, missionType: type)
        }
    }

    private func verdict(_ result: MAVMissionResult) -> any MAVLinkMessage {
        MissionAckMessage(
            targetSystem: dock.system, targetComponent: dock.component, type: result, missionType: type)
    }

    mutating func answer(_ message: any MAVLinkMessage) -> [any MAVLinkMessage] {
        if let count = message as? MissionCountMessage, count.missionType == type {
            announcements += 1
            received = []
            expected = Int(count.count)
            isReceiving = expected > 0
            lastAsked = now
            if expected == 0 { held = [] }
            return expected == 0 ? [verdict(.accepted)] : [request]
        }
        if let item = message as? MissionItemIntMessage, item.missionType == type {
            guard isReceiving, Int(item.seq) == received.count else {
                return complainsOfRepeats && isReceiving ? [verdict(.invalidSequence)] : []
            }
            if let refusal, refusal.index == Int(item.seq) {
                isReceiving = false
                return [verdict(refusal.result)]
            }
            received.append(MissionItem(item))
            lastAsked = now
            guard received.count == expected else { return [request] }
            isReceiving = false
            held = received
            return [verdict(.accepted)]
        }
        if let ask = message as? MissionRequestListMessage, ask.missionType == type {
            return [
                MissionCountMessage(
                    targetSystem: dock.system, targetComponent: dock.component, count: UInt16(held.count),
                    missionType: type)
            ]
        }
        if let ask = message as? MissionRequestIntMessage, Int(ask.seq) < held.count, ask.missionType == type
        {
            return [held[Int(ask.seq)].message(sequence: ask.seq, type: type, to: dock, isCurrent: false)]
        }
        return []
    }

    mutating func pass(_ now: Instant) -> [any MAVLinkMessage] {
        self.now = now
        guard isReceiving, lastAsked + .seconds(1) <= now else { return [] }
        lastAsked = now
        return [request]
    }
}

/// A list with a NaN, a position and a command without one.
func sampleItems(_ count: Int) -> [MissionItem] {
    (0..<count).map { index in
        index % 5 == 4
            ? MissionItem(frame: .mission, command: .doChangeSpeed, parameters: [1, 5, -1, 0, 0, 0, 0])
            : MissionItem(
                frame: .globalRelativeAlt, command: .navWaypoint,
                parameters: [0, 0, 0, .nan, 47.3977419 + Double(index) * 1e-4, 8.5455938, 30.5])
    }
}
