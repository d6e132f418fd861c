// SPDX-License-Identifier: Apache-2.0
// Walks through the records of a DataFlash log (ArduPilot) and gathers what the summary needs. Behind damage it looks
// for the next record head byte by byte; a record that lost bytes is dropped when the next one begins inside of it.

/// Reads a DataFlash log.
struct DataFlashReader {
    static let head1: UInt8 = 0xA3
    static let head2: UInt8 = 0x95
    /// A record, the one behind it, and the head of a third.
    static let lookAhead = 255 + 255 + 3

    /// So many bytes in a row without a record end the reading.
    let unreadableBytes: UInt64
    var formats = DataFlashFormats()
    private(set) var records = 0
    /// Bytes that belong to nothing readable.
    private(set) var skippedBytes: UInt64 = 0
    /// Where the readable part ended, when damage is being passed over.
    private var lostSince: UInt64?
    var timeline = BootTimeline()
    var figures = DataFlashFigures()

    init(unreadableBytes: UInt64) { self.unreadableBytes = unreadableBytes }

    /// Reads as many records as stand whole in the bytes.
    /// - Returns: the bytes that are done with.
    mutating func consume(_ bytes: RawSpan, base: UInt64, isLast: Bool) throws(FlightLogError) -> Int {
        let count = bytes.byteCount
        var at = 0
        while count - at >= 3 {
            let type = bytes.byte(at + 2)
            let length = formats.plans[Int(type)].length
            guard bytes.byte(at) == Self.head1, bytes.byte(at + 1) == Self.head2, length > 3 else {
                try pass(&at, base)
                continue
            }
            guard isLast || count - at >= Self.lookAhead else { return at }
            let end = at + length
            guard end <= count else {
                // The log ends inside of its last record, or that one lost bytes and others follow inside.
                guard let inner = recordInside(bytes, at, end: count) else { return at }
                skippedBytes += UInt64(inner - at)
                at = inner
                continue
            }
            guard formats.plans[Int(type)].isSound else {
                // The reference reader does not count what it cannot unpack, and looks for the next head behind it.
                if isHead(bytes, end) { at = end } else { try pass(&at, base) }
                continue
            }
            let isDoubtful = end + 2 <= count && !isHead(bytes, end)
            if isDoubtful {
                if let inner = recordInside(bytes, at, end: end) {
                    skippedBytes += UInt64(inner - at)
                    at = inner
                    continue
                }
                guard lostSince == nil || isBelievable(bytes, at, type: type) else {
                    try pass(&at, base)
                    continue
                }
            }
            lostSince = nil
            try take(bytes, at, type: type, offset: base + UInt64(at), isDoubtful: isDoubtful)
            at = end
        }
        if isLast { skippedBytes += UInt64(count - at) }
        return isLast ? count : at
    }

    /// Goes on by one byte.
    private mutating func pass(_ at: inout Int, _ base: UInt64) throws(FlightLogError) {
        let place = base + UInt64(at)
        let since = lostSince ?? place
        lostSince = since
        skippedBytes += 1
        at += 1
        if records == 0, place >= FlightLogLimit.searchBytes { throw .notALog(searchedBytes: place) }
        if place - since >= unreadableBytes { throw .unreadable(from: since, bytes: place - since) }
    }

    @inline(__always)
    private func isHead(_ bytes: RawSpan, _ at: Int) -> Bool {
        bytes.byte(at) == Self.head1 && bytes.byte(at + 1) == Self.head2
    }

    /// The place of a sound record inside of another one, if one begins there and another head follows it.
    private func recordInside(_ bytes: RawSpan, _ at: Int, end: Int) -> Int? {
        var place = at + 1
        while place < end {
            if isHead(bytes, place) {
                let plan = formats.plans[Int(bytes.byte(place + 2))]
                if plan.isSound, isHead(bytes, place + plan.length) { return place }
            }
            place += 1
        }
        return nil
    }

    /// Whether what looks like a record amid damage is one: its time is near, or it is a format in plain letters.
    private func isBelievable(_ bytes: RawSpan, _ at: Int, type: UInt8) -> Bool {
        let plan = formats.plans[Int(type)]
        if plan.kind == .format {
            return (at + 5..<at + 7).allSatisfy { bytes.byte($0) > 32 && bytes.byte($0) < 127 }
        }
        guard let time = time(bytes, at, plan) else { return false }
        return timeline.isNear(time)
    }

    /// The microseconds of a record, nil when it has no time of its own.
    @inline(__always)
    private func time(_ bytes: RawSpan, _ at: Int, _ plan: DataFlashPlan) -> UInt64? {
        switch plan.clock {
        case .none: return nil
        case .microseconds: return plan.time.stamp(bytes, at + 3)
        case .milliseconds:
            let product = plan.time.stamp(bytes, at + 3).multipliedReportingOverflow(by: 1_000)
            return product.overflow ? nil : product.partialValue
        }
    }

    /// Counts a record and gathers from it. One that damage follows must have a time that is near.
    private mutating func take(
        _ bytes: RawSpan, _ at: Int, type: UInt8, offset: UInt64, isDoubtful: Bool
    ) throws(FlightLogError) {
        records += 1
        formats.countRecord(type)
        let plan = formats.plans[Int(type)]
        let stamp = time(bytes, at, plan)
        if isDoubtful, let stamp, !timeline.isNear(stamp) { return }
        if let stamp { timeline.take(stamp) }
        switch plan.kind {
        case .other: break
        case .format: try formats.define(bytes, at + 3, at: offset)
        default:
            let record = DataFlashRecord(
                body: at + 3, plan: plan, microseconds: stamp ?? timeline.last, isDoubtful: isDoubtful)
            figures.take(bytes, record, formats.fields)
        }
    }
}

/// Where a record stands and what it is.
struct DataFlashRecord {
    /// The place behind its head.
    var body: Int
    var plan: DataFlashPlan
    /// Its own time, or that of the record before it.
    var microseconds: UInt64
    /// Whether damage follows it: then its measurements count as unknown.
    var isDoubtful: Bool
}
