// SPDX-License-Identifier: Apache-2.0
// Two autopilots that serve logs by their own rules, as far as a downloader can tell them apart: ArduPilot ignores a
// request while a transfer runs, PX4 jumps to it; both end a transfer with a short piece.

import DockModel

@testable import MAVLink

struct LogPeer: RadioPeer {
    let autopilot: Autopilot
    var logs: [(listing: LogListing, bytes: [UInt8])]
    /// PX4 serves requests in turns of its sending loop; one that comes before the turn replaces the one before.
    private var entriesToSend: [LogEntryMessage] = []
    private var isListed = false
    private var sending: (id: UInt16, offset: Int, remaining: Int)?
    private(set) var requests = 0
    private(set) var ignored = 0

    init(_ autopilot: Autopilot, logs: [(listing: LogListing, bytes: [UInt8])]) {
        self.autopilot = autopilot
        self.logs = logs
    }

    init(_ autopilot: Autopilot, bytes: [UInt8]) {
        let first: UInt16 = autopilot == .px4 ? 0 : 1
        self.init(
            autopilot,
            logs: [
                (LogListing(id: first, size: 400, unixSeconds: 100), [UInt8](repeating: 7, count: 400)),
                (LogListing(id: first + 1, size: bytes.count, unixSeconds: 200), bytes),
            ])
    }

    var isSending: Bool { sending != nil || !entriesToSend.isEmpty }

    mutating func take(_ message: any MAVLinkMessage, at now: Instant) {
        switch message {
        case is LogRequestListMessage:
            guard autopilot == .px4 || sending == nil else { return }
            isListed = true
            sending = nil
            entriesToSend = logs.map { log in
                LogEntryMessage(
                    id: log.listing.id, numLogs: UInt16(logs.count), lastLogNum: logs.last?.listing.id ?? 0,
                    timeUTC: log.listing.unixSeconds, size: UInt32(log.listing.size))
            }
            if logs.isEmpty, autopilot == .ardupilot {
                entriesToSend = [LogEntryMessage(id: 0, numLogs: 0, lastLogNum: 0, timeUTC: 0, size: 0)]
            }
        case let request as LogRequestDataMessage:
            requests += 1
            begin(request)
        case is LogRequestEndMessage:
            sending = nil
            if autopilot == .px4 { isListed = false }
        default: break
        }
    }

    private mutating func begin(_ request: LogRequestDataMessage) {
        guard autopilot != .px4 || isListed else { return }
        guard autopilot == .px4 || sending == nil else {
            ignored += 1
            return
        }
        guard let log = logs.first(where: { $0.listing.id == request.id }) else { return }
        // The announced size limits the transfer; the file may end before.
        let left = max(0, log.listing.size - Int(request.ofs))
        sending = (request.id, Int(request.ofs), min(left, Int(request.count)))
    }

    mutating func next(at now: Instant) -> (any MAVLinkMessage)? {
        if !entriesToSend.isEmpty { return entriesToSend.removeFirst() }
        guard let (id, offset, remaining) = sending, let log = logs.first(where: { $0.listing.id == id }) else {
            return nil
        }
        let count = max(0, min(90, remaining, log.bytes.count - offset))
        let piece = count > 0 ? Array(log.bytes[offset..<offset + count]) : []
        sending = count < 90 || remaining <= count ? nil : (id, offset + count, remaining - count)
        return LogDataMessage(
            id: id, ofs: UInt32(offset), count: UInt8(count), data: FixedArray(piece, filler: 0))
    }
}

/// Bytes that no compression or truncation makes short.
func noise(_ count: Int, seed: UInt64) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 8)
    while bytes.count < count {
        let word = generator.next() | 0x0101_0101_0101_0101
        for index in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> (8 * index))) }
    }
    return Array(bytes.prefix(count))
}
