// SPDX-License-Identifier: Apache-2.0
// Reads the counts of a FLIR raw record: plain 16-bit numbers or a 16-bit PNG, whose bytes most cameras write in the
// wrong order. Which order it is, is decided by the camera's own median, never by the looks of the scene alone.

/// The counts of a picture, row by row.
struct Raster: Equatable {
    var width: Int
    var height: Int
    var counts: [UInt16]

    /// Refuses sizes that no thermal camera has.
    static func check(width: Int, height: Int, at: Int) throws(ThermalError) {
        guard width > 0, height > 0 else {
            throw .damaged(what: "the picture is \(width) x \(height) pixels", at: at)
        }
        guard width <= ThermalLimit.side, height <= ThermalLimit.side, width * height <= ThermalLimit.pixels
        else {
            throw .tooLarge(width: width, height: height)
        }
    }
}

/// The raw record of a FLIR file.
enum FLIRRaster {
    private static let headerBytes = 32

    /// Reads the counts.
    /// - Parameter median: the camera's own median of the counts, if it told one.
    static func read(_ record: Octets, median: UInt16?) throws(ThermalError) -> Raster {
        guard let order = FLIRStream.order(of: record) else {
            throw .damaged(what: "the raw record's byte order mark is not 2", at: 0)
        }
        guard let width = record.word(2, order), let height = record.word(4, order),
            let body = record.window(from: headerBytes)
        else { throw .cut(what: "the raw record's header", at: record.count) }
        try Raster.check(width: Int(width), height: Int(height), at: 2)
        if PNGRaster.isPNG(body) {
            var raster = try PNGRaster.read(body, width: Int(width), height: Int(height))
            if try isSwapped(raster, median: median) {
                for index in raster.counts.indices { raster.counts[index] = raster.counts[index].byteSwapped }
            }
            return raster
        }
        if body.holds([0xFF, 0xD8, 0xFF], at: 0) || body.holds(Array("II*\0".utf8), at: 0) {
            throw .notSupported(
                what: "the FLIR raw picture is packed in a form other than PNG; export it as TLinear TIFF")
        }
        let pixels = Int(width) * Int(height)
        guard let counts = body.words(0, count: pixels, order) else {
            throw .cut(what: "the raw picture of \(width) x \(height) 16-bit counts", at: record.count)
        }
        return Raster(width: Int(width), height: Int(height), counts: counts)
    }

    /// Whether the PNG's numbers have their bytes in the wrong order.
    static func isSwapped(_ raster: Raster, median: UInt16?) throws(ThermalError) -> Bool {
        let asIs = Spread(raster, isSwapped: false), swapped = Spread(raster, isSwapped: true)
        if let median, median > 0 {
            let asIsDistance = asIs.distance(from: median), swappedDistance = swapped.distance(from: median)
            let isInside = asIs.range.contains(median), isSwappedInside = swapped.range.contains(median)
            // The distance first: swapped noise reaches everywhere, so its range holds any median.
            if asIsDistance > 2 * swappedDistance { return true }
            if swappedDistance > 2 * asIsDistance { return false }
            if isInside != isSwappedInside { return isSwappedInside }
        }
        // No usable median. Neighbours in a scene are alike; with swapped bytes they are not.
        if asIs.steps > 2 * swapped.steps { return true }
        if swapped.steps > 2 * asIs.steps { return false }
        guard asIs == swapped else {
            throw .damaged(
                what: "the byte order of the raw PNG cannot be told: the camera's median fits neither", at: 32
            )
        }
        return false
    }

    /// How the counts lie, in one order of their bytes.
    private struct Spread: Equatable {
        var range: ClosedRange<UInt16>
        /// The sum of the differences of neighbours in a row.
        var steps = 0
        /// The sum of all counts.
        private var sum = 0
        private var pixels: Int

        init(_ raster: Raster, isSwapped: Bool) {
            var least = UInt16.max, most = UInt16.min, before = 0
            pixels = raster.counts.count
            for (index, count) in raster.counts.enumerated() {
                let value = isSwapped ? count.byteSwapped : count
                if value < least { least = value }
                if value > most { most = value }
                sum &+= Int(value)
                if index > 0 { steps &+= abs(Int(value) - before) }
                before = Int(value)
            }
            range = least <= most ? least...most : 0...0
        }

        /// How far the mean is from a median.
        func distance(from median: UInt16) -> Int { abs(sum / max(1, pixels) - Int(median)) }
    }
}
