// SPDX-License-Identifier: Apache-2.0
// How long to wait before a device or a line is tried again (modbus-requirements R5). Jitter keeps devices
// that went away together from coming back together.

/// Growing waits between attempts.
struct Backoff {
    /// The first wait.
    static let first = 0.5
    /// No wait is longer, jitter included.
    static let longest = 30.0
    /// The longest stretch by jitter.
    static let jitter = 0.3

    private var failures = 0

    /// The wait before the next attempt.
    mutating func next(using random: inout SeededRandom) -> Duration {
        let base = Backoff.first * Double(1 << min(failures, 10))
        failures = min(failures + 1, 10)
        let stretch = 1 + Backoff.jitter * random.share()
        return .seconds(min(base, Backoff.longest / (1 + Backoff.jitter)) * stretch)
    }

    /// After a success the waits begin anew.
    mutating func reset() { failures = 0 }
}

/// A small seeded generator: the same seed gives the same waits.
struct SeededRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A number from 0 up to 1.
    mutating func share() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return Double((mixed ^ mixed >> 31) >> 11) * 0x1p-53
    }
}
