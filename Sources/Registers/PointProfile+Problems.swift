// SPDX-License-Identifier: Apache-2.0
// What is wrong with a single point of a profile: type against table, addresses, scaling, sentinels, writing.
// It looks at one point at a time; what points do to each other is judged in ProfileProblem.swift.

import DockModel

extension DeviceProfile {
    /// Faults that one point shows by itself.
    func pointProblems(_ point: PointProfile) -> [ProfileProblem] {
        var found: [ProfileProblem] = []
        func add(_ key: String, _ text: String) {
            found.append(ProfileProblem(point: point.id, key: key, text: text))
        }
        if point.id.text.isEmpty { add("id", "the point has no name") }
        if point.fn.isBits && point.type != .bool {
            add("type", "\(point.fn.rawValue) holds bits: type must be bool")
        }
        if point.type == .string {
            if let count = point.count {
                if !(1...limits.maxRegs).contains(count) {
                    add("count", "\(count) is outside 1...\(limits.maxRegs)")
                }
            } else {
                add("count", "a string needs its number of registers")
            }
        } else if let count = point.count, count != point.type.words {
            add("count", "only strings have a count")
        }
        let most = point.fn.isBits ? limits.maxBits : limits.maxRegs
        if point.width > most { add("type", "takes \(point.width) registers, more than max_regs \(most)") }
        if point.address < 0 || point.address > 65_536 - min(point.width, 65_536) {
            add("address", "\(point.address) is outside the table")
        }
        found += meaningProblems(point) + writeProblems(point)
        return found
    }

    private func meaningProblems(_ point: PointProfile) -> [ProfileProblem] {
        var found: [ProfileProblem] = []
        func add(_ key: String, _ text: String) {
            found.append(ProfileProblem(point: point.id, key: key, text: text))
        }
        if !point.scale.isFinite || point.scale == 0 { add("scale", "must be a finite number other than 0") }
        if !point.offset.isFinite { add("offset", "must be a finite number") }
        if let range = point.range {
            if !(range.low.isFinite && range.high.isFinite && range.low <= range.high) {
                add("range", "bounds must be finite and in order")
            }
            if point.type == .string { add("range", "a string has no range") }
        }
        let bits = point.fn.isBits ? 1 : 16 * point.width
        if let wide = point.nan.first(where: { bits < 64 && $0 >> UInt64(bits) != 0 }) {
            add("nan", "\(wide) does not fit into \(bits) bits, so it could never be seen")
        }
        if !point.enumeration.isEmpty, [.f32, .string, .bool].contains(point.type) {
            add("enum", "only whole numbers can be named")
        }
        for field in point.bits where field.first < 0 || field.last < field.first || field.last >= bits {
            add("bits", "\(field.first)-\(field.last) is outside the point's \(bits) bits")
        }
        if let failsafe = point.failsafe, let text = failsafeFault(point, failsafe) { add("failsafe", text) }
        if point.counter, [.bool, .string, .bits16, .bits32].contains(point.type) {
            add("counter", "\(point.type.rawValue) cannot count")
        }
        return found + maskProblems(point) + plausibilityProblems(point)
    }

    /// A failsafe must be a value the point can have: the logic that takes it must know what it means.
    private func failsafeFault(_ point: PointProfile, _ failsafe: Double) -> String? {
        guard failsafe.isFinite else { return "must be a finite number" }
        if point.type == .string { return "a text has no failsafe" }
        if point.type == .bool, failsafe != 0, failsafe != 1 { return "\(failsafe) is neither 0 nor 1" }
        if !point.enumeration.isEmpty, !point.isNamed(failsafe) { return "\(failsafe) is not in the enum" }
        if let range = point.range, !range.contains(failsafe) { return "\(failsafe) is outside the range" }
        return nil
    }

    private func maskProblems(_ point: PointProfile) -> [ProfileProblem] {
        guard let mask = point.mask else { return [] }
        func problem(_ text: String) -> [ProfileProblem] {
            [ProfileProblem(point: point.id, key: "mask", text: text)]
        }
        guard [.u16, .u32, .u64, .bits16, .bits32].contains(point.type) else {
            return problem("only unsigned whole numbers can be masked, not \(point.type.rawValue)")
        }
        let bits = 16 * point.width
        guard mask != 0, bits >= 64 || mask >> UInt64(bits) == 0 else {
            return problem("names no bit, or a bit outside the point's \(bits) bits")
        }
        let low = mask >> UInt64(mask.trailingZeroBitCount)
        guard low & (low &+ 1) == 0 else { return problem("the bits must stand side by side") }
        guard point.write == .none || point.write == .never else {
            return problem("a write would clear the other bits of the register: write must be none")
        }
        return []
    }

    private func plausibilityProblems(_ point: PointProfile) -> [ProfileProblem] {
        var found: [ProfileProblem] = []
        func add(_ key: String, _ text: String) {
            found.append(ProfileProblem(point: point.id, key: key, text: text))
        }
        if let rate = point.rate {
            if !(rate.isFinite && rate > 0) { add("rate", "must be above 0") }
            if !point.isQuantity { add("rate", "only a quantity has a rate of change") }
        }
        if let seconds = point.stuckAfterSeconds {
            if !(seconds.isFinite && seconds > 0) { add("stuck_after", "must be above 0 s") }
            if !point.isQuantity || point.counter { add("stuck_after", "only a live quantity can be stuck") }
        }
        if let operating = point.operating {
            if !(operating.low.isFinite && operating.high.isFinite && operating.low < operating.high) {
                add("operating", "bounds must be finite and in order")
            } else if let range = point.range, operating.low < range.low || operating.high > range.high {
                add("operating", "reaches outside the range, where values are not believed")
            }
            if !point.isQuantity { add("operating", "only a quantity has operating bounds") }
        }
        return found
    }

    private func writeProblems(_ point: PointProfile) -> [ProfileProblem] {
        func problem(_ key: String, _ text: String) -> [ProfileProblem] {
            [ProfileProblem(point: point.id, key: key, text: text)]
        }
        switch point.write {
        case .none:
            if point.writeFn != nil {
                return problem("write_fn", "given, but write is none: say safe or guarded")
            }
            return []
        case .never:
            return []
        case .safe, .guarded:
            guard let function = point.writeFn else {
                return problem("write_fn", "a point with write \(point.write.rawValue) needs 5, 6, 15 or 16")
            }
            switch (point.fn, function) {
            case (.coil, 5), (.coil, 15), (.holding, 16): return []
            case (.holding, 6):
                return point.width == 1 ? [] : problem("write_fn", "function 6 writes one register: use 16")
            case (.coil, _), (.holding, _):
                return problem("write_fn", "function \(function) does not write to \(point.fn.rawValue)")
            case (.discrete, _), (.input, _):
                return problem("write", "\(point.fn.rawValue) cannot be written")
            }
        }
    }
}
