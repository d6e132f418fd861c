// SPDX-License-Identifier: Apache-2.0
// Which bytes of a file are here: sorted, disjoint ranges. It holds no bytes, and its size is limited whatever a peer
// sends: a piece that would need one range too many counts as not received.

/// A set of byte positions, kept as ranges.
public struct ByteRanges: Sendable, Equatable {
    /// The most ranges kept; 1 % of lost pieces of a file of 500 MB stay below it.
    public static let limit = 65_536

    /// The ranges, sorted, disjoint and not touching each other.
    public private(set) var ranges: [Range<Int>] = []
    /// Bytes in all ranges.
    public private(set) var count = 0

    /// No bytes.
    public init() {}

    /// The bytes of some ranges, which may overlap and come in any order; empty and negative ones are left out.
    public init(_ ranges: [Range<Int>]) {
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where range.lowerBound >= 0 {
            insert(range)
        }
    }

    /// Adds a range.
    /// - Returns: how many of its bytes are new; 0 also when there are too many ranges already.
    @discardableResult
    public mutating func insert(_ new: Range<Int>) -> Int {
        guard !new.isEmpty, new.lowerBound >= 0 else { return 0 }
        // Ranges before `first` end before the new one begins; those from `last` on begin after its end.
        let first = index { $0.upperBound >= new.lowerBound }
        let last = index { $0.lowerBound > new.upperBound }
        guard first < last else {
            guard ranges.count < Self.limit else { return 0 }
            ranges.insert(new, at: first)
            count += new.count
            return new.count
        }
        let merged =
            min(new.lowerBound, ranges[first].lowerBound)..<max(new.upperBound, ranges[last - 1].upperBound)
        let before = ranges[first..<last].reduce(0) { $0 + $1.count }
        if last - first == 1 {
            ranges[first] = merged
        } else {
            ranges.replaceSubrange(first..<last, with: CollectionOfOne(merged))
        }
        count += merged.count - before
        return merged.count - before
    }

    /// Takes bytes out of the set.
    public mutating func remove(_ old: Range<Int>) {
        guard !old.isEmpty else { return }
        let first = index { $0.upperBound > old.lowerBound }
        let last = index { $0.lowerBound >= old.upperBound }
        guard first < last else { return }
        var rest: [Range<Int>] = []
        let lower = ranges[first].lowerBound, upper = ranges[last - 1].upperBound
        if lower < old.lowerBound { rest.append(lower..<old.lowerBound) }
        if upper > old.upperBound { rest.append(old.upperBound..<upper) }
        let before = ranges[first..<last].reduce(0) { $0 + $1.count }
        ranges.replaceSubrange(first..<last, with: rest)
        count += rest.reduce(0) { $0 + $1.count } - before
    }

    /// Whether a byte is in the set.
    public func contains(_ position: Int) -> Bool {
        let found = index { $0.upperBound > position }
        return found < ranges.count && ranges[found].lowerBound <= position
    }

    /// The first range of missing bytes that begins at or after `start`, or that `start` lies in; nil when nothing
    /// below `end` is missing.
    public func gap(from start: Int, below end: Int) -> Range<Int>? {
        guard start < end else { return nil }
        let found = index { $0.upperBound > start }
        guard found < ranges.count else { return start..<end }
        guard ranges[found].lowerBound <= start else { return start..<min(end, ranges[found].lowerBound) }
        let lower = ranges[found].upperBound
        guard lower < end else { return nil }
        let upper = found + 1 < ranges.count ? ranges[found + 1].lowerBound : end
        return lower..<min(end, upper)
    }

    /// The end of the bytes that are here without a gap from the first byte on.
    public var prefix: Int { ranges.first.map { $0.lowerBound == 0 ? $0.upperBound : 0 } ?? 0 }

    /// The end of the last byte that is here.
    public var end: Int { ranges.last?.upperBound ?? 0 }

    /// The first index whose range fulfils a condition that all ranges behind it fulfil too.
    private func index(where isMet: (Range<Int>) -> Bool) -> Int {
        var low = 0, high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if isMet(ranges[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// Some bytes of a file.
public struct FilePiece: Sendable, Equatable {
    /// Where they begin.
    public var offset: Int
    /// The bytes.
    public var bytes: [UInt8]

    /// Bytes from an offset on.
    public init(offset: Int, bytes: [UInt8]) {
        self.offset = offset
        self.bytes = bytes
    }

    /// The positions of the bytes.
    public var range: Range<Int> { offset..<offset + bytes.count }
}

/// An exchange that brings a file. What came is taken out by the caller, who keeps it; the exchange forgets it.
public protocol FileSource: MicroProtocol {
    /// Bytes of the file that are here, each counted once; those of an earlier attempt too.
    var received: Int { get }
    /// Bytes of the whole file; nil until the vehicle says.
    var expected: Int? { get }
    /// Whether the bytes of the earlier attempt still hold; false from the moment they are found to be another file's.
    var isResumed: Bool { get }
    /// Which bytes are here.
    var held: ByteRanges { get }
    /// The pieces that came since the last call, in the order of their coming.
    mutating func takePieces() -> [FilePiece]
    /// What to send when the caller gives up.
    mutating func cancel() -> [any MAVLinkMessage]
}
