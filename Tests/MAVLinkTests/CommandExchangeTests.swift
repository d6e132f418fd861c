// SPDX-License-Identifier: Apache-2.0
// One command, one verdict: repeats only into silence, never after an answer.

import DockModel
import Testing

@testable import MAVLink

@Suite struct CommandExchangeTests {
    @Test func `silence repeats the command with a rising confirmation and then gives up`() {
        var exchange = CommandExchange(.arm, between: ends)
        var now = seconds(0)
        var sent = exchange.start(at: now)
        while exchange.outcome == nil, now < seconds(60) {
            now = now + .milliseconds(100)
            sent += exchange.tick(at: now)
        }
        let commands = sent.compactMap { $0 as? CommandLongMessage }
        #expect(commands.map(\.confirmation) == [0, 1, 2, 3])
        #expect(
            commands.allSatisfy {
                $0.command == .componentArmDisarm && $0.param1 == 1 && $0.targetSystem == 1
            })
        #expect(exchange.outcome == .timedOut(because: "no answer to command 400, sent 4 times"))
        #expect(now == seconds(4))
    }

    @Test func `after a verdict nothing is ever sent again`() {
        var exchange = CommandExchange(.arm, between: ends)
        _ = exchange.start(at: seconds(0))
        _ = exchange.receive(verdict(.accepted), at: seconds(0.5))
        #expect(exchange.outcome == .accepted && exchange.deadline == nil)
        #expect(exchange.tick(at: seconds(100)).isEmpty)
        #expect(exchange.receive(verdict(.denied), at: seconds(100)).isEmpty)
        #expect(exchange.start(at: seconds(100)).isEmpty)
        #expect(exchange.outcome == .accepted)
    }

    @Test func `a command in progress is waited for and never sent twice`() {
        var exchange = CommandExchange(.missionStart, between: ends)
        _ = exchange.start(at: seconds(0))
        for second in stride(from: 0.5, to: 50, by: 5) {
            let progress = CommandAckMessage(
                command: .missionStart, result: .inProgress, progress: UInt8(second), targetSystem: 255,
                targetComponent: 190)
            _ = exchange.receive(frame(progress), at: seconds(second))
            #expect(exchange.tick(at: seconds(second + 4.9)).isEmpty)
        }
        #expect(exchange.progressPercent == 45 && exchange.outcome == nil)
        _ = exchange.receive(verdict(.accepted, of: .missionStart), at: seconds(51))
        #expect(exchange.outcome == .accepted)
    }

    @Test func `a vehicle silent while in progress is given up without a repeat`() {
        var exchange = CommandExchange(.missionStart, between: ends)
        _ = exchange.start(at: seconds(0))
        _ = exchange.receive(verdict(.inProgress, of: .missionStart), at: seconds(0.5))
        #expect(exchange.tick(at: seconds(10)).isEmpty && exchange.outcome == nil)
        #expect(exchange.tick(at: seconds(10.5)).isEmpty)
        guard case .timedOut = exchange.outcome else {
            Issue.record("not timed out")
            return
        }
    }

    @Test func `a vehicle in progress for ever is given up in bounded time`() {
        var exchange = CommandExchange(.missionStart, between: ends)
        var now = seconds(0)
        _ = exchange.start(at: now)
        while exchange.outcome == nil, now < seconds(1_000) {
            now = now + .seconds(1)
            _ = exchange.receive(verdict(.inProgress, of: .missionStart), at: now)
            _ = exchange.tick(at: now)
        }
        #expect(now <= seconds(122))
    }

    @Test func `verdicts on other commands, of other systems and to others change nothing`() {
        var exchange = CommandExchange(.arm, between: ends)
        _ = exchange.start(at: seconds(0))
        _ = exchange.receive(verdict(.denied, of: .missionStart), at: seconds(0.1))
        let stranger = MAVLinkAddress(system: 3, component: 1)
        let denied = CommandAckMessage(command: .componentArmDisarm, result: .denied)
        _ = exchange.receive(frame(denied, from: stranger), at: seconds(0.1))
        _ = exchange.receive(frame(denied, from: MAVLinkAddress(system: 1, component: 154)), at: seconds(0.1))
        let toOther = CommandAckMessage(
            command: .componentArmDisarm, result: .denied, targetSystem: 254, targetComponent: 190)
        _ = exchange.receive(frame(toOther), at: seconds(0.1))
        #expect(exchange.outcome == nil)
        _ = exchange.receive(frame(denied), at: seconds(0.2))
        #expect(exchange.outcome == .refused(.denied, because: "the vehicle refuses it"))
    }

    @Test func `every result has words`() {
        let all = (UInt8(0)...20).map { MAVResult(rawValue: $0).words }
        #expect(Set(all).count == all.count)
        let missions = (UInt8(0)...20).map { MAVMissionResult(rawValue: $0).words }
        #expect(Set(missions).count == missions.count)
    }

    @Test(arguments: 0..<30) func `a lossy link never executes a command after its verdict`(seed: Int) {
        struct Executor: ScriptedPeer {
            var executed = 0
            mutating func answer(_ message: any MAVLinkMessage) -> [any MAVLinkMessage] {
                guard message is CommandLongMessage else { return [] }
                executed += 1
                return [
                    CommandAckMessage(
                        command: .componentArmDisarm, result: .accepted, targetSystem: 255,
                        targetComponent: 190)
                ]
            }
            mutating func pass(_ now: Instant) -> [any MAVLinkMessage] { [] }
        }
        var link = FaultyLink(loss: 30, generator: SeededGenerator(seed: UInt64(seed)))
        var peer = Executor()
        var exchange = CommandExchange(.arm, between: ends)
        let sent = run(&exchange, against: &peer, over: &link)
        let before = peer.executed
        for second in 100..<130 {
            for message in exchange.tick(at: seconds(Double(second))) { _ = peer.answer(message) }
        }
        #expect(peer.executed == before && peer.executed <= sent.count)
        #expect(sent.count <= CommandTiming.standard.attempts)
        #expect(exchange.outcome != nil)
    }

    private func verdict(_ result: MAVResult, of command: MAVCommand = .componentArmDisarm) -> MAVLinkFrame {
        frame(
            CommandAckMessage(
                command: command, result: result, progress: 255, targetSystem: 255, targetComponent: 190))
    }
}
