// SPDX-License-Identifier: Apache-2.0
// Turns a device's raw counter, which may wrap, restart at zero, glitch or be exchanged, into a total that
// never decreases (I34). A change that is not plausible counts only when a second reading agrees with it.

/// A total that follows a raw counter.
public struct DeviceCounter: Codable, Equatable, Sendable {
    /// What is plausible for one counter.
    public struct Limits: Codable, Equatable, Sendable {
        /// The value at which the raw counter wraps to 0 (65 536 for 16 bits); nil when it does not wrap.
        public var modulus: Double?
        /// The largest plausible step between two readings.
        public var largestStep: Double
        /// The largest catch-up after a gap; a confirmed jump beyond it is another device's counter.
        public var largestCatchUp: Double

        /// Limits of a counter.
        public init(modulus: Double?, largestStep: Double, largestCatchUp: Double) {
            self.modulus = modulus
            self.largestStep = largestStep
            self.largestCatchUp = max(largestCatchUp, largestStep)
        }
    }

    /// Counted since the start; never decreases.
    public private(set) var total: Double
    /// How often the raw counter was seen to restart or to belong to another device.
    public private(set) var restarts = 0
    private var last: Double?
    private var unconfirmed: Double?
    /// What it showed before it restarted, and what was counted since: a device may show 0 until it has read
    /// its memory.
    private var beforeRestart: Double?
    private var sinceRestart = 0.0

    /// A counter that starts at `total`; the first raw reading is its zero.
    public init(total: Double = 0) { self.total = total.isFinite ? max(0, total) : 0 }

    /// Adds uses that were counted here, not by a device.
    public mutating func add(_ uses: Double) {
        guard uses.isFinite, uses > 0 else { return }
        total = min(total + uses, 1e12)
    }

    /// Takes a raw reading and returns how many uses it added.
    @discardableResult
    public mutating func observe(_ raw: Double, limits: Limits) -> Double {
        guard raw.isFinite, raw >= 0, raw < limits.modulus ?? 1e15 else { return 0 }
        guard let last else {
            self.last = raw
            return 0
        }
        if let step = Self.plausibleStep(from: last, to: raw, limits: limits) {
            return accept(raw, adding: step)
        }
        guard let unconfirmed, Self.plausibleStep(from: unconfirmed, to: raw, limits: limits) != nil else {
            self.unconfirmed = raw
            return 0
        }
        if let old = beforeRestart, raw > last, raw >= old, raw - old <= limits.largestCatchUp {
            beforeRestart = nil
            return accept(raw, adding: max(0, raw - old - sinceRestart))
        }
        if raw > last, raw - last <= limits.largestCatchUp {
            return accept(raw, adding: raw - last)
        }
        // It restarted: what it shows now was counted since, unless it shows more than it can have counted.
        restarts += 1
        (beforeRestart, sinceRestart) = (last, 0)
        return accept(raw, adding: raw < last && raw <= limits.largestStep ? raw : 0)
    }

    // MARK: - Private

    private mutating func accept(_ raw: Double, adding step: Double) -> Double {
        last = raw
        unconfirmed = nil
        let before = total
        add(step)
        sinceRestart += step
        return total - before
    }

    /// The step between two readings, over the wrap if need be; nil when it is not plausible.
    private static func plausibleStep(from last: Double, to raw: Double, limits: Limits) -> Double? {
        let step = raw - last
        if step >= 0 { return step <= limits.largestStep ? step : nil }
        guard let modulus = limits.modulus, step + modulus <= limits.largestStep else { return nil }
        return step + modulus
    }
}
