// SPDX-License-Identifier: Apache-2.0
// From a pixel to a place on the ground: where the camera was, how high, where it looked and how wide it sees. The
// ground is flat at the height of the take-off; where one of these is not known there is no answer but the camera's own
// place.

internal import Schedule

/// What a camera saw from where.
public struct CameraView: Sendable, Codable, Equatable {
    /// Where the camera was.
    public var camera: GroundPoint
    /// Metres above the ground.
    public var height: Double?
    /// Degrees clockwise from north in which it looked, or in which the top of a picture straight down points.
    public var heading: Double?
    /// Degrees of its axis over the horizon; -90 is straight down.
    public var pitch: Double?
    /// Focal length in pixels.
    public var focalPixels: Double?
    /// Pixels of the picture.
    public var width: Int, rows: Int

    /// Rays flatter than this give no place: an error of a degree would be tens of metres.
    static let flattest = 20.0
    /// A place this many heights away is no place.
    static let farthest = 5.0

    /// A view; what is nil is not known.
    public init(
        camera: GroundPoint, width: Int, rows: Int, height: Double? = nil, heading: Double? = nil,
        pitch: Double? = nil, focalPixels: Double? = nil
    ) {
        self.camera = camera
        (self.width, self.rows) = (width, rows)
        self.height = height.flatMap { $0.isFinite && $0 > 1 && $0 < 10_000 ? $0 : nil }
        self.heading = heading.flatMap { $0.isFinite && abs($0) <= 360 ? $0 : nil }
        self.pitch = pitch.flatMap { $0.isFinite && abs($0) <= 180 ? $0 : nil }
        self.focalPixels = focalPixels.flatMap { $0.isFinite && $0 > 1 && $0 < 1e6 ? $0 : nil }
    }

    /// Focal length in pixels of a lens of so many millimetres in terms of a 36 x 24 mm film.
    public static func focalPixels(film millimetres: Double, width: Int, rows: Int) -> Double? {
        guard millimetres > 1, millimetres < 5_000, width > 0, rows > 0 else { return nil }
        let diagonal = (Double(width) * Double(width) + Double(rows) * Double(rows)).squareRoot()
        return diagonal * millimetres / 43.267
    }

    /// Focal length in pixels of a lens that sees so many degrees from the left to the right edge.
    public static func focalPixels(degrees: Double, width: Int) -> Double? {
        guard degrees > 0.1, degrees < 170, width > 0 else { return nil }
        return Double(width) / 2 / Trigonometry.tangent(degrees / 2)
    }

    /// The place that a pixel shows; nil when something for it is not known or the ray hardly meets the ground.
    public func place(x: Double, y: Double) -> GroundPoint? {
        guard let height, let heading, let pitch, let focalPixels else { return nil }
        let right = x - Double(width) / 2 + 0.5, up = Double(rows) / 2 - 0.5 - y
        let sine = Trigonometry.sine(pitch), cosine = Trigonometry.cosine(pitch)
        // The ray in the frame of the heading: along it, to the right of it, and upwards.
        let along = focalPixels * cosine - up * sine
        let upwards = focalPixels * sine + up * cosine
        let length = (along * along + right * right + upwards * upwards).squareRoot()
        guard upwards < -length * Trigonometry.sine(Self.flattest) else { return nil }
        let scale = height / -upwards
        let (forward, aside) = (along * scale, right * scale)
        guard (forward * forward + aside * aside).squareRoot() <= Self.farthest * height else { return nil }
        return camera.moved(
            east: forward * Trigonometry.sine(heading) + aside * Trigonometry.cosine(heading),
            north: forward * Trigonometry.cosine(heading) - aside * Trigonometry.sine(heading))
    }

    /// Whether it surely shows a place: one within the circle that touches the nearer edges of the picture.
    public func shows(_ point: GroundPoint) -> Bool {
        guard let centre = place(x: Double(width) / 2 - 0.5, y: Double(rows) / 2 - 0.5), let height,
            let focalPixels
        else { return false }
        let radius = height * Double(min(width, rows)) / 2 / focalPixels
        return centre.distance(to: point) <= radius * 0.9
    }
}
