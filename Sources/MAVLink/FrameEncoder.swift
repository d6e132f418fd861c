// SPDX-License-Identifier: Apache-2.0
// Turns messages into bytes: one encoder a link, which counts the sequence and signs when it has a key. It
// decides nothing about what is sent.

/// Makes frames from messages, as one system and component.
public struct FrameEncoder: Sendable {
    /// Who we are on the link.
    public var source: MAVLinkAddress
    /// The format to write. A message above 255 and a signed link need MAVLink 2 and get it.
    public var version: FrameVersion
    /// Signs every frame when set.
    public var signer: FrameSigner?
    /// The sequence number of the next frame.
    public var nextSequence: UInt8

    /// An encoder for one link.
    public init(source: MAVLinkAddress, version: FrameVersion = .v2, signer: FrameSigner? = nil) {
        self.source = source
        self.version = version
        self.signer = signer
        nextSequence = 0
    }

    /// The bytes of one frame.
    public mutating func encode(_ message: some MAVLinkMessage) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(WireFormat.longestFrame)
        encode(message, appendingTo: &bytes)
        return bytes
    }

    /// Appends one frame to a buffer that the caller reuses.
    public mutating func encode<Message: MAVLinkMessage>(_ message: Message, appendingTo bytes: inout [UInt8])
    {
        let traits = Message.traits
        let isV1 = version == .v1 && signer == nil && traits.id <= 0xFF
        encode(
            payload: message.payload(isV1: isV1), messageID: traits.id, crcExtra: traits.wire.crcExtra,
            isV1: isV1,
            appendingTo: &bytes)
    }

    private mutating func encode(
        payload: FramePayload, messageID: UInt32, crcExtra: UInt8, isV1: Bool,
        appendingTo bytes: inout [UInt8]
    ) {
        let start = bytes.count
        let length = isV1 ? payload.count : payload.truncatedCount
        bytes.append(isV1 ? WireFormat.startV1 : WireFormat.startV2)
        bytes.append(UInt8(truncatingIfNeeded: length))
        if !isV1 {
            bytes.append(signer == nil ? 0 : WireFormat.signedFlag)
            bytes.append(0)
        }
        bytes.append(nextSequence)
        bytes.append(source.system)
        bytes.append(source.component)
        for index in 0..<(isV1 ? 1 : 3) {
            bytes.append(UInt8(truncatingIfNeeded: messageID >> UInt32(8 * index)))
        }
        for index in 0..<length { bytes.append(payload.byte(at: index)) }
        var crc = FrameCRC()
        crc.add(bytes.span, from: start + 1, to: bytes.count)
        crc.add(crcExtra)
        bytes.append(UInt8(truncatingIfNeeded: crc.value))
        bytes.append(UInt8(truncatingIfNeeded: crc.value >> 8))
        signer?.append(to: &bytes, from: start)
        nextSequence &+= 1
    }
}

/// The numbers of the two frame formats.
enum WireFormat {
    static let startV1: UInt8 = 0xFE
    static let startV2: UInt8 = 0xFD
    static let headerV1 = 6
    static let headerV2 = 10
    static let checksum = 2
    static let signature = 13
    static let signedFlag: UInt8 = 0x01
    /// Header, full payload, checksum and signature.
    static let longestFrame = 10 + 255 + 2 + 13
}
