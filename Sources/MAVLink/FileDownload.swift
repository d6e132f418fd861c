// SPDX-License-Identifier: Apache-2.0
// Fetches one file by MAVFTP: opens it, lets the vehicle send it in bursts, asks for the holes at the pace at which it
// answers, and closes the session. The next burst is asked for before the last one ends, so that a long delay costs
// nothing. Only reads: it never writes to the vehicle.

import DockModel

/// How a download ended.
public enum FileOutcome: Sendable, Equatable {
    /// Every byte is here; `size` may be less than the vehicle announced when it said itself that there is no more.
    case whole(size: Int)
    /// The vehicle refused, and why.
    case refused(FileRefusal)
    /// The vehicle stopped answering.
    case incomplete(received: Int, expected: Int)
    /// The file is longer than is fetched.
    case tooLong(size: Int)
    /// The vehicle never answered.
    case unanswered
}

/// The download of one file.
public struct FileDownload: FileSource {
    private enum Phase: Equatable {
        case ready, opening, resetting, waiting, reading, closing, over
    }

    private struct Burst {
        var sequence: UInt16
        var start: Int
        var asked: Instant
        /// Whether it was asked for before the one before had ended.
        var isAhead = false
        /// When its first packet came.
        var begun: Instant?
        var packets = 0
    }

    /// How it ended.
    public private(set) var outcome: FileOutcome?
    /// When `tick` is due.
    public private(set) var deadline: Instant?
    /// Which bytes are here.
    public private(set) var held = ByteRanges()
    /// Whether the bytes of the earlier attempt still hold.
    public private(set) var isResumed = false
    /// Bytes of the file; nil until the vehicle says.
    public private(set) var expected: Int?
    /// The length that the vehicle announced.
    public private(set) var announced: Int?
    /// The number that the next exchange should begin with.
    public private(set) var nextSequence: UInt16

    private static let piece = FilePacket.mostData
    /// Missing bytes from which on a burst is worth its overlap.
    private static let leastStretch = 64 * piece
    /// Numbers left free for the packets of a burst: an autopilot takes a request whose number it has just answered
    /// for a repetition.
    private static let burstNumbers: UInt16 = 2_048
    /// How far back the number of a packet may lie that still belongs to this download.
    private static let lookBack: UInt16 = 0x6000
    /// Bursts asked for and not ended.
    private static let mostBursts = 8

    private let path: String
    private let ends: Correspondents
    private let timing: FileTiming
    private let earlier: (size: Int, held: ByteRanges)?
    private var phase = Phase.ready
    private var request: FilePacket?
    private var attempts = 0
    private var resets = 0
    /// How often the session was lost since the last new byte.
    private var losses = 0
    private var session: UInt8 = 0
    private var size = 0
    private var fresh: [FilePiece] = []
    /// The burst that is coming, and those asked for ahead.
    private var bursts: [Burst] = []
    /// Where bursts used to end, counted from their start; nil until one has ended.
    private var burstLength: Int?
    private var position = 0
    /// When anything was asked last, and how many requests to keep the session open were not answered.
    private var lastRequest = Instant(nanoseconds: 0)
    private var unansweredKeeps = 0
    private var lastPacket = Instant(nanoseconds: 0)
    private var lastNews = Instant(nanoseconds: 0)
    private var cursor = 0
    private var pacer: HolePacer
    /// Reads under way, by the number of their answer.
    private var reads: [UInt16: Int] = [:]
    private var result: FileOutcome?

    /// The download of a file, or of what an earlier attempt left.
    /// - Parameters:
    ///   - sequence: the number to begin with; `nextSequence` of the exchange before.
    ///   - earlier: the size the file had, and which of its bytes are here.
    public init(
        _ path: String, between ends: Correspondents, sequence: UInt16, timing: FileTiming = FileTiming(),
        earlier: (size: Int, held: ByteRanges)? = nil
    ) {
        self.path = path
        self.ends = ends
        self.timing = timing
        self.earlier = earlier
        nextSequence = sequence
        pacer = HolePacer(leastPatience: min(.milliseconds(100), timing.stallTimeout))
    }

    /// Bytes that are here.
    public var received: Int { held.count }

    /// Opens the file.
    public mutating func start(at now: Instant) -> [any MAVLinkMessage] {
        guard phase == .ready else { return [] }
        lastNews = now
        return open(at: now)
    }

    /// Takes the vehicle's packets.
    public mutating func receive(_ frame: MAVLinkFrame, at now: Instant) -> [any MAVLinkMessage] {
        guard outcome == nil, let packet = frame.filePacket(between: ends) else { return [] }
        switch phase {
        case .opening, .resetting, .closing:
            guard let request, packet.sequence == request.sequence &+ 1, packet.requested == request.operation
            else { return [] }
            return answered(packet, at: now)
        case .reading: return take(packet, at: now)
        case .ready, .waiting, .over: return []
        }
    }

    /// Repeats, asks on, or gives up.
    public mutating func tick(at now: Instant) -> [any MAVLinkMessage] {
        guard outcome == nil, let due = deadline, now >= due else { return [] }
        switch phase {
        case .ready, .over: return []
        case .waiting: return open(at: now)
        case .opening, .resetting, .closing:
            guard let request, attempts < (phase == .closing ? 3 : timing.attempts) else {
                return finish(result ?? .unanswered)
            }
            attempts += 1
            deadline = now + timing.answerTimeout
            return [request.message(to: ends.vehicle)]
        case .reading:
            guard lastNews + longestSilence > now else {
                return close(.incomplete(received: held.count, expected: size), at: now)
            }
            return proceed(at: now)
        }
    }

    /// The pieces that came since the last call.
    public mutating func takePieces() -> [FilePiece] {
        defer { fresh.removeAll(keepingCapacity: true) }
        return fresh
    }

    /// Closes the session.
    public mutating func cancel() -> [any MAVLinkMessage] {
        guard phase == .reading || phase == .opening else { return [] }
        let packet = FilePacket(sequence: nextSequence, session: session, .terminateSession)
        phase = .over
        deadline = nil
        return [packet.message(to: ends.vehicle)]
    }

    // MARK: Open and close

    private mutating func open(at now: Instant) -> [any MAVLinkMessage] {
        ask(.opening, FilePacket(sequence: nextSequence, .openForReading, data: Array(path.utf8)), at: now)
    }

    private mutating func ask(_ next: Phase, _ packet: FilePacket, at now: Instant) -> [any MAVLinkMessage] {
        phase = next
        request = packet
        nextSequence = packet.sequence &+ 2
        attempts = 1
        deadline = now + timing.answerTimeout
        return [packet.message(to: ends.vehicle)]
    }

    private mutating func answered(_ packet: FilePacket, at now: Instant) -> [any MAVLinkMessage] {
        switch phase {
        case .closing: return finish(result ?? .unanswered)
        case .resetting:
            phase = .waiting
            // PX4 has closed its session by now; ArduPilot closes only ours, and that of another station after 3 s.
            deadline = now + (resets == 1 ? .milliseconds(100) : timing.sessionWait * 4)
            return []
        default: break
        }
        if let refusal = packet.refusal {
            // A session that an earlier attempt left open is closed; one of another station may take longer.
            guard refusal == .noSessions && resets < 3 || refusal == .failed && resets == 0 else {
                return finish(.refused(refusal))
            }
            resets += 1
            return ask(.resetting, FilePacket(sequence: nextSequence, .resetSessions), at: now)
        }
        guard packet.isAcknowledgement, let length = packet.number else { return [] }
        session = packet.session
        size = Int(length)
        expected = size
        guard size <= timing.longestFile else { return close(.tooLong(size: size), at: now) }
        if announced == nil, let earlier, earlier.size == size, earlier.held.end <= size {
            held = earlier.held
            isResumed = true
        } else if held.end > size {
            // Opened once more, and shorter: not the file that it was.
            held = ByteRanges()
            fresh.removeAll()
            isResumed = false
        }
        announced = size
        phase = .reading
        lastNews = now
        nextSequence &+= Self.burstNumbers
        return wholeOrProceed(at: now)
    }

    private mutating func close(_ end: FileOutcome, at now: Instant) -> [any MAVLinkMessage] {
        result = end
        return ask(
            .closing, FilePacket(sequence: nextSequence, session: session, .terminateSession), at: now)
    }

    private mutating func finish(_ end: FileOutcome) -> [any MAVLinkMessage] {
        outcome = end
        phase = .over
        deadline = nil
        return []
    }

    // MARK: Data

    private mutating func take(_ packet: FilePacket, at now: Instant) -> [any MAVLinkMessage] {
        guard packet.session == session, let kind = FileOperation(rawValue: packet.requested) else { return [] }
        if kind == .none { unansweredKeeps = 0 }
        guard kind == .read || kind == .burstRead, isExpected(packet, kind) else { return [] }
        if let refusal = packet.refusal { return refused(refusal, packet, kind, at: now) }
        let offset = Int(packet.offset)
        guard packet.isAcknowledgement, offset <= size else { return [] }
        let bytes = offset + packet.data.count > size ? Array(packet.data.prefix(size - offset)) : packet.data
        let piece = FilePiece(offset: offset, bytes: bytes)
        if held.insert(piece.range) > 0 {
            fresh.append(piece)
            lastNews = now
            losses = 0
        }
        guard kind == .burstRead else {
            reads[packet.sequence] = nil
            pacer.came(piece.range, isAll: true, at: now)
            return wholeOrProceed(at: now)
        }
        noteBurst(piece.range, at: now)
        if packet.isBurstEnd, let start = bursts.first?.start, piece.range.upperBound > start {
            burstLength = piece.range.upperBound - start
            bursts.removeFirst()
        }
        return wholeOrProceed(at: now)
    }

    /// Whether a packet answers what was asked: a read by its number and place, a burst by a number that follows its
    /// request's.
    private func isExpected(_ packet: FilePacket, _ kind: FileOperation) -> Bool {
        if kind == .read {
            guard let offset = reads[packet.sequence] else { return false }
            return packet.refusal != nil || offset == Int(packet.offset)
        }
        // Bursts that were given up may still be coming: ArduPilot works them off one after the other. Their bytes are
        // as good as any; only what is far older than this download's requests is another's.
        return packet.sequence &- (nextSequence &- Self.lookBack) < Self.lookBack
    }

    private mutating func noteBurst(_ range: Range<Int>, at now: Instant) {
        lastPacket = now
        position = range.upperBound
        guard let index = bursts.lastIndex(where: { $0.start <= range.lowerBound }) else { return }
        bursts.removeFirst(index)
        if let begun = bursts[0].begun {
            bursts[0].packets += 1
            if bursts[0].packets >= 8 { pacer.learn(pace: begun.duration(to: now) / bursts[0].packets) }
        } else {
            bursts[0].begun = now
            if !bursts[0].isAhead { pacer.learn(answer: bursts[0].asked.duration(to: now)) }
        }
    }

    private mutating func refused(
        _ refusal: FileRefusal, _ packet: FilePacket, _ kind: FileOperation, at now: Instant
    ) -> [any MAVLinkMessage] {
        switch refusal {
        case .endOfFile:
            let end = kind == .read ? reads[packet.sequence] ?? 0 : Int(packet.offset)
            reads[packet.sequence] = nil
            // A file that is shorter than announced ends behind everything that came; a burst that ran to the end of
            // the file says so too, and then nothing is new.
            if end < size, end >= held.end, end > 0 || kind == .read {
                size = end
                expected = end
            }
            bursts = []
            return wholeOrProceed(at: now)
        case .invalidSession, .notFound:
            return reopen(after: refusal, at: now)
        case .failed, .system:
            // PX4 answers a burst of a session that it has closed with its system's error (mavlink_ftp.cpp, send).
            return kind == .burstRead ? reopen(after: refusal, at: now) : close(.refused(refusal), at: now)
        default:
            return close(.refused(refusal), at: now)
        }
    }

    /// The vehicle closed the session: it was restarted, or waited too long.
    private mutating func reopen(after refusal: FileRefusal, at now: Instant) -> [any MAVLinkMessage] {
        guard losses < 3 else { return finish(.refused(refusal)) }
        losses += 1
        bursts = []
        pacer.forget()
        reads.removeAll()
        return open(at: now)
    }

    private mutating func wholeOrProceed(at now: Instant) -> [any MAVLinkMessage] {
        if held.gap(from: 0, below: size) == nil { return close(.whole(size: size), at: now) }
        return proceed(at: now)
    }

    // MARK: Requests

    private var stall: Duration { max(timing.stallTimeout, pacer.spacing * 8) }
    private var beginTimeout: Duration { max(timing.answerTimeout, pacer.patience) }

    /// How long nothing new may come: as long as `attempts` answers take at the pace of this link.
    private var longestSilence: Duration {
        max(timing.longestSilence, min(pacer.patience, timing.longestAnswer) * timing.attempts)
    }

    private mutating func proceed(at now: Instant) -> [any MAVLinkMessage] {
        if let current = bursts.first {
            let due = current.begun == nil ? max(current.asked, lastPacket) + beginTimeout : lastPacket + stall
            if now < due, !isDone(current) {
                deadline = due
                let ahead = askAhead(at: now)
                return ahead.isEmpty ? keepOpen(at: now) : ahead
            }
            bursts = []
        }
        pacer.expire(at: now)
        if let gap = longGap() { return askBurst(from: gap.lowerBound, at: now) }
        return fillHoles(at: now)
    }

    /// Asks for nothing in a long burst, for the session's sake. ArduPilot answers only after the burst and keeps few
    /// requests, so that two at most wait for their answer.
    private mutating func keepOpen(at now: Instant) -> [any MAVLinkMessage] {
        let due = lastRequest + timing.keepAlive
        guard unansweredKeeps < 2 else { return [] }
        guard now >= due else {
            deadline = deadline.map { min($0, due) }
            return []
        }
        unansweredKeeps += 1
        lastRequest = now
        defer { nextSequence &+= 2 }
        return [FilePacket(sequence: nextSequence, session: session, .none).message(to: ends.vehicle)]
    }

    /// Whether the rest of a burst brings nothing that is missing.
    private func isDone(_ burst: Burst) -> Bool {
        burst.begun != nil && held.gap(from: max(position, burst.start), below: size) == nil
    }

    private mutating func askBurst(from start: Int, isAhead: Bool = false, at now: Instant) -> [any MAVLinkMessage] {
        let packet = FilePacket(
            sequence: nextSequence, session: session, .burstRead, size: UInt8(Self.piece),
            offset: UInt32(clamping: start))
        bursts.append(Burst(sequence: nextSequence, start: start, asked: now, isAhead: isAhead))
        lastRequest = now
        unansweredKeeps = 0
        nextSequence &+= Self.burstNumbers
        if !isAhead {
            pacer.forget()
            reads.removeAll()
            deadline = now + beginTimeout
        }
        return [packet.message(to: ends.vehicle)]
    }

    /// Asks for the next bursts ahead, each as long after the one before as that takes: so it arrives when the vehicle
    /// has just ended the burst before, whatever the delay of the link is.
    private mutating func askAhead(at now: Instant) -> [any MAVLinkMessage] {
        guard let burstLength, pacer.hasPace else { return [] }
        let packets = (burstLength + Self.piece - 1) / Self.piece
        // The pace counts packets that came, so what is lost makes this a little longer than the burst takes.
        let lasting = pacer.pace * packets
        var messages: [any MAVLinkMessage] = []
        while bursts.count < Self.mostBursts, let last = bursts.last {
            let start = last.start + burstLength, due = last.asked + lasting
            guard start < size, held.gap(from: start, below: size)?.lowerBound == start else { break }
            guard now >= due else {
                deadline = deadline.map { min($0, due) } ?? due
                break
            }
            messages += askBurst(from: start, isAhead: true, at: now)
        }
        return messages
    }

    private func longGap() -> Range<Int>? {
        var from = held.prefix
        while let gap = held.gap(from: from, below: size) {
            if gap.count >= Self.leastStretch || (gap.upperBound == size && held.count == 0) { return gap }
            from = gap.upperBound
        }
        return nil
    }

    private mutating func fillHoles(at now: Instant) -> [any MAVLinkMessage] {
        var messages: [any MAVLinkMessage] = []
        var hasMore = true
        while hasMore, pacer.mayAsk(at: now), messages.count < 64 {
            guard let hole = pacer.nextHole(in: held, below: size, longest: Self.piece, from: &cursor) else {
                hasMore = false
                break
            }
            let packet = FilePacket(
                sequence: nextSequence, session: session, .read, size: UInt8(hole.count),
                offset: UInt32(clamping: hole.lowerBound))
            nextSequence &+= 1
            if reads.count >= 2_048 { reads.removeAll() }
            reads[packet.sequence &+ 1] = hole.lowerBound
            pacer.asked(hole, load: 1, at: now)
            messages.append(packet.message(to: ends.vehicle))
        }
        deadline = pacer.deadline(wantsToAsk: hasMore) ?? now + timing.answerTimeout
        return messages
    }
}
