// SPDX-License-Identifier: Apache-2.0
// Running means and spreads of a signal: over the last few readings, over hundreds, over all, and for each time of day.
// It measures; it decides nothing.

/// Running means and spreads.
struct SignalMoments: Sendable, Equatable {
    /// Sizes: one of each view, and the second pair of levels.
    static let sizes = DetectorView.count + 2
    /// Parts of the day with a mean of their own.
    static let dayParts = 48
    /// Readings after which the mean of all becomes a moving one.
    static let mostCounted = 20_000.0

    /// Readings so far, at most `mostCounted`.
    var count = 0.0
    /// The mean and variance over hundreds of readings.
    var longMean = 0.0, longVariance = 0.0
    /// The means over a dozen and over three dozen readings.
    var shortMean = 0.0, slowMean = 0.0
    /// The means over sixteen and over four dozen readings.
    var secondShortMean = 0.0, secondSlowMean = 0.0
    /// The mean and variance over all readings.
    var mean = 0.0, variance = 0.0
    /// Mean and variance of the last ten or so.
    var restMean = 0.0, restVariance = 0.0
    /// The means of the parts of the day, and how often each was seen.
    var dayMeans = [Float](repeating: 0, count: dayParts)
    var daySeen = [UInt8](repeating: 0, count: dayParts)
    /// The usual distance from them.
    var dayDistance = 0.0
    /// The means of the phases, and how often each was seen.
    var phaseMeans = [Float](repeating: 0, count: ContextMemory.phases)
    var phaseSeen = [UInt8](repeating: 0, count: ContextMemory.phases)

    /// Measures a value in every view, then learns it. Sizes are multiples of what is usual.
    /// - Parameters:
    ///   - sizes: takes the size of each view but `contexts`; a view that has no word yet gets 0.
    mutating func take(
        _ x: Double, dayPart: Int, phase: Int, figures: DetectorFigures, sizes: inout [Double]
    ) {
        if count == 0 { begin(at: x) }
        count = Swift.min(count + 1, Self.mostCounted)
        let fresh = 1 / count
        let spread = longVariance.squareRoot()
        let tiny = 1e-9 + 1e-6 * abs(longMean)

        sizes[DetectorView.distance.rawValue] = abs(x - mean) / (variance.squareRoot() + tiny)
        let fromMean = x - mean
        mean += fromMean * fresh
        variance += (fromMean * (x - mean) - variance) * fresh

        sizes[DetectorView.timeOfDay.rawValue] = againstDay(x, dayPart, phase, spread: spread, tiny: tiny)

        let longShare = Swift.max(figures.longShare, fresh)
        let fromLong = x - longMean
        longMean += longShare * fromLong
        longVariance = (1 - longShare) * (longVariance + longShare * fromLong * fromLong)

        let share = { (span: Double) in Swift.max(2 / (span + 1), fresh) }
        shortMean += share(figures.spans[0]) * (x - shortMean)
        slowMean += share(figures.spans[1]) * (x - slowMean)
        secondShortMean += share(figures.secondSpans[0]) * (x - secondShortMean)
        secondSlowMean += share(figures.secondSpans[1]) * (x - secondSlowMean)
        let scale = 1 / (spread + tiny)
        sizes[DetectorView.shortLevel.rawValue] = abs(shortMean - longMean) * scale
        sizes[DetectorView.longLevel.rawValue] = abs(slowMean - longMean) * scale
        sizes[DetectorView.count] = abs(secondShortMean - longMean) * scale
        sizes[DetectorView.count + 1] = abs(secondSlowMean - longMean) * scale

        let restShare = Swift.max(0.1, fresh)
        let fromRest = x - restMean
        restMean += restShare * fromRest
        restVariance = (1 - restShare) * (restVariance + restShare * fromRest * fromRest)
        let unrest = (restVariance.squareRoot() + tiny) * scale
        sizes[DetectorView.stillness.rawValue] = Swift.min(1_000, 1 / unrest)
    }

    private mutating func begin(at x: Double) {
        (longMean, shortMean, slowMean, mean, restMean) = (x, x, x, x, x)
        (secondShortMean, secondSlowMean) = (x, x)
    }

    private mutating func againstDay(_ x: Double, _ part: Int, _ phase: Int, spread: Double, tiny: Double)
        -> Double
    {
        var size = 0.0
        // What the phase adds to the signal is taken off before times of day are compared.
        let usual = phaseSeen[phase] > 0 ? Double(phaseMeans[phase]) : mean
        let rest = x - (phase == 0 ? 0 : usual - mean)
        if daySeen[part] >= 2 {
            let distance = abs(rest - Double(dayMeans[part]))
            size = distance / (dayDistance + 0.05 * spread + tiny)
            dayDistance += 0.01 * (distance - dayDistance)
        }
        if daySeen[part] < 255 { daySeen[part] += 1 }
        if phaseSeen[phase] < 255 { phaseSeen[phase] += 1 }
        dayMeans[part] += Float(Swift.max(0.08, 1 / Double(daySeen[part]))) * (Float(rest) - dayMeans[part])
        phaseMeans[phase] +=
            Float(Swift.max(0.02, 1 / Double(phaseSeen[phase]))) * (Float(x) - phaseMeans[phase])
        return size
    }
}
