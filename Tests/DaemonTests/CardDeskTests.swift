// SPDX-License-Identifier: Apache-2.0
// Pictures are brought home over MAVFTP from a vehicle by real UDP: the new ones, each once, of their flight, whatever
// lay there before and however often the process begins anew.

import DockModel
import Foundation
import Host
import MAVLink
import Payload
import RoostCore
import RoostSim
import Settings
import Testing
import VehicleLink

@testable import RoostDaemon

/// A dock with a vehicle whose card holds pictures, faster than life.
private final class CardRoom {
    static let folder = "/fs/microsd/DCIM"
    let room: PictureRoom
    let clock = PacedClock(start: bureauNoon, speed: 50)
    let server: SimulatedVehicleServer
    let adapter: VehicleAdapter
    private(set) var desk: CardDesk
    private let running: Task<Void, Never>
    private let pumping: Task<Void, Never>

    init(_ dialect: AutopilotDialect, fetch: String = "{from: /fs/microsd/DCIM}") async throws {
        room = try PictureRoom(payload: "payload: {images: thermal-line, fetch: \(fetch)}\n")
        let link = UDPLink(.udpListen(host: "127.0.0.1", port: 0), clock: clock)
        let home = GlobalPoint(latitude: 47.4, longitude: 8.5, altitude: 400)
        let settings = VehicleConfiguration(dialect: dialect, home: home)
        server = try SimulatedVehicleServer(
            vehicle: SimulatedVehicle(settings.stretched(for: clock), now: clock.now().boot), clock: clock,
            peer: ("127.0.0.1", link.localPort ?? 0))
        let session = VehicleSession(transport: link, clock: clock)
        let adapter = VehicleAdapter(
            session: session, plans: [:], home: PlanPoint(latitude: 47.4, longitude: 8.5), logDirectory: "/nowhere",
            clock: clock, logger: silent)
        self.adapter = adapter
        running = Task { await session.run() }
        pumping = Task { await adapter.pump { _ in } }
        server.start()
        desk = CardDesk(
            vehicle: adapter, database: room.bureau.database, pictures: room.desk, clock: clock, logger: silent)
        while adapter.latest?.isHeard != true || adapter.latest?.vehicle?.isArmed == nil { await Task.yield() }
    }

    func stop() async {
        running.cancel()
        await running.value
        await pumping.value
        server.stop()
    }

    /// The process ends and another one begins.
    func restart() {
        room.restart()
        desk = CardDesk(
            vehicle: adapter, database: room.bureau.database, pictures: room.desk, clock: clock, logger: silent)
    }

    func put(_ files: [String: [UInt8]]) {
        server.withVehicle { vehicle in
            for (path, bytes) in files { vehicle.cardFiles["\(Self.folder)/\(path)"] = bytes }
        }
    }

    /// What is to be done so many seconds after noon.
    func errand(_ seconds: Double) async throws -> CardErrand? {
        try await desk.errand(at: bureauTime(seconds), running: nil)
    }
}

@Suite(.serialized, .timeLimit(.minutes(2))) struct CardDesks {
    private let flightFolder = VehicleAdapter.fileName(PictureRoom.flight)

    @Test(arguments: AutopilotDialect.allCases)
    func `pictures of a flight come home once, and what lay there before stays`(
        dialect: AutopilotDialect
    ) async throws {
        let dock = try await CardRoom(dialect)
        dock.put(["100MEDIA/OLD.JPG": [1, 2, 3], "readme.txt": [4]])
        let first = try #require(try await dock.errand(10))
        #expect(first.flights.isEmpty)
        #expect(await dock.desk.carryOut(first) == .fetched(octets: 0))
        #expect(try await dock.errand(20) == nil)

        try dock.room.fly(landedAt: 7_200)
        let pictures = (1...3).map { thermalPicture(kelvin: 25, note: $0) }
        for (number, bytes) in pictures.enumerated() { dock.put(["100MEDIA/DJI_000\(number)_T.TIFF": bytes]) }
        let second = try #require(try await dock.errand(7_230))
        #expect(second.flights.map(\.id) == [PictureRoom.flight])
        let total = pictures.reduce(0) { $0 + $1.count }
        #expect(await dock.desk.carryOut(second) == .fetched(octets: total))
        #expect(dock.room.files("incoming") == (0...2).map { "\(flightFolder)/100MEDIA/DJI_000\($0)_T.TIFF" })
        for (number, bytes) in pictures.enumerated() {
            let path = "\(dock.room.root)/incoming/\(flightFolder)/100MEDIA/DJI_000\(number)_T.TIFF"
            #expect(FileManager.default.contents(atPath: path).map(Array.init) == bytes)
        }
        #expect(try await dock.errand(7_260) == nil)

        dock.restart()
        let third = try #require(try await dock.errand(7_300))
        #expect(await dock.desk.carryOut(third) == .fetched(octets: 0))
        #expect(dock.room.files("incoming").count == 3)
        await dock.stop()
    }

    @Test func `a flight waits for its judgement while its pictures come`() async throws {
        let dock = try await CardRoom(.px4)
        dock.put([:])
        _ = await dock.desk.carryOut(try #require(try await dock.errand(10)))
        try dock.room.fly(landedAt: 7_200)
        for number in 1...3 {
            try dock.room.bring("\(flightFolder)/E\(number).TIFF", thermalPicture(kelvin: 25, note: number))
        }
        // By another way some are here already; the vehicle's own are still to come.
        _ = try await dock.errand(7_210)
        await dock.room.pass(400)
        #expect(try dock.room.words().isEmpty)
        for number in 4...6 { dock.put(["E\(number).TIFF": thermalPicture(kelvin: 25, note: number)]) }
        let errand = try #require(try await dock.errand(7_510))
        _ = await dock.desk.carryOut(errand)
        #expect(try await dock.errand(7_520) == nil)
        await dock.room.pass(400)
        let words = try dock.room.words()
        #expect(words.contains { if case .flight(_, let line, _) = $0 { line.hasPrefix("6 pictures") } else { false } })
        await dock.stop()
    }

    @Test func `a picture of two flights is told apart by its own time, and hostile names stay below the folder`()
        async throws
    {
        let dock = try await CardRoom(.ardupilot)
        _ = await dock.desk.carryOut(try #require(try await dock.errand(10)))
        try dock.room.fly("perimeter@2026-11-25T14:00:00Z", landedAt: 7_200)
        try dock.room.fly("perimeter@2026-11-25T15:00:00Z", landedAt: 9_000)
        dock.put([".hidden/-rf.jpg": [1], "a b/ü$.JPG": [2, 2]])
        let result = await dock.desk.carryOut(try #require(try await dock.errand(9_100)))
        #expect(result == .fetched(octets: 3))
        let pictures = dock.room.files("incoming").filter { $0.lowercased().hasSuffix(".jpg") }
        #expect(pictures == ["card/_.hidden/_rf.jpg", "card/a-b/ü-.JPG"])
        await dock.stop()
    }

    @Test func `a component that does not answer and a vehicle that falls silent end the try, not the dock`()
        async throws
    {
        let dock = try await CardRoom(.px4, fetch: "{from: /DCIM, component: 100}")
        let errand = try #require(try await dock.errand(10))
        #expect(errand.fetch.component == 100)
        guard case .failed(let reason) = await dock.desk.carryOut(errand) else {
            Issue.record("nobody has component 100")
            return
        }
        #expect(reason.contains("/DCIM"))
        // It rests; the dock's own clock has gone on meanwhile.
        let later = dock.clock.now()
        #expect(try await dock.desk.errand(at: later, running: nil) == nil)
        await dock.stop()
    }
}
