// SPDX-License-Identifier: Apache-2.0
// Walks through the messages of a ULog (PX4), appended parts and all. It looks at the next message's head before it
// believes a message, so that a torn one is dropped; damage is read over, marked, and never ends the reading.

/// Reads a ULog. What judges a message is `mutating` though it changes nothing: the state is passed in place then,
/// where a copy of it would cost more than the message.
struct ULogReader {
    static let magic: [UInt8] = [0x55, 0x4C, 0x6F, 0x67, 0x01, 0x12, 0x35]
    static let headerLength = 16
    static let longestMessage = 3 + 65_535

    /// So many bytes in a row without a message end the reading.
    let unreadableBytes: UInt64
    private var hasHeader = false
    private(set) var startMicroseconds: UInt64 = 0
    private(set) var lastMicroseconds: UInt64 = 0
    var isInDefinitions = true
    var isCorrupt = false
    /// Whether the place of the next message is not known.
    private var isLost = false
    private var lostSince: UInt64 = 0
    /// Bytes that belong to nothing readable.
    private(set) var skippedBytes: UInt64 = 0
    /// Where further parts begin that were appended later, the nearest one first.
    var appendedOffsets: [UInt64] = [] {
        didSet { nextPart = appendedOffsets.first ?? .max }
    }
    private var nextPart = UInt64.max
    /// Everything before this place is passed over.
    private var skipUntil: UInt64 = 0

    var formats = ULogFormats()
    var words = ULogWords()
    var topics = ULogTopics()
    var directory = ULogDirectory()

    init(unreadableBytes: UInt64) { self.unreadableBytes = unreadableBytes }

    /// Reads as many messages as stand whole in the bytes.
    /// - Returns: the bytes that are done with.
    mutating func consume(_ bytes: RawSpan, base: UInt64, isLast: Bool) throws(FlightLogError) -> Int {
        let count = bytes.byteCount
        var at = 0
        if !hasHeader {
            guard count >= Self.headerLength else { return 0 }
            hasHeader = true
            startMicroseconds = bytes.word(8, as: UInt64.self)
            lastMicroseconds = startMicroseconds
            at = Self.headerLength
        }
        while true {
            if skipUntil > base + UInt64(at) { at = Int(min(UInt64(count), skipUntil - base)) }
            if isLost {
                guard try findMessage(bytes, &at, base: base, isLast: isLast) else { return at }
            }
            at = takeSamples(bytes, at, limit: nextPart - min(nextPart, base))
            guard count - at >= 3 else { return at }
            let size = Int(bytes.word(at, as: UInt16.self))
            let end = at + 3 + size
            if base + UInt64(end) > nextPart {
                // What runs into an appended part was cut when that part was written.
                skipUntil = nextPart
                appendedOffsets.removeFirst()
                continue
            }
            let verdict = look(bytes, at, end: end, isLast: isLast)
            switch verdict {
            case .needsMore: return at
            case .good, .doubtful:
                if bytes.byte(at + 2) == ULogMessage.data {
                    let index = directory.index(of: bytes.word(at + 3, as: UInt16.self))
                    take(index, bytes, at, isDoubtful: !verdict.isGood)
                } else {
                    try takeOther(bytes, at, end: end, offset: base + UInt64(at))
                }
                at = end
            case .foreign: at = end
            case .torn(let next):
                isCorrupt = true
                skippedBytes += UInt64(next - at)
                at = next
            case .bad:
                isCorrupt = true
                isLost = true
                lostSince = base + UInt64(at)
                skippedBytes += 1
                at += 1
            }
        }
    }

    /// What a place in the log turned out to be.
    private enum Verdict {
        case good, foreign, bad, needsMore
        /// A whole message with no other behind it: its values may be damaged.
        case doubtful
        case torn(next: Int)

        var isGood: Bool {
            if case .good = self { true } else { false }
        }
    }

    /// Judges the message at a place by itself and by what follows it.
    @inline(__always)
    private mutating func look(_ bytes: RawSpan, _ at: Int, end: Int, isLast: Bool) -> Verdict {
        let type = bytes.byte(at + 2)
        // A sample's number belongs to what is judged.
        guard type != ULogMessage.data || at + 5 <= bytes.byteCount || end < at + 5 else { return .needsMore }
        guard fits(bytes, at, type: type, size: end - at - 3) else {
            return lookAtForeign(bytes, at, type: type, end: end, isLast: isLast)
        }
        guard end + 3 <= bytes.byteCount else {
            guard isLast else { return .needsMore }
            guard end > bytes.byteCount else { return .good }
            // Cut here, or its size is damaged and others follow inside.
            let inside = lookInside(bytes, at, end: bytes.byteCount, isLast: true)
            if case .torn = inside { return inside }
            return .needsMore
        }
        if ULogMessage.isKnown(bytes.byte(end + 2)) { return .good }
        return lookInside(bytes, at, end: end, isLast: isLast)
    }

    /// A message of a type that is not known may be of a newer logger; then another one follows it.
    private mutating func lookAtForeign(_ bytes: RawSpan, _ at: Int, type: UInt8, end: Int, isLast: Bool)
        -> Verdict
    {
        guard !ULogMessage.isKnown(type), type != 0, end - at > 3, end - at - 3 <= 10_000 else { return .bad }
        guard end + 3 <= bytes.byteCount else {
            guard isLast else { return .needsMore }
            return end == bytes.byteCount ? .foreign : .bad
        }
        return ULogMessage.isKnown(bytes.byte(end + 2)) ? .foreign : .bad
    }

    /// What follows is no message: either damage begins there, or this message lost some of its bytes and the next
    /// one begins inside of it.
    private mutating func lookInside(_ bytes: RawSpan, _ at: Int, end: Int, isLast: Bool) -> Verdict {
        var place = at + 1
        while place < end {
            switch begins(bytes, place, isLast: isLast) {
            case .yes: return .torn(next: place)
            case .unknown: return .needsMore
            case .no: place += 1
            }
        }
        return .doubtful
    }

    private enum Answer { case yes, no, unknown }

    /// Whether a message begins there, by its own form and the one behind it.
    private mutating func begins(_ bytes: RawSpan, _ at: Int, isLast: Bool) -> Answer {
        let count = bytes.byteCount
        guard count - at >= 3 else { return isLast ? .no : .unknown }
        let size = Int(bytes.word(at, as: UInt16.self)), type = bytes.byte(at + 2)
        guard ULogMessage.isKnown(type), size > 0 else { return .no }
        let end = at + 3 + size
        // Enough bytes to see the message's own form.
        guard min(end, at + 3 + 300) <= count else { return isLast ? .no : .unknown }
        guard fits(bytes, at, type: type, size: size), isStrictlyFormed(bytes, at, type: type, size: size)
        else {
            return .no
        }
        if type == ULogMessage.sync { return .yes }
        guard end + 3 <= count else { return isLast ? (end == count ? .yes : .no) : .unknown }
        let nextSize = Int(bytes.word(end, as: UInt16.self)), nextType = bytes.byte(end + 2)
        guard ULogMessage.isKnown(nextType) else { return .no }
        guard nextType == ULogMessage.data else { return nextSize > 0 ? .yes : .no }
        guard end + 5 <= count else { return isLast ? .no : .unknown }
        return fits(bytes, end, type: nextType, size: nextSize) ? .yes : .no
    }

    /// Goes on until a message begins.
    /// - Returns: whether one was found in the bytes.
    private mutating func findMessage(_ bytes: RawSpan, _ at: inout Int, base: UInt64, isLast: Bool)
        throws(FlightLogError) -> Bool
    {
        let from = at
        defer { skippedBytes += UInt64(at - from) }
        while at < bytes.byteCount {
            if let part = appendedOffsets.first, base + UInt64(at) >= part {
                appendedOffsets.removeFirst()
                isLost = false
                return true
            }
            switch begins(bytes, at, isLast: isLast) {
            case .yes:
                isLost = false
                return true
            case .no:
                at += 1
                continue
            case .unknown: break
            }
            break
        }
        let lost = base + UInt64(at) - lostSince
        guard lost < unreadableBytes else { throw .unreadable(from: lostSince, bytes: lost) }
        return false
    }

    /// Whether size and form of a message go together.
    private mutating func fits(_ bytes: RawSpan, _ at: Int, type: UInt8, size: Int) -> Bool {
        guard type == ULogMessage.data else {
            return ULogMessage.isKnown(type) && size >= ULogMessage.leastSize(type)
        }
        guard size >= 2 else { return false }
        return directory.fits(directory.index(of: bytes.word(at + 3, as: UInt16.self)), bodySize: size - 2)
    }

    /// Takes samples one after another as long as each is sound and a message follows it: nearly all of any log.
    /// - Parameter limit: where the next appended part begins in the bytes.
    /// - Returns: the place of the first message that needs a closer look.
    @inline(__always)
    private mutating func takeSamples(_ bytes: RawSpan, _ start: Int, limit: UInt64) -> Int {
        var at = start
        // Room for the head of the sample, its number, and the head of what follows.
        let last = Int(min(UInt64(bytes.byteCount), limit)) - 3
        while at + 5 <= last, bytes.byte(at + 2) == ULogMessage.data {
            let size = Int(bytes.word(at, as: UInt16.self))
            let end = at + 3 + size
            let index = directory.index(of: bytes.word(at + 3, as: UInt16.self))
            guard end <= last, directory.fits(index, bodySize: size - 2),
                ULogMessage.isKnown(bytes.byte(end + 2))
            else { break }
            take(index, bytes, at, isDoubtful: false)
            at = end
        }
        return at
    }

    /// Takes one sample of a topic. One that damage follows is counted; it moves the end of the log only by as much as
    /// a log can pause, and what it measured is not believed.
    @inline(__always)
    private mutating func take(_ index: Int, _ bytes: RawSpan, _ at: Int, isDoubtful: Bool) {
        guard index >= 0 else { return }
        let body = at + 5
        let time = directory.count(index, bytes, body)
        if isDoubtful {
            guard time <= lastMicroseconds.addingReportingOverflow(60_000_000).partialValue,
                time >= lastMicroseconds - min(lastMicroseconds, 60_000_000)
            else { return }
        }
        if time > lastMicroseconds { lastMicroseconds = time }
        guard let topic = directory.topic(index) else { return }
        topics.take(topic, bytes, body, time, isDoubtful: isDoubtful)
    }
}

/// The messages of a ULog by their type byte.
enum ULogMessage {
    static let format = UInt8(ascii: "F"), data = UInt8(ascii: "D"), word = UInt8(ascii: "I")
    static let words = UInt8(ascii: "M"), parameter = UInt8(ascii: "P"), parameterDefault = UInt8(ascii: "Q")
    static let add = UInt8(ascii: "A"), remove = UInt8(ascii: "R"), sync = UInt8(ascii: "S")
    static let dropout = UInt8(ascii: "O"), text = UInt8(ascii: "L"), taggedText = UInt8(ascii: "C")
    static let flags = UInt8(ascii: "B")

    /// What stands in a synchronisation message.
    static let syncMagic: [UInt8] = [0x2F, 0x73, 0x13, 0x20, 0x25, 0x0C, 0xBB, 0x12]

    /// Bit by bit the letters A B C D F I L M O P Q R S, counted from @.
    private static var knownBits: UInt64 { 0b1111_1011_0010_0101_1110 }

    @inline(__always)
    static func isKnown(_ type: UInt8) -> Bool {
        type >= 64 && type < 128 && knownBits >> UInt64(type & 63) & 1 == 1
    }

    /// The fewest bytes that a message of a type has behind its head.
    static func leastSize(_ type: UInt8) -> Int {
        switch type {
        case sync: 8
        case flags: 40
        case text: 9
        case taggedText: 11
        case add: 4
        case dropout, remove: 2
        default: 3
        }
    }
}

/// The subscriptions of a log. What every sample needs is kept apart from the rest, close together.
struct ULogDirectory {
    /// What every sample needs.
    private struct Head {
        var leastSize: Int32
        var greatestSize: Int32
        /// Where a time stamp of 64 bits stands; negative when the stamp is of another kind.
        var stampOffset: Int32
        var kind: ULogTopicKind
        var count = 0
    }

    /// For each message id the index of its dataset, or -1.
    private var datasetOfID: [Int32] = []
    private var heads: [Head] = []
    private(set) var datasets: [ULogDataset] = []

    @inline(__always)
    func index(of id: UInt16) -> Int { Int(id) < datasetOfID.count ? Int(datasetOfID[Int(id)]) : -1 }

    @inline(__always)
    func fits(_ index: Int, bodySize: Int) -> Bool {
        guard index >= 0 else { return false }
        return bodySize >= Int(heads[index].leastSize) && bodySize <= Int(heads[index].greatestSize)
    }

    /// Counts a sample.
    /// - Returns: its time.
    @inline(__always)
    mutating func count(_ index: Int, _ bytes: RawSpan, _ body: Int) -> UInt64 {
        heads[index].count += 1
        let offset = Int(heads[index].stampOffset)
        return offset >= 0
            ? bytes.word(body + offset, as: UInt64.self) : datasets[index].timestamp.stamp(bytes, body)
    }

    /// What is gathered from a dataset; nil when it is only counted.
    @inline(__always)
    func topic(_ index: Int) -> ULogDataset? { heads[index].kind == .other ? nil : datasets[index] }

    /// Adds a dataset under a number.
    mutating func add(_ dataset: ULogDataset, id: UInt16) {
        while datasetOfID.count <= Int(id) { datasetOfID.append(-1) }
        datasetOfID[Int(id)] = Int32(datasets.count)
        let isPlain = dataset.timestamp.type == .uint64
        heads.append(
            Head(
                leastSize: Int32(dataset.leastSize), greatestSize: Int32(dataset.greatestSize),
                stampOffset: isPlain ? dataset.timestamp.offset : -1, kind: dataset.kind))
        datasets.append(dataset)
    }

    /// The datasets that have samples, and how many.
    var used: [(dataset: ULogDataset, count: Int)] {
        zip(datasets, heads).filter { $1.count > 0 }.map { ($0, $1.count) }
    }
}

/// A topic's instance.
struct ULogDataset {
    var name: NameHash
    var instance: UInt8
    /// Bytes of a sample without and with the padding at its end.
    var leastSize: Int
    var greatestSize: Int
    var timestamp: FieldPlan
    var kind: ULogTopicKind
    /// Which of the gathered instances of its kind it is.
    var slot: Int
    /// Where the places of its wanted fields begin.
    var firstField: Int
}
