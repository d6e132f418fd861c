// SPDX-License-Identifier: Apache-2.0
// The offsets of one zone as a table of instants, read from the bytes of a compiled zone file (RFC 8536, versions 1 to
// 4). It opens no file, and it refuses bytes that are not such a file.

import DockModel

/// The offsets of a zone over time.
struct ZoneTable: Sendable {
    /// The instants at which the offset changes, ascending, in seconds since 1970.
    private(set) var changes: [Int]
    /// `offsets[0]` holds before the first change, `offsets[n]` from change n on.
    private(set) var offsets: [Int]
    /// What holds after the last change, where the file says so.
    private(set) var rule: PosixZone?

    /// The last year for which the changes of `rule` are written into the table.
    static let lastWrittenYear = 2_100
    /// Most changes of a file.
    static let mostChanges = 10_000

    /// A table from its changes; each is an instant and the offset from then on.
    init(before: Int, changes: [(at: Int, offset: Int)]) {
        let sorted = changes.sorted { $0.at < $1.at }
        self.changes = sorted.map(\.at)
        offsets = [before] + sorted.map(\.offset)
    }

    /// The table in a compiled zone file; nil when the bytes are none.
    init?(compiled bytes: [UInt8]) {
        guard let first = Header(bytes, at: 0) else { return nil }
        var block = first
        if first.version >= 2 {
            guard let second = Header(bytes, at: first.end(timeSize: 4)) else { return nil }
            block = second
        }
        let size = first.version >= 2 ? 8 : 4
        let end = block.end(timeSize: size)
        guard block.changes <= Self.mostChanges, block.types > 0, end <= bytes.count else { return nil }
        let times = block.start + Header.size, kinds = times + block.changes * size
        let types = kinds + block.changes
        func offset(ofType type: Int) -> Int? {
            guard type < block.types else { return nil }
            return Int(Int32(truncatingIfNeeded: Self.number(bytes, at: types + type * 6, size: 4)))
        }
        guard let before = offset(ofType: 0) else { return nil }
        var changes: [(at: Int, offset: Int)] = []
        for index in 0..<block.changes {
            let at = Self.number(bytes, at: times + index * size, size: size)
            guard let offset = offset(ofType: Int(bytes[kinds + index])), abs(offset) <= 26 * 3_600 else {
                return nil
            }
            guard changes.last.map({ $0.at < at }) ?? true else { return nil }
            changes.append((at, offset))
        }
        self.init(before: before, changes: changes)
        if first.version >= 2, let footer = Self.footer(bytes, at: end) { extend(by: footer) }
    }

    /// The offset at an instant.
    func offset(at seconds: Int) -> Int {
        guard let last = changes.last, seconds >= last else { return offsets[index(at: seconds)] }
        return rule?.offset(at: seconds) ?? offsets[changes.count]
    }

    /// How many changes lie at or before an instant.
    private func index(at seconds: Int) -> Int {
        var low = 0, high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Writes the changes that `rule` makes after the table's last one.
    private mutating func extend(by rule: PosixZone) {
        self.rule = rule
        var last = changes.last ?? Int.min
        let firstYear =
            changes.last.map { CivilDate(daysSince1970: floorDivide($0, 86_400).quotient).year } ?? 1_970
        guard rule.summer != nil, firstYear < Self.lastWrittenYear else { return }
        for year in firstYear...Self.lastWrittenYear {
            for change in rule.changes(in: year) where change.at > last {
                changes.append(change.at)
                offsets.append(change.offset)
                last = change.at
            }
        }
    }

    /// The text between the two line ends after the data block.
    private static func footer(_ bytes: [UInt8], at start: Int) -> PosixZone? {
        guard start < bytes.count, bytes[start] == 10, let end = bytes[(start + 1)...].firstIndex(of: 10)
        else {
            return nil
        }
        return PosixZone(String(decoding: bytes[(start + 1)..<end], as: UTF8.self))
    }

    private static func number(_ bytes: [UInt8], at start: Int, size: Int) -> Int {
        let raw = bytes[start..<start + size].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return size == 4 ? Int(Int32(truncatingIfNeeded: raw)) : Int(Int64(bitPattern: raw))
    }

    /// The counts at the head of a data block.
    private struct Header {
        static let size = 44
        let start: Int
        let version: Int
        let changes: Int
        let types: Int
        private let letters: Int
        private let leaps: Int
        private let flags: Int

        init?(_ bytes: [UInt8], at start: Int) {
            guard start >= 0, start + Self.size <= bytes.count,
                bytes[start..<start + 4].elementsEqual([84, 90, 105, 102])
            else { return nil }
            let counts = (0..<6).map { ZoneTable.number(bytes, at: start + 20 + $0 * 4, size: 4) }
            guard counts.allSatisfy({ (0...1_000_000).contains($0) }) else { return nil }
            self.start = start
            version = bytes[start + 4] == 0 ? 1 : Int(bytes[start + 4]) - 48
            (flags, leaps, changes) = (counts[0] + counts[1], counts[2], counts[3])
            (types, letters) = (counts[4], counts[5])
        }

        /// Where the block ends when its times have `timeSize` octets.
        func end(timeSize: Int) -> Int {
            start + Self.size + changes * (timeSize + 1) + types * 6 + letters + leaps * (timeSize + 4)
                + flags
        }
    }
}
