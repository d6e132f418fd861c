// SPDX-License-Identifier: Apache-2.0
// Judges the times of readings: later, the same, earlier, or after a gap. A clock that was set back for good is
// believed after some readings, so that a signal is never lost.

import DockModel

/// The times of a signal's readings.
struct SampleClock: Sendable, Equatable {
    /// Readings in a row on an earlier but running clock after which it is believed.
    static let believedAfter: UInt8 = 12
    /// A pause of this many usual intervals is a gap.
    static let gapIntervals = 20.0

    /// The time of the last reading that counted; nil at first.
    var last: WallTime?
    /// The usual interval, in milliseconds.
    var interval = 0.0
    /// The last reading on an earlier clock, and how many came in order.
    var earlier: WallTime?
    var inOrder: UInt8 = 0

    /// Judges one reading.
    mutating func take(_ sample: Sample) -> SampleQuality {
        guard let value = sample.value, value.isFinite else { return .missing }
        guard let last else {
            self.last = sample.time
            return .good
        }
        if sample.time == last { return .repeated }
        if sample.time < last { return believe(sample.time) ? .afterGap : .backwards }
        let span = Double(sample.time.milliseconds) - Double(last.milliseconds)
        let isGap = interval > 0 && span > Self.gapIntervals * interval
        interval +=
            (interval == 0 ? 1 : 0.05) * (Swift.min(span, interval == 0 ? span : 4 * interval) - interval)
        self.last = sample.time
        earlier = nil
        inOrder = 0
        return isGap ? .afterGap : .good
    }

    private mutating func believe(_ time: WallTime) -> Bool {
        if let earlier, time > earlier { inOrder += 1 } else { inOrder = 1 }
        earlier = time
        guard inOrder >= Self.believedAfter else { return false }
        last = time
        earlier = nil
        inOrder = 0
        return true
    }
}

extension WallTime {
    /// Seconds since midnight UTC, 0 to 86 399.
    var secondOfDay: Int {
        let day: Int64 = 86_400_000
        let rest = milliseconds % day
        return Int((rest < 0 ? rest + day : rest) / 1_000)
    }
}
