// SPDX-License-Identifier: Apache-2.0
// The figures of a whole picture: coldest, warmest, mean, median and the place of the warmest pixel. Pixels without a
// temperature are counted, and count for nothing else.

/// Figures of a picture, in degrees Celsius.
public struct ThermalFigures: Sendable, Equatable {
    /// The coldest pixel.
    public var least: Double
    /// The warmest pixel.
    public var most: Double
    /// The mean of all pixels.
    public var mean: Double
    /// Half of the pixels are colder.
    public var median: Double
    /// 99 of 100 pixels are colder.
    public var upperPercentile: Double
    /// The warmest pixel, of equals the first in reading order; from the left and the top, from 0 on.
    public var hottest: PixelPlace
    /// Pixels whose count has no temperature.
    public var unmeasuredPixels: Int
}

/// A pixel, from the left and the top edge, from 0 on.
public struct PixelPlace: Sendable, Equatable {
    /// From the left edge.
    public var x: Int
    /// From the top edge.
    public var y: Int
}

extension ThermalFigures {
    /// The figures of a raster whose counts have these temperatures.
    init(_ raster: Raster, _ histogram: CountHistogram, _ table: TemperatureTable) {
        struct Sum {
            var least = Double.infinity
            var most = -Double.infinity
            var hottest: UInt16 = 0
            var total = 0.0
            var pixels = 0
        }
        let sum = histogram.forEachCount(Sum()) { sum, count, pixels in
            let celsius = table[count]
            guard !celsius.isNaN else { return }
            sum.least = min(sum.least, celsius)
            if celsius > sum.most { (sum.most, sum.hottest) = (celsius, count) }
            sum.total += celsius * Double(pixels)
            sum.pixels += pixels
        }
        let place = raster.counts.firstIndex(of: sum.hottest) ?? 0
        self.init(
            least: sum.least, most: sum.most, mean: sum.total / Double(max(1, sum.pixels)),
            median: histogram.quantile(0.5, table) ?? sum.least,
            upperPercentile: histogram.quantile(0.99, table) ?? sum.most,
            hottest: PixelPlace(x: place % raster.width, y: place / raster.width),
            unmeasuredPixels: raster.counts.count - sum.pixels)
    }
}
