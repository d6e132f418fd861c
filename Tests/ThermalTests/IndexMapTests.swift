// SPDX-License-Identifier: Apache-2.0
// An index of a map is the same however the map is stored: strips or tiles, any kind of number, packed or not, classic
// or big; and a hostile map is an error.

import Testing

@testable import Thermal

/// Makes a map of four bands, red, green, near infrared and a mask, the plain slow way.
private struct MapBuilder {
    enum Kind: Int { case unsigned8, unsigned16, float32 }

    var width = 37, height = 23
    var kind = Kind.unsigned16
    var compression = 1, predictor = 1
    var tile: Int?
    var rowsOfStrip = 5
    var isPlanar = false, isBig = false, isBigEndian = false
    var metadata = ""

    func number(_ x: Int, _ y: Int, _ band: Int) -> Double {
        switch band {
        case 0: Double(20 + (x * 3 + y) % 50)
        case 1: Double(30 + y % 7)
        case 2: Double(90 + (x + 2 * y) % 60)
        default: x < 30 ? 255 : 0
        }
    }

    private func bytes(_ value: Int, _ count: Int) -> [UInt8] {
        let low = (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        return isBigEndian ? low.reversed() : low
    }

    private var size: Int { [1, 2, 4][kind.rawValue] }

    private func piece(_ left: Int, _ top: Int, _ wide: Int, _ tall: Int, _ bands: [Int]) -> [UInt8] {
        var all: [UInt8] = []
        for y in top..<top + tall {
            var row: [UInt8] = []
            var before = [Int](repeating: 0, count: bands.count)
            for x in left..<left + wide {
                for (place, band) in bands.enumerated() {
                    let value = x < width && y < height ? number(x, y, band) : 0
                    let whole = kind == .float32 ? Int(Float(value).bitPattern) : Int(value)
                    row += bytes(predictor == 2 ? whole - before[place] : whole, size)
                    before[place] = whole
                }
            }
            if predictor == 3 {
                let count = row.count / 4
                var planes = [UInt8](repeating: 0, count: row.count)
                for index in 0..<count {
                    for weight in 0..<4 {
                        planes[weight * count + index] = row[4 * index + (isBigEndian ? weight : 3 - weight)]
                    }
                }
                row = planes
                for place in stride(from: row.count - 1, through: bands.count, by: -1) {
                    row[place] &-= row[place - bands.count]
                }
            }
            all += row
        }
        switch compression {
        case 32_773: return all.flatMap { [0, $0] }
        case 8: return PNGBuilder.zlib(all)
        default: return all
        }
    }

    var file: [UInt8] {
        let (wide, tall) = (tile ?? width, tile ?? rowsOfStrip)
        var pieces: [[UInt8]] = []
        for bands in isPlanar ? [[0], [1], [2], [3]] : [[0, 1, 2, 3]] {
            for top in stride(from: 0, to: height, by: tall) {
                for left in stride(from: 0, to: width, by: wide) {
                    pieces.append(piece(left, top, wide, tile == nil ? min(tall, height - top) : tall, bands))
                }
            }
        }
        let word = isBig ? 8 : 4
        var tags: [(Int, Int, [Int])] = [
            (256, 3, [width]), (257, 3, [height]), (258, 3, [Int](repeating: 8 * size, count: 4)),
            (259, 3, [compression]), (277, 3, [4]), (284, 3, [isPlanar ? 2 : 1]), (317, 3, [predictor]),
            (338, 3, [2]),
            (339, 3, [Int](repeating: kind == .float32 ? 3 : 1, count: 4)),
        ]
        if !metadata.isEmpty { tags.append((42_112, 2, Array(metadata.utf8).map(Int.init) + [0])) }
        tags += tile == nil ? [(278, 3, [tall])] : [(322, 3, [wide]), (323, 3, [wide])]
        let list = 4 + (isBig ? 12 : 4)
        var at = (isBig ? 16 : 8) + (isBig ? 8 : 2) + (tags.count + 2) * (4 + 2 * word) + word
        var places: [Int] = [], data: [UInt8] = []
        var extra: [UInt8] = []
        // The values that do not fit stand behind the directory, the pieces behind them.
        let outside =
            tags.reduce(0) {
                $0 + ($1.2.count * ($1.1 == 3 ? 2 : 1) > word ? $1.2.count * ($1.1 == 3 ? 2 : 1) : 0)
            }
            + 2 * pieces.count * word + list * 0
        var start = at + outside
        for piece in pieces {
            places.append(start)
            data += piece
            start += piece.count
        }
        let kind = isBig ? 16 : 4
        tags += [
            (tile == nil ? 273 : 324, kind, places), (tile == nil ? 279 : 325, kind, pieces.map(\.count)),
        ]
        var entries: [UInt8] = []
        for (tag, kind, values) in tags {
            let each = [2: 1, 3: 2, 4: 4, 16: 8][kind] ?? 1
            let content = values.flatMap { bytes($0, each) }
            entries += bytes(tag, 2) + bytes(kind, 2) + bytes(values.count, word)
            if content.count <= word {
                entries += content + [UInt8](repeating: 0, count: word - content.count)
            } else {
                entries += bytes(at, word)
                extra += content
                at += content.count
            }
        }
        let mark: [UInt8] = isBigEndian ? [0x4D, 0x4D] : [0x49, 0x49]
        let head =
            isBig
            ? mark + bytes(43, 2) + bytes(8, 2) + bytes(0, 2) + bytes(16, 8)
            : mark + bytes(42, 2) + bytes(8, 4)
        let body = head + bytes(tags.count, isBig ? 8 : 2) + entries + bytes(0, word) + extra
        return body + [UInt8](repeating: 0, count: max(0, places[0] - body.count)) + data
    }
}

private func map(_ bytes: [UInt8]) throws(ThermalError) -> MapFile {
    try MapFile { at, length in
        at >= 0 && length >= 0 && length <= bytes.count && at <= bytes.count - length
            ? Array(bytes[at..<at + length]) : nil
    }
}

@Suite struct IndexMapTests {
    private static var builders: [MapBuilder] {
        var all: [MapBuilder] = []
        for kind in [MapBuilder.Kind.unsigned8, .unsigned16, .float32] {
            for tile in [nil, 16] as [Int?] {
                for isPlanar in [false, true] {
                    for (compression, predictor) in [(1, 1), (32_773, 1), (8, 1), (8, 2), (8, 3)] {
                        guard predictor != 3 || kind == .float32 else { continue }
                        for isBigEndian in [false, true] {
                            var builder = MapBuilder()
                            (builder.kind, builder.tile, builder.isPlanar) = (kind, tile, isPlanar)
                            (builder.compression, builder.predictor) = (compression, predictor)
                            (builder.isBigEndian, builder.isBig) = (isBigEndian, isPlanar != isBigEndian)
                            all.append(builder)
                        }
                    }
                }
            }
        }
        return all
    }

    @Test func `every form of the same map gives the same index`() throws {
        for builder in Self.builders {
            let index = try IndexMap(try map(builder.file), first: 2, second: 0)
            #expect(
                index.columns == 37 && index.rows == 23 && index.measured == 30 * 23
                    && index.pixels == 37 * 23)
            for (x, y) in [(0, 0), (29, 22), (17, 16), (5, 9)] {
                let (nir, red) = (builder.number(x, y, 2), builder.number(x, y, 0))
                let found = Double(index.values[y * 37 + x])
                #expect(abs(found - (nir - red) / (nir + red)) < 1e-5, "\(builder) at \(x), \(y)")
            }
            // What the mask hides is not measured.
            #expect(index.values[30].isNaN)
        }
    }

    @Test func `a small picture of a large map has its means, and one band its own numbers`() throws {
        let whole = try IndexMap(try map(MapBuilder().file), first: 0, second: nil, gain: 0.5, offset: -10)
        let small = try IndexMap(
            try map(MapBuilder().file), first: 0, second: nil, gain: 0.5, offset: -10, side: 10)
        #expect(
            small.columns == 10 && small.rows == 6 && small.mean == whole.mean && small.least == whole.least)
        #expect(abs(whole.least - 0) < 1e-6 && abs(whole.most - 24.5) < 1e-6)
        let first =
            whole.values[0..<4] + whole.values[37..<41] + whole.values[74..<78] + whole.values[111..<115]
        #expect(abs(small.values[0] - first.reduce(0, +) / 16) < 1e-4)
    }

    @Test func `bands have the names that the file gives them`() throws {
        var builder = MapBuilder()
        builder.metadata =
            "<GDALMetadata><Item name=\"DESCRIPTION\" sample=\"2\" role=\"description\">NIR</Item>"
            + "<Item name=\"DESCRIPTION\" sample=\"99\" role=\"description\">x</Item></GDALMetadata>"
        #expect(try map(builder.file).names == ["", "", "NIR", ""])
    }

    @Test func `a map that is cut or changed anywhere is an error or an index, never a trap`() throws {
        var builder = MapBuilder()
        (builder.compression, builder.predictor, builder.tile, builder.kind) = (8, 3, 16, .float32)
        let file = builder.file
        var random: UInt64 = 3
        for turn in 0..<400 {
            var bytes = file
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            if turn.isMultiple(of: 2) {
                bytes = Array(bytes.prefix(Int(random >> 33) % bytes.count))
            } else {
                bytes[Int(random >> 33) % min(bytes.count, 400)] = UInt8(truncatingIfNeeded: random >> 20)
            }
            do throws(ThermalError) {
                _ = try IndexMap(try map(bytes), first: 0, second: 1, side: 50)
            } catch {
                #expect(!"\(error)".isEmpty)
            }
        }
    }
}
