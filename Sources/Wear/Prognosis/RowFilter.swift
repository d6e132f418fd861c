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
    /// The same for a large step back within the first rows of a unit: one of them may have been the wrong one.
    static let rowsToRestartEarly = 2
    /// Usual steps of time beyond which a row waits for the next one to agree, and so many more.
    static let mostSteps = 8.0
    /// Usual steps within which the next row must follow it: two times that were both told ten times too large lie
    /// ten apart.
    static let agreedSteps = 4.0
    /// Implausible readings in a row that are a dead part and no broken reading.
    static let deadRows = 12

    /// Uses since the unit was new.
    private(set) var clock = 0.0
    /// Consecutive rows at or beyond the threshold.
    private(set) var rowsBeyondEnd = 0
    private var lastTime: Double?
    private var backTime: Double?
    private var backRows = 0
    /// Steps of time between rows, smoothed; and a time far ahead that no other row has borne out.
    private var usualStep: Double?
    private var aheadTime: Double?
    private var timedRows: Int?
    /// The use counter's last trusted figure, and time and clock at it.
    private var baseUse: Double?
    private var baseTime: Double?
    private var baseClock = 0.0
    private var suspectUse: Double?
    /// Uses a unit of time, smoothed.
    private var pace = 1.0
    private var recent: [Double] = []
    /// The last wear, when the rows before it did not support it.
    private var doubtful: Double?
    private var implausibleRows: Int?

    /// Takes a row; nil when it is old, repeated or says nothing.
    mutating func take(_ row: UnitRow, scale: WearScale, noise: Double) -> CleanRow? {
        guard accepts(time: row.time, use: row.use) else { return nil }
        let before = clock
        advance(row)
        clock = min(max(clock, before), 1e12)
        guard row.measure.isFinite else { return CleanRow(clock: clock, wear: nil) }
        let wear = scale.wear(row.measure)
        guard Self.plausibleWear.contains(wear) else {
            // A broken reading neither proves the end nor interrupts its proof.
            let count = min((implausibleRows ?? 0) + 1, Self.deadRows)
            implausibleRows = count
            if count == Self.deadRows, scale.isBeyondEnd(row.measure) { rowsBeyondEnd = WearScale.rowsAtTheEnd }
            return CleanRow(clock: clock, wear: nil)
        }
        implausibleRows = nil
        rowsBeyondEnd = scale.isBeyondEnd(row.measure) ? min(rowsBeyondEnd + 1, WearScale.rowsAtTheEnd) : 0
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
            guard follows(time, step: time - lastTime) else { return false }
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
        let isEarly = (timedRows ?? 0) < WearTracker.firstRows && lastTime - time > Double(WearTracker.firstRows)
        guard backRows >= (isEarly ? Self.rowsToRestartEarly : Self.rowsToRestart) else { return false }
        self.lastTime = time
        baseTime = time - 1
        (backRows, backTime) = (0, nil)
        return true
    }

    /// Whether a later time is to be believed at once: one far ahead is when the next row goes on from there.
    private mutating func follows(_ time: Double, step: Double) -> Bool {
        let usual = usualStep ?? step
        let most = Self.mostSteps * (usual + 1)
        if step > most {
            let goesOn = aheadTime.map { time > $0 && time - $0 <= Self.agreedSteps * usual } ?? false
            guard goesOn else {
                aheadTime = time
                return false
            }
        }
        aheadTime = nil
        usualStep = usual + 0.1 * (min(step, most) - usual)
        timedRows = min((timedRows ?? 0) + 1, WearTracker.firstRows)
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
        let seen = Array(recent.suffix(Self.window - 1)) + [wear]
        guard seen.count >= 3 else {
            recent = seen
            return wear
        }
        let middle = Self.median(seen)
        let scatter = max(1.4826 * Self.median(seen.map { abs($0 - middle) }), noise, 1e-4)
        let distance = (wear - middle) / scatter
        let rest = Self.doubted - abs(distance)
        guard rest > 0 else {
            // One reading far out says nothing of those to come; two on the same side begin to.
            if let before = doubtful, (before > middle) == (wear > middle) { recent = seen.dropLast() + [before] }
            doubtful = wear
            return nil
        }
        recent = seen
        doubtful = nil
        guard abs(distance) > Self.believed else { return wear }
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
