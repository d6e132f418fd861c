// SPDX-License-Identifier: Apache-2.0
// Fetches the newest flight log: asks for the list, then for every hole until none is left. Pieces may come
// in any order, twice, or never; a log is whole only when each of its bytes came.

internal import DockModel
internal import MAVLink

/// Waits and limits of a log download.
struct LogTiming: Sendable {
    /// Silence after which the list or the first hole is asked for again.
    var answerTimeout = Duration.seconds(2)
    /// How often something is asked without any new byte.
    var attempts = 8
    /// Logs longer than this are not fetched.
    var longestLog = 512 << 20
}

/// How a log download ended.
enum LogOutcome: Sendable, Equatable {
    case whole(id: UInt16, bytes: [UInt8])
    case noLog
    case incomplete(id: UInt16, received: Int, expected: Int)
    case silent
}

/// The download of the newest log.
struct LogDownload: MicroProtocol {
    private enum Phase: Equatable {
        case ready, listing, fetching, over
    }

    private(set) var outcome: LogOutcome?
    private(set) var deadline: Instant?
    /// Bytes that came, each counted once.
    private(set) var received = 0
    /// Bytes announced; nil before the list is there.
    private(set) var expected: Int?

    private static let piece = 90
    private let ends: Correspondents
    private let timing: LogTiming
    private var phase = Phase.ready
    private var entries: [UInt16: LogEntryMessage] = [:]
    private var id: UInt16 = 0
    private var bytes: [UInt8] = []
    private var isHere: [Bool] = []
    private var firstHole = 0
    private var requestedEnd = 0
    private var silences = 0

    init(between ends: Correspondents, timing: LogTiming = LogTiming()) {
        self.ends = ends
        self.timing = timing
    }

    mutating func start(at now: Instant) -> [any MAVLinkMessage] {
        guard phase == .ready else { return [] }
        phase = .listing
        deadline = now + timing.answerTimeout
        return [listRequest]
    }

    mutating func receive(_ frame: MAVLinkFrame, at now: Instant) -> [any MAVLinkMessage] {
        guard frame.source == ends.vehicle else { return [] }
        if phase == .listing, let entry = frame.decode(LogEntryMessage.self) { return note(entry, at: now) }
        if phase == .fetching, let data = frame.decode(LogDataMessage.self) { return take(data, at: now) }
        return []
    }

    mutating func tick(at now: Instant) -> [any MAVLinkMessage] {
        guard let deadline, now >= deadline else { return [] }
        silences += 1
        switch phase {
        case .listing:
            // The list may have ended with a lost entry; what came is enough to choose from.
            if !entries.isEmpty { return choose(at: now) }
            guard silences < timing.attempts else { return finish(.silent) }
            self.deadline = now + timing.answerTimeout
            return [listRequest]
        case .fetching:
            guard silences < timing.attempts else {
                return finish(.incomplete(id: id, received: received, expected: bytes.count))
            }
            return requestHole(at: now)
        case .ready, .over: return []
        }
    }

    private var listRequest: LogRequestListMessage {
        LogRequestListMessage(
            targetSystem: ends.vehicle.system, targetComponent: ends.vehicle.component, start: 0, end: .max)
    }

    private mutating func note(_ entry: LogEntryMessage, at now: Instant) -> [any MAVLinkMessage] {
        guard entry.numLogs > 0 else { return finish(.noLog) }
        entries[entry.id] = entry
        deadline = now + timing.answerTimeout
        let isComplete = entries.count >= Int(entry.numLogs) || entry.id == entry.lastLogNum
        return isComplete ? choose(at: now) : []
    }

    /// Picks the log with the latest date; vehicles without a date are ordered by number.
    private mutating func choose(at now: Instant) -> [any MAVLinkMessage] {
        let newest = entries.values.filter { $0.size > 0 }
            .max { ($0.timeUTC, $0.id) < ($1.timeUTC, $1.id) }
        guard let newest else { return finish(.noLog) }
        guard newest.size <= UInt32(timing.longestLog) else {
            return finish(.incomplete(id: newest.id, received: 0, expected: Int(newest.size)))
        }
        id = newest.id
        bytes = [UInt8](repeating: 0, count: Int(newest.size))
        isHere = [Bool](repeating: false, count: (bytes.count + Self.piece - 1) / Self.piece)
        expected = bytes.count
        phase = .fetching
        silences = 0
        return requestHole(at: now)
    }

    private mutating func take(_ data: LogDataMessage, at now: Instant) -> [any MAVLinkMessage] {
        let offset = Int(data.ofs), count = Int(data.count)
        guard data.id == id, count > 0, count <= Self.piece, offset % Self.piece == 0, offset < bytes.count,
            count == min(Self.piece, bytes.count - offset), !isHere[offset / Self.piece]
        else { return [] }
        for index in 0..<count { bytes[offset + index] = data.data[index] }
        isHere[offset / Self.piece] = true
        received += count
        silences = 0
        deadline = now + timing.answerTimeout
        while firstHole < isHere.count, isHere[firstHole] { firstHole += 1 }
        if firstHole == isHere.count { return finish(.whole(id: id, bytes: bytes)) }
        // The end of what was asked for has come: whatever is still missing before it was lost.
        return offset + count >= requestedEnd ? requestHole(at: now) : []
    }

    /// Asks for the first hole, as far as it goes.
    private mutating func requestHole(at now: Instant) -> [any MAVLinkMessage] {
        var end = firstHole
        while end < isHere.count, !isHere[end] { end += 1 }
        let start = firstHole * Self.piece
        requestedEnd = min(end * Self.piece, bytes.count)
        deadline = now + timing.answerTimeout
        return [
            LogRequestDataMessage(
                targetSystem: ends.vehicle.system, targetComponent: ends.vehicle.component, id: id,
                ofs: UInt32(truncatingIfNeeded: start),
                count: UInt32(truncatingIfNeeded: requestedEnd - start))
        ]
    }

    private mutating func finish(_ result: LogOutcome) -> [any MAVLinkMessage] {
        outcome = result
        phase = .over
        deadline = nil
        return [
            LogRequestEndMessage(targetSystem: ends.vehicle.system, targetComponent: ends.vehicle.component)
        ]
    }
}
