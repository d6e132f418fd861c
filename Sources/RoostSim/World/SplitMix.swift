// SPDX-License-Identifier: Apache-2.0
// A small seeded generator, so that a simulated world is the same for the same seed on every machine.
// It must never be used where someone could gain by guessing the next number.

/// SplitMix64 (Steele, Lea, Flood 2014): 64 bits a call from a 64-bit state.
public struct SplitMix: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A generator that gives the same numbers for the same seed.
    public init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// An even number in 0..<1.
    public mutating func uniform() -> Double { Double(next() >> 11) / Double(1 << 53) }

    /// A number close to normal with mean 0 and deviation 1 (sum of twelve even ones; never beyond 6).
    public mutating func normal() -> Double {
        var sum = -6.0
        for _ in 0..<12 { sum += uniform() }
        return sum
    }
}

extension SplitMix {
    /// An even whole number in 0..<`count`; 0 when there is nothing to choose from.
    mutating func below(_ count: Int) -> Int { count > 0 ? Int(next() % UInt64(count)) : 0 }

    /// A number from 1 to `top`, every order of magnitude alike: `top` to an even power between 0 and 1, by halving the
    /// exponent, for there is no logarithm without a library.
    mutating func power(of top: Double) -> Double {
        var result = 1.0, root = top
        for _ in 0..<12 {
            root = root.squareRoot()
            if next() >> 63 == 1 { result *= root }
        }
        return result
    }
}
