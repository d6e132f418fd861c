// SPDX-License-Identifier: Apache-2.0
// How far a counting point really moved (modbus-requirements R18): a wrap, a device that starts again at zero
// and a single bad sample must never give a negative or a huge step to the wear model.

public import DockModel

/// What a sample of a counter means.
public enum CounterStep: Sendable, Equatable {
    /// The first sample: there is nothing to compare with.
    case first
    /// It counted on by this much (also 0).
    case advanced(Double)
    /// It passed its end and began again; the true step.
    case wrapped(Double)
    /// It began again at zero; the part that is certain.
    case restarted(Double)
    /// It jumped; the next sample decides whether this one was wrong.
    case held
    /// The sample had no usable value.
    case ignored

    /// The step to add to a total: never negative, never huge.
    public var amount: Double {
        switch self {
        case .advanced(let amount), .wrapped(let amount), .restarted(let amount): amount
        case .first, .held, .ignored: 0
        }
    }
}

/// Follows one counting point.
public struct SteadyCounter: Sendable, Equatable {
    private struct Sample: Equatable {
        var value: Double
        var taken: Instant
    }

    private let modulus: Double?
    private let plausiblePerSecond: Double
    private let resolution: Double
    private var accepted: Sample?
    private var doubtful: Sample?

    /// A counter for a point.
    /// - Parameter plausiblePerSecond: the fastest true change, in the point's unit a second.
    public init(point: PointProfile, plausiblePerSecond: Double) {
        self.plausiblePerSecond = plausiblePerSecond.isFinite ? max(0, plausiblePerSecond) : 0
        resolution = abs(point.scale)
        guard point.scalePoint == nil, point.mask == nil else {
            // Where it wraps depends on a factor that is not known here, or on fewer bits than its type has.
            modulus = nil
            return
        }
        switch point.type {
        case .u16, .bits16: modulus = 65_536 * abs(point.scale)
        case .u32, .bits32: modulus = 4_294_967_296 * abs(point.scale)
        case .bcd16: modulus = 10_000 * abs(point.scale)
        case .s32: modulus = 2_147_483_648 * abs(point.scale)
        case .s16: modulus = 32_768 * abs(point.scale)
        case .u64, .f32, .bool, .string: modulus = nil
        }
    }

    /// A counter for a point whose profile says how fast it can count (`rate`); nil when it does not.
    public init?(point: PointProfile) {
        guard point.counter, let rate = point.rate else { return nil }
        self.init(point: point, plausiblePerSecond: rate)
    }

    /// Takes one reading and says how far the counter moved.
    public mutating func note(_ reading: Reading) -> CounterStep {
        guard reading.quality == .good, let value = reading.value?.number, value.isFinite else {
            return .ignored
        }
        let sample = Sample(value: value, taken: reading.taken)
        guard let last = accepted else {
            accepted = sample
            return .first
        }
        if let step = plausibleStep(from: last, to: sample) {
            accepted = sample
            doubtful = nil
            return step
        }
        guard let doubt = doubtful, plausibleStep(from: doubt, to: sample) != nil else {
            doubtful = sample
            return .held
        }
        accepted = sample
        doubtful = nil
        let isRestart = value < last.value && value <= most(over: last.taken.duration(to: sample.taken))
        return .restarted(isRestart ? max(0, value) : 0)
    }

    private func most(over span: Duration) -> Double {
        plausiblePerSecond * max(0, span.inSeconds) + 2 * resolution
    }

    private func plausibleStep(from old: Sample, to new: Sample) -> CounterStep? {
        let most = most(over: old.taken.duration(to: new.taken))
        let step = new.value - old.value
        if step >= 0 { return step <= most ? .advanced(step) : nil }
        guard let modulus else { return nil }
        let around = step + modulus
        return around >= 0 && around <= most ? .wrapped(around) : nil
    }
}
