// SPDX-License-Identifier: Apache-2.0
// Takes single files out of the ZIP archive of a map's results (PKWARE APPNOTE 6.3): found by the directory at its end,
// unpacked with a limit and checked by length and CRC-32. Every number of the archive is checked before it is used, and no
// name of it ever becomes a path.

internal import Foundation

/// Why a file could not be taken out of an archive.
public struct MapArchiveError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Why, in one line.
    public var description: String
}

/// The archive of a map's results.
public struct MapArchive {
    /// Files that an archive may hold.
    static let mostFiles = 2_000_000
    /// Octets of the directory.
    static let longestDirectory = 512 << 20

    /// One file of the archive.
    public struct Entry: Sendable, Equatable {
        /// Its octets, unpacked.
        public var octets: Int
        var packed: Int
        var place: Int
        var method: Int
        var crc: UInt32
    }

    private let file: MapPicture
    private var entries: [String: Entry] = [:]

    /// Reads the directory of an archive, as far as it is about `names`.
    public init(path: String, names: Set<String>) throws(MapArchiveError) {
        do throws(MapLinkError) {
            file = try MapPicture(path: path)
        } catch {
            throw MapArchiveError(description: error.description)
        }
        let (place, length, count) = try directory()
        let octets = try read(place, length)
        var at = 0
        for _ in 0..<count {
            guard octets.number(at, 4) == 0x0201_4B50, let nameLength = octets.number(at + 28, 2),
                let extraLength = octets.number(at + 30, 2), let noteLength = octets.number(at + 32, 2),
                at + 46 + nameLength + extraLength <= octets.count
            else { throw MapArchiveError(description: "the archive's directory is damaged") }
            let name = String(decoding: octets[(at + 46)..<(at + 46 + nameLength)], as: UTF8.self)
            if names.contains(name) {
                let extra = Array(octets[(at + 46 + nameLength)..<(at + 46 + nameLength + extraLength)])
                entries[name] = try entry(octets, at, extra)
            }
            at += 46 + nameLength + extraLength + noteLength
        }
    }

    /// A file of the archive; nil when it has none of that name.
    public subscript(name: String) -> Entry? { entries[name] }

    // MARK: - The directory

    private func read(_ place: Int, _ length: Int) throws(MapArchiveError) -> [UInt8] {
        guard place >= 0, length >= 0, place <= file.octets - length else {
            throw MapArchiveError(description: "the archive is cut or damaged")
        }
        var octets: [UInt8] = []
        octets.reserveCapacity(length)
        while octets.count < length {
            let part = file.octets(from: place + octets.count, most: min(1 << 20, length - octets.count))
            guard !part.isEmpty else { throw MapArchiveError(description: "the archive cannot be read") }
            octets += part
        }
        return octets
    }

    /// Where the directory lies, its octets, and how many files it lists.
    private func directory() throws(MapArchiveError) -> (Int, Int, Int) {
        let tailLength = min(file.octets, 65_557)
        let tail = try read(file.octets - tailLength, tailLength)
        guard
            let end = stride(from: tail.count - 22, through: 0, by: -1).first(where: {
                tail.number($0, 4) == 0x0605_4B50
            }),
            var count = tail.number(end + 10, 2), var length = tail.number(end + 12, 4),
            var place = tail.number(end + 16, 4)
        else { throw MapArchiveError(description: "the results are no ZIP archive") }
        if place == 0xFFFF_FFFF || count == 0xFFFF || length == 0xFFFF_FFFF {
            guard end >= 20, tail.number(end - 20, 4) == 0x0706_4B50, let at = tail.number(end - 12, 8),
                case let head = try read(at, 56), head.number(0, 4) == 0x0606_4B50,
                let count64 = head.number(32, 8), let length64 = head.number(40, 8),
                let place64 = head.number(48, 8)
            else { throw MapArchiveError(description: "the archive's long directory is damaged") }
            (count, length, place) = (count64, length64, place64)
        }
        guard count <= Self.mostFiles, length <= Self.longestDirectory, length >= 46 * count else {
            throw MapArchiveError(description: "the archive claims \(count) files")
        }
        return (place, length, count)
    }

    private func entry(_ octets: [UInt8], _ at: Int, _ extra: [UInt8]) throws(MapArchiveError) -> Entry {
        guard let flags = octets.number(at + 8, 2), let method = octets.number(at + 10, 2),
            let crc = octets.number(at + 16, 4), var packed = octets.number(at + 20, 4),
            var size = octets.number(at + 24, 4), var place = octets.number(at + 42, 4)
        else { throw MapArchiveError(description: "the archive's directory is damaged") }
        guard flags & 1 == 0 else { throw MapArchiveError(description: "the archive is encrypted") }
        guard method == 0 || method == 8 else {
            throw MapArchiveError(description: "the archive is packed by method \(method); deflate is read")
        }
        // Long numbers stand in an extra field of their own, in this order, each only where the short one is full.
        var field = 0
        while let kind = extra.number(field, 2), let length = extra.number(field + 2, 2) {
            if kind == 1 {
                var from = field + 4
                func long() -> Int? {
                    defer { from += 8 }
                    return from + 8 <= field + 4 + length ? extra.number(from, 8) : nil
                }
                if size == 0xFFFF_FFFF { size = long() ?? -1 }
                if packed == 0xFFFF_FFFF { packed = long() ?? -1 }
                if place == 0xFFFF_FFFF { place = long() ?? -1 }
            }
            field += 4 + length
        }
        guard size >= 0, packed >= 0, place >= 0 else {
            throw MapArchiveError(description: "the archive is damaged")
        }
        return Entry(
            octets: size, packed: packed, place: place, method: method, crc: UInt32(truncatingIfNeeded: crc))
    }

    // MARK: - One file

    /// A file of the archive in memory, at most `limit` octets.
    public func octets(of name: String, limit: Int) throws(MapArchiveError) -> [UInt8] {
        var all: [UInt8] = []
        try unpack(name, limit: limit) { (part) throws(MapArchiveError) in all += part }
        return all
    }

    /// A file of the archive as a file of its own, at most `limit` octets.
    public func write(_ name: String, to path: String, limit: Int) throws(MapArchiveError) {
        guard
            FileManager.default.createFile(
                atPath: path, contents: nil, attributes: [.posixPermissions: 0o640]),
            let target = FileHandle(forWritingAtPath: path)
        else { throw MapArchiveError(description: "\(path) cannot be written") }
        // What was written is checked by its length and sum; the close changes neither.
        defer { try? target.close() }
        try unpack(name, limit: limit) { (part) throws(MapArchiveError) in
            do {
                try target.write(contentsOf: part)
            } catch {
                throw MapArchiveError(description: "\(path): \(error.localizedDescription)")
            }
        }
    }

    private func unpack(
        _ name: String, limit: Int, to take: ([UInt8]) throws(MapArchiveError) -> Void
    ) throws(MapArchiveError) {
        guard let entry = entries[name] else {
            throw MapArchiveError(description: "the results hold no \(name)")
        }
        guard entry.octets <= limit else {
            throw MapArchiveError(
                description: "\(name) has \(entry.octets) octets, at most \(limit) are read")
        }
        let head = try read(entry.place, 30)
        guard head.number(0, 4) == 0x0403_4B50, let nameLength = head.number(26, 2),
            let extra = head.number(28, 2)
        else {
            throw MapArchiveError(description: "\(name) is not where the archive says")
        }
        let start = entry.place + 30 + nameLength + extra
        let stream = RawInflate(isPacked: entry.method == 8)
        var taken = 0, given = 0, crc: UInt32 = 0
        while taken < entry.packed {
            let part = try read(start + taken, min(256 << 10, entry.packed - taken))
            taken += part.count
            guard
                try stream.take(
                    part,
                    give: { (out) throws(MapArchiveError) -> Bool in
                        given += out.count
                        guard given <= entry.octets else { return false }
                        crc = RawInflate.crc(crc, out)
                        try take(out)
                        return true
                    })
            else { throw MapArchiveError(description: "\(name) is damaged in the archive") }
        }
        guard given == entry.octets, crc == entry.crc else {
            throw MapArchiveError(description: "\(name) is cut or damaged in the archive")
        }
    }
}

extension [UInt8] {
    /// A number of two, four or eight octets, the lowest first; nil beyond the end, or beyond what is a size.
    fileprivate func number(_ at: Int, _ octets: Int) -> Int? {
        guard at >= 0, at + octets <= count else { return nil }
        var value: UInt64 = 0
        for place in (at..<at + octets).reversed() { value = value << 8 | UInt64(self[place]) }
        return Int(exactly: value)
    }
}
