// SPDX-License-Identifier: Apache-2.0
// When the sun rises, sets and stands six degrees below the horizon at a place: the equations of NOAA's solar
// calculator (Meeus, low accuracy), iterated to the moment itself. It answers a day without such a moment as what it
// is, never with a made-up time.

import DockModel

/// A moment of the sun's day.
public enum SunEvent: String, Sendable, Hashable, CaseIterable {
    /// The sun's centre is 6° below the horizon, before sunrise.
    case civilDawn = "civil-dawn"
    /// The sun's upper limb appears.
    case sunrise
    /// The sun's upper limb disappears.
    case sunset
    /// The sun's centre is 6° below the horizon, after sunset.
    case civilDusk = "civil-dusk"
}

/// When a moment of the sun's day comes, or why it does not.
public enum SunAnswer: Sendable, Hashable {
    /// Seconds since 1970.
    case at(Int)
    /// The sun stays above that height all day: no sunset, or a twilight that does not end.
    case staysAbove
    /// The sun stays below that height all day: no sunrise, or no twilight at all.
    case staysBelow
}

/// A place on the ground.
public struct SunSite: Sendable, Hashable {
    /// Degrees north.
    public let latitude: Double
    /// Degrees east.
    public let longitude: Double

    /// A place; nil when an angle is out of its range.
    public init?(latitude: Double, longitude: Double) {
        guard (-90...90).contains(latitude), (-180...180).contains(longitude) else { return nil }
        (self.latitude, self.longitude) = (latitude, longitude)
    }

    /// The event of the solar day whose noon is nearest to `noon`, seconds since 1970.
    public func answer(_ event: SunEvent, nearNoon noon: Int) -> SunAnswer {
        // The mean noon of the place nearest to what was asked for.
        let meanNoon = 43_200 - longitude * 240
        let days = ((Double(noon) - meanNoon) / 86_400).rounded()
        let middle = days * 86_400 + meanNoon
        var time = middle
        // The sun's declination moves at most 0.4° a day: the third pass is exact to a second.
        for _ in 0..<4 {
            let sun = SunPosition(at: time)
            switch hourAngle(of: event, declination: sun.declination) {
            case .success(let angle):
                let isMorning = event == .sunrise || event == .civilDawn
                time = middle - sun.equationOfTime * 60 + (isMorning ? -angle : angle) * 240
            case .never(let answer): return answer
            }
        }
        return .at(Int(time.rounded()))
    }

    private enum HourAngle {
        case success(Double)
        case never(SunAnswer)
    }

    private func hourAngle(of event: SunEvent, declination: Double) -> HourAngle {
        // At a pole itself every meridian meets; a tenth of a degree away the equations still hold.
        let latitude = min(89.9, max(-89.9, latitude))
        let height = Trigonometry.sine(event.height)
        let cosine =
            (height - Trigonometry.sine(latitude) * Trigonometry.sine(declination))
            / (Trigonometry.cosine(latitude) * Trigonometry.cosine(declination))
        if cosine > 1 { return .never(.staysBelow) }
        if cosine < -1 { return .never(.staysAbove) }
        return .success(Trigonometry.arcCosine(cosine))
    }
}

extension SunEvent {
    /// Height of the sun's centre above the true horizon, in degrees: half the sun's disc (16') below the horizon, or
    /// 6°, and there NOAA's refraction on top.
    var height: Double {
        switch self {
        case .sunrise, .sunset: Self.limbHeight
        case .civilDawn, .civilDusk: Self.twilightHeight
        }
    }

    private static let limbHeight = refracted(-16.0 / 60)
    private static let twilightHeight = refracted(-6)

    private static func refracted(_ height: Double) -> Double {
        let seconds: Double
        if height > -0.575 {
            seconds = 1_735 + height * (-518.2 + height * (103.4 + height * (-12.79 + height * 0.711)))
        } else {
            seconds = -20.774 / Trigonometry.tangent(height)
        }
        return height - seconds / 3_600
    }
}

/// Where the sun stands at an instant.
private struct SunPosition {
    /// Degrees north of the equator.
    let declination: Double
    /// Minutes that a sundial is ahead of a clock.
    let equationOfTime: Double

    init(at seconds: Double) {
        // Julian centuries since 2000-01-01 12:00 UTC.
        let t = (seconds - 946_728_000) / 86_400 / 36_525
        let meanLongitude = 280.46646 + t * (36_000.76983 + t * 0.0003032)
        let anomaly = 357.52911 + t * (35_999.05029 - t * 0.0001537)
        let eccentricity = 0.016708634 - t * (0.000042037 + t * 0.0000001267)
        let sineOfAnomaly = Trigonometry.sine(anomaly), sineOfTwice = Trigonometry.sine(2 * anomaly)
        let centre =
            sineOfAnomaly * (1.914602 - t * (0.004817 + t * 0.000014)) + sineOfTwice
            * (0.019993 - t * 0.000101)
            + Trigonometry.sine(3 * anomaly) * 0.000289
        let node = 125.04 - 1_934.136 * t
        let longitude = meanLongitude + centre - 0.00569 - 0.00478 * Trigonometry.sine(node)
        let meanTilt = 23 + (26 + (21.448 - t * (46.815 + t * (0.00059 - t * 0.001813))) / 60) / 60
        let tilt = meanTilt + 0.00256 * Trigonometry.cosine(node)
        declination = Trigonometry.arcSine(Trigonometry.sine(tilt) * Trigonometry.sine(longitude))
        let half = Trigonometry.tangent(tilt / 2), y = half * half
        let equation =
            y * Trigonometry.sine(2 * meanLongitude) - 2 * eccentricity * sineOfAnomaly
            + 4 * eccentricity * y * sineOfAnomaly * Trigonometry.cosine(2 * meanLongitude)
            - 0.5 * y * y * Trigonometry.sine(4 * meanLongitude) - 1.25 * eccentricity * eccentricity
            * sineOfTwice
        equationOfTime = 4 * equation * 180 / Double.pi
    }
}
