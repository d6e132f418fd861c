// SPDX-License-Identifier: Apache-2.0
// Rounds to decimal places and measures on the globe, with the operations of the standard library alone. It decides
// no unit; NaN and infinity come out as nil where a figure must be a number.

import DockModel

/// Decimal rounding.
enum Decimals {
    /// The double nearest to the decimal number with so many places, ties to even of the exact value; nil for NaN
    /// and infinity.
    static func rounded(_ value: Double, _ places: Int) -> Double? {
        guard value.isFinite else { return nil }
        var factor = 1.0
        for _ in 0..<places { factor *= 10 }
        let scaled = value * factor
        guard scaled.isFinite, abs(scaled) < 0x1p52 else { return value }
        // What the product lost decides the ties.
        let lost = (-scaled).addingProduct(value, factor)
        let below = scaled.rounded(.down)
        let part = scaled - below
        let isUp =
            part != 0.5 ? part > 0.5 : lost != 0 ? lost > 0 : below.truncatingRemainder(dividingBy: 2) != 0
        let result = (isUp ? below + 1 : below) / factor
        return result == 0 ? 0 : result
    }
}

/// Distances on a sphere of 6371 km.
enum Globe {
    static let radiusMetres = 6_371_000.0
    static let radiansPerDegree = Double.pi / 180

    /// Metres between two places close to each other: one equirectangular step.
    static func metres(
        fromLatitude lat1: Double, longitude lon1: Double, toLatitude lat2: Double, longitude lon2: Double
    )
        -> Double
    {
        var east = lon2 - lon1
        if east > 180 { east -= 360 } else if east < -180 { east += 360 }
        let x = east * radiansPerDegree * cosine((lat1 + lat2) / 2 * radiansPerDegree)
        let y = (lat2 - lat1) * radiansPerDegree
        return radiusMetres * (x * x + y * y).squareRoot()
    }

    /// The cosine of an angle of at most a quarter turn either way.
    static func cosine(_ angle: Double) -> Double {
        let square = angle * angle
        var term = 1.0, sum = 1.0
        // The term after these is below 1e-17 at a quarter turn.
        for step in 1...11 {
            term *= -square / Double((2 * step - 1) * 2 * step)
            sum += term
        }
        return sum
    }
}

/// Days and clock time in UTC.
enum Calendar {
    /// Microseconds since 1970 as `2026-11-25T07:01:16Z`; nil outside of the years 1970 to 9999.
    static func text(microseconds: Int64) -> String? {
        guard microseconds >= 0, microseconds < 253_402_300_800_000_000 else { return nil }
        let seconds = microseconds / 1_000_000
        let (days, rest) = (seconds / 86_400, seconds % 86_400)
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(CivilDate(daysSince1970: Int(days)))T"
            + "\(two(rest / 3_600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
    }

    /// Microseconds since 1970, UTC, of a GPS week and its milliseconds; nil for a receiver without time.
    static func microseconds(gpsWeek week: Int64, milliseconds: Int64) -> Int64? {
        guard week > 1_000, week < 10_000, milliseconds >= 0, milliseconds < 700_000_000 else { return nil }
        let gps = 315_964_800 + week * 604_800 + milliseconds / 1_000
        // Leap seconds of GPS time: 2009, July 2012, July 2015, 2017.
        let leap: Int64 =
            gps >= 1_483_228_800 ? 18 : gps >= 1_435_708_800 ? 17 : gps >= 1_341_100_800 ? 16 : 15
        return (gps - leap) * 1_000_000 + milliseconds % 1_000 * 1_000
    }
}
