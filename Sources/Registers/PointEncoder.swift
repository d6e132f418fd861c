// SPDX-License-Identifier: Apache-2.0
// From a value to the raw words that carry it, exactly the inverse of decoding. Two ways: strict for
// commands, which refuses what does not fit, and saturating for simulated devices, which behave like a sensor
// at its end.

public import DockModel

/// Why a value cannot be carried by a point's registers.
public enum EncodeRefusal: Error, Sendable, Equatable {
    /// Text for a number, or a number for text.
    case wrongKind
    /// NaN, infinite, or more than the registers hold.
    case doesNotFit
    /// The power of ten to scale by is not known.
    case scaleUnknown
}

extension PointProfile {
    /// The words that carry a value; refuses one that they cannot carry.
    public func encode(_ value: ReadingValue, scaleExponent: Int? = nil) throws(EncodeRefusal) -> [UInt16] {
        if type == .string {
            guard case .text(let text) = value else { throw .wrongKind }
            guard text.utf8.count <= 2 * width else { throw .doesNotFit }
            return words(fromText: text)
        }
        guard let number = value.number else { throw .wrongKind }
        guard number.isFinite else { throw .doesNotFit }
        if type == .bool { return words(from: number != 0 ? 1 : 0) }
        let bare = try bare(of: number, exponent: scaleExponent)
        if type == .f32 {
            let float = Float(bare)
            guard float.isFinite else { throw .doesNotFit }
            return words(from: UInt64(float.bitPattern))
        }
        guard let raw = wholeRaw(bare.rounded()) else { throw .doesNotFit }
        return words(from: raw)
    }

    /// The words a simulated device shows: its first sentinel for "no value", saturated where a value does
    /// not fit.
    public func encodeSaturating(_ value: ReadingValue?, scaleExponent: Int? = nil) -> [UInt16] {
        if type == .string {
            if case .text(let text)? = value { return words(fromText: text) }
            return words(fromText: "")
        }
        guard let number = value?.number, !number.isNaN else { return words(from: nan.first ?? notANumber) }
        if type == .bool { return words(from: number != 0 ? 1 : 0) }
        // A number without its power of ten is shown as "no value" is.
        guard let bare = try? bare(of: number, exponent: scaleExponent) else {
            return words(from: nan.first ?? 0)
        }
        if type == .f32 { return words(from: UInt64(Float(bare).bitPattern)) }
        let (low, high) = bounds
        return words(from: wholeRaw(min(max(bare, low), high).rounded()) ?? nan.first ?? 0)
    }

    /// A float's own "no value"; whole numbers have none.
    private var notANumber: UInt64 { type == .f32 ? UInt64(Float.nan.bitPattern) : 0 }

    /// The number before scaling.
    private func bare(of number: Double, exponent: Int?) throws(EncodeRefusal) -> Double {
        guard scalePoint != nil else { return unscaled(number - offset) }
        guard let exponent, PowerOfTen.allowed.contains(exponent) else { throw .scaleUnknown }
        return PowerOfTen.apply(-exponent, to: number - offset)
    }

    private func unscaled(_ number: Double) -> Double {
        let inverse = (1 / scale).rounded()
        let isExact = abs(scale) < 1 && abs(inverse) < 1e15 && abs(inverse * scale - 1) < 1e-14
        return isExact ? number * inverse : number / scale
    }

    /// The smallest and largest bare numbers of a whole type.
    private var bounds: (low: Double, high: Double) {
        if let mask, mask != 0 { return (0, Double(mask >> UInt64(mask.trailingZeroBitCount))) }
        return switch type {
        case .u16, .bits16: (0, 65_535)
        case .s16: (-32_768, 32_767)
        case .u32, .bits32: (0, 4_294_967_295)
        case .s32: (-2_147_483_648, 2_147_483_647)
        case .u64: (0, 18_446_744_073_709_549_568)  // the largest Double below 2^64
        case .bcd16: (0, 9_999)
        case .bool: (0, 1)
        case .f32, .string: (0, 0)
        }
    }

    private func wholeRaw(_ bare: Double) -> UInt64? {
        let (low, high) = bounds
        guard bare >= low, bare <= high else { return nil }
        if type == .bcd16 {
            guard let number = UInt64(exactly: bare) else { return nil }
            return (number / 1_000) << 12 | (number / 100 % 10) << 8 | (number / 10 % 10) << 4 | number % 10
        }
        guard bare < 0 else { return UInt64(exactly: bare) }
        guard let negative = Int64(exactly: bare) else { return nil }
        return UInt64(bitPattern: negative) & (1 << UInt64(16 * width) - 1)
    }
}
