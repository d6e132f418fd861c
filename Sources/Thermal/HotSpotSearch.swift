// SPDX-License-Identifier: Apache-2.0
// Finds hot spots. A spot is a connected blob of pixels warmer than the median of its region by the limit, and its peak
// is warmer than the median of a ring around it by the limit. A blob of more than a quarter of the picture is no spot
// but a region of its own (sunlit ground, a roof): like is held against like, so it is searched against its own median.

extension ThermalImage {
    /// The hot spots of the picture.
    public func hotSpots(_ limits: HotSpotLimits = HotSpotLimits()) -> HotSpots {
        guard figures.most - figures.least >= HotSpotLimits.leastSpread, limits.leastDifference > 0 else {
            return HotSpots(listed: [], count: 0)
        }
        var search = HotSpotSearch(image: self, limits: limits)
        search.run(median: figures.median)
        return search.result()
    }
}

/// The search in one picture.
struct HotSpotSearch {
    /// Regions inside of regions.
    private static let levels = 4
    /// A blob of more than this share of the picture is a region.
    private static let regionShare = 4
    /// Blobs whose ring is looked at: those with the warmest peaks.
    private static let weighed = ThermalLimit.countedSpots
    /// Pixels of a ring that are looked at.
    private static let ringSamples = 20_000
    /// Pixels of which a ring's median is worth something.
    private static let leastRing = 8

    private let image: ThermalImage
    private let limits: HotSpotLimits
    /// The level of the search that has taken a pixel.
    private var taken: [UInt8]
    private var blobs: [Blob] = []
    /// The lowest count with a temperature.
    private let firstKnown: UInt16

    /// A connected blob.
    private struct Blob {
        var pixels = 0
        var peak = 0
        var peakCount: UInt16 = 0
        var sumX = 0
        var sumY = 0
        var sumCelsius = 0.0
        var left = Int.max
        var right = 0
        var top = Int.max
        var bottom = 0
        /// The counts that are warm in its region, and the region's median.
        var warm: ClosedRange<UInt16>
        var regionMedian: Double
    }

    init(image: ThermalImage, limits: HotSpotLimits) {
        self.image = image
        self.limits = limits
        taken = [UInt8](repeating: 0, count: image.counts.count)
        firstKnown = image.table.counts(atLeast: -.infinity)?.lowerBound ?? 0
    }

    /// Searches the picture, then the regions in it.
    mutating func run(median: Double) {
        var regions: [(seeds: [Int32], median: Double)] = [([], median)]
        for level in 1...Self.levels where !regions.isEmpty {
            var next: [(seeds: [Int32], median: Double)] = []
            for region in regions {
                guard let warm = image.table.counts(atLeast: region.median + limits.leastDifference) else {
                    continue
                }
                let mark = UInt8(truncatingIfNeeded: level)
                // The first region is the whole picture; a list of all its pixels would be needless.
                if level == 1 {
                    for seed in image.counts.indices {
                        if let found = grow(seed, mark, warm, region.median) { next.append(found) }
                    }
                } else {
                    for seed in region.seeds {
                        if let found = grow(Int(seed), mark, warm, region.median) { next.append(found) }
                    }
                }
            }
            regions = next
        }
    }

    /// Grows a blob from a pixel: kept if it is a spot, given back if it is a region.
    private mutating func grow(
        _ seed: Int, _ mark: UInt8, _ warm: ClosedRange<UInt16>, _ median: Double
    ) -> (seeds: [Int32], median: Double)? {
        guard warm.contains(image.counts[seed]), taken[seed] == mark - 1 else { return nil }
        var members = [Int32(truncatingIfNeeded: seed)]
        taken[seed] = mark
        var blob = Blob(warm: warm, regionMedian: median)
        var at = 0
        while at < members.count {
            let pixel = Int(members[at])
            at += 1
            let y = pixel / image.width, x = pixel - y * image.width
            add(pixel, x: x, y: y, to: &blob)
            for row in max(0, y - 1)...min(image.height - 1, y + 1) {
                for column in max(0, x - 1)...min(image.width - 1, x + 1) {
                    let next = row * image.width + column
                    guard taken[next] == mark - 1, warm.contains(image.counts[next]) else { continue }
                    taken[next] = mark
                    members.append(Int32(truncatingIfNeeded: next))
                }
            }
        }
        if blob.pixels > image.counts.count / Self.regionShare {
            let counts = image.counts
            let histogram = CountHistogram(members.lazy.map { counts[Int($0)] })
            return histogram.quantile(0.5, image.table).map { (members, $0) }
        }
        if blob.pixels >= max(1, limits.leastPixels) {
            blobs.append(blob)
            if blobs.count >= 4 * Self.weighed { blobs = warmest }
        }
        return nil
    }

    private func add(_ pixel: Int, x: Int, y: Int, to blob: inout Blob) {
        let count = image.counts[pixel]
        if blob.pixels == 0 || count > blob.peakCount || count == blob.peakCount && pixel < blob.peak {
            (blob.peak, blob.peakCount) = (pixel, count)
        }
        blob.pixels += 1
        blob.sumX += x
        blob.sumY += y
        blob.sumCelsius += image.table[count]
        blob.left = min(blob.left, x)
        blob.right = max(blob.right, x)
        blob.top = min(blob.top, y)
        blob.bottom = max(blob.bottom, y)
    }

    /// The spots that were found, held against their rings.
    func result() -> HotSpots {
        var spots: [HotSpot] = []
        for blob in warmest { if let found = spot(blob) { spots.append(found) } }
        spots.sort { left, right in
            (left.difference, right.peak.y, right.peak.x) > (right.difference, left.peak.y, left.peak.x)
        }
        return HotSpots(listed: Array(spots.prefix(ThermalLimit.spots)), count: spots.count)
    }

    /// The blobs with the warmest peaks, as many as are weighed.
    private var warmest: [Blob] {
        Array(blobs.sorted { ($0.peakCount, $1.peak) > ($1.peakCount, $0.peak) }.prefix(Self.weighed))
    }

    /// A blob as a spot; nil when its peak is not far enough above its ring.
    private func spot(_ blob: Blob) -> HotSpot? {
        let reference = ringMedian(blob) ?? blob.regionMedian
        let peak = image.table[blob.peakCount]
        let difference = peak - reference
        guard difference >= limits.leastDifference else { return nil }
        let similar = ElectricalClass(overSimilar: difference)
        let ambient = limits.ambientCelsius.flatMap { ElectricalClass(overAmbient: peak - $0) }
        let scaled = limits.irradiance.map { difference * 1_000 / $0 }
        let pixels = Double(blob.pixels)
        return HotSpot(
            pixels: blob.pixels, peak: PixelPlace(x: blob.peak % image.width, y: blob.peak / image.width),
            boxStart: PixelPlace(x: blob.left, y: blob.top),
            boxEnd: PixelPlace(x: blob.right, y: blob.bottom),
            peakCelsius: peak, meanCelsius: blob.sumCelsius / pixels, referenceCelsius: reference,
            electrical: [similar, ambient].compactMap { $0 }.max(),
            module: blob.pixels < ModuleClass.leastPixels
                ? nil : ModuleClass(overNeighbours: scaled ?? difference),
            scaledDifference: scaled, centerX: Double(blob.sumX) / pixels, centerY: Double(blob.sumY) / pixels
        )
    }

    /// The median of what is around a blob and not warm itself; nil when there is too little of it.
    private func ringMedian(_ blob: Blob) -> Double? {
        let side = max(blob.right - blob.left, blob.bottom - blob.top) + 1
        let margin = min(20, max(3, side / 2))
        let columns = max(0, blob.left - margin)...min(image.width - 1, blob.right + margin)
        let rows = max(0, blob.top - margin)...min(image.height - 1, blob.bottom + margin)
        // Of a large ring every second, third, … row and column is enough.
        var step = 1
        while columns.count / step * (rows.count / step) > Self.ringSamples { step += 1 }
        var samples: [UInt16] = []
        for row in stride(from: rows.lowerBound, through: rows.upperBound, by: step) {
            for column in stride(from: columns.lowerBound, through: columns.upperBound, by: step) {
                let count = image.counts[row * image.width + column]
                if count < blob.warm.lowerBound, count >= firstKnown { samples.append(count) }
            }
        }
        return samples.count < Self.leastRing ? nil : CountHistogram(samples).quantile(0.5, image.table)
    }
}
