// SPDX-License-Identifier: Apache-2.0
// Whether a daemon that ran for many virtual days grows without limit: the middle slope over the days behind the first
// ones, which robust statistics take for a trend and one bad day does not make. It judges figures only.

/// The judgement on a series of days.
struct SoakVerdict: Encodable {
    /// What one figure does over the days.
    struct Trend: Encodable {
        /// Its name.
        var name: String
        /// Its unit.
        var unit: String
        /// Median growth a virtual day.
        var perDay: Double
        /// Growth a day that is allowed.
        var limit: Double
        /// Its first and last value behind the warm-up.
        var first: Double, last: Double
        /// Whether it grows beyond the limit.
        var isGrowing: Bool
    }

    /// Days that are judged; none when there were too few.
    var judgedDays: Int
    /// Each figure.
    var trends: [Trend]
    /// Whether something grows without limit.
    var isGrowing: Bool { trends.contains { $0.isGrowing } }

    private enum Keys: String, CodingKey { case judgedDays, trends, isGrowing }

    func encode(to encoder: any Encoder) throws {
        var box = encoder.container(keyedBy: Keys.self)
        try box.encode(judgedDays, forKey: .judgedDays)
        try box.encode(trends, forKey: .trends)
        try box.encode(isGrowing, forKey: .isGrowing)
    }

    /// Days that a trend needs at least.
    static let leastDays = 4
    /// Megabytes of memory a virtual day: a dock that leaks half of one is out of memory after some years.
    static let memoryLimit = 0.25
    /// Descriptors a virtual day.
    static let descriptorLimit = 0.2
    /// Megabytes of the database a virtual day; its journal has a million rows at most, its mails are cut back.
    static let databaseLimit = 20.0

    init(_ samples: [SoakSample]) {
        // A fifth of the days, one at least: caches fill, and the first of everything happens.
        let judged = Array(samples.dropFirst(max(1, samples.count / 5)))
        guard judged.count >= Self.leastDays else {
            (judgedDays, trends) = (0, [])
            return
        }
        judgedDays = judged.count
        trends = [
            Self.trend("memory", "MB", judged.map { ($0.day, $0.residentMegabytes) }, Self.memoryLimit, noise: 0.05),
            Self.trend(
                "descriptors", "", judged.map { ($0.day, Double($0.descriptors)) }, Self.descriptorLimit, noise: 0.05),
            Self.trend("database", "MB", judged.map { ($0.day, $0.databaseMegabytes) }, Self.databaseLimit, noise: 0),
        ]
    }

    /// A trend counts when its slope is above the limit and the whole growth is more than noise, a share of the value.
    static func trend(
        _ name: String, _ unit: String, _ points: [(day: Int, value: Double)], _ limit: Double, noise: Double
    ) -> Trend {
        let slope = slope(points)
        let first = points.first?.value ?? 0, last = points.last?.value ?? 0
        let span = Double((points.last?.day ?? 0) - (points.first?.day ?? 0))
        let isGrowing = slope > limit && slope * span > noise * max(first, 1)
        return Trend(
            name: name, unit: unit, perDay: slope, limit: limit, first: first, last: last, isGrowing: isGrowing)
    }

    /// The median of the slopes between every two days (Theil and Sen).
    static func slope(_ points: [(day: Int, value: Double)]) -> Double {
        var slopes: [Double] = []
        for (index, left) in points.enumerated() {
            for right in points[(index + 1)...] where right.day > left.day {
                slopes.append((right.value - left.value) / Double(right.day - left.day))
            }
        }
        guard !slopes.isEmpty else { return 0 }
        slopes.sort()
        let middle = slopes.count / 2
        return slopes.count.isMultiple(of: 2) ? (slopes[middle - 1] + slopes[middle]) / 2 : slopes[middle]
    }
}
