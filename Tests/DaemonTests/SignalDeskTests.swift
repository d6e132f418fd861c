// SPDX-License-Identifier: Apache-2.0
// The detector in the daemon: medians of good readings, one incident an episode with its words, a memory that is on the
// disk with the decision it led to, and no alarm from clocks, gaps or damaged memory.

import DockModel
import Foundation
import RoostCore
import Settings
import Store
import Testing

@testable import RoostDaemon
@testable import Triage

private let dawn: Int64 = 1_811_808_000_000
private let cabinet = PointReference(device: "climate", point: "cabinet_temperature")
private let source = SignalSource(place: cabinet, unit: "°C", least: 3)

private func at(_ minutes: Int) -> Moment {
    Moment(
        boot: Instant(seconds: Double(minutes) * 60),
        wall: WallTime(milliseconds: dawn + Int64(minutes) * 60_000))
}

/// A cabinet that is warm by day, measured once a minute; the noise is the same in every run.
private func warmth(_ minute: Int) -> Double {
    var mixed = UInt64(minute) &* 0x9E37_79B9_7F4A_7C15
    mixed ^= mixed >> 29
    let hour = Double(minute % 1_440) / 60
    return (hour > 8 && hour < 18 ? 30 : 20) + Double(mixed % 1_000) / 1_000
}

extension SignalDesk {
    /// Takes a reading a minute; the words with their minutes.
    fileprivate func live(_ minutes: Range<Int>, _ value: (Int) -> Double = warmth) -> [(Int, SensorWord)] {
        minutes.compactMap { minute in take(value(minute), of: cabinet, at: at(minute)).map { (minute, $0) } }
    }
}

/// Three days and a night as usual, then an afternoon that is too hot.
private let calm = 0..<4_600, heat = 4_600..<4_700

private func desk(_ stored: [String: [UInt8]?] = [:]) -> SignalDesk {
    SignalDesk([source], settings: SignalSettings(), stored: stored)
}

@Suite struct TheSignalDesk {
    @Test func `an episode is told once with what came, what was expected and since when, and its end`() throws {
        let desk = desk()
        #expect(desk.live(calm).isEmpty)
        let hot = desk.live(heat) { warmth($0) + 40 }
        try #require(hot.count == 1)
        let (minute, word) = hot[0]
        #expect(word.sensor == "climate.cabinet_temperature" && word.question == .usual && minute < 4_640)
        guard case .doubted(let text) = word.finding else { return #expect(Bool(false), "\(word)") }
        #expect(text.hasPrefix("since 2027-06-04T") && text.contains(" °C; ") && text.contains("usual "), "\(text)")
        #expect(text.utf8.count <= 200)
        let found = try #require(desk.strange("climate.cabinet_temperature"))
        #expect(found.score >= 0.5 && found.value > 55 && found.unit == "°C")
        let after = desk.live(heat.upperBound..<8_000)
        #expect(after.map(\.1.finding) == [.believed])
        #expect(desk.strange("climate.cabinet_temperature") == nil)
    }

    @Test func `one wild reading in five minutes is not the median`() {
        let desk = desk()
        #expect(desk.live(0..<6_000) { $0 % 5 == 2 && $0 > 3_000 ? 900 : warmth($0) }.isEmpty)
    }

    @Test func `nothing is learned by a clock that is not trusted, and a clock that jumps alarms nobody`() throws {
        let desk = desk()
        #expect(desk.live(calm).isEmpty)
        let before = try #require(desk.memories(at: at(4_600).boot).first).record
        for minute in heat {
            var wrong = at(minute - 2_000_000)
            wrong.isWallTrusted = false
            #expect(desk.take(900, of: cabinet, at: wrong) == nil)
        }
        #expect(desk.memories(at: at(4_700).boot).first?.record == before)
        // Back by a day, ahead by a month, the same minute again; the value belongs to its time of day.
        for jump in [-1_440, 43_200, 0, -1, 1] {
            #expect(desk.live(4_600 + jump..<4_640 + jump).isEmpty)
        }
        #expect(desk.take(.nan, of: cabinet, at: at(90_000)) == nil)
        #expect(desk.take(20, of: PointReference(device: "x", point: "y"), at: at(90_001)) == nil)
    }

    @Test func `a memory that is damaged is learned anew and said`() {
        let name = cabinet.description
        #expect(desk([name: [1, 2, 3]]).losses == [name] && desk([name: nil]).losses == [name])
        #expect(desk(["other": [1]]).losses.isEmpty)
        #expect(desk([name: [1, 2, 3]]).live(0..<2_000).isEmpty)
    }

    @Test func `many points are bounded, and their memories go to the disk a few at a time`() {
        let sources = (0..<100).map {
            SignalSource(place: PointReference(device: "d", point: PointID("p\($0)")), unit: "V", least: 1)
        }
        let desk = SignalDesk(sources, settings: SignalSettings())
        for minute in [0, 5] { for one in sources { _ = desk.take(1, of: one.place, at: at(minute)) } }
        var stored: [String] = []
        for commit in 0..<20 {
            let memories = desk.memories(at: at(6 + commit).boot)
            #expect(memories.count <= SignalDesk.mostPerCommit)
            #expect(memories.allSatisfy { $0.record.body.count <= 16 << 10 })
            desk.stored(memories, at: at(6 + commit).boot)
            stored += memories.map(\.record.name)
        }
        #expect(stored.count == 64 && Set(stored).count == 64)
        // Within four hours nothing is stored again but the last word of a process.
        for one in sources { _ = desk.take(1, of: one.place, at: at(30)) }
        #expect(desk.memories(at: at(31).boot).isEmpty)
        #expect(desk.memories(at: at(31).boot, isLast: true).count == 64)
        #expect(desk.memories(at: at(270).boot).count == SignalDesk.mostPerCommit)
    }

    @Test func `the signals of a site are its measured points, those of the core first`() throws {
        let configuration = try DefaultConfiguration.configuration()
        let devices = try configuration.fieldbusDevices()
        var settings = configuration.dock
        let names = settings.signalSources(devices: devices).map(\.place.description)
        let wind = try #require(settings.points[.windSpeed])
        #expect(names.contains(wind.description) && names.contains("vehicle.battery_voltage"))
        #expect(names.allSatisfy { !$0.contains("switch") && !$0.contains("heartbeat") && !$0.contains("moves") })
        #expect(Set(names).count == names.count && names.count <= SignalSettings.most)
        settings.signals.leftOut = [wind]
        #expect(!settings.signalSources(devices: devices).map(\.place).contains(wind))
        settings.signals.points = [wind, VehicleSignal.vibration.place]
        settings.signals.leftOut = []
        #expect(settings.signalSources(devices: devices).map(\.place) == [wind, VehicleSignal.vibration.place])
    }
}

/// A loop whose signals learn, over a real database file.
private final class Station {
    let directory: String
    let database: RoostDatabase
    let loop: DockLoop
    let clock: HandClock
    let desk: SignalDesk
    private let task: Task<Void, Never>

    init(_ directory: String, from minute: Int, state: DockState? = nil) throws {
        self.directory = directory
        database = try RoostDatabase.open(directory: directory)
        var stored: [String: [UInt8]?] = [:]
        for row in try database.signals() { stored.updateValue(row.body, forKey: row.name) }
        desk = SignalDesk([source], settings: SignalSettings(), stored: stored)
        clock = HandClock((0...40).map { at(minute + $0) })
        let kept = try database.latestState().map { try StateCoding.decode(DockState.self, from: $0.body) }
        let loop = DockLoop(
            state: state ?? kept ?? DockState(at: at(minute), parts: []), policy: DockPolicy(), clock: clock,
            database: database, writer: NoMails(), logger: silent, dock: "north", signals: desk)
        self.loop = loop
        task = Task { await loop.run() }
    }

    func take(_ event: Event) async throws {
        while await loop.state.clock.last == nil { await Task.yield() }
        try await clock.sleep(for: .zero)
        let now = clock.now().boot
        loop.inbox.yield(event)
        while await loop.lastProgress != now { await Task.yield() }
    }

    var unusual: [Incident] {
        get async { await loop.state.incidents.values.filter { $0.kind == .signalUnusual } }
    }

    func events() throws -> [EventRecord] {
        try database.events(after: 0, limit: 100).filter { $0.kind == "SENSOR.unusual" }
    }

    func end() async throws {
        loop.inbox.finish()
        await task.value
        try database.close()
    }
}

@Suite struct TheSignalDeskInTheLoop {
    @Test(.timeLimit(.minutes(1)))
    func `finding, incident and the filter's word are one commit, and a restart repeats nothing`() async throws {
        let directory = try freshDirectory()
        let first = try Station(directory, from: 4_700)
        #expect(first.desk.live(calm).isEmpty)
        let word = try #require(first.desk.live(heat) { warmth($0) + 40 }.first?.1)
        try await first.take(.sensors([word]))
        #expect(await first.unusual.map(\.subject) == [cabinet.description])
        let event = try #require(try first.events().first)
        let told = try TriageDesk.told(event)
        #expect(event.severity == .notice && event.place == .ended(bin: "digestOnly", mail: nil))
        #expect(told.event.score.map { $0 >= 0.5 } == true && told.event.unit == "°C")
        #expect(told.verdicts.first { $0.stage == .detector }?.rule == "detector")
        let body = try #require(try first.database.signals().first?.body)
        #expect(WatchedSignal(octets: body)?.episode != nil)
        try await first.end()

        let second = try Station(directory, from: 4_720)
        #expect(second.desk.losses.isEmpty)
        try await second.take(.tick)
        #expect(await second.unusual.count == 1)
        #expect(try second.events().count == 1)
        let over = try #require(second.desk.live(4_700..<8_000).first?.1)
        #expect(over.finding == .believed)
        try await second.take(.sensors([over]))
        #expect(await second.unusual.isEmpty)
        #expect(try second.events().map(\.place) == Array(repeating: .ended(bin: "digestOnly", mail: nil), count: 2))
        try await second.end()
    }

    @Test(.timeLimit(.minutes(1)))
    func `memory and incidents that were stored apart are brought together at a start`() async throws {
        // The memory knows of an episode that no decision told.
        let learned = desk()
        _ = learned.live(calm)
        _ = learned.live(heat) { warmth($0) + 40 }
        let directory = try freshDirectory()
        let store = try RoostDatabase.open(directory: directory)
        var decision = DecisionCommit(moment: at(4_700))
        decision.signals = learned.memories(at: at(4_700).boot).map(\.record)
        _ = try store.commit(decision)
        try store.close()
        let late = try Station(directory, from: 4_701)
        try await late.take(.tick)
        #expect(await late.unusual.count == 1)
        try await late.end()
        // The incident is there and nothing watches its signal any more.
        let other = try freshDirectory()
        var state = DockState(at: at(0), parts: [])
        let gone = Incident(kind: .signalUnusual, subject: "gone.signal", detail: "x", opened: at(0).wall, number: 1)
        (state.incidents[gone.key], state.nextIncident) = (gone, 2)
        let station = try Station(other, from: 1, state: state)
        try await station.take(.tick)
        #expect(await station.unusual.isEmpty)
        try await station.end()
    }
}
