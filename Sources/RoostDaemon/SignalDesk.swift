// SPDX-License-Identifier: Apache-2.0
// Feeds the detector: the believed readings of a few minutes become one median, and an episode becomes a word to the
// core. It holds no clock, changes no reading, and a memory that is lost costs advice, never an alert.

internal import DockModel
internal import RoostCore
internal import Settings
internal import Store
internal import Synchronization
internal import Triage
internal import Wear

/// A signal that is watched.
struct SignalSource: Sendable, Equatable {
    /// The point, or one of the vehicle's.
    var place: PointReference
    /// Its unit, for words.
    var unit: String
    /// Fewer readings than this in one span tell nothing.
    var least: Int
}

/// What the filter is told of a signal beside its incident.
struct StrangeReading: Sendable, Equatable {
    var score: Double
    var value: Double
    var unit: String
}

/// The watched signals of one dock.
final class SignalDesk: Sendable {
    /// Dock time after which what was learned is stored although nothing was found.
    static let storePeriod = Duration.seconds(4 * 3_600)
    /// Most memories stored with one commit for that reason alone.
    static let mostPerCommit = 4
    /// Fewest readings of a point that is read often which tell its median.
    static let leastReadings = 3

    /// The readings of one span of time, by what the dock was doing.
    private struct Slot {
        var number: Int64
        var medians: [UInt8: (median: StreamMedian, count: Int)] = [:]

        mutating func take(_ value: Double, in phase: UInt8) {
            medians[phase, default: (StreamMedian(), 0)].median.take(value)
            medians[phase]?.count += 1
        }

        /// The median in the phase with most readings; nil with too few of them.
        func sample(from span: Int64, ofAtLeast least: Int) -> Sample? {
            guard let most = medians.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }),
                most.value.count >= least, let value = most.value.median.median()
            else { return nil }
            let (time, isOver) = number.multipliedReportingOverflow(by: span)
            return isOver ? nil : Sample(time: WallTime(milliseconds: time), value: value, phase: most.key)
        }
    }

    private struct Entry {
        let source: SignalSource
        var watched = WatchedSignal()
        var slot: Slot?
        /// Readings taken, and how many of them the stored memory knows of.
        var taken = 0, stored = 0
        var storedAt: Instant?
        /// Whether the memory holds a finding that is not stored.
        var isUrgent = false
    }

    private struct Desk {
        var entries: [PointReference: Entry] = [:]
        var phase: UInt8 = 0
    }

    private let desk: Mutex<Desk>
    private let span: Int64
    private let threshold: Double
    /// Signals whose memory could not be read: they are learned anew.
    let losses: [String]

    /// A desk for some signals.
    /// - Parameter stored: what was learned of them, by name; nil where the memory is damaged.
    init(_ sources: [SignalSource], settings: SignalSettings, stored: [String: [UInt8]?] = [:]) {
        span = max(1, Int64(settings.every.inSeconds * 1_000))
        threshold = settings.threshold
        var desk = Desk()
        var losses: [String] = []
        for source in sources.prefix(SignalSettings.most) where desk.entries[source.place] == nil {
            var entry = Entry(source: source)
            let name = source.place.description
            if let body = stored[name] {
                if let known = body.flatMap({ WatchedSignal(octets: $0) }) {
                    entry.watched = known
                } else {
                    losses.append(name)
                }
            }
            desk.entries[source.place] = entry
        }
        self.losses = losses.sorted()
        self.desk = Mutex(desk)
    }

    /// What the dock does from now on.
    func enter(_ phase: Phase) { desk.withLock { $0.phase = phase.context } }

    /// Takes a believed reading; answers a word when an episode begins or ends with the span before it. Without a clock
    /// that can be trusted nothing is learned: the time of day would be wrong.
    func take(_ value: Double, of place: PointReference, at now: Moment) -> SensorWord? {
        guard now.isWallTrusted, value.isFinite else { return nil }
        let number = now.wall.milliseconds / span
        return desk.withLock { desk in
            guard desk.entries[place] != nil else { return nil }
            let phase = desk.phase
            let closed = desk.entries[place].flatMap { $0.slot?.number == number ? nil : $0.slot }
            if desk.entries[place]?.slot?.number != number { desk.entries[place]?.slot = Slot(number: number) }
            desk.entries[place]?.slot?.take(value, in: phase)
            guard let closed, let source = desk.entries[place]?.source,
                let sample = closed.sample(from: span, ofAtLeast: source.least)
            else { return nil }
            let finding = desk.entries[place]?.watched.take(sample, threshold: threshold, unit: source.unit)
            desk.entries[place]?.taken += 1
            switch finding {
            case .begins(let episode):
                desk.entries[place]?.isUrgent = true
                return SensorWord(place.description, .usual, .doubted(episode.line))
            case .ends:
                desk.entries[place]?.isUrgent = true
                return SensorWord(place.description, .usual, .believed)
            case .usual, .goesOn, .unjudged, nil: return nil
            }
        }
    }

    /// What a start finds: episodes that the core does not know of, and open incidents of which no episode is known.
    func words(open: Set<String>) -> [SensorWord] {
        desk.withLock { desk in
            var left = open
            var words: [SensorWord] = []
            for entry in desk.entries.values {
                guard let episode = entry.watched.episode else { continue }
                let name = entry.source.place.description
                if left.remove(name) == nil { words.append(SensorWord(name, .usual, .doubted(episode.line))) }
            }
            words += left.map { SensorWord($0, .usual, .believed) }
            return words.sorted { $0.sensor < $1.sensor }
        }
    }

    /// What is known of a signal that is not as usual.
    func strange(_ name: String) -> StrangeReading? {
        desk.withLock { desk in
            let entry = desk.entries.values.first { $0.source.place.description == name }
            guard let entry, let episode = entry.watched.episode else { return nil }
            return StrangeReading(score: episode.score, value: episode.value, unit: entry.source.unit)
        }
    }

    /// A memory to be stored, and the readings it knows of.
    struct Memory {
        var place: PointReference
        var taken: Int
        var record: SignalRecord
    }

    /// What belongs into the next commit: every memory with a finding, and a few that were not stored for long.
    /// - Parameter isLast: all that changed, for a process that ends.
    func memories(at now: Instant, isLast: Bool = false) -> [Memory] {
        desk.withLock { desk in
            var due: [Entry] = []
            var others: [Entry] = []
            for entry in desk.entries.values where entry.taken > entry.stored {
                let isOld = entry.storedAt.map { $0.duration(to: now) >= Self.storePeriod } ?? true
                if entry.isUrgent || isLast { due.append(entry) } else if isOld { others.append(entry) }
            }
            others.sort {
                ($0.storedAt ?? Instant(nanoseconds: .min), $0.source.place.description)
                    < ($1.storedAt ?? Instant(nanoseconds: .min), $1.source.place.description)
            }
            return (due + others.prefix(Self.mostPerCommit)).map { entry in
                Memory(
                    place: entry.source.place, taken: entry.taken,
                    record: SignalRecord(name: entry.source.place.description, body: entry.watched.octets))
            }
        }
    }

    /// They are on the disk.
    func stored(_ memories: [Memory], at now: Instant) {
        guard !memories.isEmpty else { return }
        desk.withLock { desk in
            for memory in memories {
                desk.entries[memory.place]?.stored = memory.taken
                desk.entries[memory.place]?.storedAt = now
                if desk.entries[memory.place]?.taken == memory.taken { desk.entries[memory.place]?.isUrgent = false }
            }
        }
    }
}

extension UnusualEpisode {
    /// What came, what was expected and since when, in a line.
    var line: String { "since \(UTCText.text(since)): \(words)" }
}

extension Phase {
    /// What the dock does, as the detector tells phases apart: 0 to 7.
    fileprivate var context: UInt8 {
        switch self {
        case .starting, .idle, .gating, .hold: 0
        case .preparing, .opening, .securing, .closing: 1
        case .launching, .landing: 2
        case .flying, .returning, .diverting: 3
        case .charging: 4
        case .offloading, .reporting: 5
        case .recover, .lost, .diverted, .fault: 6
        case .service: 7
        }
    }
}
