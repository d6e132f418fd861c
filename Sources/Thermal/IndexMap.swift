// SPDX-License-Identifier: Apache-2.0
// An index of an orthophoto: the difference of two bands over their sum, or one band as it is, averaged into as many
// pixels as a picture shows. Bands are named, never guessed; what was not measured counts for nothing.

/// What a map of an index shows.
public enum MapIndex: String, Sendable, CaseIterable {
    /// Vegetation: near infrared and red.
    case ndvi
    /// Vegetation deep in the canopy: near infrared and red edge.
    case ndre
    /// Moisture of leaves: near infrared and short-wave infrared.
    case ndmi
    /// Open water: green and near infrared.
    case ndwi
    /// Temperature: one band in degrees Celsius, or with a gain and an offset.
    case thermal

    /// The bands that it needs; the second is taken from the first.
    public var bands: [String] {
        switch self {
        case .ndvi: ["nir", "red"]
        case .ndre: ["nir", "rededge"]
        case .ndmi: ["nir", "swir"]
        case .ndwi: ["green", "nir"]
        case .thermal: ["thermal"]
        }
    }

    /// Names that files give to bands, in lower case and without blanks.
    public static let knownNames: [String: [String]] = [
        "nir": ["nir", "nearinfrared", "near-infrared", "near_infrared"], "red": ["red", "r"],
        "rededge": ["rededge", "red-edge", "red_edge", "re"], "green": ["green", "g"],
        "swir": ["swir", "swir1", "shortwaveinfrared"], "thermal": ["thermal", "lwir", "temperature"],
    ]
}

/// An index over a map.
public struct IndexMap: Sendable {
    /// Columns and rows of what is shown.
    public let columns: Int, rows: Int
    /// The index, row by row; NaN where nothing was measured.
    public let values: [Float]
    /// The least, mean and greatest value over all measured pixels of the map.
    public let least: Double, mean: Double, most: Double
    /// Measured pixels and all pixels of the map.
    public let measured: Int, pixels: Int

    /// Computes an index.
    /// - Parameters:
    ///   - first: the band, from 0, that the index begins with.
    ///   - second: the band that is taken from it; nil shows the first band itself.
    ///   - gain: with which the number of a single band is multiplied, and `offset` added to it.
    ///   - side: columns or rows of what is shown.
    public init(
        _ map: MapFile, first: Int, second: Int?, gain: Double = 1, offset: Double = 0, side: Int = 1_000
    ) throws(ThermalError) {
        guard (0..<map.bands).contains(first), second.map((0..<map.bands).contains) ?? true else {
            throw .badParameter(name: "band", value: "not one of the map's \(map.bands)")
        }
        var sum = IndexSum(map, step: max(1, (max(map.width, map.height) + max(1, side) - 1) / max(1, side)))
        (sum.gain, sum.offset) = (gain, offset)
        let needed = [first, second, map.mask].compactMap { $0 }
        for index in 0..<map.across * map.down {
            let top = index / map.across * map.pieceHeight, left = index % map.across * map.pieceWidth
            // The last strip ends with the map; a tile is always whole.
            let height = map.isTiled ? map.pieceHeight : min(map.pieceHeight, map.height - top)
            let rowBytes = map.pieceWidth * map.samples * map.format.bytes
            let chunk = map.compression == 1 ? max(1, (1 << 20) / max(1, rowBytes)) : height
            for start in stride(from: 0, to: min(height, map.height - top), by: chunk) {
                let rows = start..<min(start + chunk, height)
                var planes: [[Float]] = []
                if map.isPlanar {
                    for band in needed {
                        let bytes = try map.piece(index, band: band, rows: rows)
                        planes.append(PieceNumbers.read(bytes, map, band: 0))
                    }
                } else {
                    var bytes = try map.piece(index, band: 0, rows: rows)
                    PieceNumbers.undo(map, &bytes)
                    for band in needed { planes.append(PieceNumbers.numbers(bytes, map, band: band)) }
                }
                let maskPlane = map.mask == nil ? nil : planes.last
                sum.add(
                    planes[0], second == nil ? nil : planes[1], mask: maskPlane, top: top + start, left: left,
                    rows: min(rows.count, map.height - top - start))
            }
        }
        (columns, rows) = (sum.columns, sum.rows)
        values = sum.values
        (measured, pixels) = (sum.measured, map.width * map.height)
        guard sum.measured > 0 else {
            throw .notRadiometric(because: "no pixel of the map has a number in the bands of the index")
        }
        (least, most, mean) = (sum.least, sum.most, sum.total / Double(sum.measured))
    }

    /// The value below which a share of what is shown lies.
    public func quantile(_ share: Double) -> Double {
        let sorted = values.filter { !$0.isNaN }.sorted()
        guard !sorted.isEmpty else { return 0 }
        return Double(sorted[min(sorted.count - 1, max(0, Int(share * Double(sorted.count - 1))))])
    }
}

/// The sums of an index under way.
private struct IndexSum {
    let columns: Int, rows: Int
    var gain = 1.0, offset = 0.0
    var measured = 0, total = 0.0, least = Double.infinity, most = -Double.infinity
    private let step: Int, width: Int, pieceWidth: Int
    private let nothing: Float?
    /// Of doubles: the sum of two of a map's greatest numbers is none that a float can hold.
    private var sums: [Double]
    private var counts: [Int32]

    init(_ map: MapFile, step: Int) {
        (self.step, width, pieceWidth) = (step, map.width, map.pieceWidth)
        (columns, rows) = ((map.width + step - 1) / step, (map.height + step - 1) / step)
        nothing = map.nothing.map { Float($0) }
        sums = [Double](repeating: 0, count: columns * rows)
        counts = [Int32](repeating: 0, count: columns * rows)
    }

    var values: [Float] { zip(sums, counts).map { $1 > 0 ? Float($0 / Double($1)) : .nan } }

    mutating func add(_ first: [Float], _ second: [Float]?, mask: [Float]?, top: Int, left: Int, rows: Int) {
        let wide = min(pieceWidth, width - left)
        let (gain, offset) = (Float(gain), Float(offset))
        for row in 0..<rows {
            let target = (top + row) / step * columns
            var sum: Double = 0
            for column in 0..<wide {
                let place = row * pieceWidth + column
                if let mask, mask[place] == 0 { continue }
                let a = first[place]
                var value: Float
                if let second {
                    let b = second[place]
                    if let nothing, a == nothing || b == nothing { continue }
                    value = (a - b) / (a + b)
                    // Two bands of light: a share outside of these is a mistake of the file.
                    guard value >= -1, value <= 1 else { continue }
                } else {
                    if let nothing, a == nothing { continue }
                    value = a * gain + offset
                    guard value.isFinite else { continue }
                }
                let cell = target + (left + column) / step
                sums[cell] += Double(value)
                counts[cell] += 1
                measured += 1
                sum += Double(value)
                if Double(value) < least { least = Double(value) }
                if Double(value) > most { most = Double(value) }
            }
            total += sum
        }
    }
}

/// The numbers of an unpacked piece.
private enum PieceNumbers {
    /// Numbers of a piece of one band.
    static func read(_ packed: [UInt8], _ map: MapFile, band: Int) -> [Float] {
        var bytes = packed
        undo(map, &bytes)
        return numbers(bytes, map, band: band)
    }

    /// Takes the predictor back, row by row.
    static func undo(_ map: MapFile, _ bytes: inout [UInt8]) {
        guard map.predictor != 1 else { return }
        let samples = map.samples, size = map.format.bytes
        let row = map.pieceWidth * samples * size
        for start in stride(from: 0, to: bytes.count, by: row) {
            if map.predictor == 3 {
                for place in start + samples..<start + row { bytes[place] &+= bytes[place - samples] }
                let planes = Array(bytes[start..<start + row])
                let count = row / 4
                // The octets stand by their weight, the heaviest first.
                for index in 0..<count {
                    for weight in 0..<4 {
                        let to = map.order == .bigEndian ? weight : 3 - weight
                        bytes[start + 4 * index + to] = planes[weight * count + index]
                    }
                }
                continue
            }
            let back = samples * size
            let low = map.order == .littleEndian
            for place in stride(from: start + back, to: start + row, by: size) {
                var carry = 0
                for weight in 0..<size {
                    let at = place + (low ? weight : size - 1 - weight)
                    let sum = Int(bytes[at]) + Int(bytes[at - back]) + carry
                    bytes[at] = UInt8(truncatingIfNeeded: sum)
                    carry = sum >> 8
                }
            }
        }
    }

    /// The numbers of a band.
    static func numbers(_ bytes: [UInt8], _ map: MapFile, band: Int) -> [Float] {
        let samples = map.samples, size = map.format.bytes
        let band = map.isPlanar ? 0 : band
        let count = bytes.count / (samples * size)
        let isLow = map.order == .littleEndian
        func word(_ at: Int) -> UInt16 {
            isLow
                ? UInt16(bytes[at + 1]) << 8 | UInt16(bytes[at])
                : UInt16(bytes[at]) << 8 | UInt16(bytes[at + 1])
        }
        func long(_ at: Int) -> UInt32 {
            isLow
                ? UInt32(word(at + 2)) << 16 | UInt32(word(at))
                : UInt32(word(at)) << 16 | UInt32(word(at + 2))
        }
        var numbers = [Float](repeating: 0, count: count)
        let step = samples * size
        var at = band * size
        for index in 0..<count {
            switch map.format {
            case .unsigned8: numbers[index] = Float(bytes[at])
            case .unsigned16: numbers[index] = Float(word(at))
            case .signed16: numbers[index] = Float(Int16(bitPattern: word(at)))
            case .unsigned32: numbers[index] = Float(long(at))
            case .signed32: numbers[index] = Float(Int32(bitPattern: long(at)))
            case .float32: numbers[index] = Float(bitPattern: long(at))
            case .float64:
                let high = UInt64(long(isLow ? at + 4 : at)), low = UInt64(long(isLow ? at : at + 4))
                numbers[index] = Float(Double(bitPattern: high << 32 | low))
            }
            at += step
        }
        return numbers
    }
}
