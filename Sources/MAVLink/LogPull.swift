// SPDX-License-Identifier: Apache-2.0
// Fetches one flight log by LOG_REQUEST_DATA: lists the logs, lets the vehicle stream the long stretches, then asks for
// the holes at the pace at which it answers. Pieces may come in any order, twice, or never; a log is whole only when
// each of its bytes came.

import DockModel

/// Waits and limits of a log pull.
public struct LogTiming: Sendable, Equatable {
    /// Silence after which the list, or a stretch that has not begun yet, is asked for again.
    public var answerTimeout = Duration.seconds(2)
    /// Silence in the middle of a stretch after which its end counts as lost.
    public var stallTimeout = Duration.milliseconds(500)
    /// How long nothing new may come before the pull is given up; on a slow link `attempts` answers long.
    public var longestSilence = Duration.seconds(30)
    /// How often the list, or a piece that is missing, is asked for before the vehicle counts as silent.
    public var attempts = 10
    /// The longest that one answer is waited for, however slow the ones before were.
    public var longestAnswer = Duration.seconds(15)
    /// Logs longer than this are not fetched.
    public var longestLog = 1 << 30

    /// The usual waits.
    public init() {}
}

/// A log of a vehicle's list.
public struct LogListing: Sendable, Equatable {
    /// Its number: PX4 counts from 0, ArduPilot from 1.
    public var id: UInt16
    /// The size that the vehicle announces, in bytes; fewer may be readable.
    public var size: Int
    /// Its date in Unix seconds; 0 when the vehicle did not know the time.
    public var unixSeconds: UInt32

    /// A log from its entry.
    public init(id: UInt16, size: Int, unixSeconds: UInt32) {
        self.id = id
        self.size = size
        self.unixSeconds = unixSeconds
    }
}

/// What an earlier attempt left behind.
public struct LogResume: Sendable, Equatable {
    /// The log it fetched.
    public var log: LogListing
    /// Which of its bytes are here.
    public var held: ByteRanges
    /// Some of those bytes, which are fetched again and compared: another log may have taken the same place.
    public var proof: FilePiece?

    /// What an earlier attempt left behind.
    public init(log: LogListing, held: ByteRanges, proof: FilePiece?) {
        self.log = log
        self.held = held
        self.proof = proof
    }
}

/// How a log pull ended.
public enum LogOutcome: Sendable, Equatable {
    /// Every byte is here; `size` may be less than the vehicle announced when it said itself that there is no more.
    case whole(LogListing, size: Int)
    /// The newest log, when it was only to be named.
    case named(LogListing)
    /// The vehicle said that it has no log.
    case noLog
    /// The vehicle stopped answering, or announces an absurd size.
    case incomplete(LogListing, received: Int)
    /// The vehicle did not answer for its list; PX4 1.15 and later says nothing when it has no log, too.
    case noAnswer
}

/// The pull of the newest log.
public struct LogPull: FileSource {
    private enum Phase: Equatable {
        case ready, listing, fetching, over
    }

    /// How it ended.
    public private(set) var outcome: LogOutcome?
    /// When `tick` is due.
    public private(set) var deadline: Instant?
    /// Which bytes are here.
    public private(set) var held = ByteRanges()
    /// Whether the bytes of the earlier attempt still hold.
    public private(set) var isResumed = false
    /// The log that is being fetched; nil before the list is there.
    public private(set) var log: LogListing?

    /// Bytes in one LOG_DATA.
    static let piece = 90
    /// Missing bytes from which on a stretch is streamed with one request.
    private static let leastStretch = 64 * piece

    private let ends: Correspondents
    private let autopilot: Autopilot
    private let timing: LogTiming
    private let resume: LogResume?
    private let namesOnly: Bool
    private var phase = Phase.ready
    private var entries: [UInt16: LogEntryMessage] = [:]
    private var fresh: [FilePiece] = []
    private var size = 0
    /// The stretch that the vehicle was asked to stream; nil while holes are filled.
    private var stretch: Range<Int>?
    private var stretchAsked = Instant(nanoseconds: 0)
    private var stretchBegun: Instant?
    private var stretchPieces = 0
    private var lastPiece = Instant(nanoseconds: 0)
    /// When the last new byte (or the last list entry) came.
    private var lastNews = Instant(nanoseconds: 0)
    private var silentTries = 0
    /// When the list was asked for first, and how long its first entry took: no less than a round trip.
    private var listAsked = Instant(nanoseconds: 0)
    private var listAnswer: Duration?
    /// Where holes are looked for next.
    private var cursor = 0
    private var pacer: HolePacer
    /// Where the vehicle said once that the log ends early.
    private var claimedEnd: Int?

    /// A pull of the newest log, or of the rest of it; with `namesOnly` it ends when it knows which log is the newest.
    public init(
        between ends: Correspondents, of autopilot: Autopilot = .other, timing: LogTiming = LogTiming(),
        resume: LogResume? = nil, namesOnly: Bool = false
    ) {
        self.autopilot = autopilot
        self.namesOnly = namesOnly
        self.ends = ends
        self.timing = timing
        self.resume = resume
        pacer = HolePacer(leastPatience: min(.milliseconds(100), timing.stallTimeout))
    }

    /// Bytes that are here.
    public var received: Int { held.count }
    /// Bytes of the whole log.
    public var expected: Int? { log == nil ? nil : size }

    /// Asks for the list; a transfer that another station left running is ended first.
    public mutating func start(at now: Instant) -> [any MAVLinkMessage] {
        guard phase == .ready else { return [] }
        phase = .listing
        lastNews = now
        listAsked = now
        silentTries = 1
        deadline = now + timing.answerTimeout
        return [end, listRequest]
    }

    /// Takes entries and pieces of this vehicle.
    public mutating func receive(_ frame: MAVLinkFrame, at now: Instant) -> [any MAVLinkMessage] {
        guard ends.isFromVehicle(frame) else { return [] }
        if let entry = frame.decode(LogEntryMessage.self) {
            if phase == .listing { return note(entry, at: now) }
        } else if phase == .fetching, let data = frame.decode(LogDataMessage.self) {
            return take(data, at: now)
        }
        return []
    }

    /// Asks again, asks for the next holes, or gives up.
    public mutating func tick(at now: Instant) -> [any MAVLinkMessage] {
        guard let due = deadline, now >= due else { return [] }
        switch phase {
        case .ready, .over: return []
        case .listing:
            return listAgain(at: now)
        case .fetching:
            guard lastNews + longestSilence > now else {
                return finish(log.map { .incomplete($0, received: held.count) } ?? .noAnswer)
            }
            return proceed(at: now)
        }
    }

    /// The pieces that came since the last call.
    public mutating func takePieces() -> [FilePiece] {
        defer { fresh.removeAll(keepingCapacity: true) }
        return fresh
    }

    /// Ends the vehicle's transfer.
    public mutating func cancel() -> [any MAVLinkMessage] {
        phase = .over
        deadline = nil
        return [end]
    }

    // MARK: The list

    private var end: any MAVLinkMessage {
        LogRequestEndMessage(targetSystem: ends.vehicle.system, targetComponent: ends.vehicle.component)
    }

    private var listRequest: any MAVLinkMessage {
        LogRequestListMessage(
            targetSystem: ends.vehicle.system, targetComponent: ends.vehicle.component, start: 0, end: .max)
    }

    private mutating func note(_ entry: LogEntryMessage, at now: Instant) -> [any MAVLinkMessage] {
        guard entry.numLogs > 0 else { return finish(.noLog) }
        if listAnswer == nil { listAnswer = min(listAsked.duration(to: now), timing.longestAnswer) }
        if entries.updateValue(entry, forKey: entry.id) == nil { lastNews = now }
        deadline = now + max(timing.stallTimeout, listAnswer ?? .zero)
        return entries.count >= Int(entry.numLogs) ? choose(at: now) : []
    }

    /// Asks for the entries that did not come; without the last one an older log would be taken for the newest. A
    /// vehicle whose numbers have holes never fills them.
    private mutating func listAgain(at now: Instant) -> [any MAVLinkMessage] {
        guard silentTries < timing.attempts else { return entries.isEmpty ? finish(.noAnswer) : choose(at: now) }
        silentTries += 1
        deadline = now + max(timing.answerTimeout, listAnswer ?? .zero)
        return [end, listRequest]
    }

    /// Picks the newest log that holds something. ArduPilot numbers its logs from the oldest and may not have known the
    /// date; PX4 lists them as its card does, so that the date decides, and the number where there is none.
    private mutating func choose(at now: Instant) -> [any MAVLinkMessage] {
        let newest = entries.values.filter { $0.size > 0 }
            .max {
                autopilot == .ardupilot ? $0.id < $1.id : ($0.timeUTC, $0.id) < ($1.timeUTC, $1.id)
            }
        guard let newest else { return finish(.noLog) }
        let chosen = LogListing(id: newest.id, size: Int(newest.size), unixSeconds: newest.timeUTC)
        log = chosen
        if namesOnly { return finish(.named(chosen)) }
        guard chosen.size <= timing.longestLog else { return finish(.incomplete(chosen, received: 0)) }
        size = chosen.size
        takeUp(chosen)
        phase = .fetching
        lastNews = now
        silentTries = 0
        return proceed(at: now)
    }

    /// Takes over what an earlier attempt left, when it was of this log; a log that has grown since is the same log.
    private mutating func takeUp(_ log: LogListing) {
        guard let resume, resume.log.id == log.id, resume.log.unixSeconds == log.unixSeconds,
            resume.log.size <= log.size, resume.held.end <= log.size
        else { return }
        isResumed = true
        held = resume.held
        // These bytes come once more, and must be the same.
        if let proof = resume.proof { held.remove(proof.range) }
    }

    // MARK: The data

    private mutating func take(_ data: LogDataMessage, at now: Instant) -> [any MAVLinkMessage] {
        let offset = Int(data.ofs), count = Int(data.count)
        guard data.id == log?.id, count <= Self.piece, offset <= size, count <= size - offset else { return [] }
        silentTries = 0
        let range = offset..<offset + count
        if count > 0 {
            var bytes: [UInt8] = []
            bytes.reserveCapacity(count)
            for index in 0..<count { bytes.append(data.data[index]) }
            let piece = FilePiece(offset: offset, bytes: bytes)
            if contradictsProof(piece) { return startOver(at: now) }
            if held.insert(range) > 0 {
                fresh.append(piece)
                lastNews = now
            }
            if let claimedEnd, offset >= claimedEnd { self.claimedEnd = nil }
        }
        if let stretch, stretch.overlaps(range) {
            noteStretch(range, stretch, at: now)
        } else {
            pacer.came(range, at: now)
        }
        if count < Self.piece, range.upperBound < size, held.end <= range.upperBound {
            return endsEarly(at: range.upperBound, at: now)
        }
        return wholeOrProceed(at: now)
    }

    /// A short piece before the announced end: no more can be read. It is believed when it is said twice, for the
    /// vehicle is asked again for what should follow.
    private mutating func endsEarly(at end: Int, at now: Instant) -> [any MAVLinkMessage] {
        stretch = nil
        pacer.forget()
        cursor = 0
        guard claimedEnd == end else {
            claimedEnd = end
            return proceed(at: now)
        }
        guard end > 0, let log else { return finish(log.map { .incomplete($0, received: 0) } ?? .noAnswer) }
        size = end
        return held.gap(from: 0, below: size) == nil ? finish(.whole(log, size: size)) : proceed(at: now)
    }

    private mutating func noteStretch(_ range: Range<Int>, _ asked: Range<Int>, at now: Instant) {
        if let begun = stretchBegun {
            stretchPieces += 1
            if stretchPieces >= 16 { pacer.learn(pace: begun.duration(to: now) / stretchPieces) }
        } else {
            stretchBegun = now
            stretchPieces = 0
            pacer.learn(answer: stretchAsked.duration(to: now))
        }
        lastPiece = now
        if range.upperBound >= asked.upperBound { stretch = nil }
    }

    private func contradictsProof(_ piece: FilePiece) -> Bool {
        guard isResumed, let proof = resume?.proof, proof.range.overlaps(piece.range) else { return false }
        let common = proof.range.clamped(to: piece.range)
        return common.contains { piece.bytes[$0 - piece.offset] != proof.bytes[$0 - proof.offset] }
    }

    /// The bytes of the earlier attempt were another log's.
    private mutating func startOver(at now: Instant) -> [any MAVLinkMessage] {
        isResumed = false
        held = ByteRanges()
        fresh.removeAll()
        stretch = nil
        cursor = 0
        pacer.forget()
        return [end, listRequest] + proceed(at: now)
    }

    private mutating func wholeOrProceed(at now: Instant) -> [any MAVLinkMessage] {
        if let log, held.gap(from: 0, below: size) == nil { return finish(.whole(log, size: size)) }
        if stretch != nil {
            deadline = lastPiece + stall
            return []
        }
        return proceed(at: now)
    }

    /// How long nothing new may come: as long as `attempts` answers take at the pace of this link.
    private var longestSilence: Duration {
        max(timing.longestSilence, min(pacer.patience, timing.longestAnswer) * timing.attempts)
    }

    /// Silence after which the rest of a stretch counts as lost.
    private var stall: Duration { max(timing.stallTimeout, pacer.spacing * 8) }

    /// Asks for what is missing: first the long stretches, one after the other, then the holes.
    private mutating func proceed(at now: Instant) -> [any MAVLinkMessage] {
        if stretch != nil {
            let due = stretchBegun == nil ? stretchAsked + beginTimeout : lastPiece + stall
            guard now >= due else {
                deadline = due
                return []
            }
            if stretchBegun == nil { silentTries += 1 }
            stretch = nil
        }
        pacer.expire(at: now)
        if let long = longGap() {
            // A transfer that still runs would make ArduPilot ignore the request; PX4 forgets its list with an end.
            var messages: [any MAVLinkMessage] = []
            if silentTries > 0, silentTries % 3 == 0 { messages += [end, listRequest] }
            pacer.forget()
            stretch = long
            (stretchAsked, stretchBegun) = (now, nil)
            deadline = now + beginTimeout
            return messages + [request(long)]
        }
        return fillHoles(at: now)
    }

    private var beginTimeout: Duration { max(timing.answerTimeout, pacer.patience) }

    private func longGap() -> Range<Int>? {
        var from = held.prefix
        while let gap = held.gap(from: from, below: size) {
            if gap.count >= Self.leastStretch || (gap.upperBound == size && held.count == 0) {
                return aligned(gap)
            }
            from = gap.upperBound
        }
        return nil
    }

    private mutating func fillHoles(at now: Instant) -> [any MAVLinkMessage] {
        var messages: [any MAVLinkMessage] = []
        var hasMore = true
        while hasMore, pacer.mayAsk(at: now), messages.count < 64 {
            guard let hole = pacer.nextHole(in: held, below: size, from: &cursor) else {
                hasMore = false
                break
            }
            let range = aligned(hole)
            messages.append(request(range))
            pacer.asked(range, load: (range.count + Self.piece - 1) / Self.piece, at: now)
        }
        if !messages.isEmpty, lastNews + timing.answerTimeout < now {
            silentTries += 1
            if silentTries % 4 == 0 { messages = [end, listRequest] + messages }
        }
        deadline = pacer.deadline(wantsToAsk: hasMore) ?? now + timing.answerTimeout
        return messages
    }

    /// A gap widened to whole pieces: PX4 and ArduPilot read a log from any place, but a whole piece at its end tells a
    /// short log from a short request.
    private func aligned(_ gap: Range<Int>) -> Range<Int> {
        let lower = gap.lowerBound / Self.piece * Self.piece
        let upper = (gap.upperBound + Self.piece - 1) / Self.piece * Self.piece
        return lower..<min(upper, size)
    }

    private func request(_ range: Range<Int>) -> any MAVLinkMessage {
        LogRequestDataMessage(
            targetSystem: ends.vehicle.system, targetComponent: ends.vehicle.component, id: log?.id ?? 0,
            ofs: UInt32(truncatingIfNeeded: range.lowerBound), count: UInt32(truncatingIfNeeded: range.count))
    }

    private mutating func finish(_ result: LogOutcome) -> [any MAVLinkMessage] {
        outcome = result
        phase = .over
        deadline = nil
        return [end]
    }
}
