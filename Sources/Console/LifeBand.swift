// SPDX-License-Identifier: Apache-2.0
// The remaining life of a part as numbers and as a bar from P10 to P90 with a tick at P50. It must never
// draw a band from numbers that are missing or out of order.

/// One part's band of remaining life.
struct LifeBand: Sendable {
    /// Days left, as estimated.
    var p10, p50, p90: Double?
    /// The days that the whole bar stands for; shared by all parts of a table.
    var longestDays: Double

    init(_ part: PartRow, longestDays: Double?) {
        p10 = part.p10Days.flatMap { $0.isFinite ? $0 : nil }
        p50 = part.p50Days.flatMap { $0.isFinite ? $0 : nil }
        p90 = part.p90Days.flatMap { $0.isFinite ? $0 : nil }
        self.longestDays = longestDays ?? 0
    }

    /// Numbers, and the bar when it can be drawn.
    var markup: HTML {
        if p10 == nil, p50 == nil, p90 == nil { return Words.notMeasured }
        let numbers: HTML = "\(days(p10)) / \(days(p50)) / \(days(p90))"
        guard let p10, let p50, let p90, p10 <= p50, p50 <= p90, longestDays > 0 else { return numbers }
        let left = place(p10)
        let middle = place(p50)
        let right = place(p90)
        return numbers + #"""
             <svg class="band" viewBox="0 0 120 14" aria-hidden="true">\#
            <rect class="scale" y="6" width="120" height="2"/>\#
            <rect class="range" x="\#(left)" y="3" width="\#(max(2, right - left))" height="8"/>\#
            <rect class="middle" x="\#(min(middle, 118))" width="2" height="14"/></svg>
            """#
    }

    private func days(_ days: Double?) -> HTML {
        days.map { "\(Words.number($0.rounded()))" } ?? "?"
    }

    /// Where a number of days lies on the bar of 120 units.
    private func place(_ days: Double) -> Int {
        let share = days / longestDays
        return share.isFinite ? Int((min(max(share, 0), 1) * 120).rounded()) : 0
    }
}
