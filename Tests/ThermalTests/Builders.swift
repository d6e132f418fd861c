// SPDX-License-Identifier: Apache-2.0
// Makes thermal files byte by byte, in every form that the reader knows. It shares no code with the reader: check sums
// and packing are written anew here, the plain slow way.

/// Bytes of numbers in one order.
struct Writer {
    var isBig = false
    var bytes: [UInt8] = []

    init(isBig: Bool = false) { self.isBig = isBig }

    mutating func word(_ value: Int) {
        let low = UInt8(value & 0xFF), high = UInt8(value >> 8 & 0xFF)
        bytes += isBig ? [high, low] : [low, high]
    }
    mutating func long(_ value: Int) {
        let parts = (0..<4).map { UInt8(value >> (8 * $0) & 0xFF) }
        bytes += isBig ? parts.reversed() : parts
    }
    mutating func float(_ value: Double) { long(Int(Float(value).bitPattern)) }
    mutating func pad(to length: Int) { bytes += [UInt8](repeating: 0, count: max(0, length - bytes.count)) }
}

func put(_ part: [UInt8], at place: Int, in bytes: inout [UInt8]) {
    bytes.replaceSubrange(place..<place + part.count, with: part)
}

/// A FLIR picture. The constants are those of a usual camera; each may be changed.
struct FLIRBuilder {
    enum Form { case plain, png, swappedPNG }

    var width = 12
    var height = 8
    var counts: [UInt16]
    var form = Form.plain
    var isDirectoryBig = true
    var areRecordsBig = false
    var filter: UInt8?
    var emissivity = 0.95
    var distance = 1.0
    var reflected = 293.15
    var air = 293.15
    var window = 293.15
    var windowTransmission = 1.0
    var humidity = 0.5
    var r1 = 15_848.854
    var r2 = 0.014533112
    var b = 1_414.9
    var f = 1.0
    var o = -4_405
    var median = 16_000
    var partBytes = 300
    var place: (latitude: Double, longitude: Double)?

    /// A scene with one warm corner.
    init(width: Int = 12, height: Int = 8) {
        self.width = width
        self.height = height
        counts = (0..<width * height).map { (index: Int) -> UInt16 in
            let x = index % width, y = index / width
            return UInt16(16_000 + 7 * x + 3 * y)
        }
        if height > 1, width > 2 { counts[width + 2] = 18_000 }
    }

    var raw: [UInt8] {
        var writer = Writer(isBig: areRecordsBig)
        for number in [2, width, height, 0, 0, 0, width - 1, 0, height - 1] { writer.word(number) }
        writer.pad(to: 32)
        switch form {
        case .plain: for count in counts { writer.word(Int(count)) }
        case .png, .swappedPNG:
            writer.bytes += PNGBuilder.png(
                width: width, counts: form == .png ? counts : counts.map(\.byteSwapped), filter: filter)
        }
        return writer.bytes
    }

    var camera: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 0x3A0)
        func number(_ at: Int, _ make: (inout Writer) -> Void) {
            var writer = Writer(isBig: areRecordsBig)
            make(&writer)
            put(writer.bytes, at: at, in: &bytes)
        }
        number(0) { $0.word(2) }
        let floats = [
            (0x20, emissivity), (0x24, distance), (0x28, reflected), (0x2C, air), (0x30, window),
            (0x34, windowTransmission), (0x3C, humidity), (0x58, r1), (0x5C, b), (0x60, f), (0x70, 0.006569),
            (0x74, 0.01262), (0x78, -0.002276), (0x7C, -0.00667), (0x80, 1.9), (0x30C, r2),
        ]
        for (at, value) in floats { number(at) { $0.float(value) } }
        number(0x308) { $0.long(o) }
        number(0x338) { $0.word(median) }
        put(Array("FLIR TEST".utf8), at: 0xD4, in: &bytes)
        return bytes
    }

    /// The FFF file.
    var stream: [UInt8] {
        var records: [(kind: Int, bytes: [UInt8])] = [(0, []), (0x20, camera), (0x01, raw)]
        if let place {
            var writer = Writer()
            writer.long(1)
            writer.long(0)
            writer.bytes += Array("N\0W\0".utf8)
            writer.pad(to: 16)
            for value in [place.latitude, place.longitude] {
                let bits = value.bitPattern
                writer.long(Int(bits & 0xFFFF_FFFF))
                writer.long(Int(bits >> 32))
            }
            writer.float(41.5)
            writer.pad(to: 0x60)
            records.append((0x2B, writer.bytes))
        }
        var head = Writer(isBig: isDirectoryBig)
        head.bytes = Array("FFF\0TEST".utf8)
        head.pad(to: 20)
        for number in [101, 64, records.count] { head.long(number) }
        head.pad(to: 64)
        var at = 64 + 32 * records.count
        for record in records {
            let start = head.bytes.count
            head.word(record.kind)
            head.pad(to: start + 12)
            head.long(at)
            head.long(record.bytes.count)
            head.pad(to: start + 32)
            at += record.bytes.count
        }
        return head.bytes + records.flatMap(\.bytes)
    }

    /// The parts of the stream as JPEG segments.
    var parts: [[UInt8]] {
        let stream = stream
        let starts = Array(stride(from: 0, to: stream.count, by: partBytes))
        return starts.enumerated().map { index, start in
            let head = Array("FLIR\0".utf8) + [1, UInt8(index), UInt8(starts.count - 1)]
            return JPEGBuilder.segment(0xE1, head + stream[start..<min(stream.count, start + partBytes)])
        }
    }

    var jpeg: [UInt8] { JPEGBuilder.file(parts) }
}

/// JPEG files without a picture in them.
enum JPEGBuilder {
    static func segment(_ marker: UInt8, _ body: [UInt8]) -> [UInt8] {
        [0xFF, marker, UInt8((body.count + 2) >> 8), UInt8((body.count + 2) & 0xFF)] + body
    }

    static func file(_ segments: [[UInt8]]) -> [UInt8] {
        [0xFF, 0xD8] + segments.flatMap { $0 } + [0xFF, 0xDA, 0, 2, 0x55, 0xFF, 0xD9]
    }

    static func exif(make: String, model: String) -> [UInt8] {
        var tiff = TIFFBuilder(width: 1, counts: [])
        tiff.texts = [(271, make), (272, model)]
        return segment(0xE1, Array("Exif\0\0".utf8) + tiff.directoryOnly)
    }

    /// A DJI picture of its own kind.
    static func dji(
        width: Int, counts: [UInt16], make: String = "DJI", model: String = "M3T", mark: String = "iirp"
    ) -> [UInt8] {
        var writer = Writer()
        for count in counts { writer.word(Int(count)) }
        var frame = Writer(isBig: true)
        frame.bytes = [8]
        frame.word(counts.count / width)
        frame.word(width)
        frame.bytes += [1, 1, 0x11, 0]
        let pieces = stride(from: 0, to: writer.bytes.count, by: 100).map { start in
            segment(0xE3, Array(writer.bytes[start..<min(writer.bytes.count, start + 100)]))
        }
        return file(
            [exif(make: make, model: model), segment(0xC0, frame.bytes)] + pieces
                + [segment(0xE4, [0xFF, 0xD2, 0xD1, 0xFF] + Array(mark.utf8))])
    }
}

/// 16-bit grey PNG files, stored without compression.
enum PNGBuilder {
    /// - Parameter filter: the filter of all rows; nil takes another for each row.
    static func png(width: Int, counts: [UInt16], filter: UInt8? = nil) -> [UInt8] {
        let height = counts.count / width
        let rows = (0..<height).map { row in
            counts[row * width..<(row + 1) * width].flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        }
        var data: [UInt8] = []
        for (index, row) in rows.enumerated() {
            let kind = filter ?? UInt8(index % 5)
            let above = index > 0 ? rows[index - 1] : [UInt8](repeating: 0, count: row.count)
            data.append(kind)
            for place in row.indices {
                let left = place < 2 ? 0 : Int(row[place - 2]), up = Int(above[place])
                let corner = place < 2 ? 0 : Int(above[place - 2])
                let guess: Int
                switch kind {
                case 1: guess = left
                case 2: guess = up
                case 3: guess = (left + up) / 2
                case 4: guess = paeth(left, up, corner)
                default: guess = 0
                }
                data.append(UInt8((Int(row[place]) - guess) & 0xFF))
            }
        }
        var header = Writer(isBig: true)
        header.long(width)
        header.long(height)
        header.bytes += [16, 0, 0, 0, 0]
        let packed = zlib(data), half = packed.count / 2
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header.bytes)
            + chunk("IDAT", Array(packed[..<half])) + chunk("IDAT", Array(packed[half...]))
            + chunk("IEND", [])
    }

    private static func paeth(_ left: Int, _ up: Int, _ corner: Int) -> Int {
        let guess = left + up - corner
        return [left, up, corner].min { abs($0 - guess) < abs($1 - guess) } ?? 0
    }

    static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
        var writer = Writer(isBig: true)
        writer.long(body.count)
        let checked = Array(name.utf8) + body
        writer.bytes += checked
        writer.long(Int(crc(checked)))
        return writer.bytes
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        var value: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            value ^= UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
        return ~value
    }

    /// A zlib stream of stored blocks.
    static func zlib(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = [0x78, 0x01]
        let starts = Array(stride(from: 0, to: max(1, bytes.count), by: 60_000))
        for start in starts {
            let block = bytes[start..<min(bytes.count, start + 60_000)]
            let low = UInt8(block.count & 0xFF), high = UInt8(block.count >> 8)
            result += [start == starts.last ? 1 : 0, low, high, ~low, ~high] + block
        }
        var first = 1, second = 0
        for byte in bytes {
            first = (first + Int(byte)) % 65_521
            second = (second + first) % 65_521
        }
        return result + [UInt8(second >> 8), UInt8(second & 0xFF), UInt8(first >> 8), UInt8(first & 0xFF)]
    }
}
