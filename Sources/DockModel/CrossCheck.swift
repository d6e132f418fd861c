// SPDX-License-Identifier: Apache-2.0
// Whether two instruments that should show the same do so: the dock's anemometer and the vehicle's own wind estimate.
// It never says which of the two is right; whoever asks must take neither, or the worse.

/// Compares two instruments over time.
public struct CrossCheck: Sendable, Equatable, Codable {
    /// One value of one instrument.
    public struct Sample: Sendable, Equatable, Codable {
        /// The value, in the unit both instruments share.
        public var value: Double
        /// When it was taken, on the boot clock.
        public var taken: Instant

        /// A sample from its parts.
        public init(_ value: Double, taken: Instant) {
            self.value = value
            self.taken = taken
        }
    }

    /// What a comparison says.
    public enum Verdict: Sendable, Equatable {
        /// One of them has no value, or none that is fresh.
        case notCompared
        /// They agree within the tolerance.
        case agree
        /// They differ now, not yet often enough to be sure.
        case differ(by: Double)
        /// They have differed in enough of the last comparisons: neither can be believed.
        case conflict(by: Double)
    }

    /// Wind at the dock against the vehicle's estimate: 4 m/s and half of the larger value apart, as wind grows with
    /// height and an estimate is rough.
    public static let wind = CrossCheck(absolute: 4, relative: 0.5, longestAge: .seconds(10))

    private let absolute: Double
    private let relative: Double
    private let longestAge: Duration
    private var window: HeldWindow
    private var compared: [Instant] = []

    /// A check.
    /// - Parameters:
    ///   - absolute: the difference that is always allowed, in the shared unit.
    ///   - relative: the part of the larger value that is allowed on top.
    ///   - longestAge: how old a sample may be to be compared.
    public init(absolute: Double, relative: Double, longestAge: Duration, window: HeldWindow = HeldWindow()) {
        self.absolute = max(0, absolute)
        self.relative = max(0, relative)
        self.longestAge = longestAge
        self.window = window
    }

    /// Compares the latest samples; the same pair is counted once.
    public mutating func compare(_ first: Sample?, _ second: Sample?, at now: Instant) -> Verdict {
        guard let first, let second, isFresh(first, at: now), isFresh(second, at: now) else {
            return .notCompared
        }
        let difference = abs(first.value - second.value)
        let isWrong = difference > absolute + relative * max(abs(first.value), abs(second.value))
        let pair = [first.taken, second.taken]
        if pair != compared {
            compared = pair
            window.note(isWrong: isWrong)
        }
        if window.isHeld { return .conflict(by: difference) }
        return isWrong ? .differ(by: difference) : .agree
    }

    /// Forgets what was seen, as after a landing.
    public mutating func reset() {
        window.reset()
        compared = []
    }

    private func isFresh(_ sample: Sample, at now: Instant) -> Bool {
        let age = sample.taken.duration(to: now)
        return sample.value.isFinite && age >= .zero && age <= longestAge
    }
}
