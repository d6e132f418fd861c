// SPDX-License-Identifier: Apache-2.0
// Exchanges under arbitrary messages at arbitrary times: none traps, each ends in bounded time, and what it
// sends stays within what its limits allow.

import DockModel
import Testing

@testable import MAVLink

@Suite struct ExchangeFuzzTests {
    @Test(arguments: 0..<40) func `an upload ends whatever the vehicle says`(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var upload = MissionUpload(items: sampleItems(seed % 7), type: .mission, between: ends)
        let sent = drive(&upload, with: &generator)
        #expect(upload.outcome != nil && upload.deadline == nil)
        if upload.outcome == .accepted { #expect(upload.sentItems == seed % 7) }
        #expect(sent.allSatisfy { $0 is MissionCountMessage || $0 is MissionItemIntMessage })
    }

    @Test(arguments: 0..<40) func `a download ends whatever the vehicle says`(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed) + 500)
        var download = MissionDownload(type: .mission, between: ends)
        drive(&download, with: &generator)
        #expect(download.outcome != nil && download.deadline == nil)
    }

    @Test(arguments: 0..<40) func `a command ends whatever the vehicle says`(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed) + 900)
        var exchange = CommandExchange(.arm, between: ends)
        let sent = drive(&exchange, with: &generator)
        #expect(exchange.outcome != nil && exchange.deadline == nil)
        #expect(sent.count <= CommandTiming.standard.attempts)
    }

    @Test func `a report under random messages keeps within its limits`() {
        var generator = SeededGenerator(seed: 4_242)
        var report = VehicleReport(address: vehicle)
        for round in 0..<5_000 {
            guard let type = MessageTable.all.randomElement(using: &generator) else { return }
            let payload = FramePayload(generator.bytes(generator.chance(50) ? 255 : 12))
            let source =
                generator.chance(80) ? vehicle : MAVLinkAddress(system: 1, component: UInt8(round % 256))
            report.receive(
                MAVLinkFrame(source: source, messageID: type.traits.id, payload: payload),
                at: seconds(Double(round)))
            if generator.chance(10) { report.tick(at: seconds(Double(round))) }
        }
        #expect(report.batteries.count <= VehicleReport.batteryLimit)
        #expect(report.texts.count <= VehicleReport.textLimit)
        #expect(report.textCount > 0 && report.lastHeartbeat != nil)
    }

    /// Feeds plausible and random messages, with ticks, until the exchange ends or 1000 virtual seconds pass.
    @discardableResult
    private func drive<Exchange: MicroProtocol>(
        _ exchange: inout Exchange, with generator: inout SeededGenerator
    ) -> [any MAVLinkMessage] {
        var now = seconds(0)
        var sent = exchange.start(at: now)
        while exchange.outcome == nil, now < seconds(1_000) {
            now = now + .milliseconds(Int64.random(in: 1...700, using: &generator))
            if generator.chance(40) {
                sent += exchange.receive(frame(message(&generator)), at: now)
            }
            sent += exchange.tick(at: now)
        }
        return sent
    }

    private func message(_ generator: inout SeededGenerator) -> any MAVLinkMessage {
        let number = UInt16.random(in: 0...8, using: &generator)
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: return MissionRequestIntMessage(targetSystem: 255, targetComponent: 190, seq: number)
        case 1: return MissionRequestMessage(targetSystem: 255, targetComponent: 0, seq: number)
        case 2:
            let results: [MAVMissionResult] = [.accepted, .invalidSequence, .operationCancelled]
            let result = results.randomElement(using: &generator) ?? .accepted
            return MissionAckMessage(targetSystem: 255, targetComponent: 190, type: result)
        case 3: return MissionCountMessage(targetSystem: 255, targetComponent: 190, count: number)
        case 4:
            return sampleItems(9)[Int(number)].message(
                sequence: number, type: .mission, to: dock, isCurrent: false)
        case 5:
            return CommandAckMessage(
                command: .componentArmDisarm, result: .inProgress, progress: UInt8(number), targetSystem: 255,
                targetComponent: 190)
        case 6: return CommandAckMessage(command: .missionStart, result: .accepted, targetSystem: 255)
        default:
            let type = MessageTable.all.randomElement(using: &generator) ?? HeartbeatMessage.self
            return type.init(payload: FramePayload(generator.bytes(255)))
        }
    }
}
