// SPDX-License-Identifier: Apache-2.0
// What a hardware profile says about one point: where it lies, what its raw words mean, how it may be
// written. Plain values only; decoding and checking are elsewhere.

public import DockModel

/// The four Modbus tables (`fn` in YAML).
public enum Table: String, Sendable, Hashable, Codable, CaseIterable {
    /// Bits that can be written: functions 1, 5, 15.
    case coil
    /// Bits that cannot: function 2.
    case discrete
    /// Registers that cannot be written: function 4.
    case input
    /// Registers that can: functions 3, 6, 16.
    case holding

    /// Whether the table holds single bits.
    public var isBits: Bool { self == .coil || self == .discrete }
    /// The function code that reads it.
    public var readFunction: UInt8 {
        switch self {
        case .coil: 1
        case .discrete: 2
        case .holding: 3
        case .input: 4
        }
    }
}

/// How the raw words of a point are understood.
public enum PointType: String, Sendable, Hashable, Codable, CaseIterable {
    case bool, u16, s16, u32, s32, f32, u64, bcd16, bits16, bits32, string

    /// Registers (or bits) a value takes; nil for strings, whose `count` says it.
    public var words: Int? {
        switch self {
        case .bool, .u16, .s16, .bcd16, .bits16: 1
        case .u32, .s32, .f32, .bits32: 2
        case .u64: 4
        case .string: nil
        }
    }
}

/// Which end comes first: words of a value, or bytes of a register.
public enum ByteOrder: String, Sendable, Hashable, Codable, CaseIterable {
    case big, little
}

/// How often a point is read, the most often first.
public enum PollClass: String, Sendable, Hashable, Codable, CaseIterable {
    case fast, normal, slow
    /// After each connection, not again.
    case once
}

/// Who may write a point.
public enum WriteClass: String, Sendable, Hashable, Codable, CaseIterable {
    /// It cannot be written.
    case none
    /// A write moves nothing and heats nothing.
    case safe
    /// A write needs the core's interlock and is confirmed by reading back.
    case guarded
    /// Documented by the maker, and never sent.
    case never
}

/// One bit, or a run of bits, of a packed point.
public struct BitField: Sendable, Equatable {
    /// The lowest bit.
    public var first: Int
    /// The highest bit; equal to `first` for a single bit.
    public var last: Int
    /// The name of a single bit, or the meanings of a run's values in words.
    public var text: String

    /// A field from its parts.
    public init(first: Int, last: Int? = nil, text: String) {
        self.first = first
        self.last = last ?? first
        self.text = text
    }
}

/// One point of a device.
public struct PointProfile: Sendable, Equatable {
    /// The point's name, unique in the profile.
    public var id: PointID
    /// The table it lies in.
    public var fn: Table
    /// The zero-based address of its first word or bit.
    public var address: Int
    /// How its raw words are understood.
    public var type: PointType
    /// Registers of a string; nil for the other types.
    public var count: Int?
    /// Which word of a long value comes first.
    public var wordOrder: ByteOrder
    /// Which byte of a register comes first.
    public var byteOrder: ByteOrder
    /// value = raw * scale + offset.
    public var scale: Double
    /// value = raw * scale + offset.
    public var offset: Double
    /// A point that holds the power of ten to scale by, in place of `scale`.
    public var scalePoint: PointID?
    /// The unit as shown to people ("" when none).
    public var unit: String
    /// Plausible values after scaling; outside, a reading is uncertain and a write is refused.
    public var range: ValueRange?
    /// Raw values that mean "no value", compared before scaling.
    public var nan: [UInt64]
    /// Whether 0 may mean "not available".
    public var zeroSuspect: Bool
    /// How often it is read.
    public var poll: PollClass
    /// Names of raw values (`enum` in YAML); empty when it is not an enumeration.
    public var enumeration: [Int: String]
    /// Names of bits; empty when it is not packed.
    public var bits: [BitField]
    /// Who may write it.
    public var write: WriteClass
    /// The function code of a write: 5, 6, 15 or 16.
    public var writeFn: Int?
    /// The point that shows whether a write took effect.
    public var readback: PointID?
    /// Whether it counts up and may wrap or start again.
    public var counter: Bool
    /// What the dock logic must assume while the quality is not good: the worst case, never the last value.
    public var failsafe: Double?
    /// A remark for people.
    public var note: String
    /// The bits of a whole number that belong to the point; nil for all. The number is moved down to bit 0.
    public var mask: UInt64?
    /// The fastest true change, in the unit a second; a faster one is doubted.
    public var rate: Double?
    /// Seconds after which a value that never changed is doubted; nil when it may stand still.
    public var stuckAfterSeconds: Double?
    /// Where the maker wants the value to stay; outside it is true but alarming.
    public var operating: ValueRange?

    /// A point from its parts.
    public init(
        id: PointID, fn: Table, address: Int, type: PointType, count: Int? = nil, wordOrder: ByteOrder = .big,
        byteOrder: ByteOrder = .big, scale: Double = 1, offset: Double = 0, scalePoint: PointID? = nil,
        unit: String = "", range: ValueRange? = nil, nan: [UInt64] = [], zeroSuspect: Bool = false,
        poll: PollClass = .normal, enumeration: [Int: String] = [:], bits: [BitField] = [],
        write: WriteClass = .none, writeFn: Int? = nil, readback: PointID? = nil, counter: Bool = false,
        failsafe: Double? = nil, note: String = "", mask: UInt64? = nil, rate: Double? = nil,
        stuckAfterSeconds: Double? = nil, operating: ValueRange? = nil
    ) {
        self.id = id
        self.fn = fn
        self.address = address
        self.type = type
        self.count = count
        self.wordOrder = wordOrder
        self.byteOrder = byteOrder
        self.scale = scale
        self.offset = offset
        self.scalePoint = scalePoint
        self.unit = unit
        self.range = range
        self.nan = nan
        self.zeroSuspect = zeroSuspect
        self.poll = poll
        self.enumeration = enumeration
        self.bits = bits
        self.write = write
        self.writeFn = writeFn
        self.readback = readback
        self.counter = counter
        self.failsafe = failsafe
        self.note = note
        self.mask = mask
        self.rate = rate
        self.stuckAfterSeconds = stuckAfterSeconds
        self.operating = operating
    }

    /// Registers or bits the point takes in its table; at least 1, so that a bad count cannot make it vanish.
    public var width: Int { max(1, type.words ?? count ?? 1) }
    /// The addresses the point takes; clamped, so that a hostile address cannot overflow.
    public var addresses: Range<Int> {
        let start = min(max(address, 0), 65_536)
        return start..<(start + min(width, 65_536))
    }
    /// The failsafe as the dock logic sees it: a flag for bits, a number otherwise.
    public var failsafeValue: ReadingValue? {
        failsafe.map { type == .bool ? .flag($0 != 0) : .number($0) }
    }
}
