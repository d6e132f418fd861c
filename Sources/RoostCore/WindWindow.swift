// SPDX-License-Identifier: Apache-2.0
// Wind as a gate needs it: the mean and the highest three-second gust of the last ten minutes, in bounded memory.
// A gap in the samples is never filled in.

public import DockModel

/// The last ten minutes of wind in buckets of ten seconds (modbus-requirements R14).
public struct WindWindow: Sendable, Codable, Equatable {
    /// One bucket of samples.
    struct Bucket: Sendable, Codable, Equatable {
        var start: Instant
        var sum: Double
        var count: Int
        var highest: Double

        /// Whether it counts for the mean and the gust.
        func isRecent(at now: Instant) -> Bool {
            now.nanoseconds - start.nanoseconds <= WindWindow.spanNanoseconds
        }
    }

    /// The span that mean and gust look back on.
    public static let span = Duration.seconds(600)
    /// The same in whole numbers: the window is walked at each reading of the wind.
    private static let spanNanoseconds: Int64 = 600_000_000_000
    /// The span of one bucket.
    static let bucketSpan = Duration.seconds(10)
    /// Most buckets kept.
    static let mostBuckets = 60

    /// The last sample.
    public private(set) var latest = Sensed<MetresPerSecond>()
    private var buckets: [Bucket] = []

    /// No wind measured yet.
    public init() {}

    /// Takes one sample; nil for a sample that could not be believed.
    public mutating func take(_ speed: MetresPerSecond?, at instant: Instant) {
        if let taken = latest.taken, instant < taken { return }
        latest.take(speed, at: instant)
        guard let speed else { return }
        if let last = buckets.indices.last, buckets[last].start.duration(to: instant) < Self.bucketSpan {
            buckets[last].sum += speed.value
            buckets[last].count += 1
            buckets[last].highest = max(buckets[last].highest, speed.value)
        } else {
            buckets.append(Bucket(start: instant, sum: speed.value, count: 1, highest: speed.value))
            if buckets.count > Self.mostBuckets { buckets.removeFirst(buckets.count - Self.mostBuckets) }
        }
    }

    /// Mean of the last ten minutes; nil without samples.
    public func mean(at now: Instant) -> MetresPerSecond? {
        var count = 0
        var sum = 0.0
        for bucket in buckets where bucket.isRecent(at: now) {
            count += bucket.count
            sum += bucket.sum
        }
        guard count > 0 else { return nil }
        return MetresPerSecond(sum / Double(count))
    }

    /// Highest sample of the last ten minutes; nil without samples.
    public func gust(at now: Instant) -> MetresPerSecond? {
        var highest: Double?
        for bucket in buckets where bucket.isRecent(at: now) {
            if highest.map({ $0 < bucket.highest }) ?? true { highest = bucket.highest }
        }
        return highest.map { MetresPerSecond($0) }
    }
}
