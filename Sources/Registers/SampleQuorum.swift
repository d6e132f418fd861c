// SPDX-License-Identifier: Apache-2.0
// Whether enough of the last samples of a safety value are good (modbus-requirements R14): two of three. It counts
// samples only; it keeps no value and never makes one better.

public import DockModel

/// Follows the quality of one point's samples.
public struct SampleQuorum: Sendable, Equatable {
    /// What a sample means.
    public enum Standing: Sendable, Equatable {
        /// It is good, and so are enough of the last ones.
        case believed
        /// It is bad, but enough of the last ones are good: the last good value stands until it is too old.
        case passedOver
        /// Too few of the last ones are good: there is no value.
        case notEnough
    }

    /// How many of the last samples must be good.
    public static let needed = 2
    /// How many are looked at.
    public static let samples = 3

    private var window = SampleQuorum.nothingSeen

    /// A quorum that has seen no sample yet, which is none.
    public init() {}

    /// Takes the next sample by its quality.
    public mutating func take(_ quality: ReadingQuality) -> Standing {
        switch quality {
        case .good, .uncertain, .badSentinel, .badDevice: window.note(isWrong: quality != .good)
        // Not a bad sample but no device to take one from: nothing stands any longer.
        case .badComm, .stale, .neverRead, .configuration: reset()
        }
        if window.isHeld { return .notEnough }
        return quality == .good ? .believed : .passedOver
    }

    /// Forgets all samples, as after an outage.
    public mutating func reset() { window = Self.nothingSeen }

    /// Samples that were never taken are not good ones.
    private static var nothingSeen: HeldWindow {
        var window = HeldWindow(needed: samples - needed + 1, of: samples)
        for _ in 0..<samples { window.note(isWrong: true) }
        return window
    }
}
