// SPDX-License-Identifier: Apache-2.0
// Makes TIFF files of counts in every layout that the reader knows: byte orders, strips, tiles, packings, predictor. It
// shares no code with the reader.

/// A 16-bit grey TIFF.
struct TIFFBuilder {
    var width: Int
    var counts: [UInt16]
    var isBig = false
    var compression = 1
    var hasPredictor = false
    /// Rows of a strip; nil makes one strip.
    var stripRows: Int?
    /// Width and height of a tile; nil makes strips.
    var tile: (width: Int, height: Int)?
    var texts: [(tag: Int, text: String)] = []
    var xmp: String?
    /// Other numbers, also in place of usual ones.
    var numbers: [Int: Int] = [:]
    /// Degrees, minutes and seconds times 100, north and west.
    var place: (latitude: [Int], longitude: [Int])?

    init(width: Int, counts: [UInt16]) {
        self.width = width
        self.counts = counts
    }

    private var height: Int { counts.count / max(1, width) }

    /// Only the texts, as in the EXIF data of a JPEG.
    var directoryOnly: [UInt8] { file(pieces: [], numbers: [:]) }

    var bytes: [UInt8] {
        var all = [256: width, 257: height, 258: 16, 259: compression, 262: 1, 277: 1]
        if hasPredictor { all[317] = 2 }
        var pieces: [[UInt8]] = []
        if let tile {
            (all[322], all[323]) = (tile.width, tile.height)
            for top in stride(from: 0, to: height, by: tile.height) {
                for left in stride(from: 0, to: width, by: tile.width) {
                    pieces.append(piece(left: left, top: top, tile.width, tile.height))
                }
            }
        } else {
            let rows = stripRows ?? height
            all[278] = rows
            for top in stride(from: 0, to: height, by: rows) {
                pieces.append(piece(left: 0, top: top, width, min(rows, height - top)))
            }
        }
        return file(pieces: pieces, numbers: all.merging(numbers) { $1 })
    }

    private func piece(left: Int, top: Int, _ pieceWidth: Int, _ rows: Int) -> [UInt8] {
        var writer = Writer(isBig: isBig)
        for row in top..<top + rows {
            var before = 0
            for column in left..<left + pieceWidth {
                let value = row < height && column < width ? Int(counts[row * width + column]) : 0
                writer.word(hasPredictor ? value - before : value)
                before = value
            }
        }
        switch compression {
        case 5: return Self.lzw(writer.bytes)
        case 8, 32_946: return PNGBuilder.zlib(writer.bytes)
        case 32_773: return Self.packBits(writer.bytes)
        default: return writer.bytes
        }
    }

    private func file(pieces: [[UInt8]], numbers: [Int: Int]) -> [UInt8] {
        typealias Entry = (tag: Int, kind: Int, count: Int, bytes: [UInt8])
        func longs(_ values: [Int]) -> [UInt8] {
            var writer = Writer(isBig: isBig)
            for value in values { writer.long(value) }
            return writer.bytes
        }
        var start = 8
        let starts = pieces.map { piece in
            defer { start += piece.count }
            return start
        }
        var tail = pieces.flatMap { $0 }
        var entries: [Entry] = numbers.map { ($0.key, 4, 1, longs([$0.value])) }
        if !pieces.isEmpty {
            entries.append((tile == nil ? 273 : 324, 4, starts.count, longs(starts)))
            entries.append((tile == nil ? 279 : 325, 4, starts.count, longs(pieces.map(\.count))))
        }
        for (tag, text) in texts { entries.append((tag, 2, text.utf8.count + 1, Array(text.utf8) + [0])) }
        if let xmp { entries.append((700, 1, xmp.utf8.count, Array(xmp.utf8))) }
        func directory(_ entries: [Entry]) -> Int {
            let sorted = entries.sorted { $0.tag < $1.tag }
            var places: [Int] = []
            for entry in sorted {
                places.append(8 + tail.count)
                if entry.bytes.count > 4 { tail += entry.bytes }
            }
            let place = 8 + tail.count
            var writer = Writer(isBig: isBig)
            writer.word(sorted.count)
            for (entry, place) in zip(sorted, places) {
                writer.word(entry.tag)
                writer.word(entry.kind)
                writer.long(entry.count)
                let end = writer.bytes.count + 4
                if entry.bytes.count > 4 { writer.long(place) } else { writer.bytes += entry.bytes }
                writer.pad(to: end)
            }
            writer.long(0)
            tail += writer.bytes
            return place
        }
        if let place {
            func degrees(_ parts: [Int]) -> [UInt8] { longs([parts[0], 1, parts[1], 1, parts[2], 100]) }
            let gps: [Entry] = [
                (1, 2, 2, [0x4E, 0]), (2, 5, 3, degrees(place.latitude)), (3, 2, 2, [0x57, 0]),
                (4, 5, 3, degrees(place.longitude)), (5, 1, 1, [1]), (6, 5, 1, longs([250, 100])),
            ]
            entries.append((34_853, 4, 1, longs([directory(gps)])))
        }
        let first = directory(entries)
        var head = Writer(isBig: isBig)
        head.bytes = isBig ? [0x4D, 0x4D] : [0x49, 0x49]
        head.word(42)
        head.long(first)
        return head.bytes + tail
    }

    /// LZW with a true table, cleared before it is full.
    static func lzw(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var held = 0, heldBits = 0, width = 9
        func emit(_ code: Int) {
            held = held << width | code
            heldBits += width
            while heldBits >= 8 {
                heldBits -= 8
                result.append(UInt8(held >> heldBits & 0xFF))
            }
            held &= (1 << heldBits) - 1
        }
        var table: [[UInt8]: Int] = [:]
        func code(_ text: [UInt8]) -> Int? { text.count == 1 ? Int(text[0]) : table[text] }
        emit(256)
        var text: [UInt8] = []
        var next = 258
        for byte in bytes {
            if code(text + [byte]) != nil {
                text.append(byte)
                continue
            }
            emit(code(text) ?? 0)
            table[text + [byte]] = next
            next += 1
            if next == 4_094 {
                emit(256)
                (next, width, table) = (258, 9, [:])
            } else if next == 1 << width {
                width += 1
            }
            text = [byte]
        }
        if !text.isEmpty {
            emit(code(text) ?? 0)
            next += 1
            if next == 1 << width, width < 12 { width += 1 }
        }
        emit(257)
        if heldBits > 0 { result.append(UInt8(held << (8 - heldBits) & 0xFF)) }
        return result
    }

    /// Runs where three bytes are alike, the rest as it is.
    static func packBits(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var at = 0
        while at < bytes.count {
            let run = bytes[at...].prefix(128).prefix { $0 == bytes[at] }.count
            if run >= 3 {
                result += [UInt8(bitPattern: Int8(1 - run)), bytes[at]]
                at += run
            } else {
                let end = min(bytes.count, at + 7)
                // A run of nothing, which the standard allows anywhere.
                result += [0x80, UInt8(end - at - 1)] + bytes[at..<end]
                at = end
            }
        }
        return result
    }
}
