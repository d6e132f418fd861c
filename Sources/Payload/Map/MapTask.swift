// SPDX-License-Identifier: Apache-2.0
// Decides what is asked of a map server next, and what an answer means for the map: no second task after a lost answer
// or a kill, an end to everything that stands still, and the server's word only where it fits the question. It has no
// clock: how much time passed is handed in, and only time in which the dock watched counts.

/// What is to be done next for a map.
public enum MapStep: Sendable, Equatable {
    /// Ask the server.
    case ask(MapAsk)
    /// Wait before the next step.
    case rest(Duration)
    /// Nothing more.
    case ended
}

/// What an answer changes beside the map itself.
public enum MapChange: Sendable, Equatable {
    /// Nothing.
    case none
    /// The server has the picture.
    case sent(Int64)
    /// The server will never take the picture.
    case leftOut(Int64)
    /// The server has none of the pictures any more.
    case allUnsent
}

/// The machine of one map.
public struct MapTask: Sendable {
    /// Time between two looks at a processing.
    public static let pollPeriod = Duration.seconds(60)
    /// Longest wait after failures.
    static let longestRest = 1_800.0
    /// Refusals of one request before it is given up.
    static let mostRefusals = 3
    /// How often the server may keep the dock out: half an hour apart in the end, so that a person can mend it.
    static let mostLocked = 12
    /// Answers in a row that a task is not known before it counts as lost.
    static let mostUnknowns = 3
    /// Tasks that are begun for one map.
    static let mostLives = 2
    /// Tries at the report of a map that is ready.
    static let mostFetches = 3
    /// Octets of a server's words that are kept.
    static let longestWords = 160

    /// The map.
    public private(set) var job: MapJob
    private let kind: MapServerKind
    private let terms: MapTerms
    private var rest = Duration.zero

    /// A map as it was stored. A request whose answer was never seen counts as lost.
    public init(_ job: MapJob, kind: MapServerKind, terms: MapTerms) {
        (self.job, self.kind, self.terms) = (job, kind, terms)
        if job.isAsked {
            self.job.isAsked = false
            lose()
        }
    }

    /// What is to be done next; `image` is the next picture that the server does not have.
    public mutating func next(image: MapImage?) -> MapStep {
        guard !job.stage.isEnd else { return .ended }
        if rest > .zero {
            defer { rest = .zero }
            return .rest(rest)
        }
        let ask: MapAsk
        switch job.stage {
        case .greet: ask = .greet
        case .seek: ask = .seek
        case .create: ask = .create
        case .upload:
            if let image {
                ask = .upload(image)
            } else {
                enter(.commit)
                ask = .commit
            }
        case .commit: ask = .commit
        case .check, .wait: ask = .look
        case .cancel: ask = .cancel
        case .restart: ask = .restart
        case .fetch: ask = .fetch
        case .done, .failed, .cancelled: return .ended
        }
        job.isAsked = true
        return .ask(ask)
    }

    /// More pictures of the flight came before the processing began.
    /// - Returns: whether the map can still take them.
    public mutating func grow(to images: Int) -> Bool {
        switch job.stage {
        case .greet, .seek, .create, .upload:
            job.images = max(job.images, images)
            return true
        case .commit, .check, .wait, .cancel, .restart, .fetch, .done, .failed, .cancelled: return false
        }
    }

    /// Somebody says that there is news: the next step waits no longer.
    public mutating func hurry() { rest = .zero }

    /// Somebody wants no map.
    public mutating func stop(_ why: String) {
        guard !job.stage.isEnd, job.stage != .cancel else { return }
        job.trouble = why
        switch job.stage {
        case .greet, .seek, .create: end(.cancelled, why)
        case .upload where kind == .nodeODM:
            // A node has no word to give up an upload; it forgets one that nobody commits.
            end(.cancelled, why)
        default:
            job.afterCancel = .cancelled
            enter(.cancel, keepsTrouble: true)
        }
        rest = .zero
    }

    /// Takes an answer.
    /// - Parameters:
    ///   - elapsed: the time since the answer before, at most what the dock would wait between two looks.
    ///   - spare: an id for a further task, should one be needed.
    public mutating func take(_ reply: MapReply, to ask: MapAsk, elapsed: Duration, spare: String)
        -> MapChange
    {
        job.isAsked = false
        let seconds = min(max(elapsed / .seconds(1), 0), Self.longestRest)
        switch reply {
        case .away(let why), .nonsense(let why):
            fail(why, seconds)
            if !job.stage.isEnd { lose() }
            return .none
        case .locked(let why):
            fail(why, seconds)
            job.refusals += 1
            if job.refusals >= Self.mostLocked { end(.failed, why) }
            return .none
        case .host, .made, .taken, .status, .nothing, .fetched, .unknown, .refused: break
        }
        (job.failures, job.away) = (0, 0)
        switch ask {
        case .greet, .seek, .create: return begin(reply, ask, seconds)
        case .upload(let image): return upload(reply, image)
        case .commit: return commit(reply, seconds)
        case .look: return look(reply, seconds, spare)
        case .cancel:
            if case .refused(let why) = reply, job.refusals < Self.mostRefusals {
                refuse(why)
            } else {
                follow(afterCancelOf: job.afterCancel)
            }
        case .restart:
            switch reply {
            case .taken:
                (job.quiet, job.progress, job.isRunning) = (0, 0, false)
                enter(.wait)
            default: end(.failed, "\(job.trouble); it could not be begun again: \(Self.words(reply))")
            }
        case .fetch:
            guard reply != .fetched else {
                enter(.done)
                job.trouble = ""
                break
            }
            refuse(Self.words(reply))
            // A map without a report is one all the same: the verdict says what is lacking.
            if job.refusals >= Self.mostFetches { enter(.done, keepsTrouble: true) }
        }
        return .none
    }

    // MARK: - The way to a task that is committed

    private mutating func begin(_ reply: MapReply, _ ask: MapAsk, _ seconds: Double) -> MapChange {
        switch (ask, reply) {
        case (.greet, .host(let most)):
            if let most, most < job.images {
                end(.failed, "the server takes \(most) pictures at most, and the flight has \(job.images)")
            } else {
                enter(kind == .webODM ? .seek : .create)
            }
        case (.seek, .nothing): enter(.create)
        case (.seek, .status(let status)):
            job.uuid = status.uuid
            enter(status.state == .open ? .upload : .wait)
        case (.create, .made(let uuid)):
            guard kind == .webODM || uuid.lowercased() == job.uuid.lowercased() else {
                end(
                    .failed,
                    "the server gave the task another id than was asked for; it is no NodeODM, or too old")
                return .none
            }
            (job.uuid, job.isProbing) = (uuid, false)
            enter(.upload)
        case (.create, .refused(let why)), (.create, .unknown(let why)):
            refuse(why)
            if job.refusals >= Self.mostRefusals {
                end(.failed, "the server refuses the task: \(why)")
            } else if kind == .nodeODM {
                // It may have the task already, or may have removed what an earlier try had begun.
                job.fallback = .create
                job.stage = .check
            }
        case (_, .refused(let why)), (_, .unknown(let why)):
            refuse(why)
            if job.refusals >= Self.mostRefusals { end(.failed, "the server refuses: \(why)") }
        default: unfit(seconds)
        }
        return .none
    }

    private mutating func upload(_ reply: MapReply, _ image: MapImage) -> MapChange {
        switch reply {
        case .taken:
            (job.isProbing, job.refusals) = (false, 0)
            return .sent(image.id)
        case .unknown:
            if job.isProbing {
                job.isProbing = false
                enter(.create)
                return .allUnsent
            }
            job.fallback = .create
            enter(.check)
        case .refused(let why):
            refuse(why)
            guard job.refusals >= Self.mostRefusals else { break }
            (job.refusals, rest) = (0, .zero)
            return .leftOut(image.id)
        default: unfit(0)
        }
        return .none
    }

    private mutating func commit(_ reply: MapReply, _ seconds: Double) -> MapChange {
        switch reply {
        case .made(let uuid) where uuid.lowercased() == job.uuid.lowercased():
            (job.quiet, job.watched, job.progress, job.isRunning) = (0, 0, 0, false)
            enter(.wait)
        case .made(let uuid):
            fail("the server answered for task \(uuid.prefix(40)), which is not the one asked for", seconds)
            lose()
        case .unknown:
            // Committed before, with a lost answer, or forgotten by the server.
            job.fallback = .commit
            job.stage = .check
        case .refused(let why):
            refuse(why)
            if job.refusals >= Self.mostRefusals {
                end(.failed, "the server refuses the pictures: \(why)")
            } else {
                job.fallback = .commit
                job.stage = .check
            }
        default: unfit(seconds)
        }
        return .none
    }

    // MARK: - The processing

    private mutating func look(_ reply: MapReply, _ seconds: Double, _ spare: String) -> MapChange {
        switch reply {
        case .status(let status) where status.uuid.lowercased() == job.uuid.lowercased():
            job.unknowns = 0
            watch(status, seconds)
        case .status(let status):
            fail("the server told of task \(status.uuid.prefix(40)), which is not the one asked for", seconds)
        case .unknown(let why):
            job.unknowns += 1
            if job.stage == .check, job.fallback == .create {
                job.stage = .create
                return .allUnsent
            }
            guard job.unknowns >= Self.mostUnknowns else {
                // A server that has just started may not have read its list yet.
                rest = .seconds(300)
                if job.stage == .check { job.stage = job.fallback }
                return .none
            }
            guard job.life < Self.mostLives else {
                end(.failed, "the server has lost the task \(job.life) times: \(why)")
                return .none
            }
            job.life += 1
            (job.uuid, job.unknowns, job.refusals) = (kind == .nodeODM ? spare : "", 0, 0)
            job.name += " again"
            job.trouble = "the server lost the task; it was begun again"
            enter(.greet, keepsTrouble: true)
            return .allUnsent
        case .refused(let why):
            refuse(why)
            if job.refusals >= 10 * Self.mostRefusals { end(.failed, "the server refuses: \(why)") }
        default: unfit(seconds)
        }
        return .none
    }

    private mutating func watch(_ status: MapStatus, _ seconds: Double) {
        let wasWaiting = job.stage == .wait
        if wasWaiting { job.watched += seconds }
        switch status.state {
        case .open:
            // Nothing was lost but an answer. Refusals of the commit go on counting.
            job.stage = job.fallback == .commit && job.stage == .check ? .commit : .upload
            return
        case .queued: (job.quiet, job.isRunning) = (0, false)
        case .running:
            if !job.isRunning || status.progress != job.progress {
                job.quiet = 0
            } else if wasWaiting {
                job.quiet += seconds
            }
            (job.isRunning, job.progress) = (true, status.progress)
        case .failed:
            let words = status.message.isEmpty ? "without a reason" : status.message
            return end(.failed, "the processing failed: \(words)")
        case .cancelled:
            return end(.cancelled, "somebody stopped it at the server")
        case .completed:
            job.progress = 100
            return enter(.fetch)
        }
        enter(.wait)
        rest = Self.pollPeriod
        if job.watched >= terms.longest / .seconds(1) {
            job.trouble = "it did not end within \(Self.hours(job.watched)) hours"
            job.afterCancel = .failed
            enter(.cancel, keepsTrouble: true)
        } else if job.quiet >= terms.stuckAfter / .seconds(1) {
            let per = Int(min(max(job.progress, 0), 100))
            job.trouble = "it stood at \(per) per cent for \(Self.hours(job.quiet)) hours"
            job.afterCancel = job.restarts == 0 ? .restart : .failed
            enter(.cancel, keepsTrouble: true)
        }
    }

    private mutating func follow(afterCancelOf stage: MapJob.Stage) {
        if stage == .restart {
            job.restarts += 1
            enter(.restart, keepsTrouble: true)
        } else {
            end(stage, job.trouble)
        }
    }

    // MARK: - What all answers share

    /// An answer is lost: what was asked for may have happened.
    private mutating func lose() {
        switch (job.stage, kind) {
        case (.create, .nodeODM):
            // To ask for it again may remove it; a picture that is taken shows that it is there.
            job.isProbing = true
            job.stage = .upload
        case (.create, .webODM): job.stage = .seek
        case (.commit, _):
            job.fallback = .commit
            job.stage = .check
        case (.restart, _): job.stage = .wait
        default: break
        }
    }

    private mutating func enter(_ stage: MapJob.Stage, keepsTrouble: Bool = false) {
        job.stage = stage
        (job.refusals, rest) = (0, .zero)
        if !keepsTrouble { job.trouble = "" }
    }

    private mutating func end(_ stage: MapJob.Stage, _ why: String) {
        job.stage = stage
        job.trouble = Self.short(why)
        rest = .zero
    }

    private mutating func fail(_ why: String, _ seconds: Double) {
        job.failures = min(job.failures + 1, 1_000)
        job.away += seconds
        job.trouble = Self.short(why)
        rest = .seconds(min(30 * Double(1 << min(job.failures - 1, 6)), Self.longestRest))
        if job.away >= terms.patience / .seconds(1) {
            end(.failed, "no usable answer for \(Self.hours(job.away)) hours; the last was: \(why)")
        }
    }

    private mutating func unfit(_ seconds: Double) {
        fail("the server answered something else than was asked", seconds)
    }

    private mutating func refuse(_ why: String) {
        job.refusals += 1
        job.trouble = Self.short(why)
        rest = .seconds(60)
    }

    private static func words(_ reply: MapReply) -> String {
        switch reply {
        case .unknown(let why), .refused(let why), .locked(let why), .away(let why), .nonsense(let why): why
        case .host, .made, .taken, .status, .nothing, .fetched: "the answer does not fit"
        }
    }

    private static func hours(_ seconds: Double) -> Int { Int((seconds / 3_600).rounded()) }

    /// Words of a server as they may stand in a line.
    static func short(_ text: String) -> String {
        var kept = ""
        for character in text {
            let isPlain = !character.unicodeScalars.contains { $0.value < 32 || $0.value == 127 }
            kept.append(isPlain ? character : " ")
            if kept.utf8.count >= longestWords { break }
        }
        return kept
    }
}
