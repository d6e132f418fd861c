// SPDX-License-Identifier: Apache-2.0
// One checked frame: who sent it, which message it carries, its payload. A frame exists only when its CRC
// (and, where a key is set, its signature) was right, or when this process made it.

/// The two frame formats.
public enum FrameVersion: Sendable, Equatable {
    /// MAVLink 1, start byte 0xFE: no extension fields, no signature.
    case v1
    /// MAVLink 2, start byte 0xFD.
    case v2
}

/// One system and component on a MAVLink network.
public struct MAVLinkAddress: Sendable, Hashable {
    /// The system: 1 to 255; 0 means all where it is a target.
    public var system: UInt8
    /// The component: 1 is the autopilot; 0 means all where it is a target.
    public var component: UInt8

    /// An address from its two numbers.
    public init(system: UInt8, component: UInt8) {
        self.system = system
        self.component = component
    }

    /// Whether a message to `target` is meant for this address: 0 stands for everyone.
    public func isMeant(bySystem targetSystem: UInt8, component targetComponent: UInt8) -> Bool {
        (targetSystem == 0 || targetSystem == system)
            && (targetComponent == 0 || targetComponent == component)
    }
}

/// The signature block of a signed frame.
public struct FrameSignature: Sendable, Equatable {
    /// The link the sender used; part of the replay check.
    public var linkID: UInt8
    /// Units of 10 µs since 2015-01-01T00:00:00Z, 48 bits.
    public var timestamp: UInt64
}

/// One checked frame.
public struct MAVLinkFrame: Sendable, Equatable {
    /// The format it came in.
    public var version: FrameVersion
    /// The sender's frame counter.
    public var sequence: UInt8
    /// Who sent it.
    public var source: MAVLinkAddress
    /// The number of the message.
    public var messageID: UInt32
    /// Flags that need not be understood; zero in MAVLink 1.
    public var compatFlags: UInt8
    /// The signature block, when the frame had one; verified only where the parser has a key.
    public var signature: FrameSignature?
    /// The payload.
    public var payload: FramePayload

    /// A frame from its parts, as a peer would have sent it (simulations and tests).
    public init(
        version: FrameVersion = .v2, sequence: UInt8 = 0, source: MAVLinkAddress, messageID: UInt32,
        compatFlags: UInt8 = 0, signature: FrameSignature? = nil, payload: FramePayload
    ) {
        self.version = version
        self.sequence = sequence
        self.source = source
        self.messageID = messageID
        self.compatFlags = compatFlags
        self.signature = signature
        self.payload = payload
    }

    /// A frame that carries `message`, without a trip over the wire.
    public init(_ message: some MAVLinkMessage, from source: MAVLinkAddress, sequence: UInt8 = 0) {
        self.init(
            sequence: sequence, source: source, messageID: type(of: message).messageID,
            payload: message.payload())
    }

    /// The message, when it is of this type; nil otherwise.
    public func decode<Message: MAVLinkMessage>(_ type: Message.Type) -> Message? {
        messageID == Message.messageID ? Message(payload: payload) : nil
    }

    /// The message, of whichever type it is; nil when this build does not know its number.
    public func decodeAny() -> (any MAVLinkMessage)? {
        MessageTable.type(of: messageID)?.init(payload: payload)
    }
}
