// SPDX-License-Identifier: Apache-2.0
// One hot spot of a picture: where it is, how large, how warm, against what, and its classes. It decides nothing: the
// search fills it in.

/// A connected blob of pixels that are warmer than what is around it.
public struct HotSpot: Sendable, Equatable {
    /// Its pixels.
    public var pixels: Int
    /// The mean place of its pixels, from the left and the top edge.
    public var center: (x: Double, y: Double) { (centerX, centerY) }
    /// Its warmest pixel.
    public var peak: PixelPlace
    /// The pixel at the left and top of the box around it.
    public var boxStart: PixelPlace
    /// The pixel at the right and bottom of the box around it, still inside.
    public var boxEnd: PixelPlace
    /// Degrees Celsius of the warmest pixel.
    public var peakCelsius: Double
    /// Degrees Celsius of the mean of its pixels.
    public var meanCelsius: Double
    /// Degrees Celsius of the median of a ring around it.
    public var referenceCelsius: Double
    /// Against a similar part and, where the air is known, against the air: the graver one.
    public var electrical: ElectricalClass?
    /// As a module; nil when it is too small for one.
    public var module: ModuleClass?
    /// Kelvin of its warmest pixel above the ring, scaled to 1000 W/m²; nil without irradiance.
    public var scaledDifference: Double?

    var centerX: Double
    var centerY: Double

    /// Kelvin of its warmest pixel above the ring.
    public var difference: Double { peakCelsius - referenceCelsius }
}

/// The hot spots of a picture, the greatest difference first.
public struct HotSpots: Sendable, Equatable {
    /// The first of them, at most `ThermalLimit.spots`.
    public var listed: [HotSpot]
    /// How many there are, up to `ThermalLimit.countedSpots`.
    public var count: Int
}
