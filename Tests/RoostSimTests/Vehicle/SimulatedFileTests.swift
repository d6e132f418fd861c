// SPDX-License-Identifier: Apache-2.0
// MAVFTP against the servers of both families as their sources have them (mavlink_ftp.cpp, GCS_FTP.cpp): sessions that
// run out, that are taken by others, and that are closed in the middle of a burst. In virtual time.

import DockModel
import MAVLink
import RoostSim
import Testing

@Suite struct SimulatedFileTests {
    private static let folder = "/data"
    private static let path = "/data/flight.bin"
    private let blob = (0..<60_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 7 &+ 1) }

    private func station(_ dialect: AutopilotDialect, rate: Int? = nil) -> VirtualStation {
        VirtualStation(dialect) { configuration in
            configuration.files[Self.path] = blob
            for number in 100..<200 {
                configuration.files["\(Self.folder)/a-file-with-a-long-name-\(number).log"] = [1, 2, 3]
            }
            if let rate { configuration.radioRate = rate }
        }
    }

    private func fetch(_ station: VirtualStation, timing: FileTiming = FileTiming()) -> (FileOutcome?, [UInt8]) {
        var download = FileDownload(Self.path, between: station.ends, sequence: 1, timing: timing)
        var file: [UInt8] = Array(repeating: 0, count: blob.count)
        for message in download.start(at: station.now) { station.send(message) }
        for _ in 0..<10_000 where download.outcome == nil {
            for frame in station.step() { download.receive(frame, at: station.now).forEach { station.send($0) } }
            download.tick(at: station.now).forEach { station.send($0) }
            for piece in download.takePieces() {
                file.replaceSubrange(piece.offset..<piece.offset + piece.bytes.count, with: piece.bytes)
            }
        }
        return (download.outcome, file)
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `a directory of many pages is listed whole, and its session given back`(dialect: AutopilotDialect) {
        let station = station(dialect)
        for round in 0..<8 {
            let question = FileQuestion(.directory(Self.folder), between: station.ends, sequence: UInt16(round) * 500)
            guard case .entries(let entries, true) = station.run(question) else {
                Issue.record("list \(round) failed")
                return
            }
            #expect(entries.count == 101)
        }
    }

    @Test func `a list waits for a session when all of ArduPilot's are taken`() {
        let station = station(.ardupilot)
        // Each request of session 0 takes another one for 3 s.
        for number in 0..<5 {
            let packet = FilePacket(
                sequence: UInt16(number) * 4 + 20_000, .listDirectory, data: Array(Self.folder.utf8))
            station.send(packet.message(to: station.report.address))
        }
        _ = station.step()
        let begun = station.now
        let question = FileQuestion(.directory(Self.folder), between: station.ends, sequence: 1)
        guard case .entries(let entries, true) = station.run(question) else {
            Issue.record("no list")
            return
        }
        #expect(entries.count == 101 && begun.duration(to: station.now) > .seconds(2))
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `a file whose sessions are all taken is fetched when one is free`(dialect: AutopilotDialect) {
        let station = station(dialect)
        for number in 0..<5 {
            let packet = FilePacket(
                sequence: UInt16(number) * 4 + 20_000, .openForReading, data: Array(Self.path.utf8))
            station.send(packet.message(to: station.report.address))
        }
        _ = station.step()
        let (outcome, file) = fetch(station)
        #expect(outcome == .whole(size: blob.count) && file == blob)
    }

    /// A burst of 35 kB takes 14 s here; PX4 closes its session after 10 s without a request.
    @Test(arguments: AutopilotDialect.allCases, [true, false])
    func `a burst that is longer than the session's life costs time, not the file`(
        dialect: AutopilotDialect, isKept: Bool
    ) {
        let station = station(dialect, rate: 2_800)
        var timing = FileTiming()
        if !isKept { timing.keepAlive = .seconds(10_000) }
        let begun = station.now
        let (outcome, file) = fetch(station, timing: timing)
        #expect(outcome == .whole(size: blob.count) && file == blob)
        let ideal = Double(blob.count) * 266 / 239 / 2_800
        let took = begun.duration(to: station.now).inSeconds
        if isKept { #expect(took < ideal * 1.15, "\(took) s of \(ideal) s") }
    }

    @Test func `PX4 answers a read with all that fits, whatever was asked for`() {
        for (dialect, count) in [(AutopilotDialect.px4, 239), (.ardupilot, 10)] {
            let station = station(dialect)
            func ask(_ packet: FilePacket) -> FilePacket? {
                station.frames = []
                station.send(packet.message(to: station.report.address))
                station.pass(.milliseconds(100))
                return station.frames.compactMap { $0.decode(FileTransferProtocolMessage.self) }.first
                    .flatMap { FilePacket($0) }
            }
            let open = ask(FilePacket(sequence: 1, .openForReading, data: Array(Self.path.utf8)))
            let session = open?.session ?? 0
            #expect(open?.number == UInt32(blob.count) && (session == 0) == (dialect == .px4))
            let read = ask(FilePacket(sequence: 3, session: session, .read, size: 10, offset: 1_000))
            #expect(read?.data == Array(blob[1_000..<1_000 + count]))
            #expect(ask(FilePacket(sequence: 5, session: session, .terminateSession))?.isAcknowledgement == true)
            // A session that is closed: PX4 says so, ArduPilot gives a new one in which no file is open.
            let late = ask(FilePacket(sequence: 7, session: session, .read, size: 10))
            #expect(late?.refusal == (dialect == .px4 ? .invalidSession : .notFound))
        }
    }
}
