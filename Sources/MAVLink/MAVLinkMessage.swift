// SPDX-License-Identifier: Apache-2.0
// What every generated message can do, and the facts of a message that the wire needs. The messages
// themselves are in Generated/, written by Scripts/generate-mavlink.py.

/// One message of the MAVLink definitions, decoded.
public protocol MAVLinkMessage: Sendable, Equatable {
    /// The facts of this message that the wire needs.
    static var traits: MessageTraits { get }
    /// Reads the fields; bytes that were cut off read as zero.
    init(payload: FramePayload)
    /// Writes the fields; the length is left to the encoder.
    func write(to payload: inout FramePayload)
}

extension MAVLinkMessage {
    /// The number of the message on the wire.
    public static var messageID: UInt32 { traits.id }
    /// The name in the definitions, as `HEARTBEAT`.
    public static var name: String { traits.name }

    /// The full payload, not yet cut at trailing zeros; without the extension fields when `isV1`.
    public func payload(isV1: Bool = false) -> FramePayload {
        var payload = FramePayload()
        write(to: &payload)
        payload.count = Int(isV1 ? Self.traits.wire.lengthV1 : Self.traits.wire.lengthV2)
        return payload
    }
}

/// The facts of a message that checking a frame needs.
public struct WireTraits: Sendable, Equatable {
    /// The byte that goes into the CRC last; it stands for the message's definition.
    public var crcExtra: UInt8
    /// The payload length without extension fields: what MAVLink 1 sends.
    public var lengthV1: UInt8
    /// The payload length with extension fields, before zeros are cut.
    public var lengthV2: UInt8
}

/// The facts of one message of the definitions.
public struct MessageTraits: Sendable, Equatable {
    /// The number of the message on the wire.
    public var id: UInt32
    /// The name in the definitions, as `HEARTBEAT`.
    public var name: String
    /// What checking a frame needs.
    public var wire: WireTraits
    /// Types and names of the fields in wire order, as "u32 custom_mode, u8 type, c16 param_id, u16*10
    /// voltages".
    public var layout: String

    init(id: UInt32, name: String, crcExtra: UInt8, lengthV1: UInt8, lengthV2: UInt8, layout: String) {
        self.id = id
        self.name = name
        wire = WireTraits(crcExtra: crcExtra, lengthV1: lengthV1, lengthV2: lengthV2)
        self.layout = layout
    }

    /// The facts of the message with this number; nil when this build does not know it.
    public static func of(_ messageID: UInt32) -> MessageTraits? { MessageTable.type(of: messageID)?.traits }
}

extension MessageTable {
    /// The type of the message with this number; nil when this build does not know it.
    static func type(of messageID: UInt32) -> (any MAVLinkMessage.Type)? {
        index(of: messageID).map { all[$0] }
    }

    /// What checking a frame with this number needs; nil when this build does not know it.
    static func wire(of messageID: UInt32) -> WireTraits? { index(of: messageID).map { wires[$0] } }

    private static func index(of messageID: UInt32) -> Int? {
        var low = 0
        var high = numbers.count
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < messageID { low = middle + 1 } else { high = middle }
        }
        return low < numbers.count && numbers[low] == messageID ? low : nil
    }
}
