// SPDX-License-Identifier: Apache-2.0
// From the pictures of a survey to the mail about its map, against a strict stand-in for a NodeODM node: one task for a
// flight whatever is killed or lost, a verdict with its reasons, and an end for a server that is away, lies or stands still.

import DockModel
import Foundation
import MapStandIn
import Mapping
import Payload
import RoostCore
import Settings
import Store
import Testing

@testable import RoostDaemon

/// A report as ODM writes it.
private func report(used: Int = 4, gsd: Double = 2.1) -> [UInt8] {
    Array(
        """
        {"processing_statistics": {"area": 48123.4},
         "reconstruction_statistics": {"components": 1, "has_gps": true, "has_gcp": false, "initial_shots_count": 4,
          "reconstructed_shots_count": \(used), "reprojection_error_pixels": 0.61, "reprojection_error_angular": NaN},
         "gps_errors": {"error": {"x": 0.5, "y": 0.5, "z": 0.7}},
         "odm_processing_statistics": {"average_gsd": \(gsd)}}
        """.utf8)
}

/// An orthophoto of 64 x 48 pixels with three bands of eight bits and a mask.
private var orthophoto: [UInt8] {
    func bytes(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    let start = 8 + 2 + 12 * 10 + 4
    let tags = [
        (256, 3, 1, 64), (257, 3, 1, 48), (258, 3, 4, start), (259, 3, 1, 1), (262, 3, 1, 2),
        (273, 4, 1, start + 8),
        (277, 3, 1, 4), (278, 3, 1, 48), (279, 4, 1, 64 * 48 * 4), (338, 3, 1, 2),
    ]
    var file: [UInt8] = [0x49, 0x49, 0x2A, 0] + bytes(8, 4) + bytes(tags.count, 2)
    for (tag, kind, count, value) in tags {
        file += bytes(tag, 2) + bytes(kind, 2) + bytes(count, 4) + bytes(value, 4)
    }
    file += bytes(0, 4) + [8, 0, 8, 0, 8, 0, 8, 0]
    for row in 0..<48 {
        for column in 0..<64 { file += [UInt8(4 * column), UInt8(5 * row), 90, row < 4 ? 0 : 255] }
    }
    return file
}

/// A dock with a survey of four pictures, its desk of maps, and the node.
private final class MapRoom {
    let stand: MapStandIn
    let room: PictureRoom
    private(set) var desk: MapDesk
    private(set) var seconds = 0.0

    private let kind: MapServerKind

    init(
        map: String = "limits: {gsd: 3 cm}", token: String? = nil, kind: MapServerKind = .nodeODM
    ) async throws {
        self.kind = kind
        let stand = try MapStandIn(token: token)
        self.stand = stand
        try stand.put("stats.json", report())
        try stand.put("odm_orthophoto.tif", orthophoto)
        room = try PictureRoom(
            payload: "payload: {images: survey, map: {\(map)}}\n",
            dock: "mapping: {server: \"\(stand.address)\"}")
        desk = Self.desk(room, stand, token, kind)
        try room.fly()
        for index in 0..<4 { try room.bring("IMG_\(index).JPG", Array("picture \(index)\r\n--x".utf8)) }
        try room.bring("film.mp4", [1])
        await room.pass(200)
        seconds = room.seconds
    }

    private static func desk(
        _ room: PictureRoom, _ stand: MapStandIn, _ token: String?, _ kind: MapServerKind
    ) -> MapDesk {
        let server = MapServer(kind: kind, address: stand.address, project: 4)
        let link = MapLink(address: stand.address, standstill: .seconds(20))
        let access = MapServerAccess(server, link: link, user: "dock") { () throws(SecretError) in token }
        return MapDesk(
            database: room.bureau.database, root: room.root, dock: "DOCK",
            payloads: Shelf(room.bureau.configuration.payloads),
            access: access, logger: silent)
    }

    /// The process ends and another one begins.
    func restart(token: String? = nil) { desk = Self.desk(room, stand, token, kind) }

    /// Looks until the map is so far, ten minutes of dock time between two looks that have nothing to do.
    func run(to stage: MapJob.Stage, looks: Int = 300) async throws {
        for _ in 0..<looks {
            if try map()?.job.stage == stage { return }
            if await !desk.look(at: bureauTime(seconds)) { seconds += 600 }
        }
        Issue.record("the map is at \(try map()?.job as Any), not \(stage)")
    }

    func map() throws -> StoredMap? {
        try room.bureau.database.mapJob(PictureRoom.flight).map {
            try StateCoding.decode(StoredMap.self, from: $0.body)
        }
    }

    /// Dock time passes.
    func pass(_ span: Double) { seconds += span }

    /// What the node knows.
    func tasks() async throws -> MapStandIn.Tasks { try await stand.tell() }
}

@Suite(.enabled(if: MapStandIn.isThere, "python3 is not there"), .timeLimit(.minutes(2))) struct MapDeskTests
{
    private func text(_ room: MapRoom, _ mail: MailSummary) throws -> String {
        String(decoding: try Outbox(room.room.bureau.database).mail(id: mail.id)?.octets ?? [], as: UTF8.self)
            .replacingOccurrences(of: "=\r\n", with: "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test func `a survey becomes one task, and its map is mailed with verdict, address and picture`()
        async throws
    {
        let room = try await MapRoom(token: "secret")
        try await room.run(to: .wait)
        let task = try #require(try await room.tasks().tasks.first)
        #expect(
            task.value.images.count == 4 && task.value.images["1-IMG_0.JPG"] == 14, "\(task.value.images)")
        try await room.stand.tell("{\"task\": {\"code\": 20, \"progress\": 40}}")
        try await room.run(to: .wait)
        try await room.stand.tell("{\"task\": {\"code\": 40, \"progress\": 100}}")
        try await room.run(to: .done)
        #expect(room.stand.refused == [] && room.stand.count("/task/new/init") == 1)
        #expect(
            try room.map()?.outcome?.line == "map good: 4 of 4 pictures, GSD 2.1 cm, 0.61 px, 0.99 m, 4.81 ha"
        )
        let mails = try await room.room.tell()
        #expect(mails.map(\.kind) == ["incident"])
        let text = try text(room, mails[0])
        #expect(mails[0].subject.contains("A map is ready: perimeter"), "\(mails[0].subject)")
        #expect(
            text.contains("\(room.stand.address)/task/\(task.key)/download/all.zip")
                && !text.contains("secret"))
        #expect(text.contains("filename=perimeter.png") || text.contains("filename=\"perimeter.png\""))
        #expect(room.room.state.incidents.isEmpty)
        #expect(
            room.room.state.tally.pictures.map(\.line) == [
                "5 pictures; \(try room.map()?.outcome?.line ?? "")"
            ])
        // Nothing more comes of it, over restarts too.
        room.restart(token: "secret")
        for _ in 0..<5 { _ = await room.desk.look(at: bureauTime(room.seconds)) }
        #expect(try await room.room.tell().count == 1)
        #expect(!FileManager.default.fileExists(atPath: room.room.root + "/map.zip.part"))
        #expect(!FileManager.default.fileExists(atPath: room.room.root + "/orthophoto.tif.part"))
    }

    @Test func `a kill in the middle of each request makes no second task`() async throws {
        for path in ["/task/new/init", "/task/new/upload", "/task/new/commit", "/task/[^/]+/info"] {
            let room = try await MapRoom()
            if path.hasSuffix("info") { try await room.run(to: .wait) }
            // The node does what it is asked, and the dock ends before the answer.
            try await room.stand.fault(path, "lost")
            let before = room.stand.count("/")
            for _ in 0..<40 {
                let isLast = room.stand.log().contains { $0.contains("\"lost\"") }
                if isLast { break }
                let stored = try room.room.bureau.database.mapJob(PictureRoom.flight)
                _ = await room.desk.look(at: bureauTime(room.seconds))
                // What the answer changed is taken back: the process had ended.
                if room.stand.log().contains(where: { $0.contains("\"lost\"") }), let stored {
                    var job = try StateCoding.decode(StoredMap.self, from: stored.body)
                    job.job.isAsked = true
                    var again = stored
                    again.body = try StateCoding.encode(job)
                    try room.room.bureau.database.store(again, images: .none, at: bureauTime(room.seconds))
                }
            }
            #expect(room.stand.count("/") > before)
            room.restart()
            try await room.run(to: .wait)
            let tasks = try await room.tasks()
            #expect(tasks.tasks.count == 1 && tasks.uploads.isEmpty, "killed at \(path)")
            #expect(tasks.tasks.first?.value.images.count == 4)
            #expect(room.stand.refused == [])
        }
    }

    @Test(arguments: [
        ("/task/new/upload", "status", "\"status\": 503"), ("/task/new/commit", "status", "\"status\": 500"),
        ("/task/new/init", "drop", ""), ("/task/new/commit", "lost", ""), ("/info", "endless", ""),
        ("/task/[^/]+/info", "body", "\"body\": \"<html>busy</html>\""),
        (
            "/task/[^/]+/info", "body",
            "\"body\": \"{\\\"uuid\\\":\\\"x\\\",\\\"status\\\":{\\\"code\\\":40}}\""
        ),
        ("/download", "body", "\"body\": \"PK no archive\""), ("/download", "status", "\"status\": 502"),
    ])
    func `a node that fails, lies or hangs up is asked again, and the map is made once`(
        path: String, kind: String, more: String
    ) async throws {
        let room = try await MapRoom()
        try await room.stand.fault(path, kind, times: 2, more)
        try await room.run(to: .wait)
        try await room.stand.tell("{\"task\": {\"code\": 40}}")
        try await room.run(to: .done)
        #expect(room.stand.log().contains { $0.contains("\"fault\": \"\(kind)\"") })
        #expect(try await room.tasks().tasks.count == 1)
        #expect(try room.map()?.outcome?.verdict?.grade == .good)
        #expect(room.stand.refused == [])
    }

    @Test func `figures beyond their limits ask for another flight, and the next good map ends that`()
        async throws
    {
        let room = try await MapRoom()
        try room.stand.put("stats.json", report(used: 3, gsd: 3.5))
        try await room.run(to: .wait)
        try await room.stand.tell("{\"task\": {\"code\": 40}}")
        try await room.run(to: .done)
        let mails = try await room.room.tell()
        #expect(
            mails.count == 1 && mails[0].subject.contains("fly again: perimeter"), "\(mails.map(\.subject))")
        let text = try text(room, mails[0])
        #expect(
            text.contains("3 of 4 pictures are in the map, 95 % are needed; GSD 3.5 cm, limit 3 cm"),
            "\(text)")
        #expect(room.room.state.incidents.keys.sorted() == ["PAYLOAD.map-refly/perimeter"])
        try room.stand.put("stats.json", report())
        _ = try room.room.bureau.database.wish(.again, ofMap: PictureRoom.flight)
        try await room.run(to: .wait)
        try await room.stand.tell("{\"task\": {\"code\": 40}}")
        try await room.run(to: .done)
        _ = try await room.room.tell()
        #expect(room.room.state.incidents.isEmpty)
    }

    @Test func `a node that is away for a day, or fails, is told as no map`() async throws {
        let away = try await MapRoom()
        away.stand.end()
        try await away.run(to: .failed)
        let mails = try await away.room.tell()
        #expect(mails.count == 1 && mails[0].subject.contains("There is no map of a flight: perimeter"))
        #expect(try text(away, mails[0]).contains("no usable answer for 24 hours"))
        let failed = try await MapRoom()
        try await failed.run(to: .wait)
        try await failed.stand.tell(
            "{\"task\": {\"code\": 30, \"words\": {\"errorMessage\": \"Not enough memory\"}}}")
        try await failed.run(to: .failed)
        #expect(try failed.map()?.outcome?.line == "no map: the processing failed: Not enough memory")
    }

    @Test func `a node that lost everything gets the pictures once more`() async throws {
        let room = try await MapRoom()
        try await room.run(to: .wait)
        try await room.stand.tell("{\"forget\": true}")
        for _ in 0..<60 where try room.map()?.job.life == 1 {
            if await !room.desk.look(at: bureauTime(room.seconds)) { room.pass(60) }
        }
        try await room.run(to: .wait)
        #expect(try room.map()?.job.life == 2)
        #expect(try await room.tasks().tasks.first?.value.images.count == 4)
    }

    @Test func `somebody stops a map, and a word of the node is looked into at once`() async throws {
        let room = try await MapRoom()
        try await room.run(to: .wait)
        let uuid = try #require(try room.map()?.job.uuid)
        #expect(await room.desk.hurry(uuid.uppercased()))
        #expect(await !room.desk.hurry("another"))
        let looks = room.stand.count("/task/\(uuid)/info")
        _ = await room.desk.look(at: bureauTime(room.seconds))
        #expect(room.stand.count("/task/\(uuid)/info") == looks + 1)
        _ = try room.room.bureau.database.wish(.stop, ofMap: PictureRoom.flight)
        try await room.run(to: .cancelled)
        #expect(try await room.tasks().tasks[uuid]?.code == 50)
        #expect(try await room.room.tell().isEmpty)
    }

    @Test func `WebODM is logged into, makes one task in parts, and its map is mailed`() async throws {
        let room = try await MapRoom(token: "pw", kind: .webODM)
        // The answer that names the new task is lost, and later the session ends.
        try await room.stand.fault("^/api/projects/4/tasks/$", "lost", "\"method\": \"POST\"")
        try await room.run(to: .wait)
        let tasks = try await room.stand.tell("{\"expire\": true}")
        #expect(tasks.tasks.count == 1 && tasks.uploads.isEmpty && tasks.tasks.first?.value.images.count == 4)
        let id = try #require(tasks.tasks.keys.first)
        for _ in 0..<3 {
            _ = await room.desk.look(at: bureauTime(room.seconds))
            room.pass(60)
        }
        try await room.stand.tell("{\"task\": {\"code\": 40}}")
        try await room.run(to: .done)
        #expect(room.stand.refused == [] && room.stand.count("/api/token-auth/") == 2)
        #expect(try room.map()?.outcome?.verdict?.grade == .good)
        let mails = try await room.room.tell()
        let text = try text(room, mails[0])
        #expect(text.contains("\(room.stand.address)/map/project/4/task/\(id)/") && !text.contains("jwt."))
        #expect(text.contains("perimeter.png"))
    }

    @Test func `a wrong password is told as no map after some tries`() async throws {
        let room = try await MapRoom(token: "wrong", kind: .webODM)
        try await room.run(to: .failed)
        #expect(try room.map()?.outcome?.line == "no map: the server refuses user or password")
        #expect(room.stand.count("/api/projects") == 0)
    }

    @Test func `a picture that is gone is left out and makes the map doubtful`() async throws {
        let room = try await MapRoom()
        try FileManager.default.removeItem(
            atPath: room.room.root + "/kept/" + VehicleAdapter.fileName(PictureRoom.flight) + "/2-IMG_1.JPG")
        try await room.run(to: .wait)
        try await room.stand.tell("{\"task\": {\"code\": 40}}")
        try await room.run(to: .done)
        let verdict = try #require(try room.map()?.outcome?.verdict)
        #expect(verdict.grade == .doubtful && verdict.reasons == ["1 picture did not reach the server"])
        #expect(try await room.room.tell().first?.subject.contains("ready and doubtful") == true)
    }
}
