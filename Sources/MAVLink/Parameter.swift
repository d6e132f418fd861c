// SPDX-License-Identifier: Apache-2.0
// One parameter of a vehicle: its name, its type and the four octets that hold its value on the wire. PX4 puts
// the bits of a whole number into the float field, ArduPilot the number itself: a value is never read without
// knowing which.

/// How a vehicle writes whole numbers into the float field of the parameter messages.
public enum ParameterEncoding: String, Sendable, Hashable, Codable {
    /// The bits of the value, as PX4 does.
    case bytewise
    /// The value as a float, as ArduPilot does; above 2^24 it is rounded.
    case cast

    /// What the vehicle's AUTOPILOT_VERSION says, or else the habit of its family. MAV_PROTOCOL_CAPABILITY_PARAM_FLOAT
    /// says nothing: both families set it.
    public init(of autopilot: Autopilot, capabilities: MAVProtocolCapability? = nil) {
        let told = capabilities ?? []
        switch (told.contains(.paramEncodeBytewise), told.contains(.paramEncodeCCast)) {
        case (true, false): self = .bytewise
        case (false, true): self = .cast
        default: self = autopilot == .px4 ? .bytewise : .cast
        }
    }
}

/// The value of one parameter as the vehicle sent it.
public struct ParameterValue: Sendable, Equatable {
    /// The type the vehicle keeps it in.
    public let type: MAVParamType
    /// How its field was written.
    public let encoding: ParameterEncoding
    /// The four octets of the field.
    public let bits: UInt32

    /// A value from its field.
    public init(bits: UInt32, type: MAVParamType, encoding: ParameterEncoding) {
        self.bits = bits
        self.type = type
        self.encoding = encoding
    }

    /// A number as this type and encoding hold it; nil when they cannot hold exactly it (a float holds the nearest).
    public init?(_ number: Double, type: MAVParamType, encoding: ParameterEncoding) {
        guard number.isFinite, let bits = Self.field(number, type, encoding) else { return nil }
        self.init(bits: bits, type: type, encoding: encoding)
    }

    /// The number; nil for a type that does not fit into the field. NaN or infinite where the vehicle says so.
    public var number: Double? {
        guard encoding == .bytewise else { return Double(Float(bitPattern: bits)) }
        return switch type {
        case .uint8: Double(UInt8(truncatingIfNeeded: bits))
        case .int8: Double(Int8(truncatingIfNeeded: bits))
        case .uint16: Double(UInt16(truncatingIfNeeded: bits))
        case .int16: Double(Int16(truncatingIfNeeded: bits))
        case .uint32: Double(bits)
        case .int32: Double(Int32(bitPattern: bits))
        case .real32: Double(Float(bitPattern: bits))
        default: nil
        }
    }

    /// The number in the fewest digits that give it back: whole numbers without a point, floats as 0.1.
    public var text: String {
        guard let number else { return "unreadable" }
        if type.isWhole, let whole = Int64(exactly: number) { return "\(whole)" }
        return "\(Float(number))"
    }

    /// Whether it is this number, as near as the type and the encoding can hold it.
    public func isEqual(to wanted: Double) -> Bool {
        guard let number else { return false }
        return number == wanted || (isRounded && Float(number) == Float(wanted))
    }

    /// Whether it is at least `least`, as near as the type and the encoding can tell.
    public func isAtLeast(_ least: Double) -> Bool {
        guard let number else { return false }
        return number >= least || isEqual(to: least)
    }

    /// Whether it is at most `most`, as near as the type and the encoding can tell.
    public func isAtMost(_ most: Double) -> Bool {
        guard let number else { return false }
        return number <= most || isEqual(to: most)
    }

    /// Whether the field rounds numbers to floats.
    private var isRounded: Bool { type == .real32 || encoding == .cast }

    private static func field(_ number: Double, _ type: MAVParamType, _ encoding: ParameterEncoding)
        -> UInt32?
    {
        guard let range = type.range else {
            let nearest = Float(number)
            return type == .real32 && nearest.isFinite ? nearest.bitPattern : nil
        }
        guard number.rounded() == number, range.contains(number) else { return nil }
        if encoding == .cast { return Double(Float(number)) == number ? Float(number).bitPattern : nil }
        return number < 0 ? UInt32(bitPattern: Int32(number)) : UInt32(number)
    }
}

/// One parameter of a vehicle.
public struct Parameter: Sendable, Equatable {
    /// Its name, 1 to 16 printable ASCII characters.
    public var name: String
    /// Its value.
    public var value: ParameterValue

    /// PX4's name for the check sum over all its parameters; it is no parameter.
    public static let hashName = "_HASH_CHECK"
    /// The longest name.
    public static let longestName = 16

    /// A parameter.
    public init(name: String, value: ParameterValue) {
        self.name = name
        self.value = value
    }

    /// Whether a text can be a parameter's name.
    public static func isName(_ text: String) -> Bool {
        (1...longestName).contains(text.utf8.count) && text.utf8.allSatisfy { (33...126).contains($0) }
    }
}

/// All parameters that a vehicle holds.
public struct ParameterList: Sendable, Equatable {
    /// The parameters in the vehicle's order.
    public var parameters: [Parameter]
    /// PX4's check sum over them; nil where the vehicle has none.
    public var hash: UInt32?
    /// Whether they are known to have stood still while they were read; false when PX4's check sum changed meanwhile.
    public var isSteady: Bool

    /// A list.
    public init(_ parameters: [Parameter], hash: UInt32? = nil, isSteady: Bool = true) {
        self.parameters = parameters
        self.hash = hash
        self.isSteady = isSteady
    }

    /// The value of a parameter; nil when the vehicle does not have it.
    public subscript(name: String) -> ParameterValue? { parameters.first { $0.name == name }?.value }
}

extension MAVParamType {
    /// The type in one word: int32, real32 …
    public var word: String {
        switch self {
        case .uint8: "uint8"
        case .int8: "int8"
        case .uint16: "uint16"
        case .int16: "int16"
        case .uint32: "uint32"
        case .int32: "int32"
        case .uint64: "uint64"
        case .int64: "int64"
        case .real32: "real32"
        case .real64: "real64"
        default: "type \(rawValue)"
        }
    }

    /// Whether it holds whole numbers only.
    public var isWhole: Bool { (1...8).contains(rawValue) }

    /// What a whole type of up to 32 bits can hold.
    var range: ClosedRange<Double>? {
        switch self {
        case .uint8: 0...255
        case .int8: -128...127
        case .uint16: 0...65_535
        case .int16: -32_768...32_767
        case .uint32: 0...4_294_967_295
        case .int32: -2_147_483_648...2_147_483_647
        default: nil
        }
    }
}

extension MAVParamError {
    /// The reason in words for people.
    public var words: String {
        switch self {
        case .doesNotExist: "the vehicle has no such parameter"
        case .valueOutOfRange: "the value is outside of what the vehicle accepts"
        case .permissionDenied: "the vehicle does not let us set it"
        case .componentNotFound: "the vehicle does not know the component"
        case .readOnly: "it can only be read"
        default: "the vehicle answered with unknown error \(rawValue)"
        }
    }
}

/// A PARAM_VALUE that names a parameter.
struct ParameterReport {
    var name: String
    var value: ParameterValue
    /// How many parameters the vehicle says it has.
    var count: Int
    /// Its place in the list; nil where the vehicle names none.
    var index: Int?

    /// Nil when the frame is none, or names no parameter.
    init?(_ frame: MAVLinkFrame, _ encoding: ParameterEncoding) {
        guard let message = frame.decode(ParamValueMessage.self), Parameter.isName(message.paramID.text)
        else {
            return nil
        }
        name = message.paramID.text
        // The octets are read as they lie: a float on its way through a register may change the bits of a NaN.
        value = ParameterValue(
            bits: UInt32(from: frame.payload, at: 0), type: message.paramType, encoding: encoding)
        count = Int(message.paramCount)
        index = Int(message.paramIndex) < count ? Int(message.paramIndex) : nil
    }
}
