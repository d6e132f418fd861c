// SPDX-License-Identifier: Apache-2.0
// From figures to places on the page, and which figures get a tick: steps of 1, 2 and 5 for numbers. Every step is
// bounded, so that no pair of figures, however odd, makes more ticks than fit.

/// One tick of an axis.
struct Tick: Sendable, Equatable {
    var value: Double
    /// What stands at it.
    var label: String
    /// The day or year that stands below it where that changes.
    var context = ""
}

/// A straight scale from figures to places.
struct ChartScale: Sendable, Equatable {
    var low: Double
    var high: Double
    /// Where `low` and `high` are on the page.
    var start: Double
    var end: Double

    func place(_ value: Double) -> Double {
        let span = high - low
        guard span > 0 else { return (start + end) / 2 }
        return start + (value - low) / span * (end - start)
    }
}

/// Ticks of numbers.
enum NumberTicks {
    /// The step of 1, 2 or 5 times a power of ten that gives at most `most` steps.
    static func step(low: Double, high: Double, most: Int) -> Double {
        let rough = (high - low) / Double(max(most, 1))
        guard rough.isFinite, rough > 0 else { return 1 }
        let power = powerOfTen(atMost: rough)
        for factor in [1.0, 2, 5] where factor * power >= rough * 0.999_999 { return factor * power }
        return 10 * power
    }

    /// The range widened to whole steps.
    static func widened(low: Double, high: Double, step: Double) -> (low: Double, high: Double) {
        ((low / step + 1e-9).rounded(.down) * step, (high / step - 1e-9).rounded(.up) * step)
    }

    /// The ticks within a range and the power of ten that their labels leave out.
    static func ticks(low: Double, high: Double, step: Double, language: PaperLanguage) -> (
        ticks: [Tick], power: Int
    ) {
        let largest = max(abs(low), abs(high))
        var power = 0
        while largest / tenTo(power) >= 1e5, power < 12 { power += 3 }
        while largest / tenTo(power) < 1e-2, largest > 0, power > -12 { power -= 3 }
        let unit = tenTo(power)
        var decimals = 0
        while decimals < 6, !isWhole(step / unit * tenTo(decimals)) { decimals += 1 }
        let first = (low / step - 1e-9).rounded(.up)
        let count = ((high - low) / step + 1e-9).rounded(.down)
        guard first.isFinite, count.isFinite, count >= 0, count <= 1_000 else { return ([], 0) }
        let ticks = (0...Int(count)).compactMap { index -> Tick? in
            let value = (first + Double(index)) * step
            guard value <= high + step * 1e-6 else { return nil }
            let label = NumberText.text(value / unit, decimals: decimals, language: language) ?? ""
            return Tick(value: value, label: label)
        }
        return (ticks, power)
    }

    private static func isWhole(_ value: Double) -> Bool { abs(value - value.rounded()) < 1e-6 }

    private static func powerOfTen(atMost value: Double) -> Double {
        var exponent = 0
        while exponent < 15, tenTo(exponent + 1) <= value * 1.000_001 { exponent += 1 }
        while exponent > -15, tenTo(exponent) > value * 1.000_001 { exponent -= 1 }
        return tenTo(exponent)
    }

    /// Ten to a whole power, without rounding between machines.
    private static func tenTo(_ exponent: Int) -> Double {
        let size = (0..<abs(exponent)).reduce(1.0) { power, _ in power * 10 }
        return exponent < 0 ? 1 / size : size
    }
}
