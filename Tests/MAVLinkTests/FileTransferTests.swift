// SPDX-License-Identifier: Apache-2.0
// MAVFTP over an emulated radio: its share of the link, holes, cuts, sessions left open, short files, listings and
// checksums. Virtual time; the same numbers in every run.

import DockModel
import Testing

@testable import MAVLink

@Suite struct FileTransferTests {
    private struct Radio: CustomTestStringConvertible {
        var name: String
        var rate: Double
        var roundTrip: Int
        var bytes: Int
        var testDescription: String { "\(name), \(roundTrip) ms" }
    }

    private static let path = "/fs/microsd/log/2026-03-01/10_11_12.ulg"
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
            RadioPath(bitsPerSecond: rate, delay: delay, loss: loss, late: late, seed: 21),
            RadioPath(bitsPerSecond: rate, delay: delay, loss: loss, late: late, seed: 22)
        )
    }

    @Test(arguments: radios, [Autopilot.px4, .ardupilot])
    private func `a download takes nine tenths of the link at one per cent loss`(radio: Radio, autopilot: Autopilot) {
        let bytes = noise(radio.bytes + 37, seed: 1)
        var peer = FilePeer(autopilot, files: [Self.path: bytes])
        var download = FileDownload(Self.path, between: ends, sequence: 65_000)
        var (down, up) = paths(radio.rate, radio.roundTrip)
        let measure = transfer(&download, from: &peer, down: &down, up: &up, size: bytes.count)
        let share = measure.share(bytes: bytes.count, payload: 239, frame: 266, bitsPerSecond: radio.rate)
        print(
            "file download, \(autopilot.rawValue), \(radio.name), \(radio.roundTrip) ms: share \(share), "
                + "\(measure.seconds) s, sent twice \(measure.downBytes * 239 / 266 - bytes.count) octets, "
                + "dropped \(peer.dropped)")
        #expect(download.outcome == .whole(size: bytes.count))
        #expect(measure.file == bytes)
        #expect(peer.openPath == nil)
        // PX4 ends a burst after 0.3 s here; a lost request for one costs two round trips of 0.6 s.
        #expect(share >= (autopilot == .px4 && radio.rate > 500_000 && radio.roundTrip > 500 ? 0.88 : 0.9))
    }

    @Test(arguments: [Autopilot.px4, .ardupilot])
    func `a bad link changes the time, not the file`(autopilot: Autopilot) {
        let bytes = noise(120_000, seed: 2)
        var peer = FilePeer(autopilot, files: [Self.path: bytes])
        var download = FileDownload(Self.path, between: ends, sequence: 1)
        var (down, up) = paths(250_000, 80, loss: 150, late: 200)
        let measure = transfer(&download, from: &peer, down: &down, up: &up, size: bytes.count)
        #expect(download.outcome == .whole(size: bytes.count))
        #expect(measure.file == bytes)
    }

    @Test(arguments: [Autopilot.px4, .ardupilot])
    func `a session that an earlier attempt left open is closed first`(autopilot: Autopilot) {
        let bytes = noise(3_000, seed: 3)
        var peer = FilePeer(autopilot, files: [Self.path: bytes])
        peer.openPath = Self.path
        var download = FileDownload(Self.path, between: ends, sequence: 1)
        var (down, up) = paths(250_000, 80, loss: 0)
        let measure = transfer(&download, from: &peer, down: &down, up: &up, size: bytes.count)
        #expect(download.outcome == .whole(size: bytes.count))
        #expect(measure.file == bytes)
        #expect(peer.opens == 2)
    }

    @Test(arguments: [Autopilot.px4, .ardupilot])
    func `a vehicle that is restarted in the middle is asked again`(autopilot: Autopilot) {
        let bytes = noise(60_000, seed: 4)
        var peer = FilePeer(autopilot, files: [Self.path: bytes])
        var download = FileDownload(Self.path, between: ends, sequence: 1)
        var (down, up) = paths(57_600, 80)
        var hasRestarted = false
        // The peer lives in the transfer; a restart is seen as a closed session.
        let measure = transfer(&download, from: &peer, down: &down, up: &up, size: bytes.count, limit: 6)
        #expect(download.outcome == nil)
        peer.restart()
        hasRestarted = true
        let rest = continued(&download, from: &peer, down: &down, up: &up, file: measure.file, at: 16)
        #expect(hasRestarted && download.outcome == .whole(size: bytes.count))
        #expect(rest == bytes)
    }

    @Test(arguments: [Autopilot.px4, .ardupilot])
    func `a download goes on where an earlier one stopped`(autopilot: Autopilot) {
        let bytes = noise(100_000, seed: 5)
        var peer = FilePeer(autopilot, files: [Self.path: bytes])
        var first = FileDownload(Self.path, between: ends, sequence: 1)
        var (down, up) = paths(57_600, 80)
        let one = transfer(&first, from: &peer, down: &down, up: &up, size: bytes.count) { $0 > seconds(19) }
        guard case .incomplete(let received, let expected) = first.outcome else {
            Issue.record("\(String(describing: first.outcome))")
            return
        }
        #expect(received > 30_000 && expected == bytes.count)
        peer.restart()
        (down, up) = paths(57_600, 80)
        var second = FileDownload(
            Self.path, between: ends, sequence: first.nextSequence, earlier: (expected, first.held))
        let two = transfer(&second, from: &peer, down: &down, up: &up, size: bytes.count)
        var file = one.file
        for index in 0..<bytes.count where !first.held.contains(index) { file[index] = two.file[index] }
        #expect(second.isResumed && second.outcome == .whole(size: bytes.count))
        #expect(file == bytes)
        #expect(down.bytesCarried < (bytes.count - received) * 13 / 10)
    }

    @Test(arguments: [Autopilot.px4, .ardupilot], [1, 239, 5_000])
    func `a file that is shorter than announced ends where the vehicle says`(autopilot: Autopilot, missing: Int) {
        let bytes = noise(20_000, seed: 6)
        var peer = FilePeer(autopilot, files: [Self.path: bytes])
        peer.announced = bytes.count + missing
        var download = FileDownload(Self.path, between: ends, sequence: 1)
        var (down, up) = paths(250_000, 80)
        let measure = transfer(&download, from: &peer, down: &down, up: &up, size: bytes.count + missing)
        #expect(download.outcome == .whole(size: bytes.count))
        #expect(Array(measure.file.prefix(bytes.count)) == bytes)
    }

    @Test func `an empty file is whole at once, a missing one is refused, an absurd one is not fetched`() {
        func fetch(_ path: String, _ change: (inout FilePeer) -> Void = { _ in }) -> FileOutcome? {
            var peer = FilePeer(.px4, files: ["/a": [], "/b": [1]])
            change(&peer)
            var download = FileDownload(path, between: ends, sequence: 9)
            var (down, up) = paths(250_000, 80, loss: 0)
            _ = transfer(&download, from: &peer, down: &down, up: &up, size: 0, limit: 60)
            #expect(peer.openPath == nil)
            return download.outcome
        }
        #expect(fetch("/a") == .whole(size: 0))
        #expect(fetch("/none") == .refused(.notFound))
        #expect(fetch("/b") { $0.announced = Int(UInt32.max) } == .tooLong(size: Int(UInt32.max)))
    }

    @Test func `a directory is listed over several packets and a lost one`() {
        var files: [String: [UInt8]] = [:]
        for index in 100..<140 { files["/log/flight_number_\(index).ulg"] = [UInt8](repeating: 1, count: index) }
        var peer = FilePeer(.px4, files: files)
        let question = FileQuestion(.directory("/log"), between: ends, sequence: 65_530)
        guard case .entries(let entries, true) = answer(question, by: &peer, losing: [1, 4]) else {
            Issue.record("no listing")
            return
        }
        #expect(entries.count == 40)
        #expect(entries.first == DirectoryEntry(name: "flight_number_100.ulg", isDirectory: false, size: 100))
        #expect(answer(FileQuestion(.directory("/none"), between: ends, sequence: 1), by: &peer) == .refused(.notFound))
    }

    @Test func `a checksum is the one autopilots compute, and its lack is told`() {
        // The value of the check string by the polynomial without the two inversions of zlib.
        let text = Array("123456789".utf8)
        var sum = FileChecksum()
        sum.add(text)
        #expect(sum.value == 0x2DFD_2D88)
        var inverted = FileChecksum(startingWith: .max)
        inverted.add(text)
        #expect(~inverted.value == 0xCBF4_3926)
        var peer = FilePeer(.ardupilot, files: ["/x": text])
        let question = FileQuestion(.checksum("/x"), between: ends, sequence: 1)
        #expect(answer(question, by: &peer, losing: [0]) == .checksum(0x2DFD_2D88))
        peer.knowsChecksum = false
        let again = FileQuestion(.checksum("/x"), between: ends, sequence: 7)
        #expect(answer(again, by: &peer) == .refused(.unknownCommand))
        var nobody = question
        _ = nobody.start(at: seconds(1))
        while let due = nobody.deadline { _ = nobody.tick(at: due) }
        #expect(nobody.outcome == .unanswered)
    }

    @Test func `entries that break the form are left out and never trap`() {
        var generator = SeededGenerator(seed: 8)
        for _ in 0..<2_000 {
            var question = FileQuestion(.directory("/"), between: ends, sequence: 5)
            _ = question.start(at: seconds(1))
            let packet = FilePacket(
                sequence: 6, .acknowledge, requested: FileOperation.listDirectory.rawValue,
                data: generator.bytes(Int.random(in: 0...239, using: &generator)))
            _ = question.receive(frame(packet.message(to: dock)), at: seconds(1))
        }
    }

    @Test func `random packets never break a download`() {
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<300 {
            var download = FileDownload("/x", between: ends, sequence: 5)
            var now = seconds(1)
            _ = download.start(at: now)
            let size: [UInt8] = [UInt8.random(in: 0...255, using: &generator), 10, 0, 0]
            let opened = FilePacket(
                sequence: 6, session: 2, .acknowledge, requested: FileOperation.openForReading.rawValue, data: size)
            _ = download.receive(frame(opened.message(to: dock)), at: now)
            for _ in 0..<100 where download.outcome == nil {
                let packet = FilePacket(
                    sequence: UInt16.random(in: 4_000...9_000, using: &generator), session: 2,
                    generator.chance(80) ? .acknowledge : .refuse,
                    requested: generator.chance(50) ? FileOperation.read.rawValue : FileOperation.burstRead.rawValue,
                    isBurstEnd: generator.chance(20),
                    offset: generator.chance(90) ? UInt32.random(in: 0...3_000, using: &generator) : .max,
                    data: generator.bytes(Int.random(in: 0...239, using: &generator)))
                _ = download.receive(frame(packet.message(to: dock)), at: now)
                if generator.chance(30) {
                    now = now + .milliseconds(Int.random(in: 0...3_000, using: &generator))
                    _ = download.tick(at: now)
                }
                for piece in download.takePieces() { #expect(piece.range.upperBound <= 2_816) }
            }
        }
    }

    /// Runs a question against a peer; the requests with these numbers are lost.
    private func answer(_ question: FileQuestion, by peer: inout FilePeer, losing lost: Set<Int> = []) -> FileAnswer? {
        var question = question
        var now = seconds(1)
        var outgoing = question.start(at: now)
        var count = 0
        while question.outcome == nil, now < seconds(200) {
            for message in outgoing {
                if !lost.contains(count) { peer.take(message, at: now) }
                count += 1
            }
            outgoing = []
            while let message = peer.next(at: now) { outgoing += question.receive(frame(message), at: now) }
            now = now + .milliseconds(100)
            outgoing += question.tick(at: now)
        }
        return question.outcome
    }

    /// Goes on with a transfer that has begun.
    private func continued(
        _ download: inout FileDownload, from peer: inout FilePeer, down: inout RadioPath, up: inout RadioPath,
        file: [UInt8], at begin: Double
    ) -> [UInt8] {
        var file = file
        var now = seconds(begin)
        while download.outcome == nil, now < seconds(begin + 200) {
            for message in up.take(at: now) { peer.take(message, at: now) }
            while down.hasRoom(at: now), let message = peer.next(at: now) { down.send(message, at: now) }
            for message in down.take(at: now) {
                for answer in download.receive(frame(message), at: now) { up.send(answer, at: now) }
            }
            for answer in download.tick(at: now) { up.send(answer, at: now) }
            for piece in download.takePieces() {
                for (index, byte) in piece.bytes.enumerated() { file[piece.offset + index] = byte }
            }
            now = now + .milliseconds(2)
        }
        return file
    }
}
