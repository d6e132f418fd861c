// SPDX-License-Identifier: Apache-2.0
// Decides what a row may say: it drops repeated, out-of-order and missing rows, follows a use counter that
// wraps, restarts or glitches, and holds back a measure that its neighbours do not support. It never
// forecasts and never trusts a single row.

/// What a row said, after the doubtful was taken out.
struct CleanRow: Equatable, Sendable {
    /// Uses since the unit was new; never decreases.
    var clock: Double
    /// The measure as wear; nil when it was missing or doubtful.
    var wear: Double?
}

/// Keeps doubtful rows away from the forecast; O(1) a row.
struct RowFilter: Codable, Equatable, Sendable {
    /// Wear beyond these figures is a broken reading, not a part.
    static let plausibleWear = -2.0...3.0
    /// Measures that vote on the newest one.
    static let window = 11
    /// Scatters from their middle up to which a measure is believed, and from which it is left out.
    static let believed = 2.0, doubted = 6.0
    /// Rows in a row that must agree before an older time counts as a restarted clock.
    static let rowsToRestart = 12

    /// Uses since the unit was new.
    private(set) var clock = 0.0
    /// Consecutive rows at or beyond the threshold.
    private(set) var rowsBeyondEnd = 0
    private var lastTime: Double?
    private var backTime: Double?
    private var backRows = 0
    /// The use counter's last trusted figure, and time and clock at it.
    private var baseUse: Double?
    private var baseTime: Double?
    private var baseClock = 0.0
    private var suspectUse: Double?
    /// Uses a unit of time, smoothed.
    private var pace = 1.0
    private var recent: [Double] = []

    /// Takes a row; nil when it is old, repeated or says nothing.
    mutating func take(_ row: UnitRow, scale: WearScale, noise: Double) -> CleanRow? {
        guard accepts(time: row.time, use: row.use) else { return nil }
        let before = clock
        advance(row)
        clock = min(max(clock, before), 1e12)
        guard row.measure.isFinite else { return CleanRow(clock: clock, wear: nil) }
        let wear = scale.wear(row.measure)
        rowsBeyondEnd = scale.isBeyondEnd(row.measure) ? min(rowsBeyondEnd + 1, WearScale.rowsAtTheEnd) : 0
        guard Self.plausibleWear.contains(wear) else { return CleanRow(clock: clock, wear: nil) }
        return CleanRow(clock: clock, wear: supported(wear, noise: noise))
    }

    // MARK: - Order

    private mutating func accepts(time: Double, use: Double) -> Bool {
        guard time.isFinite, abs(time) < 1e15 else { return use.isFinite && use > (baseUse ?? -1) }
        guard let lastTime else {
            self.lastTime = time
            return true
        }
        if time > lastTime {
            self.lastTime = time
            (backRows, backTime) = (0, nil)
            return true
        }
        // Old rows are dropped; a clock that restarted shows itself by rows that go on from the new time.
        guard time < lastTime, let before = backTime, time > before else {
            (backTime, backRows) = (time < lastTime ? time : nil, time < lastTime ? 1 : 0)
            return false
        }
        (backTime, backRows) = (time, backRows + 1)
        guard backRows >= Self.rowsToRestart else { return false }
        self.lastTime = time
        baseTime = time - 1
        (backRows, backTime) = (0, nil)
        return true
    }

    // MARK: - Clock

    private mutating func advance(_ row: UnitRow) {
        let time = row.time.isFinite && abs(row.time) < 1e15 ? row.time : nil
        let use = row.use.isFinite && row.use >= 0 && row.use < 1e12 ? row.use : nil
        guard let baseUse else {
            // Without a use counter the rows' own order is the clock.
            clock = max(clock, use ?? max(0, time ?? clock + 1))
            (self.baseUse, baseTime, baseClock) = (use, time, clock)
            return
        }
        let elapsed = max(0, time.flatMap { time in baseTime.map { time - $0 } } ?? 1)
        let expected = pace * max(elapsed, 1e-9)
        guard let use else {
            clock = max(clock, baseClock + expected)
            return
        }
        if Self.isPlausible(step: use - baseUse, expected: expected) {
            rebase(use: use, time: time, clock: baseClock + (use - baseUse), elapsed: elapsed)
            return
        }
        // A wrap, a restart, another device's counter or a glitch: the second row that agrees decides.
        let estimate = max(clock, baseClock + expected)
        guard let suspectUse else {
            self.suspectUse = use
            clock = estimate
            return
        }
        let (first, second) = (suspectUse - baseUse, use - suspectUse)
        if first > 0, second > first / 4, second < first * 4 {
            // Not a glitch: this counter takes larger steps than was thought.
            pace = min(max((use - baseUse) / max(elapsed, 1e-9), 1e-9), 1e9)
            rebase(use: use, time: time, clock: baseClock + (use - baseUse), elapsed: 0)
        } else if Self.isPlausible(step: second, expected: pace) {
            (self.baseUse, baseTime, baseClock, self.suspectUse) = (use, time ?? baseTime, estimate, nil)
            clock = estimate
        } else {
            self.suspectUse = use
            clock = estimate
        }
    }

    private mutating func rebase(use: Double, time: Double?, clock: Double, elapsed: Double) {
        if elapsed > 0, use - (baseUse ?? use) > 0 {
            pace += 0.1 * (min((use - (baseUse ?? use)) / elapsed, 10 * pace) - pace)
            pace = min(max(pace, 1e-9), 1e9)
        }
        (baseUse, baseTime, baseClock, suspectUse) = (use, time ?? baseTime, clock, nil)
        self.clock = max(self.clock, clock)
    }

    private static func isPlausible(step: Double, expected: Double) -> Bool {
        step >= 0 && step <= 4 * expected + 8
    }

    // MARK: - Measure

    /// The wear as far as the last rows support it: near their middle it is taken as it is, farther out it is drawn
    /// back to it, and far out it is nil. So no reading at the edge of belief decides alone.
    private mutating func supported(_ wear: Double, noise: Double) -> Double? {
        recent.append(wear)
        if recent.count > Self.window { recent.removeFirst() }
        guard recent.count >= 3 else { return wear }
        let middle = Self.median(recent)
        let scatter = max(1.4826 * Self.median(recent.map { abs($0 - middle) }), noise, 1e-4)
        let distance = (wear - middle) / scatter
        guard abs(distance) > Self.believed else { return wear }
        let rest = Self.doubted - abs(distance)
        guard rest > 0 else { return nil }
        let kept = rest * Self.believed / (Self.doubted - Self.believed) * scatter
        return middle + (distance < 0 ? -kept : kept)
    }

    /// The middle of a few figures; 0 of none.
    static func median(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return 0 }
        let sorted = values.sorted()
        let half = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
    }
}
