// SPDX-License-Identifier: Apache-2.0
// Between a thermal picture and what is thought about it: its hot spots with their places on the ground, and the
// picture that a mail carries. It reads no file and decides nothing.

public import Paper
public import Payload
public import Thermal

/// One thermal picture in the terms of its schedule.
public struct ThermalScene: Sendable {
    /// What the picture shows, for the judgement of its flight.
    public let frame: SpotFrame
    /// The temperatures.
    public let figures: ThermalFigures
    /// The picture's hot spots.
    public let spots: HotSpots

    /// Looks for hot spots.
    public init(_ image: ThermalImage, name: String, _ terms: PayloadTerms) {
        let limits = HotSpotLimits(
            leastDifference: terms.limits.least, leastPixels: terms.leastPixels,
            irradiance: terms.purpose == .photovoltaic ? terms.irradiance : nil)
        (figures, spots) = (image.figures, image.hotSpots(limits))
        let view = Self.view(of: image, terms)
        frame = SpotFrame(
            name: name, taken: image.attitude.taken, view: view,
            sightings: spots.listed.prefix(FlightSpots.mostSightings).map { spot in
                let own = view?.place(x: Double(spot.peak.x), y: Double(spot.peak.y))
                return SpotSighting(
                    x: spot.peak.x, y: spot.peak.y, pixels: spot.pixels, peakCelsius: spot.peakCelsius,
                    meanCelsius: spot.meanCelsius, kelvin: spot.scaledDifference ?? spot.difference,
                    place: own ?? view?.camera, isProjected: own != nil)
            })
    }

    private static func view(of image: ThermalImage, _ terms: PayloadTerms) -> CameraView? {
        guard let place = image.place,
            let camera = GroundPoint(latitude: place.latitude, longitude: place.longitude)
        else { return nil }
        let attitude = image.attitude
        let focal =
            terms.fieldOfView.flatMap { CameraView.focalPixels(degrees: $0, width: image.width) }
            ?? attitude.filmMillimetres.flatMap {
                CameraView.focalPixels(film: $0, width: image.width, rows: image.height)
            }
        return CameraView(
            camera: camera, width: image.width, rows: image.height, height: attitude.heightMetres,
            heading: attitude.headingDegrees, pitch: attitude.pitchDegrees, focalPixels: focal)
    }

    /// Spots that are marked in one picture.
    public static let mostMarks = 9

    /// The picture with its gravest spots marked, at most `RasterPicture.mostOctets` long as PNG.
    public func picture(of image: ThermalImage, caption: [String]) -> RasterPicture? {
        var values = [Float](repeating: .nan, count: image.width * image.height)
        for y in 0..<image.height {
            for x in 0..<image.width {
                if let celsius = image.celsius(x: x, y: y) { values[y * image.width + x] = Float(celsius) }
            }
        }
        // From the coldest to the warmest: a scale that cuts the hot end would hide what is to be shown.
        var picture = RasterPicture(
            columns: image.width, rows: image.height, values: values, low: figures.least, high: figures.most,
            quantity: "Temperature", unit: "°C", palette: .heat, caption: caption)
        picture?.spots = spots.listed.prefix(Self.mostMarks).enumerated().map { index, spot in
            let degrees = "\(Self.tenths(spot.peakCelsius)) °C (+\(Self.tenths(spot.difference)) K)"
            return RasterPicture.Spot(
                left: spot.boxStart.x, top: spot.boxStart.y, right: spot.boxEnd.x, bottom: spot.boxEnd.y,
                label: index < 3 ? "\(index + 1): \(degrees)" : "\(index + 1)")
        }
        return picture
    }

    /// A number with one decimal place.
    static func tenths(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e9 else { return "?" }
        let tenths = Int((abs(value) * 10).rounded())
        return "\(value < 0 && tenths > 0 ? "-" : "")\(tenths / 10).\(tenths % 10)"
    }
}

extension PayloadTerms {
    /// The conditions that the schedule knows better than a camera.
    public var conditions: Conditions { Conditions(emissivity: emissivity, distanceMetres: distance) }

    /// Kelvin of a count for a file that does not say it: that of the longest part of the camera's name.
    public func gain(of camera: String) -> Double? {
        gains.filter { $0.key.isEmpty || camera.lowercased().contains($0.key.lowercased()) }
            .max { ($0.key.count, $1.key) < ($1.key.count, $0.key) }?.value
    }
}
