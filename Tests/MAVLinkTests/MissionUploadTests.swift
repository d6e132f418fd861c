// SPDX-License-Identifier: Apache-2.0
// The upload against vehicles that ask either way, repeat, refuse, fall silent, and links that lose frames.

import DockModel
import Testing

@testable import MAVLink

@Suite struct MissionUploadTests {
    var link = FaultyLink(generator: SeededGenerator(seed: 1))

    @Test(arguments: [MAVMissionType.mission, .fence, .rally], [MissionPeer.Asking.int, .float])
    func `a list of any type arrives whole whichever request the vehicle uses`(
        type: MAVMissionType, asking: MissionPeer.Asking
    ) {
        var peer = MissionPeer(asking: asking, type: type)
        var upload = MissionUpload(items: sampleItems(12), type: type, between: ends)
        var link = link
        let sent = run(&upload, against: &peer, over: &link)
        #expect(upload.outcome == .accepted)
        #expect(peer.held == sampleItems(12))
        let items = sent.compactMap { $0 as? MissionItemIntMessage }
        #expect(items.map(\.current) == [type == .mission ? 1 : 0] + Array(repeating: 0, count: 11))
        #expect(
            items.allSatisfy { $0.targetSystem == 1 && $0.targetComponent == 1 && $0.missionType == type })
    }

    @Test func `an empty list clears the vehicle`() {
        var peer = MissionPeer(held: sampleItems(3), type: .fence)
        var upload = MissionUpload(items: [], type: .fence, between: ends), link = link
        run(&upload, against: &peer, over: &link)
        #expect(upload.outcome == .accepted)
        #expect(peer.held.isEmpty)
    }

    @Test(arguments: 0..<40) func `a list arrives whole over a link that loses, repeats and reorders`(
        seed: Int
    ) {
        var link = FaultyLink(
            loss: 15, repetition: 15, reordering: 20, generator: SeededGenerator(seed: UInt64(seed)))
        var peer = MissionPeer(complainsOfRepeats: seed % 2 == 0)
        var upload = MissionUpload(items: sampleItems(25), type: .mission, between: ends)
        run(&upload, against: &peer, over: &link)
        #expect(upload.outcome == .accepted, "seed \(seed)")
        #expect(peer.held == sampleItems(25), "seed \(seed)")
    }

    @Test func `a lost acceptance starts the list again from the top`() {
        var upload = MissionUpload(items: sampleItems(1), type: .mission, between: ends)
        var now = seconds(0)
        _ = upload.start(at: now)
        _ = upload.receive(request(0), at: now)
        var announcements = 0
        while announcements == 0, now < seconds(60), upload.outcome == nil {
            now = now + .milliseconds(500)
            announcements += upload.tick(at: now).filter { $0 is MissionCountMessage }.count
        }
        #expect(announcements == 1)
        _ = upload.receive(request(0), at: now)
        _ = upload.receive(verdict(.accepted), at: now)
        #expect(upload.outcome == .accepted)
    }

    @Test func `an acceptance before every item was asked for proves nothing`() {
        var upload = MissionUpload(items: sampleItems(3), type: .mission, between: ends)
        _ = upload.start(at: seconds(0))
        _ = upload.receive(verdict(.accepted), at: seconds(0.1))
        #expect(upload.outcome == nil)
        for index in [0, 1, 2, 2] { _ = upload.receive(request(UInt16(index)), at: seconds(0.2)) }
        _ = upload.receive(verdict(.accepted), at: seconds(0.3))
        #expect(upload.outcome == .accepted)
    }

    @Test func `a repeated request is answered again and one beyond the list is not`() {
        var upload = MissionUpload(items: sampleItems(3), type: .mission, between: ends)
        _ = upload.start(at: seconds(0))
        #expect(upload.receive(request(1), at: seconds(0.1)).count == 1)
        #expect(upload.receive(request(1), at: seconds(0.2)).count == 1)
        #expect(upload.receive(request(3), at: seconds(0.3)).isEmpty)
        #expect(upload.receive(request(.max), at: seconds(0.3)).isEmpty)
        #expect(upload.sentItems == 1)
    }

    @Test func `frames of other systems, to others and of other lists change nothing`() {
        var upload = MissionUpload(items: sampleItems(3), type: .mission, between: ends)
        _ = upload.start(at: seconds(0))
        let request = MissionRequestIntMessage(targetSystem: 255, targetComponent: 190, seq: 0)
        let refusal = MissionAckMessage(targetSystem: 255, targetComponent: 190, type: .denied)
        for source in [MAVLinkAddress(system: 2, component: 1), MAVLinkAddress(system: 1, component: 100)] {
            #expect(upload.receive(frame(request, from: source), at: seconds(0.1)).isEmpty)
            #expect(upload.receive(frame(refusal, from: source), at: seconds(0.1)).isEmpty)
        }
        let toOther = MissionAckMessage(targetSystem: 254, targetComponent: 190, type: .denied)
        let ofFence = MissionAckMessage(
            targetSystem: 255, targetComponent: 190, type: .denied, missionType: .fence)
        _ = upload.receive(frame(toOther), at: seconds(0.1))
        _ = upload.receive(frame(ofFence), at: seconds(0.1))
        #expect(upload.outcome == nil)
    }

    @Test(arguments: [
        (MAVMissionResult.noSpace, "memory"), (.invalidParam4, "parameter 4"), (.unsupported, "command"),
        (.denied, "ground station"), (.init(rawValue: 99), "99"),
    ])
    func `a refusal ends the upload and says why`(result: MAVMissionResult, words: String) {
        var peer = MissionPeer(refusal: (2, result)), link = link
        var upload = MissionUpload(items: sampleItems(5), type: .mission, between: ends)
        run(&upload, against: &peer, over: &link)
        guard case .refused(let found, let because) = upload.outcome else {
            Issue.record("not refused: \(String(describing: upload.outcome))")
            return
        }
        #expect(found == result)
        #expect(because.contains(words) && because.contains("3 of 5"))
    }

    @Test func `an error is not the end while the vehicle goes on asking`() {
        // PX4 says it to an announcement that comes late, and to an item of the list before.
        var upload = MissionUpload(items: sampleItems(3), type: .mission, between: ends)
        _ = upload.start(at: seconds(0))
        _ = upload.receive(verdict(.error), at: seconds(0.1))
        _ = upload.receive(request(0), at: seconds(0.2))
        for index in [1, 2] {
            _ = upload.receive(verdict(.error), at: seconds(0.3))
            #expect(upload.receive(request(UInt16(index)), at: seconds(0.4)).count == 1)
        }
        _ = upload.receive(verdict(.accepted), at: seconds(0.5))
        #expect(upload.outcome == .accepted)
    }

    @Test func `a vehicle that answers with nothing but errors is given up within ten seconds`() {
        var upload = MissionUpload(items: sampleItems(3), type: .mission, between: ends)
        var now = seconds(0)
        _ = upload.start(at: now)
        while upload.outcome == nil, now < seconds(60) {
            now = now + .milliseconds(200)
            _ = upload.receive(verdict(.error), at: now)
            _ = upload.tick(at: now)
        }
        guard case .refused(.error, _) = upload.outcome else {
            Issue.record("\(String(describing: upload.outcome))")
            return
        }
        #expect(now < seconds(10))
    }

    @Test func `a vehicle that never answers is given up after the stated attempts`() {
        struct Silent: ScriptedPeer {
            mutating func answer(_ message: any MAVLinkMessage) -> [any MAVLinkMessage] { [] }
            mutating func pass(_ now: Instant) -> [any MAVLinkMessage] { [] }
        }
        var peer = Silent(), link = link
        var upload = MissionUpload(items: sampleItems(5), type: .mission, between: ends)
        let sent = run(&upload, against: &peer, over: &link)
        #expect(sent.count == MissionTiming.standard.attempts)
        guard case .timedOut = upload.outcome else {
            Issue.record("not timed out")
            return
        }
        #expect(upload.deadline == nil)
        #expect(upload.tick(at: seconds(1_000)).isEmpty)
        #expect(upload.receive(request(0), at: seconds(1_000)).isEmpty)
    }

    @Test func `a vehicle that asks for the same item for ever is given up in bounded time`() {
        var upload = MissionUpload(items: sampleItems(5), type: .mission, between: ends)
        var now = seconds(0)
        _ = upload.start(at: now)
        while upload.outcome == nil, now < seconds(1_000) {
            now = now + .milliseconds(100)
            _ = upload.receive(request(0), at: now)
            _ = upload.tick(at: now)
        }
        guard case .timedOut = upload.outcome else {
            Issue.record("not timed out")
            return
        }
        #expect(now < seconds(70))
    }

    @Test func `a list longer than the limit is refused before anything is sent`() {
        let item = sampleItems(1)[0]
        let items = Array(repeating: item, count: MissionLimit.items + 1)
        var upload = MissionUpload(items: items, type: .mission, between: ends)
        #expect(upload.start(at: seconds(0)).isEmpty)
        guard case .refused(.noSpace, _) = upload.outcome else {
            Issue.record("not refused")
            return
        }
    }

    @Test func `a cancelled upload tells the vehicle once`() {
        var upload = MissionUpload(items: sampleItems(5), type: .fence, between: ends)
        _ = upload.start(at: seconds(0))
        let messages = upload.cancel()
        #expect((messages.first as? MissionAckMessage)?.type == .operationCancelled)
        #expect(upload.outcome == .cancelled)
        #expect(upload.cancel().isEmpty)
    }

    @Test func `a second start sends nothing`() {
        var upload = MissionUpload(items: sampleItems(5), type: .mission, between: ends)
        #expect(upload.start(at: seconds(0)).count == 1)
        #expect(upload.start(at: seconds(1)).isEmpty)
    }

    private func request(_ sequence: UInt16) -> MAVLinkFrame {
        frame(MissionRequestIntMessage(targetSystem: 255, targetComponent: 190, seq: sequence))
    }

    private func verdict(_ result: MAVMissionResult) -> MAVLinkFrame {
        frame(MissionAckMessage(targetSystem: 255, targetComponent: 190, type: result))
    }
}
