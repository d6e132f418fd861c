// SPDX-License-Identifier: Apache-2.0
// When a picture was taken and where the camera looked, as far as the file says it: satellite time, height over the
// take-off, gimbal, focal length. What is absent or cannot be stays nil; nothing is derived here.

/// When a picture was taken and how the camera stood.
public struct ThermalAttitude: Sendable, Equatable {
    /// Seconds since 1970 by satellite time.
    public var taken: Double?
    /// Metres over the place of the take-off.
    public var heightMetres: Double?
    /// Degrees clockwise from north in which the camera looked.
    public var headingDegrees: Double?
    /// Degrees of its axis over the horizon; -90 is straight down.
    public var pitchDegrees: Double?
    /// Focal length in millimetres in terms of a 36 x 24 mm film.
    public var filmMillimetres: Double?

    private enum Tag {
        static let exif: UInt16 = 34_665, satellites: UInt16 = 34_853
        static let filmFocalLength: UInt16 = 41_989
        static let time: UInt16 = 7, date: UInt16 = 29
    }

    /// Out of EXIF data and XMP text.
    init(exif: TIFFDirectory?, xmp: Octets?) {
        func number(_ names: String...) -> Double? {
            guard let xmp else { return nil }
            for name in names {
                if let value = XMPText.value(of: name, in: xmp).flatMap(XMPText.number), abs(value) < 1e6 {
                    return value
                }
            }
            return nil
        }
        heightMetres = number("RelativeAltitude")
        headingDegrees = number("GimbalYawDegree")
        pitchDegrees = number("GimbalPitchDegree")
        filmMillimetres = (exif?.directory(Tag.exif) ?? exif)?.number(Tag.filmFocalLength).flatMap {
            millimetres in
            (2...4_999).contains(millimetres) ? Double(millimetres) : nil
        }
        taken = exif?.directory(Tag.satellites).flatMap(Self.time)
    }

    /// "2026:11:26" and three fractions for the time of day, both in UTC.
    private static func time(_ satellites: TIFFDirectory) -> Double? {
        let date = satellites.text(Tag.date).split(separator: ":").map { Int($0) }
        guard date.count == 3, let year = date[0], let month = date[1], let day = date[2],
            (1980...2200).contains(year), (1...12).contains(month), (1...31).contains(day),
            let clock = satellites.fractions(Tag.time), clock.count == 3, let hours = clock[0],
            let minutes = clock[1], let seconds = clock[2], (0..<24).contains(hours),
            (0..<60).contains(minutes),
            (0..<61).contains(seconds)
        else { return nil }
        return Double(days(year, month, day)) * 86_400 + hours * 3_600 + minutes * 60 + seconds
    }

    /// Days since 1970, in years that begin in March so that the leap day is the last one.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month > 2 ? year : year - 1
        let months = (month + 9) % 12
        return 365 * year + year / 4 - year / 100 + year / 400 + (153 * months + 2) / 5 + day - 1 - 719_468
    }
}
