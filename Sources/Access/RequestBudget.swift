// SPDX-License-Identifier: Apache-2.0
// How many requests an address may make: a bucket that fills at a steady rate. The memory is bounded; a full table
// forgets the buckets that are full again, and then those used longest ago.

public import DockModel

/// Requests by address.
public struct RequestBudget: Sendable {
    private struct Bucket: Sendable {
        var tokens: Double
        var at: Instant
    }

    /// Most addresses that are remembered.
    public static let mostAddresses = 2_000
    private let perSecond: Double
    private let burst: Double
    private var buckets: [String: Bucket] = [:]

    /// A budget of `perSecond` requests and `burst` at once.
    public init(perSecond: Double, burst: Double) { (self.perSecond, self.burst) = (perSecond, burst) }

    /// Takes a request of an address.
    /// - Returns: nil when it is within the budget, else the seconds until the next one is.
    public mutating func take(_ address: String, now: Instant) -> Int? {
        let key = NetworkPrefix.key(of: address)
        var bucket = buckets[key] ?? Bucket(tokens: burst, at: now)
        let seconds = max(0, bucket.at.duration(to: now).inSeconds)
        bucket = Bucket(tokens: min(burst, bucket.tokens + seconds * perSecond), at: max(bucket.at, now))
        if buckets[key] == nil { makeRoom(now) }
        guard bucket.tokens >= 1 else {
            buckets[key] = bucket
            return max(1, Int(((1 - bucket.tokens) / perSecond).rounded(.up)))
        }
        bucket.tokens -= 1
        buckets[key] = bucket
        return nil
    }

    /// How many addresses are remembered.
    var count: Int { buckets.count }

    private mutating func makeRoom(_ now: Instant) {
        guard buckets.count >= Self.mostAddresses else { return }
        buckets = buckets.filter {
            $0.value.tokens + $0.value.at.duration(to: now).inSeconds * perSecond < burst
        }
        guard buckets.count >= Self.mostAddresses else { return }
        let order = buckets.sorted { $0.value.at < $1.value.at }
        for entry in order.prefix(Self.mostAddresses / 10) { buckets[entry.key] = nil }
    }
}
