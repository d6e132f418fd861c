// SPDX-License-Identifier: Apache-2.0
// How guessing is made slow: after some wrong passwords a name, and an address, wait, each time twice as long. The
// memory is bounded; what it forgets first is what has waited out its time.

public import DockModel

/// Wrong passwords by name and by address.
public struct SignInGuard: Sendable {
    /// The figures of one kind of key.
    struct Terms: Sendable {
        /// Wrong passwords that cost nothing.
        var free: Int
        var shortest = Duration.seconds(30)
        var longest = Duration.seconds(900)

        /// The wait after so many wrong passwords.
        func wait(after failures: Int) -> Duration {
            guard failures > free else { return .zero }
            let doublings = min(failures - free - 1, 10)
            return min(shortest * (1 << doublings), longest)
        }
    }

    private struct Count: Sendable {
        var failures: Int
        var last: Instant
        var until: Instant
    }

    /// Most keys that are remembered.
    public static let mostKeys = 2_000
    /// After this long without a wrong password a key is forgotten.
    public static let memory = Duration.seconds(24 * 3_600)
    /// A name that many guess at must still be reachable for its owner: it waits less long than an address.
    static let user = Terms(free: 5, longest: .seconds(300)), address = Terms(free: 10)

    private var counts: [String: Count] = [:]

    /// Nobody has guessed yet.
    public init() {}

    /// How long somebody must wait before the next try; zero for now.
    public func wait(user: String, address: String, now: Instant) -> Duration {
        [Self.key(user: user), Self.key(address: address)].compactMap { counts[$0] }
            .map { now < $0.until ? now.duration(to: $0.until) : .zero }.max() ?? .zero
    }

    /// Notes a wrong password.
    /// - Returns: how long the next try must wait.
    public mutating func noteFailure(user: String, address: String, now: Instant) -> Duration {
        forget(now)
        let waits = [(Self.key(user: user), Self.user), (Self.key(address: address), Self.address)].map {
            key, terms in
            let before = counts[key]
            let failures = min((before?.failures ?? 0) + 1, 1_000)
            let wait = terms.wait(after: failures)
            counts[key] = Count(failures: failures, last: now, until: now + wait)
            return wait
        }
        return waits.max() ?? .zero
    }

    /// Notes a right password. What an address has guessed at other names stays.
    public mutating func noteSuccess(user: String) { counts[Self.key(user: user)] = nil }

    /// How many keys are remembered.
    var count: Int { counts.count }

    private mutating func forget(_ now: Instant) {
        guard counts.count + 2 > Self.mostKeys else { return }
        counts = counts.filter { now < $0.value.until || $0.value.last.duration(to: now) < Self.memory }
        guard counts.count + 2 > Self.mostKeys else { return }
        // Who waits no longer and has guessed least goes first, a tenth at a time; who waits goes last.
        let order = counts.sorted { left, right in
            (now < left.value.until ? 1 : 0, left.value.failures, left.value.last)
                < (now < right.value.until ? 1 : 0, right.value.failures, right.value.last)
        }
        for entry in order.prefix(Self.mostKeys / 10) { counts[entry.key] = nil }
    }

    private static func key(user: String) -> String { "user " + String(user.prefix(64)) }
    private static func key(address: String) -> String { "address " + NetworkPrefix.key(of: address) }
}
