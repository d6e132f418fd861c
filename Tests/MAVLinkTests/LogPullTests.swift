// SPDX-License-Identifier: Apache-2.0
// The log pull over an emulated radio: its share of the link, holes, cuts, restarts, and vehicles that announce more
// than they hold. Virtual time; the same numbers in every run.

import DockModel
import Testing

@testable import MAVLink

@Suite struct LogPullTests {
    private struct Radio: CustomTestStringConvertible {
        var name: String
        var rate: Double
        var roundTrip: Int
        var bytes: Int
        var testDescription: String { "\(name), \(roundTrip) ms" }
    }

    private static let radios: [Radio] = [20, 100, 600].flatMap { roundTrip in
        [
            Radio(name: "57.6 kbit/s", rate: 57_600, roundTrip: roundTrip, bytes: roundTrip > 500 ? 800_000 : 300_000),
            Radio(
                name: "1 Mbit/s", rate: 1_000_000, roundTrip: roundTrip,
                bytes: roundTrip > 500 ? 8_000_000 : 2_000_000),
        ]
    }

    private func paths(_ rate: Double, _ roundTrip: Int, loss: Int = 10, late: Int = 0) -> (RadioPath, RadioPath) {
        let delay = Duration.milliseconds(roundTrip / 2)
        return (
            RadioPath(bitsPerSecond: rate, delay: delay, loss: loss, late: late, seed: 11),
            RadioPath(bitsPerSecond: rate, delay: delay, loss: loss, late: late, seed: 12)
        )
    }

    @Test(arguments: radios, [Autopilot.px4, .ardupilot])
    private func `a pull takes nine tenths of the link at one per cent loss`(radio: Radio, autopilot: Autopilot) {
        let bytes = noise(radio.bytes + 37, seed: 1)
        var peer = LogPeer(autopilot, bytes: bytes)
        var pull = LogPull(between: ends)
        var (down, up) = paths(radio.rate, radio.roundTrip)
        let measure = transfer(&pull, from: &peer, down: &down, up: &up, size: bytes.count)
        let share = measure.share(bytes: bytes.count, payload: 90, frame: 109, bitsPerSecond: radio.rate)
        print(
            "log pull, \(autopilot.rawValue), \(radio.name), \(radio.roundTrip) ms: share \(share), "
                + "\(measure.seconds) s, \(peer.requests) requests, \(peer.ignored) ignored")
        #expect(pull.outcome == .whole(peer.logs[1].listing, size: bytes.count))
        #expect(measure.file == bytes)
        #expect(share >= 0.9)
    }

    @Test(arguments: [Autopilot.px4, .ardupilot])
    func `pieces that come late and out of order are all kept`(autopilot: Autopilot) {
        let bytes = noise(100_000, seed: 2)
        var peer = LogPeer(autopilot, bytes: bytes)
        var pull = LogPull(between: ends)
        var (down, up) = paths(250_000, 80, loss: 100, late: 200)
        let measure = transfer(&pull, from: &peer, down: &down, up: &up, size: bytes.count)
        #expect(pull.outcome == .whole(peer.logs[1].listing, size: bytes.count))
        #expect(measure.file == bytes)
    }

    @Test(arguments: [Autopilot.px4, .ardupilot])
    func `a cut of twenty seconds is survived`(autopilot: Autopilot) {
        let bytes = noise(100_000, seed: 3)
        var peer = LogPeer(autopilot, bytes: bytes)
        var pull = LogPull(between: ends)
        var (down, up) = paths(57_600, 100)
        let measure = transfer(&pull, from: &peer, down: &down, up: &up, size: bytes.count) { now in
            now > seconds(15) && now < seconds(35)
        }
        #expect(pull.outcome == .whole(peer.logs[1].listing, size: bytes.count))
        #expect(measure.file == bytes)
        #expect(measure.seconds < 50)
    }

    @Test(arguments: [Autopilot.px4, .ardupilot])
    func `what an earlier attempt brought is not fetched again`(autopilot: Autopilot) throws {
        let bytes = noise(90_000, seed: 4)
        var peer = LogPeer(autopilot, bytes: bytes)
        var first = LogPull(between: ends)
        var (down, up) = paths(57_600, 100)
        let one = transfer(&first, from: &peer, down: &down, up: &up, size: bytes.count) { $0 > seconds(18) }
        guard case .incomplete(let log, let received) = first.outcome else {
            Issue.record("the cut did not end the pull: \(String(describing: first.outcome))")
            return
        }
        #expect(received > 30_000 && received < 60_000)
        let proven = first.held.prefix
        let proof = FilePiece(offset: proven - 90, bytes: Array(one.file[proven - 90..<proven]))
        var second = LogPull(between: ends, resume: LogResume(log: log, held: first.held, proof: proof))
        peer = LogPeer(autopilot, bytes: bytes)
        (down, up) = paths(57_600, 100)
        var file = one.file
        let two = transfer(&second, from: &peer, down: &down, up: &up, size: bytes.count)
        for range in ByteRanges([0..<bytes.count]).ranges {
            for index in range where !first.held.contains(index) { file[index] = two.file[index] }
        }
        #expect(second.isResumed)
        #expect(second.outcome == .whole(log, size: bytes.count))
        #expect(file == bytes)
        #expect(down.bytesCarried < (bytes.count - received) * 13 / 10)
    }

    @Test func `another log at the same place is noticed and fetched from the start`() {
        let bytes = noise(40_000, seed: 5), other = noise(40_000, seed: 6)
        let log = LogListing(id: 2, size: bytes.count, unixSeconds: 200)
        let proof = FilePiece(offset: 17_910, bytes: Array(other[17_910..<18_000]))
        var pull = LogPull(
            between: ends, resume: LogResume(log: log, held: ByteRanges([0..<18_000]), proof: proof))
        var peer = LogPeer(.ardupilot, bytes: bytes)
        var (down, up) = paths(1_000_000, 40)
        let measure = transfer(&pull, from: &peer, down: &down, up: &up, size: bytes.count)
        #expect(!pull.isResumed)
        #expect(pull.outcome == .whole(log, size: bytes.count))
        #expect(measure.file == bytes)
    }

    @Test(arguments: [Autopilot.px4, .ardupilot], [0, 45, 90, 9_000])
    func `a log that holds less than was announced ends where the vehicle ends it`(
        autopilot: Autopilot, missing: Int
    ) {
        let bytes = noise(30_030, seed: 7)
        let first: UInt16 = autopilot == .px4 ? 0 : 1
        let listing = LogListing(id: first, size: bytes.count + missing, unixSeconds: 9)
        var peer = LogPeer(autopilot, logs: [(listing, bytes)])
        var pull = LogPull(between: ends)
        var (down, up) = paths(1_000_000, 40)
        let measure = transfer(&pull, from: &peer, down: &down, up: &up, size: bytes.count + missing)
        #expect(pull.outcome == .whole(listing, size: bytes.count))
        #expect(Array(measure.file.prefix(bytes.count)) == bytes)
    }

    @Test func `a log of which nothing can be read does not become an empty file`() {
        let listing = LogListing(id: 1, size: 5_000, unixSeconds: 9)
        var peer = LogPeer(.ardupilot, logs: [(listing, [])])
        var pull = LogPull(between: ends)
        var (down, up) = paths(1_000_000, 40, loss: 0)
        _ = transfer(&pull, from: &peer, down: &down, up: &up, size: 5_000)
        #expect(pull.outcome == .incomplete(listing, received: 0))
    }

    @Test func `no log and an absurd size end at once`() {
        var peer = LogPeer(.ardupilot, logs: [])
        var pull = LogPull(between: ends, of: .ardupilot)
        var (down, up) = paths(1_000_000, 40, loss: 0)
        _ = transfer(&pull, from: &peer, down: &down, up: &up, size: 0)
        #expect(pull.outcome == .noLog)
        let listing = LogListing(id: 0, size: Int(UInt32.max), unixSeconds: 9)
        peer = LogPeer(.px4, logs: [(listing, [1])])
        pull = LogPull(between: ends)
        _ = transfer(&pull, from: &peer, down: &down, up: &up, size: 0)
        #expect(pull.outcome == .incomplete(listing, received: 0))
    }

    @Test(arguments: [Autopilot.px4, .ardupilot], [true, false])
    func `a vehicle that says nothing of its logs did not say that it has none`(autopilot: Autopilot, isAlive: Bool) {
        var pull = LogPull(between: ends, of: autopilot, namesOnly: true)
        var now = seconds(10), requests = 0
        requests += pull.start(at: now).filter { $0 is LogRequestListMessage }.count
        while pull.outcome == nil, now < seconds(100) {
            now = now + .milliseconds(500)
            if isAlive { _ = pull.receive(frame(HeartbeatMessage(type: .quadrotor, autopilot: .px4)), at: now) }
            requests += pull.tick(at: now).filter { $0 is LogRequestListMessage }.count
        }
        #expect(pull.outcome == .noAnswer)
        #expect(requests == LogTiming().attempts && now == seconds(30))
    }

    @Test func `on a slow link the rest of a list is waited for as long as its first entry took`() {
        var pull = LogPull(between: ends, of: .px4, namesOnly: true)
        func entry(_ id: UInt16) -> MAVLinkFrame {
            frame(LogEntryMessage(id: id, numLogs: 2, lastLogNum: 1, timeUTC: UInt32(id) + 1, size: 100))
        }
        _ = pull.start(at: seconds(10))
        var now = seconds(10), requests = 1
        while now < seconds(16) {
            now = now + .milliseconds(500)
            requests += pull.tick(at: now).filter { $0 is LogRequestListMessage }.count
        }
        _ = pull.receive(entry(0), at: now)
        #expect(requests == 4 && pull.deadline == seconds(22))
        _ = pull.receive(entry(1), at: seconds(21))
        #expect(pull.outcome == .named(LogListing(id: 1, size: 100, unixSeconds: 2)))
    }

    @Test func `the newest log is the last number of ArduPilot and the last date of PX4`() {
        let logs: [(UInt16, UInt32, UInt32)] = [(1, 100, 500), (2, 900, 500), (3, 0, 500), (4, 950, 0)]
        for (autopilot, newest) in [(Autopilot.ardupilot, UInt16(3)), (.px4, 2), (.other, 2)] {
            var pull = LogPull(between: ends, of: autopilot, namesOnly: true)
            _ = pull.start(at: seconds(10))
            for (id, date, size) in logs {
                let entry = LogEntryMessage(id: id, numLogs: 4, lastLogNum: 4, timeUTC: date, size: size)
                _ = pull.receive(frame(entry), at: seconds(10.1))
            }
            guard case .named(let log) = pull.outcome else {
                Issue.record("\(String(describing: pull.outcome))")
                continue
            }
            #expect(log.id == newest)
        }
    }

    @Test func `silence ends a pull and leaves what came`() {
        var pull = LogPull(between: ends)
        var now = seconds(10)
        _ = pull.start(at: now)
        while let due = pull.deadline, now < seconds(100) {
            now = max(due, now)
            _ = pull.tick(at: now)
        }
        #expect(pull.outcome == .noAnswer)
        #expect(now < seconds(50))
    }

    @Test func `pieces beyond the log, of other logs and of other vehicles change nothing`() {
        var pull = LogPull(between: ends)
        _ = pull.start(at: seconds(1))
        _ = pull.receive(
            frame(LogEntryMessage(id: 3, numLogs: 1, lastLogNum: 3, timeUTC: 1, size: 200)), at: seconds(1))
        func data(_ id: UInt16, _ offset: UInt32, _ count: UInt8) -> LogDataMessage {
            LogDataMessage(id: id, ofs: offset, count: count, data: FixedArray(repeating: 9))
        }
        for wrong in [data(3, 180, 90), data(3, 270, 90), data(3, 0, 91), data(3, .max - 20, 90), data(4, 0, 90)] {
            _ = pull.receive(frame(wrong), at: seconds(1))
        }
        _ = pull.receive(
            frame(data(3, 0, 90), from: MAVLinkAddress(system: 7, component: 1)), at: seconds(1))
        #expect(pull.received == 0)
        #expect(pull.takePieces().isEmpty)
    }

    @Test func `random frames never break a pull`() {
        var generator = SeededGenerator(seed: 77)
        for _ in 0..<300 {
            var pull = LogPull(between: ends)
            var now = seconds(1)
            _ = pull.start(at: now)
            let size = UInt32.random(in: 0...3_000, using: &generator)
            _ = pull.receive(
                frame(LogEntryMessage(id: 1, numLogs: 1, lastLogNum: 1, timeUTC: 1, size: size)), at: now)
            for _ in 0..<200 where pull.outcome == nil {
                let offset = generator.chance(90) ? UInt32.random(in: 0...40, using: &generator) * 90 : .max
                let count = generator.chance(70) ? 90 : UInt8.random(in: 0...255, using: &generator)
                _ = pull.receive(
                    frame(LogDataMessage(id: 1, ofs: offset, count: count, data: FixedArray(repeating: 1))), at: now)
                if generator.chance(30) {
                    now = now + .milliseconds(Int.random(in: 0...3_000, using: &generator))
                    _ = pull.tick(at: now)
                }
                #expect(pull.received <= max(pull.expected ?? 0, 3_000))
            }
        }
    }
}
