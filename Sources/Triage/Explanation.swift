// SPDX-License-Identifier: Apache-2.0
// Why a reading is strange: which view says so, what it usually sees there, what it saw now and how rare that is. It
// repeats the detector's own measuring on a copy and changes nothing.

import DockModel

/// Why a reading scored.
public struct Explanation: Sendable, Equatable {
    /// One view's word.
    public struct Word: Sendable, Equatable {
        /// Whose word it is.
        public var view: DetectorView
        /// What is compared with what, for people.
        public var context: String
        /// What was seen, in the unit of the signal.
        public var seen: Double
        /// The usual range there: 5 to 95 % of the past; nil when the view has no past.
        public var usual: ClosedRange<Double>?
        /// One reading in so many was as far out; nil when the view has no past.
        public var oneIn: Double?
        /// Whether no reading so far was as far out.
        public var isRecord: Bool
    }

    /// The loudest view's word.
    public var leading: Word
    /// The words of the other views that find the reading rare too (one in fifty or more), loudest first.
    public var others: [Word]
    /// Readings the detector had learned from before.
    public var readings: UInt64
}

extension SignalDetector {
    /// Why the reading would be judged as it would be now; to be asked before it is taken. Nil when the reading is
    /// not judged at all.
    public func explanation(of sample: Sample) -> Explanation? {
        var after = self
        guard after.take(sample).quality.isUsable else { return nil }
        let words = DetectorView.allCases.filter { figures.weights[$0.rawValue] > 0 }
            .map { view in (word(of: view, after: after, sample), loudness(of: view, after: after)) }
            .sorted { $0.1 > $1.1 }
        guard let leading = words.first else { return nil }
        return Explanation(
            leading: leading.0, others: words.dropFirst().map(\.0).filter { ($0.oneIn ?? 0) >= 50 },
            readings: rows)
    }

    private func loudness(of view: DetectorView, after: SignalDetector) -> Double {
        rarity(of: view, after: after) * figures.weights[view.rawValue]
    }

    private func rarity(of view: DetectorView, after: SignalDetector) -> Double {
        histories[view.rawValue].rarity(at: SurpriseHistory.place(after.size(of: view)), step: figures.step)
    }

    private func word(of view: DetectorView, after: SignalDetector, _ sample: Sample) -> Explanation.Word {
        let history = histories[view.rawValue]
        let place = SurpriseHistory.place(after.size(of: view))
        let hasPast = history.total >= 20
        let usually = history.size(below: 0.9)
        let then = moments, now = after.moments
        let spread = then.longVariance.squareRoot()
        let value = sample.value ?? 0
        let part = sample.time.secondOfDay * SignalMoments.dayParts / 86_400
        let context: String
        var seen = value
        var (middle, reach) = (then.longMean, usually * spread)
        switch view {
        case .shortLevel:
            (context, seen) = (
                "mean of the last \(Int(figures.spans[0])) readings against the long mean", now.shortMean
            )
        case .longLevel:
            (context, seen) = (
                "mean of the last \(Int(figures.spans[1])) readings against the long mean", now.slowMean
            )
        case .distance:
            context = "the reading against all readings so far"
            (middle, reach) = (then.mean, usually * then.variance.squareRoot())
        case .timeOfDay:
            context = "the reading against the same time of day (from \(Self.clockText(of: part)) UTC)"
            middle = Double(then.dayMeans[part])
            reach = usually * (then.dayDistance + 0.05 * spread)
        case .contexts:
            context = "the level after the levels before, at this hour and phase"
            let known = contexts.foreseen(
                hour: sample.time.secondOfDay * ContextMemory.hours / 86_400,
                phase: Int(sample.phase) & (ContextMemory.phases - 1))
            return Explanation.Word(
                view: view, context: context, seen: seen, usual: known,
                oneIn: hasPast ? Self.oneIn(rarity(of: view, after: after)) : nil,
                isRecord: hasPast && Int(place) > history.highest)
        case .stillness:
            context = "spread of the last ten or so readings, which stand still"
            seen = now.restVariance.squareRoot()
            let edge = spread / Swift.max(usually, 1e-9)
            (middle, reach) = (edge + spread, spread)
        }
        let usual = hasPast && reach.isFinite && middle.isFinite ? (middle - reach)...(middle + reach) : nil
        return Explanation.Word(
            view: view, context: context, seen: seen, usual: usual,
            oneIn: hasPast ? Self.oneIn(rarity(of: view, after: after)) : nil,
            isRecord: hasPast && Int(place) > history.highest)
    }

    /// Rarity in powers of ten as "one in so many".
    private static func oneIn(_ rarity: Double) -> Double {
        var number = 1.0
        var rest = Swift.min(Swift.max(rarity, 0), 12)
        while rest >= 1 {
            number *= 10
            rest -= 1
        }
        // 10^rest between the whole powers, as 2^(3.32 rest) with the curve of a quarter octave.
        let halves = rest * 3.321_928
        var factor = 1.0
        var left = halves
        while left >= 1 {
            factor *= 2
            left -= 1
        }
        return number * factor * (1 + left * (0.6565 + 0.3435 * left))
    }

    private static func clockText(of part: Int) -> String {
        let minute = part * 1_440 / SignalMoments.dayParts
        let (hours, rest) = (String(minute / 60), String(minute % 60))
        return (hours.count < 2 ? "0" : "") + hours + ":" + (rest.count < 2 ? "0" : "") + rest
    }
}

extension ContextMemory {
    /// The range of the values that were seen to follow the levels before; nil when that was never seen.
    func foreseen(hour: Int, phase: Int) -> ClosedRange<Double>? {
        guard width > 0, low <= high else { return nil }
        let bottom = Swift.min(low, earlierLow), top = Swift.max(high, earlierHigh)
        let context = run >= 1 ? Kind.afterLevel.first + last : Kind.atHour.first + hour
        var known: ClosedRange<Double>?
        let first = ((bottom - anchor) / width).rounded(.down),
            steps = Int(((top - bottom) / width).rounded(.up))
        for step in 0...Swift.min(Swift.max(steps, 0), Self.levels - 1) {
            let offset = first + Double(step)
            let level = Int(Swift.min(Swift.max(offset, -1_000_000), 1_000_000)) & (Self.levels - 1)
            guard counts[context * Self.levels + level] > 0 else { continue }
            let edge = anchor + offset * width
            known = (known?.lowerBound ?? edge)...(edge + width)
        }
        return known
    }
}
