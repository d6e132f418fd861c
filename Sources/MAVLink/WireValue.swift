// SPDX-License-Identifier: Apache-2.0
// How one value of a message field lies in a payload: little endian, unaligned. It never reads outside the
// payload, whose bytes after the received length are zero.

/// A value that a message field can hold.
public protocol WireValue: Sendable, Equatable {
    /// The bytes it takes in a payload.
    static var wireSize: Int { get }
    /// Reads the value that starts at `offset`.
    init(from payload: FramePayload, at offset: Int)
    /// Writes the value from `offset` on.
    func write(to payload: inout FramePayload, at offset: Int)
    /// The value for dumps and comparisons.
    var fieldValue: FieldValue { get }
}

/// A field's value without its Swift type: for logs, dumps and comparisons.
public enum FieldValue: Sendable, Equatable {
    /// An unsigned integer, an enumeration or a bit mask.
    case unsigned(UInt64)
    /// A signed integer.
    case signed(Int64)
    /// A float field, widened; NaN stays NaN.
    case real(Double)
    /// A char array up to its first NUL.
    case text(String)
    /// An array of numbers.
    case list([FieldValue])
}

extension WireValue where Self: FixedWidthInteger {
    /// The width of the integer.
    public static var wireSize: Int { bitWidth / 8 }

    /// Reads a little-endian integer.
    @inline(__always)
    public init(from payload: FramePayload, at offset: Int) {
        var value: Self = 0
        for index in 0..<Self.wireSize {
            value |=
                Self(truncatingIfNeeded: payload.byte(at: offset + index))
                << Self(truncatingIfNeeded: index * 8)
        }
        self = value
    }

    /// Writes a little-endian integer.
    @inline(__always)
    public func write(to payload: inout FramePayload, at offset: Int) {
        for index in 0..<Self.wireSize {
            payload.setByte(
                UInt8(truncatingIfNeeded: self >> Self(truncatingIfNeeded: index * 8)), at: offset + index)
        }
    }

    /// The integer, widened.
    public var fieldValue: FieldValue { Self.isSigned ? .signed(Int64(self)) : .unsigned(UInt64(self)) }
}

extension UInt8: WireValue {}
extension Int8: WireValue {}
extension UInt16: WireValue {}
extension Int16: WireValue {}
extension UInt32: WireValue {}
extension Int32: WireValue {}
extension UInt64: WireValue {}
extension Int64: WireValue {}

extension Float: WireValue {
    /// Four bytes.
    public static var wireSize: Int { 4 }
    /// Reads an IEEE 754 single; every bit pattern is kept, NaN too.
    public init(from payload: FramePayload, at offset: Int) {
        self.init(bitPattern: UInt32(from: payload, at: offset))
    }
    /// Writes the bit pattern.
    public func write(to payload: inout FramePayload, at offset: Int) {
        bitPattern.write(to: &payload, at: offset)
    }
    /// The number, widened.
    public var fieldValue: FieldValue { .real(Double(self)) }
}

/// An enumeration or bit mask of the MAVLink definitions. It is open: a value that this build does not know
/// is kept as it came.
public protocol MAVEnumeration: WireValue, RawRepresentable where RawValue: WireValue {
    /// A value from its number; every number is allowed.
    init(rawValue: RawValue)
}

extension MAVEnumeration {
    /// The width of the raw number.
    public static var wireSize: Int { RawValue.wireSize }
    /// Reads the raw number.
    public init(from payload: FramePayload, at offset: Int) {
        self.init(rawValue: RawValue(from: payload, at: offset))
    }
    /// Writes the raw number.
    public func write(to payload: inout FramePayload, at offset: Int) {
        rawValue.write(to: &payload, at: offset)
    }
    /// The raw number.
    public var fieldValue: FieldValue { rawValue.fieldValue }
}
