// SPDX-License-Identifier: Apache-2.0
// Maps at a server: which pictures it has is stored with each step, and the end of a map with the words about it.

import DockModel
import Testing

@testable import Store

private func map(_ uuid: String = "u1", isOpen: Bool = true, body: String = "b") -> MapJobRecord {
    MapJobRecord(
        flight: "line@1", schedule: "line", uuid: uuid, time: noon.wall, isOpen: isOpen, body: bytes(body))
}

private func image(_ number: Int64) -> MapImageRecord {
    MapImageRecord(picture: number, name: "\(number).jpg", octets: 10, path: "kept/line@1/\(number).jpg")
}

@Suite struct MapStoreTests {
    @Test
    func `pictures go to the server in their order, and a lost upload sends all again but those left out`()
        throws
    {
        let database = try Workbench().open()
        try database.begin(map(), images: [image(1), image(2), image(3)], at: noon)
        #expect(try database.nextMapImage("line@1")?.picture == 1)
        try database.store(map(), images: .one(1, .sending), at: noon)
        // A kill here: it is sent again.
        #expect(
            try database.nextMapImage("line@1")
                == MapImageRecord(
                    picture: 1, name: "1.jpg", octets: 10, path: "kept/line@1/1.jpg", state: .sending))
        try database.store(map(), images: .one(1, .sent), at: noon)
        try database.store(map(), images: .one(2, .leftOut), at: noon)
        try database.add([image(3), image(4)], toMap: "line@1")
        let counts = try database.mapImageCounts("line@1")
        #expect(counts.sent == 1 && counts.leftOut == 1 && counts.waiting == 2 && counts.all == 4)
        try database.store(map("u2"), images: .allWaiting, at: noon)
        #expect(try database.mapImageCounts("line@1").waiting == 3)
        #expect(try database.mapJob("line@1")?.uuid == "u2" && database.flightsWithOpenMaps() == ["line@1"])
    }

    @Test func `the end of a map is stored with its words, and a wish lasts until it is taken up`() throws {
        let database = try Workbench().open()
        try database.begin(map(), images: [image(1)], at: noon)
        #expect(try database.wish(.stop, ofMap: "line@1") && !database.wish(.stop, ofMap: "other"))
        try database.store(map(body: "step"), images: .none, at: noon)
        #expect(try database.openMapJobs(limit: 9).first?.wish == .stop)
        try database.wish(nil, ofMap: "line@1")
        let flight = PictureFlightRecord(
            flight: "line@1", schedule: "line", time: noon.wall, isSettled: true, body: bytes("tally"))
        var judgement = PictureJudgement(flight: flight, upTo: .max)
        judgement.map = map(isOpen: false, body: "done")
        judgement.words = [
            PictureWordRecord(flight: "line@1", spot: "line", body: bytes("w"), shown: bytes("p"))
        ]
        try database.judge(judgement, at: noon)
        #expect(try database.openMapJobs(limit: 9).isEmpty && database.flightsWithOpenMaps().isEmpty)
        #expect(
            try database.mapJob("line@1")?.body == bytes("done") && database.mapImageCounts("line@1").all == 0
        )
        #expect(try database.shownPicture(ofSpot: "line") == bytes("p"))
        #expect(try database.pictureFlight("line@1")?.isSettled == true)
    }
}
