// SPDX-License-Identifier: Apache-2.0
// What a resting dock writes: the loop over a quarter of a virtual day with readings that change, counted by SQLite
// itself, and held against the budget of flash wear that docs/operating.md states.

import DockModel
import Foundation
import Host
import RoostCore
import Settings
import Store
import Synchronization
import Testing

@testable import RoostDaemon

/// A clock that a test sets.
private final class SetClock: DockClock {
    private let moment: Mutex<Moment>
    init(_ moment: Moment) { self.moment = Mutex(moment) }
    func now() -> Moment { moment.withLock { $0 } }
    func set(_ new: Moment) { moment.withLock { $0 = new } }
    func sleep(for span: Duration) async throws { throw CancellationError() }
    func realTime(of span: Duration) -> Duration { span }
}

/// A field in which every order ends well.
private struct Willing: OrderTaker {
    let loop: DockLoop
    func carryOut(_ order: Order) { loop.inbox.yield(.finished(order: order.id, .done)) }
}

@Suite struct RestingDay {
    /// Seconds between two events: many enough that a commit is due at its time.
    private static let pace = 5
    private static let hours = 6

    /// What devices and vehicle tell of a dock at rest; wind, air and pack are never quite the same.
    private static func readings(_ second: Int, at now: Moment) -> Event {
        let wave = Double((second / 5) % 97) / 97
        let values: [Role: Double] = [
            .coverOpenSwitch: 0, .coverClosedSwitch: 1, .coverCurrent: 0, .chargerEnable: 0, .chargerCurrent: 0,
            .vehiclePresent: 1, .emergencyStop: 0, .smoke: 0, .waterLeak: 0, .padTemperature: 20 + wave,
            .contactResistance: 15 + wave / 10, .windSpeed: 3 + 2 * wave, .rainRate: 0, .airTemperature: 15 - wave,
            .chargerEnergy: 100, .coverMoves: 18_000, .heartbeat: Double(second & 0xFFFF),
        ]
        var update = VehicleUpdate(isLinked: true, heardAt: now.boot)
        (update.isArmed, update.landed, update.intent) = (false, .onGround, .other)
        (update.battery, update.batteryVoltage, update.batteryAt) = (Percent(100), Volts(25 + wave / 10), now.boot)
        (update.height, update.distance, update.positionAt) = (Metres(wave), Metres(wave / 2), now.boot)
        (update.fix, update.fixAt, update.isReadyToArm, update.troubles) = (3, now.boot, true, [])
        let told = values.sorted { $0.key.rawValue < $1.key.rawValue }.map { RoleReading($0, $1, taken: now.boot) }
        return .together([.readings(told), .vehicle(update), .tick])
    }

    @Test(.timeLimit(.minutes(2)))
    func `a resting dock writes less than the budget of flash wear`() async throws {
        let directory = try freshDirectory()
        let database = try RoostDatabase.open(directory: directory)
        let policy = try DefaultConfiguration.configuration().corePolicy()
        let begin = moment(0), clock = SetClock(begin)
        let loop = DockLoop(
            state: DockState(at: begin, parts: policy.parts), policy: policy, clock: clock, database: database,
            writer: NoMails(), logger: silent)
        await loop.connect(taker: Willing(loop: loop))
        let task = Task { await loop.run() }
        while await loop.state.clock.last == nil { await Task.yield() }
        func pass(_ second: Int) async {
            let now = Moment(
                boot: begin.boot + .seconds(second), wall: begin.wall + .seconds(second), isWallTrusted: true)
            clock.set(now)
            loop.inbox.yield(Self.readings(second, at: now))
            while await loop.lastProgress != now.boot { await Task.yield() }
        }
        for second in stride(from: Self.pace, to: 600, by: Self.pace) { await pass(second) }
        let begun = await loop.state
        #expect(begun.isResting, "\(begun.phase)")
        let before = try database.writtenOctets()
        for second in stride(from: 600, to: 600 + Self.hours * 3_600, by: Self.pace) { await pass(second) }
        let written = try database.writtenOctets() - before
        #expect(await loop.state.isResting)
        // Counters and readings are on the disk all the same, not older than the pace says.
        let kept = try #require(try database.latestState())
        #expect(kept.moment.boot.duration(to: clock.now().boot) <= CommitPace.resting + .seconds(Self.pace))
        loop.inbox.finish()
        await task.value
        // What is copied from the log into the file is at most as much again.
        let aDay = written * 2 * Int64(24 / Self.hours)
        #expect(aDay < 10_000_000, "\(aDay) octets a day")
        #expect(aDay > 1_000_000, "nothing was counted")
    }
}
