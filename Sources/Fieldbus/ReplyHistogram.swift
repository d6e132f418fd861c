// SPDX-License-Identifier: Apache-2.0
// Reply times of any number of requests in a fixed space: 64 steps an octave, so that a quantile is at most
// 1.6 % too high. Noting a time allocates nothing. It must never forget the slowest ones.

/// How often which time was seen.
struct ReplyHistogram: Sendable {
    /// Steps of one octave, as a power of two.
    private static let stepBits = 6
    private static let steps = 1 << stepBits
    private var counts = [Int](repeating: 0, count: ReplyHistogram.steps * 36)
    private(set) var count = 0

    /// Notes one time in nanoseconds; what is longer than half an hour counts as that.
    mutating func note(nanoseconds: Int64) {
        counts[min(Self.index(of: max(0, nanoseconds)), counts.count - 1)] += 1
        count += 1
    }

    /// Adds what another one has seen.
    mutating func add(_ other: ReplyHistogram) {
        for index in counts.indices { counts[index] += other.counts[index] }
        count += other.count
    }

    /// The time that `share` of the requests did not exceed, rounded up to a step.
    func quantile(_ share: Double) -> Duration? {
        guard count > 0, share.isFinite else { return nil }
        let rank = max(1, Int((Double(count) * min(max(share, 0), 1)).rounded(.up)))
        var seen = 0
        for index in counts.indices {
            seen += counts[index]
            if seen >= rank { return .nanoseconds(Self.upperBound(of: index)) }
        }
        return nil
    }

    /// Below `steps` nanoseconds each is its own step; above, each octave has `steps` of them.
    private static func index(of nanoseconds: Int64) -> Int {
        let octave = max(0, Int64.bitWidth - nanoseconds.leadingZeroBitCount - stepBits - 1)
        return octave * steps + Int(nanoseconds >> Int64(octave))
    }

    private static func upperBound(of index: Int) -> Int64 {
        guard index >= 2 * steps else { return Int64(index) }
        let octave = index / steps - 1
        return (Int64(index - octave * steps) + 1) << Int64(octave) - 1
    }
}
