// SPDX-License-Identifier: Apache-2.0
// Follows a unit's wear with straight lines over a short, a middle and a long memory, and turns them into the
// few figures a forecast is made of. It holds a fixed number of sums, whatever the age of the unit.

/// A straight line through the past, older rows weighing less.
struct FadingLine: Codable, Equatable, Sendable {
    /// Shrinks the slope of a line that has few rows.
    static let slopeShrink = 0.02
    private var weight = 0.0, x = 0.0, xx = 0.0, y = 0.0, xy = 0.0

    /// Takes the wear `step` memories after the last row.
    mutating func take(_ wear: Double, step: Double) {
        let step = min(max(step, 0), 50)
        let keep = Exponential.exp(-step)
        xx = (xx - 2 * step * x + step * step * weight) * keep
        xy = (xy - step * y) * keep
        x = (x - step * weight) * keep
        y = y * keep + wear
        weight = weight * keep + 1
    }

    /// Wear now, and its slope a memory.
    var figures: (level: Double, slope: Double) {
        guard weight > 0 else { return (0, 0) }
        let (meanX, mean) = (x / weight, y / weight)
        let slope = (xy / weight - meanX * mean) / (xx / weight - meanX * meanX + Self.slopeShrink)
        return (mean - slope * meanX, slope)
    }
}

/// The wear of one unit as its lines see it.
struct WearTracker: Codable, Equatable, Sendable {
    /// The memories, as shares of the fleet's median life.
    static let memories = [0.05, 0.15, 0.5]
    /// Figures a forecast is made of.
    static let featureCount = 6
    /// Rows that say how the unit began.
    static let firstRows = 5

    /// Rows taken.
    private(set) var rows = 0
    private var lines = [FadingLine](repeating: FadingLine(), count: 3)
    private var first: [Double] = []
    private var lastClock = 0.0

    /// Wear when the unit was new.
    var start: Double { RowFilter.median(first) }

    /// Takes the wear at `clock`, in uses.
    mutating func take(_ wear: Double, clock: Double, medianLife: Double) {
        if first.count < Self.firstRows { first.append(wear) }
        let step = rows == 0 ? 0 : max(0, clock - lastClock) / medianLife
        for index in lines.indices { lines[index].take(wear, step: step / Self.memories[index]) }
        lastClock = clock
        rows = min(rows + 1, 1_000_000_000)
    }

    /// What a forecast is made of.
    func features(clock: Double, medianLife: Double) -> [Double] {
        let seen = lines.map(\.figures)
        var features = [Exponential.log(clock / medianLife + 0.03), seen[0].level]
        for (line, memory) in zip(seen, Self.memories) {
            features.append(Self.inverseSinh(20 * line.slope / memory))
        }
        // Whether the wear speeds up: the first sign of a knee.
        let bend = seen[0].slope / Self.memories[0] - seen[1].slope / Self.memories[1]
        return features + [Self.inverseSinh(20 * bend)]
    }

    private static func inverseSinh(_ x: Double) -> Double {
        let size = Exponential.log(abs(x) + (x * x + 1).squareRoot())
        return x < 0 ? -size : size
    }
}
