// SPDX-License-Identifier: Apache-2.0
// Turns the payload of any known frame into names and values, driven by the layout text of the definitions.
// It is for logs, dumps and checks; decisions use the typed messages.

/// One field of a message by name.
public struct NamedField: Sendable, Equatable {
    /// The name in the definitions, as `custom_mode`.
    public var name: String
    /// The value.
    public var value: FieldValue
}

extension MAVLinkFrame {
    /// The fields in wire order, those of the base definition only for MAVLink 1; nil when this build does
    /// not know the message.
    public var fields: [NamedField]? {
        MessageTraits.of(messageID).map { $0.fields(of: payload, withExtensions: version == .v2) }
    }
}

extension MessageTraits {
    /// The fields of a payload of this message, in wire order.
    public func fields(of payload: FramePayload, withExtensions: Bool = true) -> [NamedField] {
        let end = Int(withExtensions ? wire.lengthV2 : wire.lengthV1)
        var offset = 0
        var list: [NamedField] = []
        for entry in layout.split(separator: ",") where offset < end {
            let words = entry.split(separator: " ")
            let (value, size) = Self.value(of: words.first ?? "", in: payload, at: offset)
            offset += size
            list.append(NamedField(name: String(words.last ?? ""), value: value))
        }
        return list
    }

    /// The value at `offset` whose type is written as "u16", "f32*4" or "c16", and its size in bytes.
    private static func value(
        of type: Substring, in payload: FramePayload, at offset: Int
    ) -> (FieldValue, size: Int) {
        if type.first == "c" {
            let length = Int(type.dropFirst()) ?? 0
            let bytes = (0..<length).map { payload.byte(at: offset + $0) }.prefix { $0 != 0 }
            return (.text(String(decoding: bytes, as: UTF8.self)), length)
        }
        let parts = type.split(separator: "*")
        let element = parts.first ?? "", size = (Int(element.dropFirst()) ?? 0) / 8
        guard parts.count == 2 else { return (scalar(element, in: payload, at: offset), size) }
        let count = Int(parts[1]) ?? 0
        let values = (0..<count).map { scalar(element, in: payload, at: offset + $0 * size) }
        return (.list(values), count * size)
    }

    private static func scalar(_ type: Substring, in payload: FramePayload, at offset: Int) -> FieldValue {
        switch type {
        case "u8": UInt8(from: payload, at: offset).fieldValue
        case "i8": Int8(from: payload, at: offset).fieldValue
        case "u16": UInt16(from: payload, at: offset).fieldValue
        case "i16": Int16(from: payload, at: offset).fieldValue
        case "u32": UInt32(from: payload, at: offset).fieldValue
        case "i32": Int32(from: payload, at: offset).fieldValue
        case "u64": UInt64(from: payload, at: offset).fieldValue
        case "i64": Int64(from: payload, at: offset).fieldValue
        default: Float(from: payload, at: offset).fieldValue
        }
    }
}
