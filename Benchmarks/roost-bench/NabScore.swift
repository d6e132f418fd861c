// SPDX-License-Identifier: Apache-2.0
// The score of the Numenta Anomaly Benchmark, written from its published definition: a sigmoid that rewards the
// earliest detection in each window and charges each false row. It knows nothing of the detector.

import Foundation

/// What a profile charges.
struct NabProfile: Sendable {
    /// Of a false row.
    var falsePositive: Double
    /// Of a missed window.
    var missed: Double

    static let standard = NabProfile(falsePositive: 0.11, missed: 1)
    static let lowFalsePositives = NabProfile(falsePositive: 0.22, missed: 1)
}

/// One labelled series with its scores.
struct NabSeries: Sendable {
    var name: String
    /// Seconds of each row.
    var times: [Double]
    /// First and last row of each window.
    var windows: [ClosedRange<Int>]
    /// The detector's score of each row.
    var scores: [Double] = []
    /// The rows' values.
    var values: [Double]

    var days: Double { ((times.last ?? 0) - (times.first ?? 0)) / 86_400 }

    /// Rows at the beginning that do not count: 15 % of them, of at most 5 000.
    var probation: Int { Int(0.15 * Double(min(times.count, 5_000))) }

    /// Windows that count.
    var counted: Int { windows.filter { $0.upperBound >= probation }.count }

    /// What a detector with this threshold gets, before it is put on the scale of 0 to 100.
    func points(threshold: Double, _ profile: NabProfile) -> Double {
        var total = 0.0
        var before: ClosedRange<Int>?
        var next = 0
        var best = [Double](repeating: -profile.missed, count: windows.count)
        for row in times.indices {
            while next < windows.count, row > windows[next].upperBound {
                before = windows[next]
                next += 1
            }
            guard row >= probation, scores[row] >= threshold else { continue }
            if next < windows.count, windows[next].contains(row) {
                let width = Double(windows[next].count)
                let place = -Double(windows[next].upperBound - row + 1) / width
                best[next] = max(best[next], Self.worth(place) / Self.worth(-1))
            } else {
                // Far from any window a false row costs all; shortly after one a little less.
                let place = before.map { Double(row - $0.upperBound) / Double(max(1, $0.count - 1)) } ?? 3
                total += Self.worth(place) * profile.falsePositive
            }
        }
        for (window, worth) in zip(windows, best) where window.upperBound >= probation { total += worth }
        return total
    }

    /// Runs of rows outside the windows with this score or more.
    func falseEpisodes(threshold: Double) -> Int {
        var episodes = 0
        var isIn = false
        for row in probation..<max(probation, times.count) {
            let isFalse = scores[row] >= threshold && !windows.contains { $0.contains(row) }
            if isFalse, !isIn { episodes += 1 }
            isIn = isFalse
        }
        return episodes
    }

    /// 1 for the left edge of a window, 0 at its right edge, down to -1 behind it.
    private static func worth(_ place: Double) -> Double {
        place >= 3 ? -1 : 2 / (1 + exp(5 * place)) - 1
    }
}

/// Scores of many series together.
enum NabCorpus {
    /// 0 for a detector that says nothing, 100 for a perfect one.
    static func score(_ series: [NabSeries], threshold: Double, _ profile: NabProfile) -> Double {
        normal(series.reduce(0) { $0 + $1.points(threshold: threshold, profile) }, series, profile)
    }

    static func normal(_ points: Double, _ series: [NabSeries], _ profile: NabProfile) -> Double {
        let windows = Double(series.reduce(0) { $0 + $1.counted })
        return windows == 0
            ? .nan : 100 * (points + windows * profile.missed) / (windows * (1 + profile.missed))
    }

    /// The threshold of sixty-four that scores best.
    static func bestThreshold(_ series: [NabSeries], _ profile: NabProfile) -> Double {
        let steps = (1...64).map { Double($0) / 64 }
        return steps.max { score(series, threshold: $0, profile) < score(series, threshold: $1, profile) }
            ?? 0.5
    }

    /// Points of each fold with the threshold that is best for the others, and their false episodes.
    static func crossValidated(
        _ series: [NabSeries], folds: Int, _ profile: NabProfile
    ) -> (score: Double, falseEpisodesADay: Double) {
        var points = 0.0
        var episodes = 0
        for fold in 0..<folds {
            let kept = series.enumerated().filter { $0.offset % folds != fold }.map(\.element)
            let tried = series.enumerated().filter { $0.offset % folds == fold }.map(\.element)
            let threshold = bestThreshold(kept, profile)
            points += tried.reduce(0) { $0 + $1.points(threshold: threshold, profile) }
            episodes += tried.reduce(0) { $0 + $1.falseEpisodes(threshold: threshold) }
        }
        return (normal(points, series, profile), Double(episodes) / series.reduce(0) { $0 + $1.days })
    }

    /// Reads a corpus: `data/` with series and `labels/` with one file of windows.
    static func read(_ folder: String, parse: (String) -> (times: [Double], values: [Double])) throws
        -> [NabSeries]
    {
        let root = URL(filePath: folder)
        let names = try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "labels").path)
        guard let name = names.filter({ $0.hasSuffix("windows.json") }).min() else {
            throw BenchError("\(folder)/labels has no *windows.json")
        }
        let labels = try JSONDecoder().decode(
            [String: [[String]]].self, from: Data(contentsOf: root.appending(path: "labels/\(name)")))
        return try labels.sorted { $0.key < $1.key }.map { file, windows in
            let text = try String(contentsOf: root.appending(path: "data/\(file)"), encoding: .utf8)
            let (times, values) = parse(text)
            let rows = try windows.map { window in
                let edges = window.map { parse($0.prefix(19) + ",0\n").times.first }
                guard edges.count == 2, let first = edges[0], let last = edges[1],
                    let from = times.firstIndex(of: first), let to = times.firstIndex(of: last), from <= to
                else { throw BenchError("\(file): a window's edge is no row") }
                return from...to
            }
            return NabSeries(name: file, times: times, windows: rows, values: values)
        }
    }
}
