// SPDX-License-Identifier: Apache-2.0
// What the raw words of a point mean and how far they can be believed (modbus-requirements R8, R9).
// Sentinels are compared before scaling; a value without a trustworthy meaning never gets out.

public import DockModel

/// A decoded point: a value only when the quality is `good` or `uncertain`.
public struct Decoded: Sendable, Equatable {
    /// The value, already scaled.
    public var value: ReadingValue?
    /// How far it can be believed.
    public var quality: ReadingQuality
    /// The raw number as the device sent it; 0 for strings.
    public var raw: UInt64

    /// A decoded point; a value with a bad quality is dropped.
    public init(value: ReadingValue?, quality: ReadingQuality, raw: UInt64 = 0) {
        self.value = quality == .good || quality == .uncertain ? value : nil
        self.quality = quality
        self.raw = raw
    }
}

extension PointProfile {
    /// The meaning of the point's registers (or of one word of 0 or 1 for a bit).
    /// - Parameter scaleExponent: the power of ten from `scalePoint`; nil when it was not read or has no
    ///   value.
    public func decode(_ words: ArraySlice<UInt16>, scaleExponent: Int? = nil) -> Decoded {
        if type == .string { return decodeText(words) }
        guard let raw = raw(from: words) else { return Decoded(value: nil, quality: .configuration) }
        if nan.contains(raw) { return Decoded(value: nil, quality: .badSentinel, raw: raw) }
        if type == .bool { return decodeFlag(raw) }
        guard let bare = bareNumber(raw) else { return Decoded(value: nil, quality: .badSentinel, raw: raw) }
        guard let value = scaled(bare, exponent: scaleExponent), value.isFinite else {
            return Decoded(value: nil, quality: .badSentinel, raw: raw)
        }
        return Decoded(value: .number(value), quality: judge(value, bare: bare), raw: raw)
    }

    private func decodeFlag(_ raw: UInt64) -> Decoded {
        let isSuspect = zeroSuspect && raw == 0
        return Decoded(value: .flag(raw != 0), quality: isSuspect ? .uncertain : .good, raw: raw)
    }

    private func decodeText(_ words: ArraySlice<UInt16>) -> Decoded {
        guard words.count == width else { return Decoded(value: nil, quality: .configuration) }
        var bytes = textBytes(from: words)
        while let last = bytes.last, last == 0 || last == 0x20 { bytes.removeLast() }
        let printable = bytes.map { (0x20...0x7E).contains($0) ? $0 : UInt8(ascii: "?") }
        return Decoded(value: .text(String(decoding: printable, as: UTF8.self)), quality: .good)
    }

    /// The number before scaling; nil when the bits are no number of this type.
    private func bareNumber(_ raw: UInt64) -> Double? {
        switch type {
        case .u16, .u32, .u64, .bits16, .bits32: return Double(raw)
        case .s16: return Double(Int16(truncatingIfNeeded: raw))
        case .s32: return Double(Int32(truncatingIfNeeded: raw))
        case .f32:
            let number = Double(Float(bitPattern: UInt32(truncatingIfNeeded: raw)))
            return number.isFinite ? number : nil
        case .bcd16:
            let digits = [12, 8, 4, 0].map { (raw >> UInt64($0)) & 0xF }
            return digits.allSatisfy { $0 <= 9 } ? digits.reduce(0) { $0 * 10 + Double($1) } : nil
        case .bool, .string: return nil
        }
    }

    /// The number after scaling; nil when the scale point has no usable value.
    private func scaled(_ bare: Double, exponent: Int?) -> Double? {
        guard scalePoint != nil else { return multiply(bare, by: scale) + offset }
        guard let exponent, PowerOfTen.allowed.contains(exponent) else { return nil }
        return PowerOfTen.apply(exponent, to: bare) + offset
    }

    private func judge(_ value: Double, bare: Double) -> ReadingQuality {
        if zeroSuspect && bare == 0 { return .uncertain }
        if let range, !range.contains(value) { return .uncertain }
        if !enumeration.isEmpty, !isNamed(bare) { return .uncertain }
        return .good
    }

    /// Whether a bare number has a name in the enumeration.
    func isNamed(_ bare: Double) -> Bool { Int(exactly: bare).map { enumeration[$0] != nil } ?? false }
}

/// `bare * scale`, dividing where the scale is one over a whole number: 0.1 has no exact form, 10 has.
func multiply(_ bare: Double, by scale: Double) -> Double {
    let inverse = (1 / scale).rounded()
    let isExact = abs(scale) < 1 && abs(inverse) < 1e15 && abs(inverse * scale - 1) < 1e-14
    return isExact ? bare / inverse : bare * scale
}

/// Powers of ten from scale points.
enum PowerOfTen {
    /// What SunSpec allows in a scale factor.
    static let allowed = -10...10

    /// `number` times ten to the `exponent`; exact where a Double can be.
    static func apply(_ exponent: Int, to number: Double) -> Double {
        let power = (0..<min(abs(exponent), 10)).reduce(1.0) { product, _ in product * 10 }
        return exponent < 0 ? number / power : number * power
    }
}
