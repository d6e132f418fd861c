// SPDX-License-Identifier: Apache-2.0
// The report of one picture for people: a line for the picture, a line for each of the worst spots. Every number has
// its unit.

extension ThermalReport {
    /// Spots that are told to people; programs get all that are listed.
    private static let toldSpots = 10

    /// The report as lines.
    public var text: [String] {
        var lines = [
            "\(file): \(image.width) x \(image.height) px, \(Self.degrees(figures.least)) to "
                + "\(Self.degrees(figures.most)) °C, mean \(Self.degrees(figures.mean)) °C, hottest at "
                + "\(figures.hottest.x), \(figures.hottest.y)"
        ]
        if !image.camera.isEmpty { lines.append("  camera     \(image.camera) (\(image.kind.rawValue))") }
        if let used = image.used {
            lines.append(
                "  with       emissivity \(Self.number(used.emissivity, 2)), distance "
                    + "\(Self.number(used.distanceMetres, 1)) m, humidity \(Self.number(used.humidityPercent, 0)) %, "
                    + "reflected \(Self.degrees(used.reflectedCelsius)) °C, air \(Self.degrees(used.airCelsius)) °C"
            )
        }
        if let gain = image.gain { lines.append("  gain       \(gain) K a count") }
        if let place = image.place {
            let altitude = place.altitudeMetres.map { ", \(Self.number($0, 1)) m above the sea" } ?? ""
            lines.append(
                "  taken at   \(Self.number(place.latitude, 6))°, \(Self.number(place.longitude, 6))°\(altitude)"
            )
        }
        for note in notes { lines.append("  note       \(note)") }
        lines.append(
            "  hot spots  \(spots.count), \(Self.number(limits.leastDifference, 1)) K or more above their ring"
        )
        for spot in spots.listed.prefix(Self.toldSpots) { lines.append("    " + Self.line(spot)) }
        if spots.count > Self.toldSpots {
            lines.append(
                "    and \(spots.count - Self.toldSpots) more; --json lists up to \(ThermalLimit.spots)")
        }
        return lines
    }

    private static func line(_ spot: HotSpot) -> String {
        let module = spot.module.map { ", module: \($0.rawValue)" } ?? ""
        let electrical = spot.electrical.map { ", NETA: \($0.rawValue)" } ?? ""
        return
            "\(degrees(spot.peakCelsius)) °C at \(spot.peak.x), \(spot.peak.y), +\(degrees(spot.difference)) K, "
            + "\(spot.pixels) px\(electrical)\(module)"
    }

    private static func degrees(_ value: Double) -> String { number(value, 1) }

    /// A number with so many decimal places.
    static func number(_ value: Double, _ places: Int) -> String {
        guard let rounded = rounded(abs(value), places) else { return "?" }
        var factor = 1
        for _ in 0..<places { factor *= 10 }
        let scaled = Int((rounded * Double(factor)).rounded())
        let fraction = String(scaled % factor)
        let sign = value < 0 && scaled != 0 ? "-" : ""
        guard places > 0 else { return sign + String(scaled) }
        return "\(sign)\(scaled / factor)." + String(repeating: "0", count: places - fraction.count)
            + fraction
    }
}
