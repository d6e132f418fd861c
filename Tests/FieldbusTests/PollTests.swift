// SPDX-License-Identifier: Apache-2.0
// Polling of plain registers: what is counted, what a device that is slow, silent or away costs the others, and the
// probe that asks single requests.

import DockModel
import Registers
import Testing

@testable import Fieldbus

private func poll(
    _ ports: [Int], for span: Duration, timeout: Duration, period: Duration?
) async throws -> RegisterPollResult {
    let poll = RegisterPoll(
        devices: ports.map { TCPAddress(host: "127.0.0.1", port: $0) }, unit: 10, table: .input, address: 0,
        count: 4, timeout: timeout, period: period)
    return try #require(await poll.run(for: span, seed: 1))
}

/// Polls until something is so. A poll ends when its task is cancelled, so no test hangs on the speed of a machine.
private func poll(
    _ ports: [Int], timeout: Duration = .seconds(30), period: Duration? = nil, until isEnough: () -> Bool
) async throws -> RegisterPollResult {
    let running = Task { try await poll(ports, for: .seconds(600), timeout: timeout, period: period) }
    defer { running.cancel() }
    try await waitUntil("enough requests", isEnough)
    running.cancel()
    return try await running.value
}

/// The least time of `failures` attempts: the second follows at once, then the waits begin at 0.5 s and double.
private func leastTime(of failures: Int) -> Duration {
    .seconds(failures > 2 ? Backoff.first * (Double(1 << min(failures - 2, 6)) - 1) : 0)
}

@Suite(.serialized) struct PollTests {
    @Test func `flat out every good read counts and a cycle is one of each device`() async throws {
        let servers = (0..<3).map { _ in ScriptedServer { [.send($0.reply(7))] } }
        defer { servers.forEach { $0.stop() } }
        let result = try await poll(servers.map(\.port)) { servers.allSatisfy { $0.requests.count >= 50 } }
        #expect(result.errors == 0 && result.good >= 3 * 49)
        #expect(result.cycles == result.good / 3 && result.registers == 4 * result.good)
        let asked = servers.reduce(0) { $0 + $1.requests.count }
        // One request of each line may still be on its way at the end.
        #expect((0...3).contains(asked - result.good))
        for server in servers { #expect(server.connections == 1) }
        let (middle, slow) = (try #require(result.replyTime(0.5)), try #require(result.replyTime(0.99)))
        #expect(middle > .zero && middle <= slow)
    }

    @Test func `a period is kept and not made up for`() async throws {
        let server = ScriptedServer { [.send($0.reply(7))] }
        defer { server.stop() }
        let result = try await poll([server.port], period: .milliseconds(100)) { server.requests.count >= 5 }
        let most = Int(result.elapsed / .milliseconds(100)) + 1
        #expect((4...most).contains(result.cycles) && result.errors == 0)
    }

    @Test func `an address named twice is asked twice a cycle on one connection`() async throws {
        let server = ScriptedServer { [.send($0.reply(7))] }
        defer { server.stop() }
        // Of one long cycle both requests are sent, and none of the next.
        let result = try await poll([server.port, server.port], period: .seconds(3_600)) { server.requests.count >= 2 }
        #expect(result.lines.count == 1 && result.lines[0].asksEach == 2)
        #expect(server.requests.count == 2 && (1...2).contains(result.good) && result.cycles == result.good / 2)
        #expect(server.connections == 1)
    }

    @Test func `silent, refusing and closed devices are counted and cost the others nothing`() async throws {
        let good = ScriptedServer { [.send($0.reply(7))] }
        let silent = ScriptedServer { _ in [] }
        let refusing = ScriptedServer { [.send($0.exception(4))] }
        let closing = ScriptedServer { _ in [.close] }
        defer { [good, silent, refusing, closing].forEach { $0.stop() } }
        // Port 1 of the loopback has no listener.
        let ports = [good.port, silent.port, refusing.port, closing.port, 1]
        let result = try await poll(ports, timeout: .seconds(2)) {
            good.requests.count > 500 && silent.requests.count > 2 && closing.connections > 2
        }
        let counts = result.lines.map(\.statistics)
        // The silent one alone keeps its own line waiting for twice two seconds.
        #expect(counts[0].good > 500 && counts[0].errors == 0)
        #expect(counts[1].timeouts >= 2 && counts[1].timeouts == counts[1].errors)
        #expect(counts[2].exceptions[4] == counts[2].errors && counts[2].connects == 1)
        #expect(counts[3].disconnects >= 2 && counts[3].disconnects == counts[3].errors)
        #expect(counts[4].connectFailures >= 2 && counts[4].requests == 0)
        #expect(leastTime(of: counts[3].disconnects) <= result.elapsed)
        #expect(leastTime(of: counts[4].connectFailures) <= result.elapsed)
        #expect(result.errors == counts.reduce(0) { $0 + $1.errors })
    }

    @Test func `a line that its peer ends while it rests is opened again without an error`() async throws {
        let server = ScriptedServer { [.send($0.reply(7)), .close] }
        defer { server.stop() }
        // The peer has a second to end the line before the next request.
        let result = try await poll([server.port], period: .seconds(1)) { server.connections >= 3 }
        #expect(result.errors == 0 && result.cycles >= 2)
        #expect(server.connections >= result.cycles)
    }

    @Test func `bytes that nobody asked for are counted once and read by nobody`() async throws {
        let server = ScriptedServer { request in
            request.number == 1 ? [.send(request.reply(7) + [1, 2, 3])] : [.send(request.reply(7))]
        }
        defer { server.stop() }
        let result = try await poll([server.port], period: .milliseconds(20)) { server.requests.count >= 5 }
        #expect(result.errors == 1 && result.lines[0].statistics.mismatches == 1)
        #expect(result.good >= 4 && server.connections == 2)
    }

    @Test func `reads that Modbus cannot carry are not sent`() async {
        for (address, count) in [(0, 0), (0, 126), (65_535, 2), (-1, 1), (70_000, 1)] {
            let poll = RegisterPoll(
                devices: [TCPAddress(host: "127.0.0.1", port: 1)], unit: 1, table: .holding, address: address,
                count: count)
            #expect(await poll.run(for: .milliseconds(1), seed: 1)?.good == nil)
        }
    }

    @Test func `a probe says how each request ended and keeps the connection after an exception`() async throws {
        let server = ScriptedServer { request in
            switch request.number {
            case 0: [.send(request.reply(7))]
            case 1: [.send(request.exception(2))]
            case 2: []
            default: [.close]
            }
        }
        defer { server.stop() }
        let probe = LineProbe(line: .tcp(host: "127.0.0.1", port: server.port))
        let request = try #require(ModbusRequest(unit: 10, ask: .read(.holding, address: 0, count: 2)))
        #expect(await probe.ask(request, within: .seconds(30)).outcome.words == [7, 7])
        #expect(await probe.ask(request, within: .seconds(30)).outcome.exceptionCode == 2)
        #expect(await probe.connections() == 1)
        let late = await probe.ask(request, within: .milliseconds(100))
        #expect(late.outcome == .timedOut && late.took >= .milliseconds(100))
        guard case .disconnected = await probe.ask(request, within: .seconds(30)).outcome else {
            Issue.record("another outcome")
            return
        }
        #expect(await probe.connections() == 2)
    }
}

@Suite struct HistogramTests {
    @Test func `a quantile is never too low and at most a sixty-fourth too high`() throws {
        for base in [Int64(1), 63, 64, 127, 128, 129, 1_000, 12_345, 999_999, 1_000_000_007, 60_000_000_000] {
            var times = ReplyHistogram()
            for _ in 0..<99 { times.note(nanoseconds: base) }
            times.note(nanoseconds: base * 20)
            for (share, expected) in [(0.5, base), (0.99, base), (1.0, base * 20)] {
                let found = try #require(times.quantile(share)).nanoseconds
                #expect(found >= expected && found - expected <= expected / 64 + 1, "\(base) \(share): \(found)")
            }
        }
    }

    @Test func `times beyond all bounds are kept and sums add up`() throws {
        var times = ReplyHistogram()
        #expect(times.quantile(0.5) == nil)
        times.note(nanoseconds: -5)
        times.note(nanoseconds: .max)
        var other = ReplyHistogram()
        other.note(nanoseconds: 100)
        times.add(other)
        #expect(times.count == 3 && times.quantile(0) == .zero)
        #expect(try #require(times.quantile(0.5)) < .nanoseconds(103))
        #expect(try #require(times.quantile(1)) > .seconds(60))
        #expect(times.quantile(.nan) == nil)
    }

    @Test func `spans beyond the clock's own do not trap`() {
        #expect(Duration.seconds(Int64.max).nanoseconds == .max)
        #expect(Duration.seconds(-Int64.max).nanoseconds == .min)
        #expect(Duration.microseconds(1).nanoseconds == 1_000)
        #expect(!Deadline(after: .seconds(Int64.max)).isOver)
    }
}
