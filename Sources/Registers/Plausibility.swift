// SPDX-License-Identifier: Apache-2.0
// Whether a value that was read well can be true: inside its range, not faster than nature allows, not stuck
// (modbus-requirements R9). A doubted reading becomes uncertain; nothing here ever makes one better.

public import DockModel

/// Why a reading is doubted.
public enum Doubt: String, Sendable, Equatable, Codable, CaseIterable {
    /// Outside the profile's range.
    case range
    /// A zero that may mean "not available", or a state without a name.
    case meaning
    /// It changed faster than the profile's rate.
    case rate
    /// It has not changed for longer than a live value can.
    case stuck
}

/// A reading with what was found about it.
public struct JudgedReading: Sendable, Equatable {
    /// The reading; uncertain when it is doubted.
    public var reading: Reading
    /// Why it is doubted; nil when it is not, or when there is no value to doubt.
    public var doubt: Doubt?
    /// Whether it has been doubted in n of the last m reads: worth an incident.
    public var isHeld: Bool
    /// Whether the value is believed and lies outside the maker's operating bounds.
    public var isBeyondOperating: Bool
}

/// Follows one point and judges its readings.
public struct PlausibilityWatch: Sendable, Equatable {
    /// Reads in a row that must agree on a new level before a jump is believed.
    public static let readsOfNewLevel = 3

    private struct Sample: Equatable {
        var value: Double
        var taken: Instant
    }

    private let point: PointProfile
    private var window: HeldWindow
    private var believed: Sample?
    private var jump: Sample?
    private var jumpReads = 0
    private var still: Sample?

    /// A watch for a point of a profile.
    public init(point: PointProfile, window: HeldWindow = HeldWindow()) {
        self.point = point
        self.window = window
    }

    /// Takes one reading and says what to think of it.
    public mutating func judge(_ reading: Reading) -> JudgedReading {
        guard let value = reading.value?.number, reading.quality == .good || reading.quality == .uncertain
        else {
            return JudgedReading(
                reading: reading, doubt: nil, isHeld: window.isHeld, isBeyondOperating: false)
        }
        let doubt = doubt(of: reading, value)
        window.note(isWrong: doubt != nil)
        var judged = reading
        if doubt != nil { judged.quality = .uncertain }
        let isOutside = point.operating.map { !$0.contains(value) } ?? false
        return JudgedReading(
            reading: judged, doubt: doubt, isHeld: window.isHeld, isBeyondOperating: doubt == nil && isOutside
        )
    }

    /// Forgets everything, as after an outage.
    public mutating func reset() {
        window.reset()
        (believed, jump, still) = (nil, nil, nil)
        jumpReads = 0
    }

    private mutating func doubt(of reading: Reading, _ value: Double) -> Doubt? {
        let sample = Sample(value: value, taken: reading.taken)
        let isStuck = isStuck(sample)
        if let range = point.range, !range.contains(value) { return .range }
        if reading.quality == .uncertain { return .meaning }
        if isTooFast(sample) { return .rate }
        return isStuck ? .stuck : nil
    }

    private mutating func isStuck(_ sample: Sample) -> Bool {
        guard let longest = point.stuckAfterSeconds else { return false }
        guard let since = still, since.value == sample.value else {
            still = sample
            return false
        }
        return since.taken.duration(to: sample.taken).inSeconds >= longest
    }

    private mutating func isTooFast(_ sample: Sample) -> Bool {
        guard let last = believed, !isReachable(sample, from: last) else {
            believed = sample
            (jump, jumpReads) = (nil, 0)
            return false
        }
        jumpReads = jump.map { isReachable(sample, from: $0) } ?? false ? jumpReads + 1 : 1
        jump = sample
        guard jumpReads >= Self.readsOfNewLevel else { return true }
        believed = sample
        (jump, jumpReads) = (nil, 0)
        return false
    }

    private func isReachable(_ new: Sample, from old: Sample) -> Bool {
        guard let rate = point.rate else { return true }
        let seconds = max(0, old.taken.duration(to: new.taken).inSeconds)
        let step = point.scalePoint == nil && point.type != .f32 ? abs(point.scale) : 0
        return abs(new.value - old.value) <= rate * seconds + step
    }
}

extension PointProfile {
    /// The value of the point for safety logic: the worst case stands in for a reading that is not good.
    public func safetyValue(of reading: Reading?) -> SafetyValue {
        SafetyValue(reading, worstCase: failsafeValue)
    }
}
