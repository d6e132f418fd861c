// SPDX-License-Identifier: Apache-2.0
// The log download as a machine: order, repetition, lies about sizes. No link, no clock.

import DockModel
import MAVLink
import Testing

@testable import VehicleLink

@Suite struct LogDownloadTests {
    private let ends = Correspondents(
        own: MAVLinkAddress(system: 255, component: 190), vehicle: MAVLinkAddress(system: 1, component: 1))
    private let start = Instant(nanoseconds: 0)

    private func frame(_ message: some MAVLinkMessage) -> MAVLinkFrame {
        MAVLinkFrame(message, from: ends.vehicle)
    }

    private func piece(_ offset: UInt32, _ count: UInt8, fill: UInt8) -> MAVLinkFrame {
        frame(
            LogDataMessage(
                id: 2, ofs: offset, count: count,
                data: FixedArray([UInt8](repeating: fill, count: 90), filler: 0)))
    }

    private func listed(size: UInt32) -> LogDownload {
        var download = LogDownload(between: ends)
        _ = download.start(at: start)
        _ = download.receive(
            frame(LogEntryMessage(id: 1, numLogs: 2, lastLogNum: 2, timeUTC: 10, size: 500)), at: start)
        _ = download.receive(
            frame(LogEntryMessage(id: 2, numLogs: 2, lastLogNum: 2, timeUTC: 20, size: size)), at: start)
        return download
    }

    @Test func `the newest log is chosen and its pieces may come in any order and twice`() {
        var download = listed(size: 200)
        for (offset, count) in [(180, 20), (0, 90), (0, 90), (90, 90)] as [(UInt32, UInt8)] {
            _ = download.receive(piece(offset, count, fill: UInt8(truncatingIfNeeded: offset)), at: start)
        }
        let bytes =
            [UInt8](repeating: 0, count: 90) + [UInt8](repeating: 90, count: 90)
            + [UInt8](repeating: 180, count: 20)
        #expect(download.outcome == .whole(id: 2, bytes: bytes))
    }

    @Test func `pieces that do not fit the log change nothing`() {
        var download = listed(size: 200)
        for wrong in [
            piece(45, 90, fill: 1), piece(180, 90, fill: 1), piece(270, 90, fill: 1), piece(0, 91, fill: 1),
            piece(.max - 20, 90, fill: 1), piece(0, 0, fill: 1),
        ] {
            _ = download.receive(wrong, at: start)
        }
        #expect(download.received == 0)
        #expect(download.outcome == nil)
    }

    @Test func `after silence the first hole is asked for again`() throws {
        var download = listed(size: 400)
        _ = download.receive(piece(0, 90, fill: 1), at: start)
        _ = download.receive(piece(180, 90, fill: 1), at: start)
        let due = try #require(download.deadline)
        let request = try #require(download.tick(at: due).first as? LogRequestDataMessage)
        #expect(request.ofs == 90)
        #expect(request.count == 90)
    }

    @Test func `an absurd size is not believed`() {
        let download = listed(size: .max)
        #expect(download.outcome == .incomplete(id: 2, received: 0, expected: Int(UInt32.max)))
    }

    @Test func `silence from the start ends the download`() {
        var download = LogDownload(between: ends)
        _ = download.start(at: start)
        for _ in 0..<100 {
            guard let due = download.deadline else { break }
            _ = download.tick(at: due)
        }
        #expect(download.outcome == .silent)
    }
}
