// SPDX-License-Identifier: Apache-2.0
// MAVLink 2 signatures: the key, the signing clock, the check of what comes in and the stamp on what goes
// out. A frame that is unsigned, forged, replayed or stale is refused; the key is never shown.

import DockModel

/// The 32 secret bytes both ends of a signed link share.
public struct SigningKey: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    let bytes: [UInt8]

    /// A key from its 32 bytes; nil for any other length.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// The key that ground stations make from a passphrase: its SHA-256.
    public init(passphrase: String) {
        var hash = SHA256()
        hash.add(Array(passphrase.utf8))
        let digest = hash.digest()
        bytes = (0..<32).map { digest[$0] }
    }

    /// Never the key.
    public var description: String { "signing key (hidden)" }
    /// Never the key.
    public var debugDescription: String { description }
    /// Never the key.
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// The key that a person wrote down: 64 hexadecimal digits are the 32 bytes themselves, anything else of at least 8
    /// characters is a passphrase. Nil for less.
    public init?(secret: String) {
        let digits = secret.compactMap(\.hexDigitValue)
        if digits.count == 64, secret.utf8.count == 64 {
            self.init(bytes: (0..<32).map { UInt8(digits[2 * $0] << 4 | digits[2 * $0 + 1]) })
            return
        }
        guard secret.count >= 8 else { return nil }
        self.init(passphrase: secret)
    }

    /// The six bytes that sign a frame from its start byte to its CRC.
    func sign(
        _ frame: Span<UInt8>, from start: Int, to end: Int, linkID: UInt8, timestamp: UInt64
    ) -> InlineArray<6, UInt8> {
        var hash = SHA256()
        hash.add(bytes)
        hash.add(frame, from: start, to: end)
        hash.add(linkID)
        for index in 0..<6 { hash.add(UInt8(truncatingIfNeeded: timestamp >> UInt64(8 * index))) }
        let digest = hash.digest()
        return InlineArray { digest[$0] }
    }
}

/// The clock of signatures: units of 10 µs since 2015-01-01T00:00:00Z, 48 bits.
public enum SigningTime {
    /// The largest timestamp that fits.
    public static let max: UInt64 = 0xFFFF_FFFF_FFFF
    /// How far the first frame of a new stream may lie behind the local clock: one minute.
    public static let newStreamTolerance: UInt64 = 6_000_000

    /// The timestamp of a wall time; clamped to what 48 bits hold.
    public static func timestamp(of wall: WallTime) -> UInt64 {
        let (since, underflow) = wall.milliseconds.subtractingReportingOverflow(1_420_070_400_000)
        guard !underflow, since > 0 else { return 0 }
        return Swift.min(
            Self.max,
            UInt64(since).multipliedReportingOverflow(by: 100).overflow
                ? Self.max : UInt64(since) * 100)
    }
}

/// What the signature check says about one frame.
public enum SignatureVerdict: Sendable, Equatable {
    /// Signed with our key and newer than the last frame of its stream, or unsigned and allowed to be.
    case accepted
    /// Not signed, and the policy asks for a signature.
    case unsigned
    /// The six bytes are not those our key makes.
    case forged
    /// Not newer than the last accepted frame of its stream.
    case replayed
    /// The first frame of a stream, more than a minute behind the local signing clock.
    case stale
    /// A new stream beyond the limit of remembered streams.
    case tooManyStreams
}

/// Checks signatures of one link and remembers the streams (system, component, link id) it has seen.
public struct SignatureVerifier: Sendable {
    /// The most streams remembered; a further one is refused, so that none is forgotten.
    public static let streamLimit = 64

    /// A sender's stream.
    public struct Stream: Sendable, Hashable {
        /// Who sends.
        public var source: MAVLinkAddress
        /// Over which of its links.
        public var linkID: UInt8

        /// A stream from its parts.
        public init(source: MAVLinkAddress, linkID: UInt8) {
            self.source = source
            self.linkID = linkID
        }
    }

    /// The key of the link.
    public var key: SigningKey
    /// Messages that are accepted without a signature; a radio's own RADIO_STATUS comes unsigned.
    public var unsignedMessages: Set<UInt32>
    /// The local signing clock: the wall clock, or the newest accepted timestamp when that is ahead.
    public private(set) var localTimestamp: UInt64
    private var streams: [Stream: UInt64] = [:]

    /// A check with a key; by default only RADIO_STATUS may come unsigned.
    public init(
        key: SigningKey, localTimestamp: UInt64 = 0,
        unsignedMessages: Set<UInt32> = [RadioStatusMessage.messageID]
    ) {
        self.key = key
        self.localTimestamp = min(localTimestamp, SigningTime.max)
        self.unsignedMessages = unsignedMessages
    }

    /// Moves the local signing clock forward to a timestamp; it never goes back.
    public mutating func advance(to timestamp: UInt64) {
        localTimestamp = max(localTimestamp, min(timestamp, SigningTime.max))
    }

    /// Restores what was remembered of a stream before a restart; an older timestamp changes nothing.
    public mutating func remember(_ stream: Stream, timestamp: UInt64) {
        guard streams[stream] != nil || streams.count < Self.streamLimit else { return }
        streams[stream] = max(streams[stream] ?? 0, min(timestamp, SigningTime.max))
    }

    /// The newest accepted timestamps, to be kept over a restart.
    public var rememberedStreams: [Stream: UInt64] { streams }

    /// Checks a frame that lies from `start` to `end` (after its CRC) with its signature behind it.
    mutating func check(
        _ bytes: Span<UInt8>, from start: Int, to end: Int, source: MAVLinkAddress, messageID: UInt32,
        signature: FrameSignature?
    ) -> SignatureVerdict {
        guard let signature else { return unsignedMessages.contains(messageID) ? .accepted : .unsigned }
        let right = key.sign(
            bytes, from: start, to: end, linkID: signature.linkID, timestamp: signature.timestamp)
        var difference: UInt8 = 0
        for index in 0..<6 { difference |= right[index] ^ bytes[end + 7 + index] }
        guard difference == 0 else { return .forged }
        let stream = Stream(source: source, linkID: signature.linkID)
        if let last = streams[stream] {
            guard signature.timestamp > last else { return .replayed }
        } else {
            guard signature.timestamp + SigningTime.newStreamTolerance >= localTimestamp else {
                return .stale
            }
            guard streams.count < Self.streamLimit else { return .tooManyStreams }
        }
        streams[stream] = signature.timestamp
        advance(to: signature.timestamp)
        return .accepted
    }
}

/// Signs what goes out; every frame gets a newer timestamp than the one before.
public struct FrameSigner: Sendable {
    /// The key of the link.
    public var key: SigningKey
    /// Our number of this link; links of one sender differ in it.
    public var linkID: UInt8
    /// The timestamp of the newest signed frame; keep it over a restart.
    public private(set) var lastTimestamp: UInt64

    /// A signer; `lastTimestamp` is the wall clock's, or what was kept over a restart when that is newer.
    public init(key: SigningKey, linkID: UInt8, lastTimestamp: UInt64) {
        self.key = key
        self.linkID = linkID
        self.lastTimestamp = min(lastTimestamp, SigningTime.max)
    }

    /// Moves the signing clock forward, to the wall clock or to a peer's timestamp; it never goes back.
    public mutating func advance(to timestamp: UInt64) {
        lastTimestamp = max(lastTimestamp, min(timestamp, SigningTime.max))
    }

    /// Appends link id, timestamp and signature to a frame that starts at `start` and ends with its CRC.
    mutating func append(to bytes: inout [UInt8], from start: Int) {
        lastTimestamp = min(lastTimestamp + 1, SigningTime.max)
        let signature = key.sign(
            bytes.span, from: start, to: bytes.count, linkID: linkID, timestamp: lastTimestamp)
        bytes.append(linkID)
        for index in 0..<6 { bytes.append(UInt8(truncatingIfNeeded: lastTimestamp >> UInt64(8 * index))) }
        for index in 0..<6 { bytes.append(signature[index]) }
    }
}
