// SPDX-License-Identifier: Apache-2.0
// Reads an orthophoto GeoTIFF piece by piece: its directory, then one strip or tile at a time, so that a map larger
// than the memory is read all the same. Classic and big TIFF; every number of the file is checked before it is used.

/// Where the octets of a map come from: `length` octets from a place on, or nil when they are not there.
public typealias MapSource = (_ at: Int, _ length: Int) -> [UInt8]?

/// Limits of what a map may claim.
public enum MapLimit {
    /// Pixels of one side.
    public static let side = 200_000
    /// Bands.
    public static let bands = 64
    /// Octets of one unpacked strip or tile.
    public static let pieceBytes = 96 << 20
    /// Strips and tiles.
    public static let pieces = 4_000_000
    /// Entries of the directory.
    static let entries = 4_096
}

/// The directory of a map.
public struct MapFile {
    /// How a number of a band is stored.
    enum Format: Equatable {
        case unsigned8, unsigned16, signed16, unsigned32, signed32, float32, float64

        var bytes: Int {
            switch self {
            case .unsigned8: 1
            case .unsigned16, .signed16: 2
            case .unsigned32, .signed32, .float32: 4
            case .float64: 8
            }
        }
    }

    /// Columns and rows.
    public let width: Int, height: Int
    /// Bands, the mask among them.
    public let bands: Int
    /// What the file calls each band; empty where it does not.
    public let names: [String]
    /// The number that stands for nothing measured.
    let nothing: Double?
    /// The band that masks the others, from 0; nil when there is none.
    let mask: Int?
    let format: Format
    let order: ByteOrder
    let compression: Int, predictor: Int
    let isPlanar: Bool
    let pieceWidth: Int, pieceHeight: Int
    let isTiled: Bool
    let places: [Int], lengths: [Int]
    private let source: MapSource

    private struct Entry {
        var kind: Int, count: Int, value: [UInt8]
    }

    private enum Tag {
        static let width = 256, height = 257, bits = 258, compression = 259, stripPlaces = 273, bands = 277
        static let stripRows = 278, stripBytes = 279, planar = 284, predictor = 317, tileWidth = 322
        static let tileHeight = 323, tilePlaces = 324, tileBytes = 325, extra = 338, format = 339
        static let metadata = 42_112, nothing = 42_113
        /// All that is read: what other tags hold is not taken into the memory.
        static let known: Set<Int> = [
            width, height, bits, compression, stripPlaces, bands, stripRows, stripBytes, planar, predictor, tileWidth,
            tileHeight, tilePlaces, tileBytes, extra, format, metadata, nothing,
        ]
    }

    /// Reads the directory.
    public init(_ source: @escaping MapSource) throws(ThermalError) {
        guard let head = source(0, 8) else { throw .notAPicture }
        let start = Octets(head)
        let isBig = TIFFDirectory.isBig(start)
        guard isBig || TIFFDirectory.order(of: start) != nil else {
            throw .notSupported(what: "a file that is no TIFF; give the orthophoto as GeoTIFF")
        }
        let order: ByteOrder = head[0] == 0x49 ? .littleEndian : .bigEndian
        let entries = try Self.entries(source, order, isBig: isBig)
        func numbers(_ tag: Int) -> [Int]? { entries[tag].flatMap { Self.numbers($0, order) } }
        func number(_ tag: Int, _ standard: Int) -> Int { numbers(tag)?.first ?? standard }
        let width = number(Tag.width, 0)
        let height = number(Tag.height, 0)
        let bands = number(Tag.bands, 1)
        guard (1...MapLimit.side).contains(width), (1...MapLimit.side).contains(height),
            (1...MapLimit.bands).contains(bands)
        else { throw .damaged(what: "a map of \(width) x \(height) pixels with \(bands) bands", at: 8) }
        let bits = numbers(Tag.bits) ?? [1], kinds = numbers(Tag.format) ?? [1]
        guard Set(bits).count == 1, Set(kinds).count == 1,
            let format = Self.format(bits: bits[0], kind: kinds[0])
        else {
            throw .notSupported(
                what: "a map whose bands have \(bits.first ?? 0) bits in format \(kinds.first ?? 0)")
        }
        let compression = number(Tag.compression, 1)
        let predictor = compression == 1 ? 1 : number(Tag.predictor, 1)
        guard TIFFUnpack.known.contains(compression) else {
            throw .notSupported(what: "TIFF compression \(compression); export with deflate or LZW")
        }
        guard predictor == 1 || predictor == 2 && format.bytes < 8 || predictor == 3 && format == .float32
        else {
            throw .notSupported(what: "TIFF predictor \(predictor); export without it")
        }
        self.order = order
        (self.width, self.height, self.bands, self.format) = (width, height, bands, format)
        (self.compression, self.predictor) = (compression, predictor)
        isPlanar = number(Tag.planar, 1) == 2
        isTiled = entries[Tag.tileWidth] != nil
        pieceWidth = isTiled ? number(Tag.tileWidth, 0) : width
        pieceHeight = isTiled ? number(Tag.tileHeight, 0) : min(max(1, number(Tag.stripRows, height)), height)
        places = numbers(isTiled ? Tag.tilePlaces : Tag.stripPlaces) ?? []
        lengths = numbers(isTiled ? Tag.tileBytes : Tag.stripBytes) ?? []
        let extras = numbers(Tag.extra) ?? []
        mask = extras.last.map { $0 == 1 || $0 == 2 } == true && bands > 1 ? bands - 1 : nil
        nothing = entries[Tag.nothing].flatMap { Double(Self.text($0)) }
        names = Self.names(entries[Tag.metadata].map(Self.text) ?? "", bands)
        self.source = source
        try check()
    }

    private func check() throws(ThermalError) {
        guard (1...MapLimit.side).contains(pieceWidth), (1...MapLimit.side).contains(pieceHeight) else {
            throw .damaged(what: "pieces of \(pieceWidth) x \(pieceHeight) pixels", at: 8)
        }
        let needed = across * down * (isPlanar ? bands : 1)
        guard places.count == needed, lengths.count == needed else {
            throw .damaged(what: "the map lists \(places.count) pieces, its size needs \(needed)", at: 8)
        }
        // What is stored plainly is read row by row, whatever the length of a strip.
        let bytes = pieceWidth * samples * format.bytes * (compression == 1 ? 1 : pieceHeight)
        guard bytes <= MapLimit.pieceBytes else {
            throw .notSupported(what: "a map in pieces of \(bytes) bytes; export it in tiles")
        }
    }

    /// Pieces from left to right, and from top to bottom.
    var across: Int { (width + pieceWidth - 1) / pieceWidth }
    var down: Int { (height + pieceHeight - 1) / pieceHeight }
    /// Numbers of one pixel of a piece.
    var samples: Int { isPlanar ? 1 : bands }

    /// Some rows of a piece of a band, unpacked: its octets row by row, `samples` numbers a pixel.
    func piece(_ index: Int, band: Int, rows: Range<Int>) throws(ThermalError) -> [UInt8] {
        let place = isPlanar ? band * across * down + index : index
        let row = pieceWidth * samples * format.bytes
        let bytes: [UInt8]?
        if compression == 1 {
            let (at, isBeyond) = places[place].addingReportingOverflow(rows.lowerBound * row)
            bytes = isBeyond ? nil : source(at, rows.count * row)
        } else {
            guard lengths[place] <= 2 * MapLimit.pieceBytes,
                let packed = source(places[place], lengths[place])
            else {
                throw .cut(what: "piece \(index) of the map", at: places[place])
            }
            bytes = TIFFUnpack.bytes(Octets(packed), compression: compression, size: rows.count * row)
        }
        guard let bytes, bytes.count == rows.count * row else {
            throw .damaged(
                what: "piece \(index) of the map does not give \(rows.count * row) bytes", at: places[place])
        }
        return bytes
    }

    // MARK: - The directory

    private static func entries(
        _ source: MapSource, _ order: ByteOrder, isBig: Bool
    ) throws(ThermalError) -> [Int: Entry] {
        func whole(_ bytes: [UInt8]?, _ from: Int, _ length: Int) -> Int? {
            guard let bytes, from + length <= bytes.count else { return nil }
            let part = bytes[from..<from + length]
            let value = (order == .bigEndian ? Array(part) : part.reversed()).reduce(UInt64(0)) {
                $0 << 8 | UInt64($1)
            }
            return Int(exactly: value)
        }
        let size = isBig ? 8 : 4
        guard let at = whole(source(0, 16), isBig ? 8 : 4, size), at >= 8,
            let count = whole(source(at, isBig ? 8 : 2), 0, isBig ? 8 : 2), count <= MapLimit.entries,
            let table = source(at + (isBig ? 8 : 2), count * (4 + 2 * size))
        else { throw .cut(what: "the directory of the map", at: 4) }
        var entries: [Int: Entry] = [:]
        for index in 0..<count {
            let start = index * (4 + 2 * size)
            guard let tag = whole(table, start, 2), Tag.known.contains(tag), entries[tag] == nil,
                let kind = whole(table, start + 2, 2),
                let values = whole(table, start + 4, size), values <= MapLimit.pieces,
                let width = [
                    1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 11: 4, 12: 8, 13: 4, 16: 8,
                ][kind]
            else { continue }
            let length = values * width
            if length <= size {
                let value = Array(table[start + 4 + size..<start + 4 + size + length])
                entries[tag] = Entry(kind: kind, count: values, value: value)
            } else if let place = whole(table, start + 4 + size, size), let value = source(place, length) {
                entries[tag] = Entry(kind: kind, count: values, value: value)
            }
        }
        return entries
    }

    private static func numbers(_ entry: Entry, _ order: ByteOrder) -> [Int]? {
        let bytes = Octets(entry.value)
        switch entry.kind {
        case 1: return entry.value.map(Int.init)
        case 3: return (0..<entry.count).compactMap { bytes.word(2 * $0, order).map(Int.init) }
        case 4: return (0..<entry.count).compactMap { bytes.offset(4 * $0, order) }
        case 16:
            return (0..<entry.count).compactMap { index in
                let part = entry.value[8 * index..<8 * index + 8]
                let whole = (order == .bigEndian ? Array(part) : part.reversed()).reduce(UInt64(0)) {
                    $0 << 8 | UInt64($1)
                }
                return Int(exactly: whole)
            }
        default: return nil
        }
    }

    private static func format(bits: Int, kind: Int) -> Format? {
        switch (bits, kind) {
        case (8, 1): .unsigned8
        case (16, 1): .unsigned16
        case (16, 2): .signed16
        case (32, 1): .unsigned32
        case (32, 2): .signed32
        case (32, 3): .float32
        case (64, 3): .float64
        default: nil
        }
    }

    private static func text(_ entry: Entry) -> String {
        String(decoding: entry.value.prefix(65_536).prefix { $0 != 0 }, as: UTF8.self)
            .split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// The names in GDAL's metadata: `<Item name="DESCRIPTION" sample="0" role="description">Red</Item>`.
    private static func names(_ metadata: String, _ bands: Int) -> [String] {
        var names = [String](repeating: "", count: bands)
        for item in metadata.split(separator: "<")
        where item.hasPrefix("Item ") && item.contains("role=\"description\"") {
            let halves = item.split(separator: ">", maxSplits: 1)
            let parts = item.split(separator: "\"")
            guard halves.count == 2, let mark = parts.firstIndex(where: { $0.hasSuffix("sample=") }),
                mark + 1 < parts.count, let sample = Int(parts[mark + 1]), names.indices.contains(sample)
            else { continue }
            names[sample] = String(halves[1].prefix(64))
        }
        return names
    }
}
