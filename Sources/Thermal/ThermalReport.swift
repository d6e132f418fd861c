// SPDX-License-Identifier: Apache-2.0
// What is said about one picture, for people and for programs. The names of the JSON form are a contract: none is ever
// renamed. What is unknown is null; every temperature is in degrees Celsius, every difference in kelvin.

/// A picture, its figures and its hot spots.
public struct ThermalReport: Sendable {
    /// The name of the file, as it was given.
    public var file: String
    /// The picture.
    public let image: ThermalImage
    /// Its figures.
    public let figures: ThermalFigures
    /// Its hot spots.
    public let spots: HotSpots
    /// The limits that they were found with.
    public let limits: HotSpotLimits

    /// Searches a picture and says what is in it.
    public init(file: String, image: ThermalImage, limits: HotSpotLimits = HotSpotLimits()) {
        self.file = file
        self.image = image
        self.limits = limits
        figures = image.figures
        spots = image.hotSpots(limits)
    }

    /// What a reader must know before trusting the figures.
    public var notes: [String] {
        var notes: [String] = []
        if image.kind == .dji {
            notes.append("the formula for DJI's counts is public but not verified against DJI's Thermal SDK")
        }
        if figures.unmeasuredPixels > 0 {
            notes.append("\(figures.unmeasuredPixels) pixels have no possible temperature and are left out")
        }
        if let irradiance = limits.irradiance, irradiance < ModuleClass.leastIrradiance {
            notes.append(
                "irradiance is below \(Int(ModuleClass.leastIrradiance)) W/m²: classes of modules say little")
        }
        return notes
    }
}

/// A key of the JSON form.
private struct Key: CodingKey, ExpressibleByStringLiteral {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringLiteral value: String) { stringValue = value }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension ThermalReport: Encodable {
    /// As one object.
    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(file, forKey: "file")
        try object.encode(image.kind.rawValue, forKey: "kind")
        try object.encode(image.camera.isEmpty ? nil : image.camera, forKey: "camera")
        try object.encode(image.width, forKey: "width")
        try object.encode(image.height, forKey: "height")
        try object.encode(Self.rounded(figures.least, 3), forKey: "min_c")
        try object.encode(Self.rounded(figures.most, 3), forKey: "max_c")
        try object.encode(Self.rounded(figures.mean, 3), forKey: "mean_c")
        try object.encode(Self.rounded(figures.median, 3), forKey: "median_c")
        try object.encode(Self.rounded(figures.upperPercentile, 3), forKey: "p99_c")
        try object.encode([figures.hottest.x, figures.hottest.y], forKey: "hotspot_xy")
        try object.encode(figures.unmeasuredPixels, forKey: "unmeasured_px")
        try object.encode(image.isVerified, forKey: "verified")
        try object.encode(notes, forKey: "notes")
        if let gain = image.gain {
            try object.encode(gain, forKey: "gain_k_per_count")
            try object.encode(image.gainSource?.rawValue, forKey: "gain_source")
        }
        try encodeConditions(into: &object)
        try encodePlace(into: &object)
        try object.encode(spots.count, forKey: "blob_count")
        try object.encode(Self.rounded(limits.leastDifference, 3), forKey: "blob_limit_k")
        var list = object.nestedUnkeyedContainer(forKey: "blobs")
        for spot in spots.listed {
            var blob = list.nestedContainer(keyedBy: Key.self)
            try Self.encode(spot, into: &blob)
        }
    }

    private func encodeConditions(into object: inout KeyedEncodingContainer<Key>) throws {
        guard let used = image.used else { return try object.encodeNil(forKey: "conditions") }
        var section = object.nestedContainer(keyedBy: Key.self, forKey: "conditions")
        try section.encode(Self.rounded(used.emissivity, 4), forKey: "emissivity")
        try section.encode(Self.rounded(used.distanceMetres, 3), forKey: "distance_m")
        try section.encode(Self.rounded(used.humidityPercent, 2), forKey: "humidity_percent")
        try section.encode(Self.rounded(used.reflectedCelsius, 2), forKey: "reflected_c")
        try section.encode(Self.rounded(used.airCelsius, 2), forKey: "air_c")
    }

    private func encodePlace(into object: inout KeyedEncodingContainer<Key>) throws {
        guard let place = image.place else { return try object.encodeNil(forKey: "position") }
        var section = object.nestedContainer(keyedBy: Key.self, forKey: "position")
        try section.encode(Self.rounded(place.latitude, 7), forKey: "latitude")
        try section.encode(Self.rounded(place.longitude, 7), forKey: "longitude")
        try section.encode(place.altitudeMetres.flatMap { Self.rounded($0, 2) }, forKey: "altitude_m")
    }

    private static func encode(_ spot: HotSpot, into blob: inout KeyedEncodingContainer<Key>) throws {
        try blob.encode(spot.pixels, forKey: "area_px")
        try blob.encode([rounded(spot.center.x, 2), rounded(spot.center.y, 2)], forKey: "center_xy")
        try blob.encode([spot.peak.x, spot.peak.y], forKey: "peak_xy")
        try blob.encode(
            [spot.boxStart.x, spot.boxStart.y, spot.boxEnd.x, spot.boxEnd.y], forKey: "box_xyxy")
        try blob.encode(rounded(spot.peakCelsius, 3), forKey: "peak_c")
        try blob.encode(rounded(spot.meanCelsius, 3), forKey: "mean_c")
        try blob.encode(rounded(spot.referenceCelsius, 3), forKey: "reference_c")
        try blob.encode(rounded(spot.difference, 3), forKey: "delta_k")
        try blob.encode(spot.scaledDifference.flatMap { rounded($0, 3) }, forKey: "delta_scaled_k")
        try blob.encode(spot.electrical?.rawValue, forKey: "neta")
        try blob.encode(spot.module?.rawValue, forKey: "pv")
    }

    /// Rounded to decimal places; nil for what is no number.
    static func rounded(_ value: Double, _ places: Int) -> Double? {
        guard value.isFinite, abs(value) < 1e9 else { return nil }
        var factor = 1.0
        for _ in 0..<places { factor *= 10 }
        let result = (value * factor).rounded(.toNearestOrEven) / factor
        return result == 0 ? 0 : result
    }
}
