// SPDX-License-Identifier: Apache-2.0
// The codec beyond the vectors: known check values, truncation, torn and hostile bytes, counters and limits.

import DockModel
import Testing

@testable import MAVLink

@Suite struct CodecTests {
    @Test func `the frame checksum has its published check value`() {
        var crc = FrameCRC()
        for byte in Array("123456789".utf8) { crc.add(byte) }
        #expect(crc.value == 0x6F91)
    }

    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `SHA-256 has its published digests`(text: String, digest: String) {
        var hash = SHA256()
        hash.add(Array(text.utf8))
        let found = hash.digest()
        #expect((0..<32).map { found[$0] } == bytes(ofHex: digest))
    }

    @Test func `SHA-256 of a million letters is right`() {
        var hash = SHA256()
        for _ in 0..<1_000_000 { hash.add(0x61) }
        let found = hash.digest()
        let wanted = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        #expect((0..<32).map { found[$0] } == bytes(ofHex: wanted))
    }

    @Test func `trailing zeros are cut in MAVLink 2 down to one byte and kept in MAVLink 1`() throws {
        var v2 = FrameEncoder(source: vehicle), v1 = FrameEncoder(source: vehicle, version: .v1)
        let empty = HeartbeatMessage(), late = HeartbeatMessage(mavlinkVersion: 3)
        #expect(v2.encode(empty).count == 10 + 1 + 2)
        #expect(v2.encode(late).count == 10 + 9 + 2)
        #expect(v1.encode(empty).count == 6 + 9 + 2)
        var parser = FrameParser()
        for encoded in [v2.encode(empty), v1.encode(empty)] {
            #expect(try #require(parser.receive(encoded).first).decode(HeartbeatMessage.self) == empty)
        }
    }

    @Test func `an encoder counts its sequence over the wrap and a message above 255 is MAVLink 2`() throws {
        var encoder = FrameEncoder(source: dock, version: .v1), parser = FrameParser()
        for index in 0..<600 {
            let found = try #require(parser.receive(encoder.encode(HeartbeatMessage(customMode: 7))).first)
            #expect(found.sequence == UInt8(index % 256) && found.version == .v1 && found.source == dock)
        }
        let wide = try #require(parser.receive(encoder.encode(ESCInfoMessage(index: 3))).first)
        #expect(wide.version == .v2 && wide.messageID == 290)
        #expect(parser.statistics.accepted == 601 && parser.statistics.lost == 0)
    }

    @Test func `a longer payload of a newer definition is taken and its tail ignored`() throws {
        var bytes: [UInt8] = [0xFD, 12, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 2, 12, 0, 3, 3, 9, 9, 9]
        var crc = FrameCRC()
        for byte in bytes.dropFirst() { crc.add(byte) }
        crc.add(50)
        bytes += [UInt8(crc.value & 0xFF), UInt8(crc.value >> 8)]
        var parser = FrameParser()
        let heartbeat = try #require(parser.receive(bytes).first?.decode(HeartbeatMessage.self))
        #expect(heartbeat.customMode == 1 && heartbeat.mavlinkVersion == 3)
    }

    @Test func `a MAVLink 1 frame of the wrong length is refused`() {
        var bytes: [UInt8] = [0xFE, 8, 0, 1, 1, 0, 1, 0, 0, 0, 2, 12, 0, 3]
        var crc = FrameCRC()
        for byte in bytes.dropFirst() { crc.add(byte) }
        crc.add(50)
        bytes += [UInt8(crc.value & 0xFF), UInt8(crc.value >> 8)]
        var parser = FrameParser()
        #expect(parser.receive(bytes).isEmpty)
        #expect(parser.statistics.checksumErrors == 1)
    }

    @Test(arguments: 0..<20) func `frames between garbage are all found and nothing else is`(seed: Int) throws
    {
        var generator = SeededGenerator(seed: UInt64(seed)), encoder = FrameEncoder(source: vehicle)
        var stream: [UInt8] = [], wanted: [UInt32] = []
        for index in 0..<200 {
            // Garbage without start bytes: a false start may claim the frame behind it, which is no fault.
            stream += generator.bytes(Int.random(in: 0...20, using: &generator)).filter { $0 < 0xFD }
            wanted.append(UInt32(index))
            stream += encoder.encode(HeartbeatMessage(customMode: UInt32(index)))
        }
        var parser = FrameParser(), found: [UInt32] = []
        var rest = stream[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...50, using: &generator))
            rest = rest.dropFirst(piece.count)
            for frame in parser.receive(Array(piece)) {
                found.append(try #require(frame.decode(HeartbeatMessage.self)).customMode)
            }
        }
        #expect(found == wanted)
        #expect(parser.statistics.lost == 0 && parser.statistics.checksumErrors == 0)
    }

    @Test(arguments: 0..<20) func `random and flipped bytes never trap and stay within the buffer`(seed: Int)
    {
        var generator = SeededGenerator(seed: UInt64(seed) + 1_000), encoder = FrameEncoder(source: vehicle)
        var parser = FrameParser(
            verifier: seed % 2 == 0 ? SignatureVerifier(key: .init(passphrase: "x")) : nil)
        var report = VehicleReport(address: vehicle), monitor = LinkMonitor()
        for round in 0..<300 {
            var bytes = generator.bytes(Int.random(in: 0...300, using: &generator))
            if generator.chance(50) {
                let type = MessageTable.all.randomElement(using: &generator) ?? HeartbeatMessage.self
                let payload = FramePayload(generator.bytes(255))
                bytes = encoder.encode(type.init(payload: payload))
                if generator.chance(30) { bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^= 0x10 }
            }
            if generator.chance(20) { bytes = bytes.map { generator.chance(10) ? 0xFD : $0 } }
            parser.receive(bytes) { frame in
                _ = frame.fields
                report.receive(frame, at: seconds(Double(round)))
                _ = monitor.receive(frame, at: seconds(Double(round)))
            }
            #expect(parser.pendingBytes <= WireFormat.longestFrame)
            report.tick(at: seconds(Double(round)))
        }
        _ = parser.finish()
        #expect(parser.pendingBytes == 0)
    }

    @Test func `every message decodes any payload and writes back what it read`() {
        var generator = SeededGenerator(seed: 77)
        for type in MessageTable.all {
            for length in [0, 1, 17, 255] {
                let message = type.init(payload: FramePayload(generator.bytes(length)))
                let payload = message.payload()
                #expect(payload == type.init(payload: payload).payload(), "\(type.traits.name)")
                #expect(payload.count == Int(type.traits.wire.lengthV2))
            }
        }
        #expect(MessageTable.all.count == 134)
    }

    @Test func `late, repeated and restarted senders are told from lost frames`() {
        func statistics(_ sequences: [UInt8]) -> LinkStatistics {
            var parser = FrameParser(), encoder = FrameEncoder(source: vehicle)
            for sequence in sequences {
                encoder.nextSequence = sequence
                _ = parser.receive(encoder.encode(HeartbeatMessage(customMode: 1)))
            }
            return parser.statistics
        }
        #expect(statistics([1, 2, 5]).lost == 2)
        #expect(statistics([1, 3, 2, 4]).lost == 1 && statistics([1, 3, 2, 4]).late == 1)
        #expect(statistics([1, 3, 2, 4]).outOfOrder == 1)
        #expect(statistics([7, 7, 8]).lost == 0)
        #expect(statistics([200, 0, 1]).lost == 55)
        #expect(statistics([100, 0, 1, 2]).lost == 0)
        #expect(statistics([254, 255, 0, 1]).lost == 0)
    }

    @Test func `senders are counted apart and only so many of them`() {
        var parser = FrameParser()
        for system in UInt8(1)...200 {
            for sequence: UInt8 in [0, 2] {
                var encoder = FrameEncoder(source: MAVLinkAddress(system: system, component: 1))
                encoder.nextSequence = sequence
                _ = parser.receive(encoder.encode(HeartbeatMessage(customMode: 1)))
            }
        }
        #expect(parser.statistics.accepted == 400)
        #expect(parser.statistics.lost == UInt64(SequenceTracker.senderLimit))
    }

    @Test func `texts are cut at a character boundary and read to their first NUL`() {
        #expect(FixedText<4>("abcdef").text == "abcd")
        #expect(FixedText<4>("abcé").text == "abc")
        #expect(FixedText<16>("THR_MIN") == "THR_MIN")
        #expect(FixedArray<3, UInt16>([1, 2], filler: .max).elements == [1, 2, .max])
    }
}
