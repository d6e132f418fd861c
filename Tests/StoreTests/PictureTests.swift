// SPDX-License-Identifier: Apache-2.0
// Pictures, their flights and the words about them: each is one whatever arrives twice, and a judgement is stored as a
// whole.

import DockModel
import Testing

@testable import Store

private func picture(_ name: String, flight: String = "line@1", digest: String = "d") -> PictureRecord {
    PictureRecord(
        flight: flight, name: name, octets: 10, digest: digest, arrived: noon.wall, path: "incoming/\(name)")
}

private func flight(_ name: String = "line@1", isSettled: Bool = true) -> PictureFlightRecord {
    PictureFlightRecord(
        flight: name, schedule: "line", time: noon.wall, isSettled: isSettled, body: bytes("tally"))
}

@Suite struct PictureStoreTests {
    @Test func `a picture that arrives twice is one, and each beginning is counted`() throws {
        let database = try Workbench().open()
        let first = try database.begin(picture("a"), schedule: "line", at: noon)
        #expect(first.id == 1 && first.attempts == 1)
        #expect(try database.begin(picture("a"), schedule: "line", at: noon).attempts == 2)
        var done = first
        (done.state, done.path, done.body) = (.read, "kept/a", bytes("found"))
        try database.finish(done, schedule: "line", at: noon)
        let again = try database.begin(picture("a"), schedule: "line", at: noon)
        #expect(
            again.state == .read && again.id == 1 && again.path == "kept/a" && again.body == bytes("found"))
        #expect(try database.begin(picture("b"), schedule: "line", at: noon).id == 2)
        #expect(try database.pictures(ofFlight: "line@1").map(\.name) == ["a", "b"])
        #expect(try database.keptPictures().map(\.name) == ["a"])
        #expect(try database.newestPicture() == 2)
    }

    @Test func `a picture that belongs to another flight leaves no empty one behind`() throws {
        let database = try Workbench().open()
        var one = try database.begin(picture("a", flight: ""), schedule: "", at: noon)
        #expect(try database.pictureFlights(openOnly: true, limit: 9).map(\.flight) == [""])
        (one.flight, one.state) = ("line@1", .read)
        try database.finish(one, schedule: "line", at: noon)
        #expect(try database.pictureFlights(openOnly: true, limit: 9).map(\.flight) == ["line@1"])
        #expect(try database.pictureFlight("line@1")?.schedule == "line")
    }

    @Test func `a judgement is stored as a whole, and a picture that came meanwhile keeps its flight open`()
        throws
    {
        let bench = Workbench()
        let database = try bench.open()
        _ = try database.begin(picture("a"), schedule: "line", at: noon)
        var judgement = PictureJudgement(flight: flight(), upTo: 1)
        judgement.words = [
            PictureWordRecord(flight: "line@1", spot: "spot 1", body: bytes("w1"), shown: bytes("png")),
            PictureWordRecord(flight: "line@1", spot: nil, body: bytes("w2")),
        ]
        judgement.places = [HotPlaceRecord(number: 1, schedule: "line", body: bytes("p"))]
        try database.judge(judgement, at: noon)
        #expect(try database.pictureFlight("line@1")?.isSettled == true)
        try database.close()
        let again = try bench.open()
        #expect(try again.pictureWords(after: 0, limit: 9).map(\.body) == [bytes("w1"), bytes("w2")])
        #expect(try again.pictureWords(after: 1, limit: 9).map(\.number) == [2])
        #expect(try again.shownPicture(ofSpot: "spot 1") == bytes("png"))
        #expect(try again.shownPicture(ofSpot: "spot 2") == nil)
        #expect(try again.hotPlaces(of: "line").map(\.number) == [1] && again.hotPlaces(of: "roof").isEmpty)
        #expect(try again.nextHotPlace() == 2)
        _ = try again.begin(picture("b", digest: "e"), schedule: "line", at: noon)
        judgement = PictureJudgement(flight: flight(), upTo: 1)
        judgement.gone = [1]
        try again.judge(judgement, at: noon)
        #expect(try again.pictureFlight("line@1")?.isSettled == false)
        // No place ever gets the number of one that is over.
        #expect(try again.hotPlaces().isEmpty && again.nextHotPlace() == 2)
    }

    @Test func `what waits for its upload is found by itself`() throws {
        let database = try Workbench().open()
        for name in ["a", "b", "c", "d"] {
            var one = try database.begin(picture(name), schedule: "line", at: noon)
            (one.state, one.path) = (name == "c" ? .aside : .read, "kept/\(name)")
            one.waitsForUpload = name != "a"
            try database.finish(one, schedule: "line", at: noon)
        }
        try database.move(picture: 4, to: nil, waitsForUpload: true)
        #expect(try database.picturesForUpload(limit: 9).map(\.name) == ["b"])
        #expect(try database.picturesForUpload(limit: 0).isEmpty)
    }

    @Test func `old pictures whose files are gone are forgotten, and no others`() throws {
        let database = try Workbench().open()
        for (name, run) in [("a", "line@1"), ("b", "line@1"), ("c", "line@1"), ("d", "line@2"), ("e", "")] {
            var one = try database.begin(picture(name, flight: run), schedule: "line", at: noon)
            (one.state, one.path) = (.read, name == "c" ? "kept/c" : nil)
            try database.finish(one, schedule: "line", at: noon)
        }
        try database.judge(PictureJudgement(flight: flight(), upTo: 5), at: noon)
        let late = Moment(boot: noon.boot, wall: later(100))
        try database.judge(PictureJudgement(flight: flight(""), upTo: 5), at: late)
        #expect(try database.forgetPictures(before: noon.wall) == 0)
        #expect(try database.forgetPictures(before: later(1), limit: 1) == 1)
        #expect(try database.forgetPictures(before: later(1)) == 2)
        #expect(try database.pictures(ofFlight: "line@1").map(\.name) == ["c"])
        #expect(try database.pictures(ofFlight: "line@2").map(\.name) == ["d"])
        #expect(try database.pictures(ofFlight: "").isEmpty && database.pictureFlight("line@1")?.isSettled == true)
    }

    @Test func `a picture that is read after the judgement opens its flight again`() throws {
        let database = try Workbench().open()
        var one = try database.begin(picture("a"), schedule: "line", at: noon)
        try database.judge(PictureJudgement(flight: flight(), upTo: one.id), at: noon)
        #expect(try database.pictureFlight("line@1")?.isSettled == true)
        try database.takeBackAttempt(at: one.id)
        one = try database.begin(picture("a"), schedule: "line", at: noon)
        #expect(one.attempts == 1)
        one.state = .read
        try database.finish(one, schedule: "line", at: noon)
        #expect(try database.pictureFlight("line@1")?.isSettled == false)
    }

    @Test func `only the newest words keep their picture`() throws {
        let database = try Workbench().open()
        var judgement = PictureJudgement(flight: flight(), upTo: 0)
        judgement.words = (0..<Int(StoreLimit.shownPictures) + 100).map { index in
            PictureWordRecord(flight: "line@1", spot: "spot \(index)", body: bytes("w"), shown: bytes("p"))
        }
        try database.judge(judgement, at: noon)
        #expect(try database.shownPicture(ofSpot: "spot 99") == nil)
        #expect(try database.shownPicture(ofSpot: "spot 100") == bytes("p"))
    }

    @Test func `a database of the schema before keeps its rows and takes pictures`() throws {
        let bench = Workbench()
        let before = Schema.migrations.filter { $0.number < 7 }
        let old = try RoostDatabase.open(directory: bench.directory, migrations: before)
        let id = try Outbox(old).take(mail("kept"))[0]
        try old.close()
        let database = try bench.open()
        #expect(try Outbox(database).mail(id: id)?.summary.subject == "kept")
        #expect(try database.begin(picture("a"), schedule: "line", at: noon).id == 1)
    }
}
