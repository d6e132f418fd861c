// SPDX-License-Identifier: Apache-2.0
// Where a field stands in its record and how its bytes become a number. A plan is made once per format and used for
// every record; it never fails: an absent field is NaN or nil.

/// How a field is stored.
enum FieldType: UInt8 {
    case int8, uint8, int16, uint16, int32, uint32, int64, uint64, half, float, double

    /// Bytes that it takes.
    var width: Int {
        switch self {
        case .int8, .uint8: 1
        case .int16, .uint16, .half: 2
        case .int32, .uint32, .float: 4
        case .int64, .uint64, .double: 8
        }
    }

    /// Whether it holds whole numbers.
    var isWhole: Bool {
        switch self {
        case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64: true
        case .half, .float, .double: false
        }
    }
}

/// One field of a record.
struct FieldPlan {
    /// Bytes from the start of the record's body; negative when the record has no such field.
    var offset: Int32 = -1
    var type = FieldType.uint8
    /// The stored number is divided by this.
    var divisor = 1.0

    static let absent = FieldPlan()

    @inline(__always)
    var isPresent: Bool { offset >= 0 }

    /// The value, NaN when there is none.
    func number(_ bytes: RawSpan, _ body: Int) -> Double {
        guard isPresent else { return .nan }
        let at = body + Int(offset)
        let raw =
            switch type {
            case .int8: Double(Int8(bitPattern: bytes.byte(at)))
            case .uint8: Double(bytes.byte(at))
            case .int16: Double(bytes.word(at, as: Int16.self))
            case .uint16: Double(bytes.word(at, as: UInt16.self))
            case .int32: Double(bytes.word(at, as: Int32.self))
            case .uint32: Double(bytes.word(at, as: UInt32.self))
            case .int64: Double(bytes.word(at, as: Int64.self))
            case .uint64: Double(bytes.word(at, as: UInt64.self))
            case .half: Self.half(bytes.word(at, as: UInt16.self))
            case .float: Double(Float(bitPattern: bytes.word(at, as: UInt32.self)))
            case .double: Double(bitPattern: bytes.word(at, as: UInt64.self))
            }
        return divisor == 1 ? raw : raw / divisor
    }

    /// The value as a whole number, nil when there is none.
    func integer(_ bytes: RawSpan, _ body: Int) -> Int64? {
        guard isPresent else { return nil }
        let at = body + Int(offset)
        switch type {
        case .int8: return Int64(Int8(bitPattern: bytes.byte(at)))
        case .uint8: return Int64(bytes.byte(at))
        case .int16: return Int64(bytes.word(at, as: Int16.self))
        case .uint16: return Int64(bytes.word(at, as: UInt16.self))
        case .int32: return Int64(bytes.word(at, as: Int32.self))
        case .uint32: return Int64(bytes.word(at, as: UInt32.self))
        case .int64: return bytes.word(at, as: Int64.self)
        case .uint64: return Int64(truncatingIfNeeded: bytes.word(at, as: UInt64.self))
        case .half, .float, .double: return Int64(exactly: number(bytes, body).rounded())
        }
    }

    /// A time stamp: any unsigned width, zero when there is none.
    @inline(__always)
    func stamp(_ bytes: RawSpan, _ body: Int) -> UInt64 {
        guard isPresent else { return 0 }
        let at = body + Int(offset)
        switch type {
        case .uint64, .int64: return bytes.word(at, as: UInt64.self)
        case .uint32: return UInt64(bytes.word(at, as: UInt32.self))
        default: return integer(bytes, body).map { UInt64(max(0, $0)) } ?? 0
        }
    }

    /// IEEE 754 binary16, which the standard library does not have on every machine.
    private static func half(_ bits: UInt16) -> Double {
        let sign = bits & 0x8000 == 0 ? 1.0 : -1.0
        let fraction = Double(bits & 0x3FF)
        let exponent = Int(bits >> 10 & 0x1F)
        switch exponent {
        case 0: return sign * fraction * 0x1p-24
        case 31: return fraction == 0 ? sign * .infinity : .nan
        default: return sign * Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1_024)
        }
    }
}
