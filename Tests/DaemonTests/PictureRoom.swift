// SPDX-License-Identifier: Apache-2.0
// What the tests of pictures share: small thermal TIFF files with a hot spot, a dock whose patrol takes them, its desk
// and its loop. It checks nothing.

import DockModel
import Foundation
import Host
import Payload
import RoostCore
import Settings
import Store
import Synchronization

@testable import RoostDaemon

/// A thermal picture of 32 x 24 pixels at 17.0 °C, straight down from 40 m, with a spot so much warmer.
func thermalPicture(kelvin: Double, note: Int, isPlaced: Bool = true, make: String = "FLIR Duo Pro R")
    -> [UInt8]
{
    var counts = [Int](repeating: 7_253, count: 32 * 24)
    for y in 10...12 { for x in 14...16 { counts[y * 32 + x] += Int((kelvin / 0.04).rounded()) } }
    counts[0] += note % 5
    counts[1] -= note % 60
    let place = "x:GPSLatitude=\"47.4\" x:GPSLongitude=\"8.5\" x:RelativeAltitude=\"+40.0\""
    let xmp = Array(
        ("<r x:TlinearGain=\"0.04\" "
            + (isPlaced ? "\(place) x:GimbalYawDegree=\"0\" x:GimbalPitchDegree=\"-90\"" : "") + "/>").utf8)
    let name = Array(make.utf8) + [0]
    let tags = [
        (256, 3, 1, 32), (257, 3, 1, 24), (258, 3, 1, 16), (259, 3, 1, 1), (262, 3, 1, 1),
        (271, 2, name.count, -1),
        (273, 4, 1, -2), (277, 3, 1, 1), (278, 3, 1, 24), (279, 4, 1, 32 * 24 * 2), (700, 1, xmp.count, -3),
        (41_989, 3, 1, 40),
    ]
    func bytes(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    let start = 8 + 2 + 12 * tags.count + 4
    var file: [UInt8] = [0x49, 0x49, 0x2A, 0] + bytes(8, 4) + bytes(tags.count, 2)
    for (tag, kind, count, value) in tags {
        let value =
            value == -1
            ? start : value == -2 ? start + name.count + xmp.count : value == -3 ? start + name.count : value
        file += bytes(tag, 2) + bytes(kind, 2) + bytes(count, 4) + bytes(value, 4)
    }
    file += bytes(0, 4) + name + xmp
    for count in counts { file += bytes(count, 2) }
    return file
}

/// A dock whose patrol takes thermal pictures.
final class PictureRoom {
    static let flight = "perimeter@2026-11-25T16:25:00Z"

    let bureau: MailBureau
    let root: String
    private(set) var desk: PictureDesk
    private let payloads: Shelf<[ScheduleID: PayloadTerms]>
    private(set) var state: DockState
    /// Seconds after noon.
    private(set) var seconds = 0.0

    /// `dock` is added to dock.yaml.
    init(payload: String = "payload: {images: thermal-line}\n", dock: String = "") throws {
        bureau = try MailBureau(dock, schedule: "\n" + payload)
        root = bureau.directory + "/images"
        payloads = Shelf(bureau.configuration.payloads)
        desk = PictureDesk(database: bureau.database, root: root, payloads: payloads, logger: silent)
        state = DockState(at: bureauTime(0), parts: [])
        try FileManager.default.createDirectory(atPath: root + "/incoming", withIntermediateDirectories: true)
    }

    /// Stores a flight that landed at noon.
    func fly(_ id: String = PictureRoom.flight, landedAt landed: Double = 0) throws {
        let due = DueMission(
            id: id, schedule: ScheduleID("perimeter"), plan: "perimeter.plan", due: bureauNoon,
            latest: bureauNoon)
        var run = MissionRun(mission: due, begun: bureauNoon)
        (run.takeoff, run.landed) = (bureauNoon + .seconds(landed - 600), bureauNoon + .seconds(landed))
        run.outcome = .flown
        var decision = DecisionCommit(moment: bureauTime(0))
        decision.missions = [
            MissionRecord(
                occurrence: id, schedule: "perimeter", planned: bureauNoon, outcome: "flown",
                body: try StateCoding.encode(run))
        ]
        _ = try bureau.database.commit(decision)
    }

    /// Puts a file where pictures arrive.
    func bring(_ name: String, _ bytes: [UInt8]) throws {
        let path = "\(root)/incoming/\(name)"
        let folder = URL(filePath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: path))
    }

    /// The process ends and another one begins.
    func restart() {
        desk = PictureDesk(database: bureau.database, root: root, payloads: payloads, logger: silent)
    }

    /// Lets dock time pass, with a look every five seconds.
    func pass(_ span: Double) async {
        let end = seconds + span
        while seconds < end {
            seconds += 5
            _ = await desk.look(at: bureauTime(seconds), running: nil)
        }
    }

    /// Everything in a folder of pictures.
    func files(_ folder: String) -> [String] {
        let all =
            FileManager.default.enumerator(atPath: "\(root)/\(folder)")?.compactMap { $0 as? String } ?? []
        return all.filter { $0.contains(".") && !$0.hasSuffix("Z") }.sorted()
    }

    /// The words that wait for the core.
    func words() throws -> [PayloadWord] {
        try bureau.database.pictureWords(after: 0, limit: 1_000).map {
            try StateCoding.decode(PayloadWord.self, from: $0.body)
        }
    }

    /// Runs a dock's loop over the store until it has taken all words; answers what is queued.
    func tell() async throws -> [MailSummary] {
        var writer = bureau.writer
        writer.pictures = PictureShelf(database: bureau.database)
        let clock = HandClock([bureauTime(seconds)])
        let loop = DockLoop(
            state: state, policy: DockPolicy(), clock: clock, database: bureau.database, writer: writer,
            logger: silent, dock: "dock")
        let task = Task { await loop.run() }
        let last = try bureau.database.pictureWords(after: 0, limit: 10_000).last?.number ?? 0
        while await loop.state.payloadTaken < last {
            let taken = await loop.state.payloadTaken
            if let word = try await desk.nextWord(after: taken, at: bureauTime(seconds)) {
                loop.inbox.yield(word)
            }
            await Task.yield()
        }
        loop.inbox.finish()
        await task.value
        state = await loop.state
        return try Outbox(bureau.database).list().reversed()
    }
}
