// SPDX-License-Identifier: Apache-2.0
// One link of the chain over flight records and incidents: what it is about, the digests of its parts, and a hash that
// also covers the link before. The octets that are hashed must never change: old heads stand in old digests.

public import DockModel

/// One part of what a link is about, with its SHA-256.
public struct ChainPart: Sendable, Equatable {
    /// "facts", "row", or the name of a file.
    public var name: String
    /// 32 octets.
    public var digest: [UInt8]

    /// A part.
    public init(_ name: String, digest: [UInt8]) {
        self.name = name
        self.digest = digest
    }
}

/// One link.
public struct ChainLink: Sendable, Equatable {
    /// What a link can be about.
    public enum Kind: String, Sendable, CaseIterable {
        /// A version of a flight record.
        case flightRecord = "flight"
        /// An incident as it stood after a change.
        case incident
        /// The files of a flight record were removed because their time was over.
        case thinned
    }

    /// Its number; the first is 1 and none is left out.
    public var sequence: Int64
    /// What it is about.
    public var kind: String
    /// The run or the incident.
    public var subject: String
    /// The version of the record, or how often the incident has changed.
    public var version: Int
    /// When it was committed.
    public var time: WallTime
    /// The parts with their digests.
    public var parts: [ChainPart]
    /// The hash of the link before; zeros before the first.
    public var previous: [UInt8]
    /// The hash of this link.
    public var hash: [UInt8]

    /// What stands before the first link.
    public static let beginning = [UInt8](repeating: 0, count: 32)

    /// The hash in hexadecimal digits: what a digest shows when the link is the newest.
    public var head: String { SHA256.hexadecimal(hash) }

    /// The next link behind another.
    init(
        _ kind: Kind, of subject: String, version: Int, at time: WallTime, parts: [ChainPart],
        after last: (sequence: Int64, hash: [UInt8])
    ) {
        (sequence, previous) = (last.sequence + 1, last.hash)
        (self.kind, self.subject, self.version, self.time, self.parts) = (
            kind.rawValue, subject, version, time, parts
        )
        hash = []
        hash = computedHash
    }

    /// A link as it is stored; nil when its parts cannot be read.
    init?(
        sequence: Int64, kind: String, subject: String, version: Int, time: WallTime, parts text: String,
        previous: [UInt8], hash: [UInt8]
    ) {
        (self.sequence, self.kind, self.subject, self.version) = (sequence, kind, subject, version)
        (self.time, self.previous, self.hash, parts) = (time, previous, hash, [])
        for line in text.split(separator: "\n") {
            guard let gap = line.firstIndex(of: " "), let digest = Self.octets(ofHexadecimal: line[..<gap]),
                digest.count == 32
            else { return nil }
            parts.append(ChainPart(String(line[line.index(after: gap)...]), digest: digest))
        }
    }

    /// The parts as they are stored: a line each, as sha256sum writes them.
    var partsText: String {
        parts.map { "\(SHA256.hexadecimal($0.digest)) \($0.name)" }.joined(separator: "\n")
    }

    /// The hash that the link must have.
    var computedHash: [UInt8] {
        var octets = CanonicalOctets("roost-chain/1")
        octets.add(sequence)
        octets.add(kind)
        octets.add(subject)
        octets.add(Int64(version))
        octets.add(time.milliseconds)
        octets.add(partsText)
        octets.add(previous)
        return octets.digest
    }

    /// The octets of hexadecimal digits in either case; nil when they are none.
    public static func octets(ofHexadecimal text: some StringProtocol) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var octets: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
            octets.append(high << 4 | low)
        }
        return octets
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x41 + 10
        case 0x61...0x66: digit - 0x61 + 10
        default: nil
        }
    }
}

/// Fields as octets in one way only: each with its length before it, so that no two lists give the same octets.
struct CanonicalOctets {
    private var octets: [UInt8] = []

    /// The octets of a kind of list.
    init(_ kind: String) { add(kind) }

    /// Adds octets.
    mutating func add(_ field: [UInt8]) {
        append(UInt64(field.count))
        octets += field
    }

    /// Adds a text.
    mutating func add(_ text: String) { add(Array(text.utf8)) }

    /// Adds a number.
    mutating func add(_ number: Int64) {
        append(8)
        append(UInt64(bitPattern: number))
    }

    /// Adds a number that may be absent.
    mutating func add(_ number: Int64?) {
        if let number { add(number) } else { append(0) }
    }

    /// The SHA-256 of all that was added.
    var digest: [UInt8] { SHA256.of(octets) }

    private mutating func append(_ number: UInt64) {
        for shift in 0..<8 { octets.append(UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * shift))) }
    }
}
