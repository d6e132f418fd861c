// SPDX-License-Identifier: Apache-2.0
// Finds frames in bytes that come in any pieces, with garbage before and between them. It holds at most one
// frame, steps one byte on after anything it cannot prove to be a frame, and never hands on an unchecked
// frame.

/// Turns the bytes of one link into checked frames.
public struct FrameParser: Sendable {
    /// What the link counted since the parser was made.
    public private(set) var statistics = LinkStatistics()
    /// Checks signatures when set; without it signed frames pass as plain ones.
    public var verifier: SignatureVerifier?

    private static let capacity = 1_024
    private var buffer = [UInt8](repeating: 0, count: FrameParser.capacity)
    private var head = 0
    private var tail = 0
    /// Bytes that a frame with a wrong checksum claimed: false starts inside of them are not counted again.
    private var suspectBytes = 0
    private var sequences = SequenceTracker()

    /// A parser for one link.
    public init(verifier: SignatureVerifier? = nil) { self.verifier = verifier }

    /// The bytes that wait for the rest of a frame.
    public var pendingBytes: Int { tail - head }

    /// Takes bytes of the link and hands each checked frame to `each`, in order.
    public mutating func receive(_ bytes: Span<UInt8>, _ each: (MAVLinkFrame) -> Void) {
        var offset = 0
        while offset < bytes.count {
            makeRoom()
            let count = min(Self.capacity - tail, bytes.count - offset)
            store(bytes, from: offset, count: count)
            offset += count
            drain(isEnd: false, each)
        }
    }

    /// Takes bytes of the link and hands each checked frame to `each`, in order.
    public mutating func receive(_ bytes: [UInt8], _ each: (MAVLinkFrame) -> Void) {
        receive(bytes.span, each)
    }

    /// Takes bytes of the link and returns the checked frames in them.
    public mutating func receive(_ bytes: [UInt8]) -> [MAVLinkFrame] {
        var frames: [MAVLinkFrame] = []
        receive(bytes.span) { frames.append($0) }
        return frames
    }

    /// Says that nothing more belongs to the bytes so far: a datagram ended, or the line was silent for a
    /// while. Frames that a false start held back come out; what is left of a torn frame is dropped.
    public mutating func finish(_ each: (MAVLinkFrame) -> Void) {
        drain(isEnd: true, each)
        head = 0
        tail = 0
        suspectBytes = 0
    }

    /// As `finish`, returning the frames.
    public mutating func finish() -> [MAVLinkFrame] {
        var frames: [MAVLinkFrame] = []
        finish { frames.append($0) }
        return frames
    }

    /// What the bytes at `head` are.
    private enum Finding {
        case incomplete
        case notAFrame
        case wrongChecksum(claimed: Int)
        case unknown(length: Int, sequence: UInt8, source: MAVLinkAddress)
        case incompatible(length: Int)
        /// A frame whose first `checked` bytes have the right checksum; its signature is not yet checked.
        case frame(MAVLinkFrame, checked: Int, length: Int)
    }

    private mutating func makeRoom() {
        if head == tail {
            head = 0
            tail = 0
        } else if tail > Self.capacity - WireFormat.longestFrame {
            let count = tail - head
            for index in 0..<count { buffer[index] = buffer[head + index] }
            head = 0
            tail = count
        }
    }

    private mutating func store(_ bytes: Span<UInt8>, from offset: Int, count: Int) {
        let start = tail
        tail += count
        var target = buffer.mutableSpan
        var index = 0
        while index < count {
            target[start + index] = bytes[offset + index]
            index += 1
        }
    }

    private mutating func drain(isEnd: Bool, _ each: (MAVLinkFrame) -> Void) {
        while head < tail {
            let first = buffer[head]
            guard first == WireFormat.startV1 || first == WireFormat.startV2 else {
                skipByte()
                continue
            }
            switch examine(isEnd: isEnd) {
            case .incomplete:
                guard isEnd else { return }
                skipByte()
            case .notAFrame:
                skipByte()
            case .wrongChecksum(let claimed):
                if suspectBytes == 0 {
                    statistics.checksumErrors &+= 1
                    suspectBytes = claimed
                }
                skipByte()
            case .unknown(let length, let sequence, let source):
                statistics.unknownMessages &+= 1
                sequences.noteUnknown(sequence, from: source)
                consume(length)
            case .incompatible(let length):
                statistics.incompatibleFrames &+= 1
                consume(length)
            case .frame(let frame, let checked, let length):
                let verdict = verify(frame, checked: checked)
                guard verdict == .accepted else {
                    count(verdict)
                    consume(length)
                    continue
                }
                statistics.accepted &+= 1
                sequences.note(frame.sequence, from: frame.source, in: &statistics)
                consume(length)
                each(frame)
            }
        }
    }

    private mutating func consume(_ length: Int) {
        head += length
        suspectBytes = 0
    }

    private mutating func skipByte() {
        head += 1
        statistics.skippedBytes &+= 1
        if suspectBytes > 0 { suspectBytes -= 1 }
    }

    private mutating func count(_ verdict: SignatureVerdict) {
        statistics.signatureFailures &+= 1
        switch verdict {
        case .replayed, .stale: statistics.replays &+= 1
        case .unsigned: statistics.unsigned &+= 1
        case .accepted, .forged, .tooManyStreams: break
        }
    }

    /// Looks at the bytes from `head` on, which begin with a start byte.
    private func examine(isEnd: Bool) -> Finding {
        let bytes = buffer.span
        let isV2 = bytes[head] == WireFormat.startV2
        let header = isV2 ? WireFormat.headerV2 : WireFormat.headerV1
        guard tail - head >= header else { return .incomplete }
        let length = Int(bytes[head + 1])
        let flags = isV2 ? bytes[head + 2] : 0
        let isSigned = flags & WireFormat.signedFlag != 0
        let checkEnd = head + header + length + WireFormat.checksum
        let end = checkEnd + (isSigned ? WireFormat.signature : 0)
        let at = head + (isV2 ? 4 : 2)
        let source = MAVLinkAddress(system: bytes[at + 1], component: bytes[at + 2])
        var messageID = UInt32(bytes[at + 3])
        if isV2 { messageID |= UInt32(bytes[at + 4]) << 8 | UInt32(bytes[at + 5]) << 16 }

        guard let wire = MessageTable.wire(of: messageID) else {
            return unknown(flags: flags, end: end, sequence: bytes[at], source: source, isEnd: isEnd)
        }
        guard tail >= checkEnd else { return .incomplete }
        var crc = FrameCRC()
        crc.add(bytes, from: head + 1, to: head + header + length)
        crc.add(wire.crcExtra)
        let claimed = UInt16(bytes[checkEnd - 2]) | UInt16(bytes[checkEnd - 1]) << 8
        guard crc.value == claimed, isV2 || length == Int(wire.lengthV1) else {
            return .wrongChecksum(claimed: checkEnd - head)
        }
        guard flags & ~WireFormat.signedFlag == 0 else { return .incompatible(length: checkEnd - head) }
        guard tail >= end else { return .incomplete }
        var signature: FrameSignature?
        if isSigned {
            var timestamp: UInt64 = 0
            for index in 0..<6 { timestamp |= UInt64(bytes[checkEnd + 1 + index]) << UInt64(8 * index) }
            signature = FrameSignature(linkID: bytes[checkEnd], timestamp: timestamp)
        }
        let frame = MAVLinkFrame(
            version: isV2 ? .v2 : .v1, sequence: bytes[at], source: source, messageID: messageID,
            compatFlags: isV2 ? bytes[head + 3] : 0, signature: signature,
            payload: FramePayload(copying: bytes, from: head + header, count: length))
        return .frame(frame, checked: checkEnd - head, length: end - head)
    }

    private mutating func verify(_ frame: MAVLinkFrame, checked: Int) -> SignatureVerdict {
        guard var checker = verifier.take() else { return .accepted }
        let verdict = checker.check(
            buffer.span, from: head, to: head + checked, source: frame.source, messageID: frame.messageID,
            signature: frame.signature)
        verifier = checker
        return verdict
    }

    /// A message we do not know is skipped whole only when another frame (or the end) follows it; otherwise
    /// its start byte may be a false one and real frames may lie inside its claimed length.
    private func unknown(
        flags: UInt8, end: Int, sequence: UInt8, source: MAVLinkAddress, isEnd: Bool
    ) -> Finding {
        guard flags & ~WireFormat.signedFlag == 0 else { return .notAFrame }
        if tail > end {
            let next = buffer[end]
            guard next == WireFormat.startV1 || next == WireFormat.startV2 else { return .notAFrame }
        } else if !(isEnd && tail == end) {
            return .incomplete
        }
        return .unknown(length: end - head, sequence: sequence, source: source)
    }
}
