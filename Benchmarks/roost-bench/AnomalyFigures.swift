// SPDX-License-Identifier: Apache-2.0
// What the detector costs a row and what it finds. The table of the Numenta Anomaly Benchmark needs its files: set
// ROOST_NAB to a folder with `data/` and `labels/`; without it only the cost is measured.

import DockModel
import Foundation
import Triage

/// The figures of the detector.
func anomalyFigures(_ bench: Bench) async throws -> [Figure] {
    var figures = [try rowFigure(bench.rounds), try memoryFigure()]
    if let folder = ProcessInfo.processInfo.environment["ROOST_NAB"] { figures += try nabFigures(folder) }
    return figures
}

/// A noisy daily curve with a jump now and then, a reading every five minutes.
private func readings(_ count: Int) -> [Sample] {
    var state: UInt64 = 7
    return (0..<count).map { row in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let noise = Double(state >> 11) / 9_007_199_254_740_992 - 0.5
        let hour = Double(row % 288) / 12
        let jump = row % 1_900 > 1_880 ? 12.0 : 0
        return Sample(
            time: WallTime(milliseconds: 1_790_000_000_000 + Int64(row) * 300_000),
            value: 20 + 5 * sin(hour / 24 * 2 * .pi) + noise + jump)
    }
}

private func rowFigure(_ rounds: Rounds) throws -> Figure {
    let rows = readings(rounds.turns(50_000))
    let times = try rounds.compare([
        {
            var detector = SignalDetector()
            return effort(each: rows.count) { keep(detector.take(rows[$0])) }
        },
        {
            var mean = 0.0
            var square = 0.0
            return effort(each: rows.count) { index in
                let value = rows[index].value ?? 0
                let step = value - mean
                mean += 0.01 * step
                square = 0.99 * (square + 0.01 * step * step)
                keep(square > 0 && step * step > 9 * square)
            }
        },
    ])
    return Figure(
        "anomaly, one row", times[0] * 1e6, "µs", reference: "moving mean and variance", times[1] * 1e6,
        target: .atMost(2))
}

private func memoryFigure() throws -> Figure {
    var detector = SignalDetector()
    for row in readings(20_000) { _ = detector.take(row) }
    let octets = try JSONEncoder().encode(detector).count
    return Figure("anomaly, stored memory of a signal", Double(octets) / 1_024, "KiB", target: .atMost(16))
}

private func nabFigures(_ folder: String) throws -> [Figure] {
    var series = try NabCorpus.read(folder) { text in
        var times: [Double] = []
        var values: [Double] = []
        for line in text.split(whereSeparator: \.isNewline) {
            guard case .sample(let sample) = SampleLine(Array(line.utf8)[...]) else { continue }
            times.append(sample.time.seconds)
            values.append(sample.value ?? .nan)
        }
        return (times, values)
    }
    for index in series.indices {
        var detector = SignalDetector()
        series[index].scores = zip(series[index].times, series[index].values).map { time, value in
            detector.take(Sample(time: WallTime(seconds: time), value: value)).score
        }
    }
    let days = series.reduce(0) { $0 + $1.days }
    var figures: [Figure] = []
    for (name, profile, target) in [
        ("standard", NabProfile.standard, 66.0), ("low false positives", .lowFalsePositives, 62),
    ] {
        let advised = SignalDetector.advisedThreshold
        let best = NabCorpus.bestThreshold(series, profile)
        let halves = NabCorpus.crossValidated(series, folds: 2, profile)
        let folds = NabCorpus.crossValidated(series, folds: 5, profile)
        figures += [
            Figure(
                "NAB \(name), shipped threshold", NabCorpus.score(series, threshold: advised, profile),
                "points",
                target: .valueAtLeast(target)),
            Figure(
                "NAB \(name), best threshold \(number(best))",
                NabCorpus.score(series, threshold: best, profile), "points"),
            Figure("NAB \(name), threshold from the other half", halves.score, "points"),
            Figure("NAB \(name), threshold from the other four fifths", folds.score, "points"),
            Figure(
                "NAB \(name), false episodes, threshold from the other half", halves.falseEpisodesADay,
                "a stream-day",
                target: .atMost(0.08)),
        ]
    }
    let shipped = series.reduce(0) { $0 + $1.falseEpisodes(threshold: SignalDetector.advisedThreshold) }
    figures.append(
        Figure(
            "NAB false episodes, shipped threshold", Double(shipped) / days, "a stream-day",
            target: .atMost(0.08)))
    return figures
}
