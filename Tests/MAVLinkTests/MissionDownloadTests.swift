// SPDX-License-Identifier: Apache-2.0
// The read-back over good and faulty links, and what counts as the same flight.

import DockModel
import Testing

@testable import MAVLink

@Suite struct MissionDownloadTests {
    @Test(arguments: 0..<40) func `a list is read whole over a link that loses, repeats and reorders`(
        seed: Int
    ) {
        var link = FaultyLink(
            loss: 15, repetition: 15, reordering: 20, generator: SeededGenerator(seed: UInt64(seed)))
        var peer = MissionPeer(held: sampleItems(25), type: .rally)
        var download = MissionDownload(type: .rally, between: ends)
        run(&download, against: &peer, over: &link)
        #expect(download.outcome == .items(sampleItems(25)), "seed \(seed)")
    }

    @Test func `an empty list is read and thanked for`() {
        var peer = MissionPeer(type: .fence), link = FaultyLink(generator: SeededGenerator(seed: 1))
        var download = MissionDownload(type: .fence, between: ends)
        let sent = run(&download, against: &peer, over: &link)
        #expect(download.outcome == .items([]))
        #expect((sent.last as? MissionAckMessage)?.type == .accepted)
        #expect((sent.last as? MissionAckMessage)?.missionType == .fence)
    }

    @Test func `items out of order, of other lists and from other systems are ignored`() {
        var download = MissionDownload(type: .mission, between: ends)
        _ = download.start(at: seconds(0))
        _ = download.receive(
            frame(MissionCountMessage(targetSystem: 255, targetComponent: 190, count: 2)), at: seconds(0))
        let item = sampleItems(1)[0]
        let second = item.message(sequence: 1, type: .mission, to: dock, isCurrent: false)
        let fence = item.message(sequence: 0, type: .fence, to: dock, isCurrent: false)
        let first = item.message(sequence: 0, type: .mission, to: dock, isCurrent: false)
        #expect(download.receive(frame(second), at: seconds(0)).isEmpty)
        #expect(download.receive(frame(fence), at: seconds(0)).isEmpty)
        let stranger = MAVLinkAddress(system: 9, component: 1)
        #expect(download.receive(frame(first, from: stranger), at: seconds(0)).isEmpty)
        #expect(download.receive(frame(first), at: seconds(0)).count == 1)
        #expect(download.receive(frame(first), at: seconds(0)).isEmpty)
        _ = download.receive(frame(second), at: seconds(0))
        #expect(download.outcome == .items([item, item]))
    }

    @Test func `a vehicle that stops in the middle is given up and the place is named`() {
        var download = MissionDownload(type: .mission, between: ends)
        var now = seconds(0)
        _ = download.start(at: now)
        _ = download.receive(
            frame(MissionCountMessage(targetSystem: 255, targetComponent: 190, count: 7)), at: now)
        var questions = 0
        while download.outcome == nil, now < seconds(100) {
            now = now + .milliseconds(500)
            questions += download.tick(at: now).filter { $0 is MissionRequestIntMessage }.count
        }
        #expect(questions == MissionTiming.standard.attempts - 1)
        #expect(download.outcome == .timedOut(because: "the vehicle stopped, 0 of 7 items were read"))
    }

    @Test func `a refusal is passed on in words and too long a list is not begun`() {
        var refused = MissionDownload(type: .fence, between: ends)
        _ = refused.start(at: seconds(0))
        _ = refused.receive(
            frame(
                MissionAckMessage(
                    targetSystem: 255, targetComponent: 190, type: .unsupported, missionType: .fence)),
            at: seconds(0))
        guard case .refused(.unsupported, _) = refused.outcome else {
            Issue.record("not refused")
            return
        }
        var long = MissionDownload(type: .mission, between: ends)
        _ = long.start(at: seconds(0))
        _ = long.receive(
            frame(MissionCountMessage(targetSystem: 255, targetComponent: 190, count: .max)), at: seconds(0))
        guard case .refused(.noSpace, _) = long.outcome else {
            Issue.record("not refused")
            return
        }
    }
}

@Suite struct MissionDifferenceTests {
    @Test(arguments: [Autopilot.px4, .ardupilot, .other])
    func `an echoed list is the same flight for every autopilot`(autopilot: Autopilot) {
        let items = sampleItems(9)
        #expect(MissionDifference.first(uploaded: items, readBack: items, autopilot: autopilot) == nil)
    }

    @Test func `every single changed field is found and its item named`() {
        let changes: [(String, (inout MissionItem) -> Void)] = [
            ("command", { $0.command = .navLand }), ("frame", { $0.frame = .global }), ("x", { $0.x += 1 }),
            ("y", { $0.y -= 1 }), ("altitude", { $0.z += 0.1 }), ("parameter 1", { $0.param1 = 1 }),
            ("parameter 2", { $0.param2 = .nan }), ("parameter 3", { $0.param3 = -3 }),
            ("parameter 4", { $0.param4 = 90 }), ("autocontinue", { $0.autocontinue = false }),
        ]
        for autopilot in [Autopilot.px4, .ardupilot, .other] {
            // ArduPilot always goes on, whatever was sent.
            for (word, change) in changes where autopilot != .ardupilot || word != "autocontinue" {
                var held = sampleItems(9)
                change(&held[3])
                let found = MissionDifference.first(
                    uploaded: sampleItems(9), readBack: held, autopilot: autopilot)
                #expect(found?.index == 3, "\(word)")
                #expect(found?.description.contains(word) == true, "\(word): \(found?.description ?? "")")
                #expect(MissionItem.checksum(of: held) != MissionItem.checksum(of: sampleItems(9)))
            }
        }
    }

    @Test func `a missing item is a difference`() {
        let found = MissionDifference.first(
            uploaded: sampleItems(9), readBack: sampleItems(8), autopilot: .px4)
        #expect(found?.index == nil)
        #expect(found?.description == "9 items were sent, the vehicle holds 8")
    }

    @Test func `only ArduPilot may hold another item 0 and only in a mission`() {
        var held = sampleItems(9)
        held[0].x += 1_000
        #expect(
            MissionDifference.first(uploaded: sampleItems(9), readBack: held, autopilot: .ardupilot) == nil)
        #expect(
            MissionDifference.first(uploaded: sampleItems(9), readBack: held, autopilot: .px4)?.index == 0)
        let fence = MissionDifference.first(
            uploaded: sampleItems(9), readBack: held, autopilot: .ardupilot, type: .fence)
        #expect(fence?.index == 0)
    }

    @Test func `what each autopilot is known to change is let through for it alone`() {
        let sent = sampleItems(9)
        var ardupilot = sent, px4 = sent
        ardupilot[1].param4 = 0
        ardupilot[1].z += 0.004
        ardupilot[4].frame = .global
        px4[1].frame = .globalRelativeAltInt
        #expect(MissionDifference.first(uploaded: sent, readBack: ardupilot, autopilot: .ardupilot) == nil)
        #expect(MissionDifference.first(uploaded: sent, readBack: ardupilot, autopilot: .px4)?.index == 1)
        #expect(MissionDifference.first(uploaded: sent, readBack: px4, autopilot: .px4) == nil)
        var turned = sent, held = sent
        turned[2].param4 = -90
        held[2].param4 = 270.00003
        #expect(MissionDifference.first(uploaded: turned, readBack: held, autopilot: .px4) == nil)
        #expect(MissionDifference.first(uploaded: turned, readBack: held, autopilot: .ardupilot)?.index == 2)
    }

    @Test func `what only one family knows of a mission item`() {
        let place = MissionItem(
            frame: .globalRelativeAlt, command: .navLoiterUnlim, parameters: [0, 0, 0, -90, 47.4, 8.5, 20])
        var turned = place
        turned.param4 = 270
        #expect(MissionDifference.first(uploaded: [place], readBack: [turned], autopilot: .px4) == nil)
        // Items without a place come back from ArduPilot in frame 0; those with one must keep theirs.
        let home = MissionItem(
            frame: .global, command: .navWaypoint, parameters: [0, 0, 0, 0, 47.4, 8.5, 488])
        for command in [MAVCommand.navReturnToLaunch, .doChangeSpeed, .doSetCamTriggDist, .navDelay, .navWaypoint] {
            let sent = MissionItem(frame: .globalRelativeAlt, command: command, parameters: [1, 2, 3, 0, 0, 0, 0])
            var held = sent
            held.frame = .global
            let isSame =
                MissionDifference.first(uploaded: [home, sent], readBack: [home, held], autopilot: .ardupilot) == nil
            #expect(isSame == (command != .navWaypoint), "\(command.rawValue)")
            #expect(MissionDifference.first(uploaded: [home, sent], readBack: [home, held], autopilot: .px4) != nil)
        }
        var stopping = place
        stopping.autocontinue = false
        #expect(
            MissionDifference.first(uploaded: [home, stopping], readBack: [home, place], autopilot: .ardupilot) == nil)
        #expect(MissionDifference.first(uploaded: [stopping], readBack: [place], autopilot: .px4) != nil)
    }

    /// A fence of each kind of item, as plans send it.
    private var fence: [MissionItem] {
        let shape = { (command: MAVCommand, frame: MAVFrame, first: Double, altitude: Double) in
            MissionItem(frame: frame, command: command, parameters: [first, 0, 0, 0, 47.4, 8.5, altitude])
        }
        return [
            shape(.navFenceReturnPoint, .globalRelativeAlt, 0, 25.5),
            shape(.navFencePolygonVertexInclusion, .global, 3, 0),
            shape(.navFencePolygonVertexInclusion, .global, 3, 0),
            shape(.navFencePolygonVertexInclusion, .global, 3, 0),
            shape(.navFenceCircleExclusion, .global, 12.5, 0),
        ]
    }

    @Test func `a fence comes back as each family keeps it`() {
        let px4 = fence.map { item in
            var item = item
            (item.frame, item.autocontinue) = (.globalInt, false)
            return item
        }
        let ardupilot = fence.map { item in
            var item = item
            (item.frame, item.z, item.autocontinue) = (.global, 0, false)
            return item
        }
        func difference(_ held: [MissionItem], _ autopilot: Autopilot) -> MissionDifference? {
            MissionDifference.first(uploaded: fence, readBack: held, autopilot: autopilot, type: .fence)
        }
        #expect(difference(px4, .px4) == nil)
        #expect(difference(ardupilot, .ardupilot) == nil)
        // PX4 keeps the altitude of the return point.
        #expect(difference(ardupilot, .px4)?.index == 0)
        let changes: [(inout MissionItem) -> Void] = [
            { $0.command = .navFencePolygonVertexExclusion }, { $0.x += 1 }, { $0.y -= 1 }, { $0.param1 += 1 },
            { $0.frame = .localNED },
        ]
        for (held, autopilot) in [(px4, Autopilot.px4), (ardupilot, .ardupilot)] {
            for change in changes {
                for index in [1, 4] {
                    var moved = held
                    change(&moved[index])
                    #expect(difference(moved, autopilot)?.index == index)
                }
            }
        }
    }

    @Test func `rally points come back as each family keeps them`() {
        let sent = MissionItem(
            frame: .globalRelativeAlt, command: .navRallyPoint, parameters: [0, 0, 0, 0, 47.4, 8.5, 25.5])
        func isSame(_ autopilot: Autopilot, _ change: (inout MissionItem) -> Void) -> Bool {
            var held = sent
            change(&held)
            return MissionDifference.first(uploaded: [sent], readBack: [held], autopilot: autopilot, type: .rally)
                == nil
        }
        #expect(isSame(.px4) { ($0.frame, $0.autocontinue) = (.globalInt, false) })
        #expect(isSame(.px4) { $0.frame = .globalRelativeAltInt })
        #expect(!isSame(.px4) { ($0.frame, $0.z) = (.globalInt, 25) })
        #expect(isSame(.ardupilot) { ($0.z, $0.autocontinue) = (25, false) })
        #expect(!isSame(.ardupilot) { $0.z = 26 })
        #expect(!isSame(.ardupilot) { $0.z = 24 })
        #expect(!isSame(.ardupilot) { $0.frame = .global })
        for autopilot in [Autopilot.px4, .ardupilot] {
            #expect(!isSame(autopilot) { $0.x += 1 })
            #expect(!isSame(autopilot) { $0.y += 1 })
            #expect(!isSame(autopilot) { $0.param1 = 3 })
        }
    }

    @Test func `positions scale by the frame and a NaN position is zero`() {
        for frame in [
            MAVFrame.global, .globalRelativeAlt, .globalInt, .globalRelativeAltInt, .globalTerrainAlt,
        ] {
            let item = MissionItem(
                frame: frame, command: .navWaypoint, parameters: [0, 0, 0, 0, -33.8567844, 151.2152967, 12])
            #expect(item.x == -338_567_844 && item.y == 1_512_152_967)
            #expect(item.latitude == -33.8567844 && item.longitude == 151.2152967)
        }
        let plain = MissionItem(frame: .mission, command: .doJump, parameters: [1, 2, 0, 0, 7, .nan, .nan])
        #expect(plain.x == 7 && plain.y == 0 && plain.z == 0 && plain.latitude == nil)
        let wild = MissionItem(
            frame: .global, command: .navWaypoint,
            parameters: [.infinity, .nan, 0, 0, 1e300, -.infinity, 1e300])
        #expect(wild.x == .max && wild.y == .min && wild.z == .infinity && wild.param2.isNaN)
    }

    @Test func `ArduPilot gets home as item 0 and the others do not`() {
        let items = sampleItems(2)
        let prepared = MissionItem.list(
            of: items, for: .ardupilot, homeLatitude: 47, homeLongitude: 8, homeAltitude: 400)
        #expect(prepared.count == 3 && prepared[0].x == 470_000_000 && Array(prepared[1...]) == items)
        #expect(
            MissionItem.list(of: items, for: .px4, homeLatitude: 47, homeLongitude: 8, homeAltitude: 400)
                == items)
    }

    @Test func `the checksum of a list is the CRC-32 of its bytes`() {
        var crc = RecordCRC()
        for byte in Array("123456789".utf8) { crc.add(byte) }
        #expect(crc.value == 0xCBF4_3926)
        #expect(MissionItem.checksum(of: []) == 0x2144_DF1C)
    }
}
