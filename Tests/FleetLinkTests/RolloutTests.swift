// SPDX-License-Identifier: Apache-2.0
// What the fleet sends down: signatures by libcrypto against a published vector, bundles that reach a dock over a real
// broker also when it was away, and a roll-out in the tables that is cut off at any step. And silences, told once.

import DockModel
import Fleet
import Foundation
import Synchronization
import Testing

@testable import FleetLink

@Suite struct BundleKeyTests {
    private let made = WallTime(milliseconds: 1_795_694_400_000)

    @Test func `the public half of a key is that of RFC 8032`() throws {
        // RFC 8032 7.1, test 2: the key, in the frame of PKCS #8 (RFC 8410), and its public half.
        let seed: [UInt8] = [
            0x4C, 0xCD, 0x08, 0x9B, 0x28, 0xFF, 0x96, 0xDA, 0x9D, 0xB6, 0xC3, 0x46, 0xEC, 0x11, 0x4E, 0x0F,
            0x5B, 0x8A,
            0x31, 0x9F, 0x35, 0xAB, 0xA6, 0x24, 0xDA, 0x8C, 0xF6, 0xED, 0x4F, 0xB8, 0xA6, 0xFB,
        ]
        let frame: [UInt8] = [0x30, 0x2E, 2, 1, 0, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 4, 0x22, 4, 0x20]
        let text = Data(frame + seed).base64EncodedString()
        let vector = "-----BEGIN PRIVATE KEY-----\n\(text)\n-----END PRIVATE KEY-----\n"
        let signer = try BundleSigner(pem: vector)
        #expect(
            try SHA256.hexadecimal(signer.publicKey().octets)
                == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    }

    @Test func `only what the key has signed is read, for this dock, and newer than what it had`() throws {
        let signer = try BundleSigner(pem: BundleSigner.newKey())
        let key = try BundleKey(text: signer.publicKey().text)
        let stranger = try BundleSigner(pem: BundleSigner.newKey())
        let bundle = FleetBundle(
            dock: "NORTH", number: 5, name: "x", made: made, files: ["parts.yaml": [1, 2]])
        let message = try signer.signed(bundle)
        #expect(try key.bundle(message, for: "NORTH", above: 4) == bundle)
        #expect(throws: BundleFault.older(number: 5, than: 5)) {
            try key.bundle(message, for: "NORTH", above: 5)
        }
        #expect(throws: BundleFault.otherDock("NORTH")) { try key.bundle(message, for: "SOUTH", above: 0) }
        #expect(throws: BundleFault.unsigned) {
            try key.bundle(stranger.signed(bundle), for: "NORTH", above: 0)
        }
        #expect(throws: BundleFault.unsigned) {
            try key.bundle(SignedOctets(body: bundle.octets, signature: []).octets, for: "NORTH", above: 0)
        }
        // Every octet of the body and of the signature counts.
        let signed = try SignedOctets(message)
        for index in stride(from: 0, to: signed.body.count, by: 11) {
            var body = signed.body
            body[index] ^= 1
            let changed = SignedOctets(body: body, signature: signed.signature).octets
            #expect(throws: BundleFault.unsigned) { try key.bundle(changed, for: "NORTH", above: 0) }
        }
        for index in signed.signature.indices {
            var signature = signed.signature
            signature[index] ^= 0x80
            let changed = SignedOctets(body: signed.body, signature: signature).octets
            #expect(throws: BundleFault.unsigned) { try key.bundle(changed, for: "NORTH", above: 0) }
        }
        for garbage in [[], [0, 255], Array("{}".utf8), Array("{\"schema\":\"roost-signed/1\"}".utf8)]
            as [[UInt8]]
        {
            #expect(throws: BundleFault.self) { try key.bundle(garbage, for: "NORTH", above: 0) }
        }
        for text in ["", "AAAA", signer.publicKeyWithSpace] {
            #expect(throws: BundleKeyError.self) { try BundleKey(text: text) }
        }
        #expect(throws: BundleKeyError.self) { try BundleSigner(pem: "no key") }
    }
}

extension BundleSigner {
    /// A text that is nearly a key.
    fileprivate var publicKeyWithSpace: String { ((try? publicKey().text) ?? "") + " " }
}

@Suite(.serialized, .enabled(if: Machinery.areThere, Machinery.reason), .timeLimit(.minutes(2)))
struct RolloutTests {
    private func now() -> WallTime { WallTime(seconds: Date().timeIntervalSince1970) }

    private func tell(
        _ ledger: FleetLedger, _ dock: String, _ sequence: Int64, bundle: Int64?, trouble: String? = nil,
        incidents: Int = 0
    ) throws {
        var report = StateReport()
        (report.phase, report.interval, report.openIncidents) = ("idle", 60, incidents)
        (report.bundle, report.bundleJudged, report.bundleTrouble) = (bundle, bundle, trouble)
        let envelope = FleetEnvelope(
            dock: dock, epoch: 3, stream: .state, sequence: sequence, sent: now(), isClockTrusted: true,
            heads: [.state: sequence], shed: 0)
        _ = try ledger.store([
            Arrival(
                topic: FleetTopic.document(dock: dock, .state).description,
                octets: envelope.document(body: FleetReport.state(report).body))
        ])
        #expect(try ledger.account())
    }

    @Test func `a roll-out goes through its stages, and one that goes wrong is taken back`() throws {
        let link = try PostgresLink(try TestDatabases.shared().make())
        let rollouts = try FleetRollouts(link)
        let ledger = try FleetLedger(link)
        for dock in ["A", "B", "C"] { try tell(ledger, dock, 1, bundle: nil) }
        let signer = try BundleSigner(pem: BundleSigner.newKey())
        let key = try signer.publicKey()
        let order = RolloutOrder(
            name: "autumn", stages: [["A"], ["B", "C"]], removed: [], soak: 0, patience: 600, mostFailures: 0
        ) { ["schedules/\($0.lowercased()).yaml": Array($0.utf8)] }
        _ = try rollouts.begin(order, signer: signer, now: now())
        #expect(throws: PostgresError.self) { try rollouts.begin(order, signer: signer, now: now()) }
        let box = Mutex<[String: [FleetBundle]]>([:])
        func step(isCutOff: Bool = false) throws -> String {
            let facts = try #require(try rollouts.current())
            return try rollouts.step(facts) { messages in
                for (dock, message) in messages {
                    let bundle = try key.bundle(message, for: dock, above: 0)
                    box.withLock { $0[dock, default: []].append(bundle) }
                }
                if isCutOff { throw BrokerError.lost("killed") }
            }
        }
        // A step that is cut off after the broker took it is done again.
        #expect(throws: BrokerError.self) { try step(isCutOff: true) }
        #expect(try step() == "stage 1: sent to 1 docks")
        let number = try #require(box.withLock { $0["A"]?.first }).number
        #expect(box.withLock { $0["A"]?.map(\.number) } == [number, number])
        #expect(box.withLock { $0["A"]?.first?.files } == ["schedules/a.yaml": Array("A".utf8)])
        #expect(try step() == "1 of 1 docks have not taken it: A")
        try tell(ledger, "A", 2, bundle: number)
        #expect(try step() == "stage 1 is through")
        #expect(try step() == "stage 2: sent to 2 docks")
        try tell(ledger, "B", 2, bundle: number)
        try tell(ledger, "C", 2, bundle: nil, trouble: "refused: its signature")
        #expect(try step() == "stopped, and taken back: C: refused: its signature")
        #expect(try step() == "3 docks are told to take it back")
        let undo = try #require(box.withLock { $0["B"]?.last })
        #expect(undo.undoes == number && undo.number == number + 1)
        for dock in ["A", "B", "C"] { try tell(ledger, dock, 3, bundle: nil) }
        let judged = try link.rows(
            "UPDATE roost.dock SET state = state || '{\"bundle_judged\": \(number + 1)}' RETURNING 1")
        #expect(judged.count == 3)
        #expect(try step() == "it is taken back")
        #expect(try rollouts.current() == nil)
        #expect(try rollouts.newest()?.standing == .halted)
        // The next one has a greater number, also when clocks stand still.
        _ = try rollouts.begin(order, signer: signer, now: WallTime(milliseconds: 0))
        #expect(try #require(try rollouts.current()).terms.number == number + 2)
    }

    @Test func `a bundle reaches a dock over a broker, also one that was away`() throws {
        let broker = try TestBroker()
        let signer = try BundleSigner(pem: BundleSigner.newKey())
        let key = try signer.publicKey()
        func send(_ number: Int64) throws {
            let bundle = FleetBundle(
                dock: "N", number: number, name: "x", made: now(),
                files: ["schedules/big.plan": [UInt8](repeating: 65, count: 300_000)])
            try BundleSender(broker.address, name: "rollout").send([("N", try signer.signed(bundle))])
        }
        try send(1)
        try send(2)
        final class Shelf: CarrierShelf {
            func offer(limit: Int) throws -> [CarriedDocument] { [] }
            func delivered(_ ids: [Int64]) throws {}
            func giveUp(_ id: Int64, because reason: String) throws {}
            func again(_ request: RangeNote) throws -> RangeNote { request }
        }
        final class Box: Sendable {
            let messages = Mutex<[[UInt8]]>([])
        }
        let box = Box()
        let carrier = FleetCarrier(address: broker.address, dock: "N", shelf: Shelf()) { message in
            box.messages.withLock { $0.append(message) }
        } say: { _ in
        }
        Task.detached { await carrier.run() }
        defer { carrier.end() }
        try Machinery.wait("the newest bundle came") { box.messages.withLock { $0.count } == 1 }
        let first = try #require(box.messages.withLock { $0.first })
        #expect(try key.bundle(first, for: "N", above: 0).number == 2)
        try send(3)
        try Machinery.wait("the next bundle came") { box.messages.withLock { $0.count } == 2 }
        let second = try #require(box.messages.withLock { $0.last })
        #expect(try key.bundle(second, for: "N", above: 2).number == 3)
    }

    @Test func `a silence is noted once, told once, and ends with the next word`() throws {
        let database = try TestDatabases.shared().make()
        let link = try PostgresLink(database)
        let ledger = try FleetLedger(link)
        for dock in ["A", "B", "C"] { try tell(ledger, dock, 1, bundle: nil) }
        try link.run(
            "UPDATE roost.dock SET last_seen = now() - interval '10 minutes' WHERE name IN ('A', 'B')")
        // A receiver that was away itself knows nothing of silence yet.
        #expect(try ledger.noteSilence(heardFor: 100) == [])
        #expect(try ledger.noteSilence(heardFor: 200).sorted() == ["A", "B"])
        #expect(try ledger.noteSilence(heardFor: 300) == [])
        let overview = try FleetOverview(PostgresLink(database))
        let letter = try #require(try overview.silenceLetter())
        #expect(letter.silences.map(\.dock) == ["A", "B"])
        // Killed before it was marked: the same letter comes again, although one more is silent by now.
        try link.run("UPDATE roost.dock SET last_seen = now() - interval '10 minutes' WHERE name = 'C'")
        #expect(try ledger.noteSilence(heardFor: 300) == ["C"])
        #expect(try overview.silenceLetter()?.number == letter.number)
        try overview.told(letter)
        let next = try #require(try overview.silenceLetter())
        #expect(next.silences.map(\.dock) == ["C"] && next.number != letter.number)
        try overview.told(next)
        #expect(try overview.silenceLetter() == nil)
        try tell(ledger, "A", 2, bundle: nil)
        #expect(try ledger.noteSilence(heardFor: 300) == [])
        let all = try overview.silences(within: 3_600)
        #expect(all.map(\.dock).sorted() == ["A", "B", "C"])
        #expect(try #require(all.first { $0.dock == "A" }?.endedAfterSeconds) > 590)
        // Silent again is another silence.
        try link.run("UPDATE roost.dock SET last_seen = now() - interval '10 minutes' WHERE name = 'A'")
        #expect(try ledger.noteSilence(heardFor: 300) == ["A"])
    }
}
