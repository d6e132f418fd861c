// SPDX-License-Identifier: Apache-2.0
// Every byte-exact vector: accepted frames give the fields the vector names, typed and untyped, and come out
// of the encoder as the same bytes; refused frames are refused for the reason named; streams give what they
// must.

import DockModel
import Testing

@testable import MAVLink

@Suite struct VectorsTests {
    let file: VectorFile

    init() throws { file = try VectorFile.load() }

    @Test func `the vector file is whole`() {
        #expect(file.vectors.filter { $0.expect == "accept" }.count == 385)
        #expect(file.vectors.filter { $0.expect == "reject" }.count == 67)
        #expect(file.streams.count == 9)
    }

    @Test func `every accept vector gives exactly one frame with the header it names`() {
        for vector in accepted {
            let frames = parse(vector)
            #expect(frames.count == 1, "vector \(vector.n)")
            guard let frame = frames.first else { continue }
            #expect(frame.messageID == vector.id, "vector \(vector.n)")
            #expect(MessageTraits.of(frame.messageID)?.name == vector.name, "vector \(vector.n)")
            #expect(frame.version == (vector.v == 1 ? .v1 : .v2), "vector \(vector.n)")
            guard let seq = vector.seq, let sysid = vector.sysid, let compid = vector.compid else { continue }
            #expect(frame.sequence == seq, "vector \(vector.n)")
            #expect(frame.source == MAVLinkAddress(system: sysid, component: compid), "vector \(vector.n)")
            #expect(frame.payload.count == vector.len, "vector \(vector.n)")
        }
    }

    @Test func `the table-driven dump equals the fields of every accept vector`() throws {
        for vector in accepted {
            guard let expected = vector.fields else { continue }
            let dump = try #require(parse(vector).first?.fields)
            #expect(dump.count == expected.count, "vector \(vector.n)")
            for field in dump {
                let wanted = try #require(expected[field.name])
                #expect(wanted.matches(field.value), "vector \(vector.n) \(field.name): \(field.value)")
            }
        }
    }

    @Test func `the typed message equals the fields of every accept vector`() throws {
        for vector in accepted {
            guard let expected = vector.fields else { continue }
            let message = try #require(parse(vector).first?.decodeAny())
            let properties = Dictionary(
                uniqueKeysWithValues: Mirror(reflecting: message).children.map {
                    (folded($0.label ?? ""), $0.value)
                })
            #expect(vector.v == 1 || properties.count == expected.count, "vector \(vector.n)")
            for (name, wanted) in expected {
                let value = try #require(
                    properties[folded(name)] as? any WireValue, "vector \(vector.n) \(name)")
                #expect(wanted.matches(value.fieldValue), "vector \(vector.n) \(name): \(value)")
            }
        }
    }

    @Test func `encoding the typed message again gives the bytes of the vector`() throws {
        var compared = 0
        for vector in accepted
        where !vector.note.contains("did not cut") && vector.note != "unknown compat flags are ignored" {
            let frame = try #require(parse(vector).first)
            let message = try #require(frame.decodeAny())
            var encoder = FrameEncoder(source: frame.source, version: frame.version)
            encoder.nextSequence = frame.sequence
            if let signature = vector.signature {
                let key = try #require(SigningKey(bytes: bytes(ofHex: signature.key)))
                encoder.signer = FrameSigner(
                    key: key, linkID: signature.link_id, lastTimestamp: signature.timestamp - 1)
            }
            #expect(encoder.encode(message) == vector.bytes, "vector \(vector.n)")
            compared += 1
        }
        #expect(compared == 370)
    }

    @Test func `every signed vector verifies with its key and not with another`() throws {
        let signed = accepted.filter { $0.signature != nil }
        #expect(signed.count == 25)
        for vector in signed {
            let signature = try #require(vector.signature)
            let key = try #require(SigningKey(bytes: bytes(ofHex: signature.key)))
            var parser = FrameParser(verifier: SignatureVerifier(key: key))
            let frame = try #require((parser.receive(vector.bytes) + parser.finish()).first)
            #expect(
                frame.signature == FrameSignature(linkID: signature.link_id, timestamp: signature.timestamp))
            var stranger = FrameParser(verifier: SignatureVerifier(key: SigningKey(passphrase: "stranger")))
            #expect((stranger.receive(vector.bytes) + stranger.finish()).isEmpty)
            #expect(stranger.statistics.signatureFailures == 1)
        }
    }

    @Test func `every reject vector is refused for the reason it names`() throws {
        for vector in file.vectors where vector.expect == "reject" {
            var parser = FrameParser()
            if let key = vector.key { parser.verifier = try verifier(for: vector, key: key) }
            let frames = parser.receive(vector.bytes) + parser.finish()
            #expect(frames.isEmpty, "vector \(vector.n)")
            let statistics = parser.statistics
            switch vector.reason ?? "" {
            case "crc": #expect(statistics.checksumErrors == 1, "vector \(vector.n)")
            case "incompat_flags": #expect(statistics.incompatibleFrames == 1, "vector \(vector.n)")
            case "incomplete": #expect(statistics.skippedBytes > 0, "vector \(vector.n)")
            case "signature":
                #expect(statistics.signatureFailures == 1 && statistics.replays == 0, "vector \(vector.n)")
            case "replay", "stale_new_stream": #expect(statistics.replays == 1, "vector \(vector.n)")
            case "unsigned": #expect(statistics.unsigned == 1, "vector \(vector.n)")
            case "unknown_message": #expect(statistics.unknownMessages == 1, "vector \(vector.n)")
            default: Issue.record("vector \(vector.n) has a reason this test does not know")
            }
        }
    }

    @Test(arguments: [1, 2, 3, 7, 64, 4_096])
    func `every stream gives its frames in pieces of any size`(size: Int) {
        for stream in file.streams {
            var parser = FrameParser()
            var frames: [MAVLinkFrame] = []
            let all = bytes(ofHex: stream.bytes)
            for start in stride(from: 0, to: all.count, by: size) {
                frames += parser.receive(Array(all[start..<min(start + size, all.count)]))
            }
            frames += parser.finish()
            #expect(frames.map { MessageTraits.of($0.messageID)?.name } == stream.accept, "\(stream.note)")
            #expect(parser.statistics.lost == stream.lost ?? parser.statistics.lost, "\(stream.note)")
            #expect(parser.statistics.checksumErrors == stream.crc_errors ?? 0, "\(stream.note)")
        }
    }

    private var accepted: [VectorFile.Vector] { file.vectors.filter { $0.expect == "accept" } }

    private func parse(_ vector: VectorFile.Vector) -> [MAVLinkFrame] {
        var parser = FrameParser()
        return parser.receive(vector.bytes) + parser.finish()
    }

    private func verifier(for vector: VectorFile.Vector, key: String) throws -> SignatureVerifier {
        var verifier = SignatureVerifier(
            key: try #require(SigningKey(bytes: bytes(ofHex: key))),
            localTimestamp: vector.local_timestamp ?? 0,
            unsignedMessages: [])
        if let last = vector.last_timestamp {
            let frame = try #require(parse(vector).first), signature = try #require(frame.signature)
            verifier.remember(.init(source: frame.source, linkID: signature.linkID), timestamp: last)
        }
        return verifier
    }

    private func folded(_ name: String) -> String { name.lowercased().filter { $0 != "_" } }
}
