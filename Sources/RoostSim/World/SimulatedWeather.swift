// SPDX-License-Identifier: Apache-2.0
// The weather as a pure function of seed and time: wind that changes with the day and gusts in half minutes, air that
// is warmest in the afternoon. It keeps no state, so that any leap through time meets the same weather.

/// The weather of one simulated place.
struct SimulatedWeather: Sendable {
    /// The seed.
    let seed: UInt64

    /// A number in 0..<1 that belongs to `count` of one `kind` of thing.
    private func chance(_ kind: UInt64, _ count: Double) -> Double {
        var random = SplitMix(seed: seed &+ kind &* 0xA24B_AED4_963E_E407 &+ UInt64(bitPattern: Int64(count)))
        return random.uniform()
    }

    /// Wind, m/s.
    func wind(at seconds: Double) -> Double {
        let day = (seconds / 86_400).rounded(.down), part = (seconds / 30).rounded(.down)
        let today = 1.5 + 7 * chance(1, day) * chance(2, day)
        return today * (0.7 + 0.6 * chance(3, part))
    }

    /// Rain, mm/h; one day in twelve, for some hours.
    func rain(at seconds: Double) -> Double {
        let hours = (seconds / 14_400).rounded(.down)
        return chance(4, hours) < 0.04 ? 3 * chance(5, hours) : 0
    }

    /// Relative humidity, %.
    func humidity(at seconds: Double) -> Double { 40 + 58 * chance(7, (seconds / 7_200).rounded(.down)) }

    /// Whether mains are present; one hour in fifty they are not.
    func hasMains(at seconds: Double) -> Bool { chance(8, (seconds / 3_600).rounded(.down)) >= 0.02 }

    /// Charge of the UPS, %: falls while there are no mains.
    func upsCharge(at seconds: Double) -> Double {
        guard !hasMains(at: seconds) else { return 100 }
        return 100 - 60 * (seconds / 3_600 - (seconds / 3_600).rounded(.down))
    }

    /// Air temperature, °C.
    func air(at seconds: Double) -> Double {
        let day = (seconds / 86_400).rounded(.down)
        let hour = (seconds - day * 86_400) / 3600
        // A parabola through the day stands for the sun: warmest at 15 h, 10 K over the coldest.
        let fromWarmest = min(abs(hour - 15), 24 - abs(hour - 15))
        return 13 + 8 * chance(6, day) - 10 * (fromWarmest / 12) * (fromWarmest / 12)
    }
}
