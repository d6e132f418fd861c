// SPDX-License-Identifier: Apache-2.0
// When a local wall-clock time happens. One rule covers gaps and overlaps: the first instant at which the
// local clock shows that time or a later one. It never runs a time twice and never drops one.

extension Zone {
    /// No zone has ever been further than this from UTC, with margin.
    private static let widestOffset = 16 * 3_600
    /// Distance of the samples between which a change of offset is looked for.
    private static let sampleSpan = 2 * 3_600

    /// The offset that holds without change from `widestOffset` before the local day to `widestOffset` after
    /// it, or nil when the offset changes near that day.
    func uniformOffset(localDay days: Int) -> Int? {
        let start = days * 86_400
        let early = offset(at: start - Self.widestOffset)
        let late = offset(at: start + 86_400 + Self.widestOffset)
        return early == late ? early : nil
    }

    /// The first instant, in seconds since 1970, at which the local clock shows `local` (seconds since 1970
    /// as if local time were UTC) or later. In a gap that is the first moment after the gap; in an overlap it
    /// is the first of the two passes.
    func firstInstant(showing local: Int) -> (seconds: Int, isInGap: Bool) {
        var start = local - Self.widestOffset
        var current = offset(at: start)
        while start <= local + Self.widestOffset {
            let end = start + Self.sampleSpan
            let next = offset(at: end)
            let change = next == current ? end : firstChange(from: start, to: end, offset: current)
            if local - current < change { return (local - current, false) }
            if next != current {
                let shown = change + offset(at: change)
                if shown >= local { return (change, shown > local) }
                current = offset(at: change)
            }
            start = change
        }
        return (local - current, false)
    }

    /// The first second after `start` whose offset is not `offset`; the caller knows that `end` differs.
    private func firstChange(from start: Int, to end: Int, offset: Int) -> Int {
        var low = start, high = end
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if self.offset(at: middle) == offset { low = middle } else { high = middle }
        }
        return high
    }
}
