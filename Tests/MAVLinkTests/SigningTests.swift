// SPDX-License-Identifier: Apache-2.0
// Signed links: what is stamped verifies, what is repeated, stale, forged or unsigned does not, and the key
// stays hidden.

import DockModel
import Testing

@testable import MAVLink

@Suite struct SigningTests {
    let key = SigningKey(passphrase: "a dock and its vehicle")

    @Test func `what the encoder signs the parser of the other end accepts`() {
        var encoder = FrameEncoder(
            source: dock, signer: FrameSigner(key: key, linkID: 3, lastTimestamp: 1_000))
        var parser = FrameParser(verifier: SignatureVerifier(key: key))
        for _ in 0..<300 {
            #expect(parser.receive(encoder.encode(HeartbeatMessage(customMode: 5))).count == 1)
        }
        #expect(parser.statistics.accepted == 300 && parser.statistics.signatureFailures == 0)
        #expect(encoder.signer?.lastTimestamp == 1_300)
        #expect(parser.verifier?.localTimestamp == 1_300)
    }

    @Test func `a repeated signed frame is refused and streams of other links are not disturbed`() {
        var first = FrameEncoder(source: dock, signer: FrameSigner(key: key, linkID: 0, lastTimestamp: 5_000))
        var second = FrameEncoder(
            source: dock, signer: FrameSigner(key: key, linkID: 1, lastTimestamp: 4_000))
        var parser = FrameParser(verifier: SignatureVerifier(key: key))
        let frame = first.encode(HeartbeatMessage())
        #expect(parser.receive(frame).count == 1)
        #expect(parser.receive(frame).isEmpty)
        #expect(parser.receive(second.encode(HeartbeatMessage())).count == 1)
        #expect(parser.statistics.replays == 1 && parser.statistics.signatureFailures == 1)
    }

    @Test func `a new stream may lag one minute and not more`() {
        for (lag, count) in [(UInt64(6_000_000), 1), (6_000_001, 0)] {
            let local: UInt64 = 50_000_000
            var encoder = FrameEncoder(
                source: dock, signer: FrameSigner(key: key, linkID: 0, lastTimestamp: local - lag - 1))
            var parser = FrameParser(verifier: SignatureVerifier(key: key, localTimestamp: local))
            #expect(parser.receive(encoder.encode(HeartbeatMessage())).count == count)
        }
    }

    @Test func `what was remembered of a stream keeps replays out after a restart`() {
        var encoder = FrameEncoder(source: dock, signer: FrameSigner(key: key, linkID: 0, lastTimestamp: 9))
        let recorded = encoder.encode(HeartbeatMessage())
        var before = FrameParser(verifier: SignatureVerifier(key: key))
        #expect(before.receive(recorded).count == 1)
        var verifier = SignatureVerifier(key: key)
        for (stream, timestamp) in before.verifier?.rememberedStreams ?? [:] {
            verifier.remember(stream, timestamp: timestamp)
        }
        var after = FrameParser(verifier: verifier)
        #expect(after.receive(recorded).isEmpty)
        #expect(after.receive(encoder.encode(HeartbeatMessage())).count == 1)
    }

    @Test func `unsigned frames are refused except those of the radio itself`() {
        var encoder = FrameEncoder(source: vehicle)
        var parser = FrameParser(verifier: SignatureVerifier(key: key))
        #expect(parser.receive(encoder.encode(HeartbeatMessage())).isEmpty)
        #expect(parser.receive(encoder.encode(RadioStatusMessage(rssi: 100))).count == 1)
        #expect(parser.statistics.unsigned == 1)
    }

    @Test func `more streams than are remembered are refused, so that none is forgotten`() {
        var parser = FrameParser(verifier: SignatureVerifier(key: key))
        for component in 0..<UInt8(SignatureVerifier.streamLimit + 5) {
            let source = MAVLinkAddress(system: 1, component: component)
            var encoder = FrameEncoder(
                source: source, signer: FrameSigner(key: key, linkID: 0, lastTimestamp: 9))
            _ = parser.receive(encoder.encode(HeartbeatMessage()))
        }
        #expect(parser.statistics.accepted == UInt64(SignatureVerifier.streamLimit))
        #expect(parser.statistics.signatureFailures == 5)
    }

    @Test func `a signer at the end of time does not trap`() {
        var encoder = FrameEncoder(
            source: dock, signer: FrameSigner(key: key, linkID: 0, lastTimestamp: .max))
        var parser = FrameParser(verifier: SignatureVerifier(key: key))
        #expect(parser.receive(encoder.encode(HeartbeatMessage())).count == 1)
        #expect(parser.receive(encoder.encode(HeartbeatMessage())).isEmpty)
    }

    @Test func `signing time counts from 2015 and is clamped`() {
        #expect(SigningTime.timestamp(of: WallTime(milliseconds: 1_420_070_400_000)) == 0)
        #expect(SigningTime.timestamp(of: WallTime(milliseconds: 1_420_070_401_000)) == 100_000)
        #expect(SigningTime.timestamp(of: WallTime(milliseconds: .min)) == 0)
        #expect(SigningTime.timestamp(of: WallTime(milliseconds: .max)) == SigningTime.max)
    }

    @Test func `a key is 32 bytes and never shown`() {
        #expect(SigningKey(bytes: []) == nil && SigningKey(bytes: Array(repeating: 1, count: 31)) == nil)
        let verifier = SignatureVerifier(key: key)
        let signer = FrameSigner(key: key, linkID: 0, lastTimestamp: 0)
        let shown = "\(key) \(verifier) \(signer) \(String(reflecting: key))"
        let secret = key.bytes.map(String.init).joined(separator: ", ")
        #expect(!shown.contains(secret) && shown.contains("hidden"))
    }
}
