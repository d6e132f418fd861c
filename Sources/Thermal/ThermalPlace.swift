// SPDX-License-Identifier: Apache-2.0
// Where the camera was: out of the EXIF data, the XMP text or the FLIR record, in this order. A fix that was never
// taken (0, 0, or out of range) is no place.

/// Where a picture was taken.
public struct ThermalPlace: Sendable, Equatable {
    /// Degrees, north positive.
    public var latitude: Double
    /// Degrees, east positive.
    public var longitude: Double
    /// Metres above the sea, if the file says it.
    public var altitudeMetres: Double?

    /// A place on the earth; nil for what is none.
    init?(latitude: Double?, longitude: Double?, altitudeMetres: Double?) {
        guard let latitude, let longitude, abs(latitude) <= 90, abs(longitude) <= 180,
            latitude != 0 || longitude != 0
        else { return nil }
        self.latitude = latitude
        self.longitude = longitude
        self.altitudeMetres = altitudeMetres.flatMap { abs($0) < 100_000 ? $0 : nil }
    }

    private enum Tag {
        static let satellites: UInt16 = 34_853
        static let northSouth: UInt16 = 1, latitude: UInt16 = 2, eastWest: UInt16 = 3, longitude: UInt16 = 4
        static let belowSea: UInt16 = 5, altitude: UInt16 = 6
    }

    /// Out of EXIF data.
    init?(exif: TIFFDirectory?) {
        guard let gps = exif?.directory(Tag.satellites) else { return nil }
        func degrees(_ tag: UInt16, _ side: UInt16, negative: String) -> Double? {
            guard let parts = gps.fractions(tag), parts.count == 3, let whole = parts[0] else { return nil }
            let value = whole + (parts[1] ?? 0) / 60 + (parts[2] ?? 0) / 3_600
            return gps.text(side).hasPrefix(negative) ? -value : value
        }
        let above = gps.fractions(Tag.altitude)?.first ?? nil
        let isBelow = gps.number(Tag.belowSea) == 1
        self.init(
            latitude: degrees(Tag.latitude, Tag.northSouth, negative: "S"),
            longitude: degrees(Tag.longitude, Tag.eastWest, negative: "W"),
            altitudeMetres: above.map { isBelow ? -$0 : $0 })
    }

    /// Out of XMP text: DJI's decimal degrees or EXIF's degrees and minutes.
    init?(xmp: Octets?) {
        guard let xmp else { return nil }
        func value(_ names: String...) -> String? {
            for name in names { if let text = XMPText.value(of: name, in: xmp) { return text } }
            return nil
        }
        self.init(
            // The second spelling is DJI's own.
            latitude: value("GpsLatitude", "GPSLatitude").flatMap(Self.degrees),
            longitude: value("GpsLongitude", "GpsLongtitude", "GPSLongitude").flatMap(Self.degrees),
            altitudeMetres: value("AbsoluteAltitude").flatMap(XMPText.number))
    }

    /// Out of a FLIR record: always little-endian, degrees with a sign.
    init?(flir: Octets?) {
        guard let flir, let isValid = flir.long(0, .littleEndian), isValid == 1 else { return nil }
        func degrees(_ at: Int, _ side: Int, negative: String) -> Double? {
            guard let value = flir.double(at, .littleEndian), value.isFinite else { return nil }
            return flir.text(side, 2).hasPrefix(negative) && value > 0 ? -value : value
        }
        let altitude = flir.float(0x20, .littleEndian).flatMap { $0.isFinite && $0 != -1 ? $0 : nil }
        self.init(
            latitude: degrees(0x10, 0x08, negative: "S"), longitude: degrees(0x18, 0x0A, negative: "W"),
            altitudeMetres: altitude)
    }

    /// "+53.4476", or "53,26.856N", or "53,26,51.37N".
    private static func degrees(_ text: String) -> Double? {
        if let value = XMPText.number(text) { return value }
        guard let side = text.last, "NSEW".contains(side) else { return nil }
        var value = 0.0, unit = 1.0
        for part in text.dropLast().split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false) {
            guard let number = XMPText.number(String(part)), number >= 0 else { return nil }
            value += number / unit
            unit *= 60
        }
        return side == "S" || side == "W" ? -value : value
    }
}
