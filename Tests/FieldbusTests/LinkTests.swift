// SPDX-License-Identifier: Apache-2.0
// One TCP connection against peers that misbehave: no wrong value gets in, no fault costs more than one read,
// and no read takes longer than its time-out.

import Registers
import Testing

@testable import Fieldbus

private let ask = ModbusRequest(unit: 10, ask: .read(.holding, address: 0, count: 4))!

/// Ways to spoil the first reply; the word 0xBAD must never come out.
private let faults: [String: @Sendable (SeenRequest) -> [Act]] = [
    "late": { [.wait(milliseconds: 150), .send($0.reply(0xBAD))] },
    "silent": { _ in [] },
    "garbage first": { [.send([1, 2, 3, 4, 5] + $0.reply(0xBAD))] },
    "garbage only": { _ in [.send([9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9])] },
    "truncated": { [.send(Array($0.reply(0xBAD).prefix(10)))] },
    "truncated and closed": { [.send(Array($0.reply(0xBAD).prefix(10))), .close] },
    "closed": { _ in [.close] },
    "wrong transaction": { [.send(spoiled($0, 1, 1))] },
    "wrong protocol": { [.send(spoiled($0, 3, 1))] },
    "wrong length": { [.send(spoiled($0, 5, 3))] },
    "wrong unit": { [.send(spoiled($0, 6, 1))] },
    "wrong function": { [.send(spoiled($0, 7, 7))] },
    "wrong count": { [.send(spoiled($0, 8, 2))] },
    "older frame first": { [.send([0, 0] + $0.reply(0xBAD).dropFirst(2) + $0.reply(7))] },
]

private func spoiled(_ request: SeenRequest, _ index: Int, _ change: UInt8) -> [UInt8] {
    var frame = request.reply(0xBAD)
    frame[index] ^= change
    return frame
}

private func words(_ link: TCPLink, within: Duration = .seconds(30)) -> Result<ModbusReply, LinkFailure> {
    do {
        return .success(try link.transact(ask, within: within, gap: .zero))
    } catch {
        return .failure(error)
    }
}

@Suite struct LinkTests {
    @Test(arguments: faults.keys.sorted())
    func `a spoiled reply costs one read and its value never gets in`(fault: String) throws {
        let spoil = try #require(faults[fault])
        let server = ScriptedServer { $0.number == 1 ? spoil($0) : [.send($0.reply(7))] }
        defer { server.stop() }
        let link = TCPLink(host: "127.0.0.1", port: server.port)
        #expect(words(link) == .success(.words([7, 7, 7, 7])))
        guard case .failure = words(link, within: .milliseconds(100)) else {
            Issue.record("\(fault): the spoiled reply was accepted")
            return
        }
        for _ in 0..<5 { #expect(words(link) == .success(.words([7, 7, 7, 7]))) }
        #expect(server.connections == 2)
    }

    @Test func `a reply that comes twice fools no later read`() {
        // Each reply shows the transaction id of its request, which the link counts up from 1.
        let server = ScriptedServer { [.send($0.reply($0.transaction)), .send($0.reply($0.transaction))] }
        defer { server.stop() }
        let link = TCPLink(host: "127.0.0.1", port: server.port)
        var good = 0
        for number in 1...40 {
            // The copy may reach the next read and cost it, but must never be taken for its reply.
            guard case .success(.words(let words)) = words(link) else { continue }
            good += 1
            #expect(words.allSatisfy { Int($0) == number })
        }
        #expect(good >= 20)
        #expect(link.strays > 0 || good < 40)
    }

    @Test func `dripping bytes cannot stretch a read beyond its time-out`() throws {
        let server = ScriptedServer { request in
            request.reply(7).flatMap { [.send([$0]), .wait(milliseconds: 50)] }
        }
        defer { server.stop() }
        let link = TCPLink(host: "127.0.0.1", port: server.port)
        // 259 bytes drip for at least 12.9 s, and never pause for as long as the time-out.
        let long = try #require(ModbusRequest(unit: 10, ask: .read(.holding, address: 0, count: 125)))
        let start = ContinuousClock.now
        #expect(throws: LinkFailure.timedOut) { try link.transact(long, within: .milliseconds(200), gap: .zero) }
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test func `a reply in pieces is put together`() {
        let server = ScriptedServer { request in
            request.reply(7).flatMap { [.send([$0]), .wait(milliseconds: 1)] }
        }
        defer { server.stop() }
        let link = TCPLink(host: "127.0.0.1", port: server.port)
        #expect(words(link) == .success(.words([7, 7, 7, 7])))
    }

    @Test func `each request has its own transaction id`() {
        let server = ScriptedServer { [.send($0.reply(7))] }
        defer { server.stop() }
        let link = TCPLink(host: "127.0.0.1", port: server.port)
        for _ in 0..<10 { _ = words(link) }
        #expect(Set(server.requests.map(\.transaction)).count == 10)
        #expect(server.connections == 1)
    }

    @Test func `an exception keeps the connection`() {
        let server = ScriptedServer { [.send($0.exception(UInt8($0.number % 11 + 1)))] }
        defer { server.stop() }
        let link = TCPLink(host: "127.0.0.1", port: server.port)
        for number in 0..<11 { #expect(words(link) == .success(.exception(UInt8(number + 1)))) }
        #expect(server.connections == 1)
    }

    @Test func `a closed port is told at once`() {
        // Port 1 of the loopback has no listener.
        let link = TCPLink(host: "127.0.0.1", port: 1)
        let start = ContinuousClock.now
        guard case .failure(.cannotOpen(let reason)) = words(link, within: .seconds(60)) else {
            Issue.record("opened a closed port")
            return
        }
        #expect(!reason.isEmpty)
        #expect(ContinuousClock.now - start < .seconds(30))
    }

    @Test func `the wait between attempts grows from half a second to thirty, with jitter`() {
        var random = SeededRandom(seed: 3)
        var other = SeededRandom(seed: 4)
        var backoff = Backoff()
        var twin = Backoff()
        var waits: [Double] = []
        var twins: [Double] = []
        for _ in 0..<12 {
            waits.append(backoff.next(using: &random) / .seconds(1))
            twins.append(twin.next(using: &other) / .seconds(1))
        }
        #expect(waits[0] >= 0.5 && waits[0] < 0.65)
        #expect(waits[1] >= 1.0 && waits[1] < 1.3)
        #expect(waits.allSatisfy { $0 <= 30 } && waits[11] > 23)
        #expect(zip(waits, twins).allSatisfy { $0 != $1 })
        backoff.reset()
        #expect(backoff.next(using: &random) < .milliseconds(650))
    }
}
