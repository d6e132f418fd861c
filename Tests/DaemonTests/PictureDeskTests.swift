// SPDX-License-Identifier: Apache-2.0
// Pictures of flights from the folder where they arrive to the mail about a hot joint: each is read once, whatever is
// killed or brought twice, and a bad file stops nothing.

import DockModel
import Foundation
import Payload
import RoostCore
import Settings
import Store
import Testing

@testable import RoostDaemon

@Suite(.timeLimit(.minutes(1))) struct PictureDeskTests {
    @Test func `a hot joint that three pictures show is mailed once with its picture, the rest is a line`()
        async throws
    {
        let room = try PictureRoom()
        try room.fly()
        for index in 0..<5 {
            try room.bring("IMG_\(index).tiff", thermalPicture(kelvin: index < 3 ? 30 : 0, note: index))
        }
        await room.pass(200)
        #expect(room.files("incoming") == [] && room.files("kept").count == 5)
        guard case .spot("spot 1", .major, let detail, PictureRoom.flight)? = try room.words().first else {
            Issue.record("\(try room.words())")
            return
        }
        #expect(detail.hasPrefix("major: 47.0 °C, 30.0 K over its surroundings, at 47.4000"), "\(detail)")
        #expect(detail.contains("in 3 pictures, best IMG_0.tiff"))
        #expect(
            try room.words().last
                == .flight(
                    PictureRoom.flight, line: "5 pictures: 2 healthy; hot spots: 1 told; warmest 47.0 °C",
                    german: "5 Bilder: 2 unauffällig; Hitzestellen: 1 gemeldet; am wärmsten 47,0 °C"))
        let mails = try await room.tell()
        #expect(mails.map(\.kind) == ["incident"])
        let text = String(
            decoding: try Outbox(room.bureau.database).mail(id: mails[0].id)?.octets ?? [], as: UTF8.self)
        #expect(text.contains("filename=\"spot-1.png\"") || text.contains("filename=spot-1.png"))
        #expect(mails[0].size < 700_000)
        #expect(room.state.tally.pictures.map(\.flight) == [PictureRoom.flight])
        // Nothing more comes of it, over restarts too.
        room.restart()
        await room.pass(400)
        #expect(try await room.tell().count == 1)
    }

    @Test func `a spot without a place is told once, however often its flight is judged`() async throws {
        let room = try PictureRoom(payload: "payload: {images: thermal-line, confirm: 1, confirm_of: 1}\n")
        try room.fly()
        for index in 0..<3 {
            try room.bring("\(index).tiff", thermalPicture(kelvin: 25, note: index, isPlaced: false))
            await room.pass(400)
        }
        let words = try room.words()
        #expect(words.count { if case .spot = $0 { true } else { false } } == 3)
        let told = words.compactMap { word in if case .flight(_, let line, _) = word { line } else { nil } }
        #expect(told.count == 3 && told.last?.contains("3 told") == true, "\(told)")
    }

    @Test func `the same joint on later flights is a repeat, graver it is told, and cool it is over`()
        async throws
    {
        let room = try PictureRoom()
        for (number, kelvin) in [10.0, 10, 25, 0].enumerated() {
            let id = "perimeter@2026-11-2\(number)T16:25:00Z"
            try room.fly(id, landedAt: room.seconds)
            for index in 0..<3 {
                try room.bring(
                    "\(id)/\(index).tiff", thermalPicture(kelvin: kelvin, note: number * 10 + index))
            }
            await room.pass(200)
        }
        let words = try room.words().filter { if case .flight = $0 { false } else { true } }
        #expect(words.count == 4)
        guard case .spot("spot 1", .serious, _, _) = words[0], case .again("spot 1") = words[1],
            case .spot("spot 1", .major, let detail, _) = words[2], case .over("spot 1", _) = words[3]
        else {
            Issue.record("\(words)")
            return
        }
        #expect(detail.hasSuffix("; it was probable"))
        let mails = try await room.tell()
        // The beginning, the graver one, and its end; the repeat and the end of the lesser one are held.
        #expect(mails.map(\.kind) == ["incident", "incident", "incident"], "\(mails.map(\.subject))")
        let bins = try room.bureau.database.eventCounts()
        #expect(bins["foldedAsRepeat"] == 1 && bins["inhibited"] == 1)
        #expect(bins.values.reduce(0, +) == 5)
    }

    @Test func `what too few pictures show is for the digest`() async throws {
        let room = try PictureRoom()
        try room.fly()
        for index in 0..<5 {
            try room.bring("\(index).tiff", thermalPicture(kelvin: index == 2 ? 30 : 0, note: index))
        }
        await room.pass(200)
        guard case .spot("spot 1", .slight, let detail, _)? = try room.words().first else {
            Issue.record("\(try room.words())")
            return
        }
        #expect(detail.hasPrefix("not confirmed, major"))
        #expect(try await room.tell().isEmpty)
        #expect(try room.bureau.database.eventCounts()["digestOnly"] == 1)
    }

    @Test func `a bad file is set aside and counted and the others are read`() async throws {
        let room = try PictureRoom()
        try room.fly()
        let good = thermalPicture(kelvin: 0, note: 1)
        try room.bring("a.tiff", good)
        try room.bring("cut.tiff", Array(good.prefix(300)))
        try room.bring("noise.jpg", (0..<5_000).map { UInt8(truncatingIfNeeded: $0 * 31) })
        try room.bring("visible.jpg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xD9])
        try room.bring("film.mp4", [1, 2, 3])
        try FileManager.default.createSymbolicLink(
            atPath: room.root + "/incoming/link.tiff", withDestinationPath: "/etc/passwd")
        try room.bring("half.tiff.part", good)
        await room.pass(200)
        #expect(room.files("incoming") == ["half.tiff.part"])
        #expect(room.files("aside").count == 3 && room.files("kept").count == 3, "\(room.files("aside"))")
        let words = try room.words()
        guard case .trouble(PictureRoom.flight, let detail) = words[0] else {
            Issue.record("\(words)")
            return
        }
        #expect(detail.hasPrefix("3 pictures of \(PictureRoom.flight) could not be read; "))
        #expect(
            try room.bureau.database.archivedPictureFlights(limit: 9).first?.tally?.line
                == "6 pictures: 1 healthy, 2 without temperatures, 3 unreadable; warmest 17.0 °C")
    }

    @Test func `a picture is read when nobody changes it any more`() async throws {
        let room = try PictureRoom()
        try room.fly()
        let whole = thermalPicture(kelvin: 0, note: 1)
        for part in 1...4 {
            try room.bring("a.tiff", Array(whole.prefix(part * 300)))
            await room.pass(10)
        }
        #expect(room.files("incoming") == ["a.tiff"])
        try room.bring("a.tiff", whole)
        await room.pass(20)
        #expect(room.files("kept").count == 1 && room.files("aside") == [])
    }

    @Test func `a kill between any two steps loses no picture and reads none twice`() async throws {
        let room = try PictureRoom()
        try room.fly()
        let bytes = thermalPicture(kelvin: 0, note: 1)
        // Stored and not moved: the same file lies where it arrived.
        try room.bring("a.tiff", bytes)
        await room.pass(30)
        let kept = room.files("kept")
        try FileManager.default.moveItem(
            atPath: "\(room.root)/kept/\(kept[0])", toPath: room.root + "/incoming/a.tiff")
        room.restart()
        await room.pass(30)
        #expect(room.files("kept") == kept && room.files("incoming") == [])
        // Brought a second time: the copy goes.
        try room.bring("a.tiff", bytes)
        await room.pass(30)
        #expect(room.files("kept") == kept && room.files("incoming") == [])
        await room.pass(200)
        #expect(try room.bureau.database.pictures(ofFlight: PictureRoom.flight).count == 1)
        #expect(try room.words().count == 1)
    }

    @Test func `a file that ended the process twice is set aside unread`() async throws {
        let room = try PictureRoom()
        try room.fly()
        let bytes = thermalPicture(kelvin: 30, note: 1)
        try room.bring("a.tiff", bytes)
        let digest = SHA256.of(bytes).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        for _ in 0..<2 {
            _ = try room.bureau.database.begin(
                PictureRecord(
                    flight: PictureRoom.flight, name: "a.tiff", octets: bytes.count, digest: digest,
                    arrived: bureauNoon, path: "incoming/a.tiff"), schedule: "perimeter", at: bureauTime(0))
        }
        await room.pass(200)
        #expect(room.files("aside").count == 1)
        let picture = try room.bureau.database.archivedPictures(of: PictureRoom.flight).first
        #expect(picture?.finding?.why == "reading it ended the process 2 times")
    }

    @Test func `a word that the core has not stored yet is not passed by the next one`() async throws {
        let room = try PictureRoom()
        try room.fly()
        for index in 0..<3 { try room.bring("\(index).tiff", thermalPicture(kelvin: 30, note: index)) }
        await room.pass(200)
        let first = try await room.desk.nextWord(after: 0, at: bureauTime(300))
        guard case .payload(1, _)? = first else {
            Issue.record("\(String(describing: first))")
            return
        }
        #expect(try await room.desk.nextWord(after: 0, at: bureauTime(301)) == nil)
        #expect(try await room.desk.nextWord(after: 0, at: bureauTime(700)) == first)
        guard case .payload(2, _)? = try await room.desk.nextWord(after: 1, at: bureauTime(701)) else {
            Issue.record("the second word does not come")
            return
        }
        #expect(try await room.desk.nextWord(after: 2, at: bureauTime(702)) == nil)
    }

    @Test func `a flight without pictures is told after a day, once`() async throws {
        let room = try PictureRoom()
        try room.fly()
        await room.pass(60)
        #expect(try room.words().isEmpty)
        _ = await room.desk.look(at: bureauTime(90_000), running: nil)
        _ = await room.desk.look(at: bureauTime(90_005), running: nil)
        #expect(
            try room.words() == [
                .trouble(
                    flight: PictureRoom.flight,
                    detail: "no picture of \(PictureRoom.flight) came within a day of its landing")
            ])
    }

    @Test
    func `a maker's converter is run without a shell, and one that hangs or fails costs its picture alone`()
        async throws
    {
        for (script, aside) in [("cp \"$0\" \"$1\"", 0), ("exit 3", 1), ("sleep 60", 1)] {
            let room = try PictureRoom(
                payload: """
                    payload:
                      images: thermal-line
                      converter: {command: [/bin/sh, -c, '\(script)', "{in}", "{out}"], gain: 0.04 K, timeout: 1 s}

                    """)
            try room.fly()
            try room.bring(
                "odd $(touch x).tiff",
                thermalPicture(kelvin: 0, note: 1, isPlaced: false, make: "Unknown")
                    .replacing("TlinearGain", with: "NothingHere"))
            await room.pass(30)
            #expect(room.files("aside").count == aside && room.files("kept").count == 1 - aside, "\(script)")
            let finding = try room.bureau.database.archivedPictures(of: PictureRoom.flight).first?.finding
            #expect(finding?.kind == (aside == 0 ? .thermal : .unreadable), "\(finding?.why ?? "")")
        }
    }

    @Test func `the end of the dock ends a converter and costs its picture nothing`() async throws {
        let room = try PictureRoom(
            payload: """
                payload:
                  images: thermal-line
                  converter:
                    command: [/bin/sh, -c, 'touch "$1.begun"; exec sleep 50', "{in}", "{out}"]
                    gain: 0.04 K
                    timeout: 50 s

                """)
        try room.fly()
        let picture = thermalPicture(kelvin: 0, note: 1, isPlaced: false, make: "Unknown")
        try room.bring("a.tiff", picture.replacing("TlinearGain", with: "NothingHere"))
        await room.pass(10)
        let desk = room.desk
        let look = Task { await desk.look(at: bureauTime(60), running: nil) }
        let mark = room.root + "/converted.tif.begun"
        while !FileManager.default.fileExists(atPath: mark) { await Task.yield() }
        look.cancel()
        #expect(await look.value == false)
        #expect(room.files("incoming") == ["a.tiff"] && room.files("aside") == [])
        #expect(try room.bureau.database.pictures(ofFlight: PictureRoom.flight).map(\.attempts) == [0])
    }

    @Test func `files that cannot be moved keep no other file and no judgement waiting`() async throws {
        let room = try PictureRoom()
        try room.fly()
        await room.pass(5)
        let kept = room.root + "/kept"
        try FileManager.default.removeItem(atPath: kept)
        try Data([1]).write(to: URL(filePath: kept))
        for index in 0..<PictureDesk.mostAtOnce {
            try room.bring("film\(index).mp4", [UInt8(truncatingIfNeeded: index)])
        }
        try room.bring("noise.jpg", (0..<5_000).map { UInt8(truncatingIfNeeded: $0 * 31) })
        await room.pass(200)
        #expect(room.files("aside").count == 1 && room.files("incoming").count == PictureDesk.mostAtOnce)
        #expect(try !room.words().isEmpty)
        try FileManager.default.removeItem(atPath: kept)
        await room.pass(600)
        #expect(room.files("incoming") == [] && room.files("kept").count == PictureDesk.mostAtOnce)
    }

    @Test func `a file takes the place of half of one, and goes when a whole one is there`() throws {
        let room = try PictureRoom()
        let from = room.root + "/incoming/a.tiff", place = room.root + "/b.tiff"
        let earlier: [[UInt8]] = [[], [1], [7, 8, 9]]
        for there in earlier {
            try room.bring("a.tiff", [1, 2, 3])
            try Data(there).write(to: URL(filePath: place))
            try PictureFile.move(from, to: place)
            let octets = FileManager.default.contents(atPath: place)
            #expect(octets == Data(there.count == 3 ? there : [1, 2, 3]))
            #expect(!FileManager.default.fileExists(atPath: from))
        }
        #expect(throws: PictureFileError.self) { try PictureFile.move(from, to: place) }
    }

    @Test func `names of files, of words for programs and of spots are short and their own`() throws {
        let long = String(repeating: "図", count: 90) + ".tiff"
        let place = PictureSpool.place(of: long, number: 7, folder: "f", isAside: false)
        #expect(place == "kept/f/7-" + String(repeating: "図", count: 65) + ".tiff")
        #expect(place.utf8.count == 9 + PictureSpool.longestName)
        #expect(PictureDesk.plainWord("-rf $(a)/b.jpg") == "_rf---a--b.jpg")
        var terms = PayloadTerms(.thermalLine)
        terms.confirmations = 1
        let frame = SpotFrame(
            name: "DJI_20261125162500_0001_ä_T.JPG",
            sightings: [10, 20].map { x in
                SpotSighting(x: x, y: 5, pixels: 9, peakCelsius: 50, meanCelsius: 40, kelvin: 30)
            })
        let spots = FlightSpots.found(in: [frame], terms)
        let names = ["a", "b"].flatMap { flight in
            spots.map { PictureDesk.name(ofPlaceless: $0, flight: flight) }
        }
        #expect(Set(names).count == 4 && names.allSatisfy { $0.utf8.count <= 40 }, "\(names)")
        #expect(names.allSatisfy { $0.hasPrefix("in DJI_2026112516") })
        #expect(PictureDesk.name(ofPlaceless: spots[0], flight: "a") == names[0])
    }

    @Test func `originals are taken away, then thinned out`() async throws {
        let room = try PictureRoom(
            payload: """
                payload:
                  images: survey
                  originals: {keep: 1 h, upload: [/bin/cp, "{file}", "\(NSTemporaryDirectory())/{name}"]}

                """)
        try room.fly()
        let name = "roost-\(UUID().uuidString).jpg"
        try room.bring(name, [1, 2, 3])
        await room.pass(30)
        await room.desk.tidy(at: bureauTime(40), isUplinkDown: true)
        #expect(try room.bureau.database.keptPictures().first?.waitsForUpload == true)
        await room.desk.tidy(at: bureauTime(50), isUplinkDown: false)
        let copy = NSTemporaryDirectory() + "/" + name
        #expect(FileManager.default.contents(atPath: copy) == Data([1, 2, 3]))
        try FileManager.default.removeItem(atPath: copy)
        #expect(room.files("kept").count == 1)
        // Its flight is not judged yet: whatever its age, it stays.
        await room.desk.tidy(at: bureauTime(4_000), isUplinkDown: false)
        #expect(room.files("kept").count == 1)
        await room.pass(300)
        await room.desk.tidy(at: bureauTime(8_000), isUplinkDown: false)
        #expect(room.files("kept") == [])
        #expect(try room.bureau.database.archivedPictures(of: PictureRoom.flight).first?.path == nil)
    }

    @Test func `the confirmation says what the pictures show as far as it is known`() async throws {
        let room = try PictureRoom()
        try room.fly()
        var writer = room.bureau.writer
        writer.pictures = PictureShelf(database: room.bureau.database)
        let run = try StateCoding.decode(
            MissionRun.self, from: try #require(try room.bureau.database.mission(id: PictureRoom.flight)).body
        )
        #expect(writer.pictureLine(of: run, in: .english)?.hasPrefix("not read yet") == true)
        for index in 0..<2 { try room.bring("\(index).tiff", thermalPicture(kelvin: 0, note: index)) }
        await room.pass(200)
        #expect(writer.pictureLine(of: run, in: .german) == "2 Bilder: 2 unauffällig; am wärmsten 17,0 °C")
        var other = run
        other.mission.schedule = ScheduleID("survey")
        #expect(writer.pictureLine(of: other, in: .english) == nil)
    }
}

extension [UInt8] {
    /// With one text in the place of another of the same length.
    fileprivate func replacing(_ old: String, with new: String) -> [UInt8] {
        guard let place = firstRange(of: Array(old.utf8)) else { return self }
        var copy = self
        copy.replaceSubrange(place, with: Array(new.utf8))
        return copy
    }
}
