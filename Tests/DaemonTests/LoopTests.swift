// SPDX-License-Identifier: Apache-2.0
// What the loop and the planner promise when store and clock fail them: no due run is lost, none is taken twice, and a
// start forgets what the last process believed.

import DockModel
import Foundation
import Host
import Logging
import RoostCore
import Settings
import Store
import Synchronization
import Testing

@testable import RoostDaemon

/// A clock that shows what the test says.
final class HandClock: DockClock {
    private let moments: Mutex<[Moment]>

    /// Shows the first moment; each wait leads to the next, and the last one is the end.
    init(_ moments: [Moment]) { self.moments = Mutex(moments) }

    func now() -> Moment { moments.withLock { $0[0] } }
    func sleep(for span: Duration) async throws {
        try moments.withLock { moments in
            guard moments.count > 1 else { throw CancellationError() }
            moments.removeFirst()
        }
    }
    func realTime(of span: Duration) -> Duration { span }
}

struct NoMails: NoticeWriter {
    func mails(for notice: Notice, state: DockState, now: Moment) -> [NewMail] { [] }
}

/// The run's due time, 2027-06-01T17:25:00Z.
private let due = WallTime(milliseconds: 1_811_870_700_000)

func moment(_ seconds: Int) -> Moment {
    Moment(boot: Instant(nanoseconds: Int64(seconds + 1_000) * 1_000_000_000), wall: due + .seconds(seconds))
}

/// A logger that says nothing.
let silent = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

private let mission = DueMission(
    id: Rehearsal.occurrence, schedule: ScheduleID("perimeter"), plan: "perimeter.plan", due: due,
    latest: due + .seconds(1_800))

/// A loop whose store can be taken away.
final class Bench {
    let directory: String
    let clock: HandClock
    let loop: DockLoop
    private let database: RoostDatabase
    private let task: Task<Void, Never>
    private var path: String { directory + "/roost.db" }

    init(
        _ state: DockState, isStoreThere: Bool, policy: DockPolicy = DockPolicy(),
        decide: @escaping Decide = DockLoop.core
    ) throws {
        directory = try freshDirectory()
        clock = HandClock((0...60).map { moment($0) })
        database = try RoostDatabase.open(directory: directory)
        let loop = DockLoop(
            state: state, policy: policy, clock: clock, database: database, writer: NoMails(), logger: silent,
            decide: decide)
        self.loop = loop
        if !isStoreThere {
            try FileManager.default.moveItem(atPath: directory + "/roost.db", toPath: directory + "/away")
        }
        task = Task { await loop.run() }
    }

    func takeStoreAway() throws {
        try FileManager.default.moveItem(atPath: path, toPath: directory + "/away")
    }
    func bringStoreBack() throws {
        try FileManager.default.moveItem(atPath: directory + "/away", toPath: path)
    }

    /// How the stored records of a run ended.
    func outcomes(of occurrence: String) throws -> [String?] {
        try database.missions(limit: 10).filter { $0.occurrence == occurrence }.map(\.outcome)
    }

    /// Hands in one event at a new instant and waits until it is decided.
    func take(_ event: Event) async throws {
        // The start comes first; it must not be taken at the instant by which the event is recognised.
        while await loop.state.clock.last == nil { await Task.yield() }
        try await clock.sleep(for: .zero)
        let now = clock.now().boot
        loop.inbox.yield(event)
        while await loop.lastProgress != now { await Task.yield() }
    }

    func end() async {
        loop.inbox.finish()
        await task.value
    }
}

@Suite struct TheLoop {
    @Test(.timeLimit(.minutes(1)))
    func `a due run that could not be stored is decided again once the store is back`() async throws {
        let bench = try Bench(DockState(at: moment(0), parts: []), isStoreThere: true)
        try await bench.take(.tick)
        try bench.takeStoreAway()
        try await bench.take(.due(mission))
        #expect(await bench.loop.state.taken.isEmpty)
        try await bench.take(.tick)
        #expect(await bench.loop.state.taken.isEmpty)
        try bench.bringStoreBack()
        try await bench.take(.tick)
        #expect(await bench.loop.state.taken == [mission.schedule: due])
        #expect(await bench.loop.state.waiting == [mission])
        try await bench.take(.tick)
        #expect(await bench.loop.state.waiting == [mission])
        await bench.end()
    }

    @Test(.timeLimit(.minutes(1)))
    func `a lost device that could not be stored is told once the store is back`() async throws {
        let bench = try Bench(DockState(at: moment(0), parts: []), isStoreThere: false)
        try await bench.take(.device(DeviceID("plc"), isPresent: false, detail: "gone"))
        #expect(await bench.loop.state.incidents.isEmpty)
        try bench.bringStoreBack()
        try await bench.take(.tick)
        #expect(await bench.loop.state.incidents.count == 1)
        await bench.end()
    }

    @Test(.timeLimit(.minutes(1)))
    func `a start that could not be stored still forgets what the last process believed`() async throws {
        var state = DockState(at: moment(-500), parts: [])
        state.phase = .launching
        state.launchStage = .verified
        state.evidence.openSwitch.take(true, at: moment(-500).boot)
        let bench = try Bench(state, isStoreThere: false)
        try await bench.take(.tick)
        #expect(await bench.loop.state.phase == .starting)
        #expect(await bench.loop.state.launchStage == nil)
        #expect(await bench.loop.state.evidence == Evidence())
        try bench.bringStoreBack()
        await bench.end()
    }

    @Test(.timeLimit(.minutes(1)))
    func `a run that ended in a start which could not be stored has its record once the store is back`() async throws {
        var state = DockState(at: moment(-5_000), parts: [])
        var late = mission
        late.latest = due + .seconds(-1)
        state.waiting = [late]
        let bench = try Bench(state, isStoreThere: false)
        try await bench.take(.tick)
        #expect(await bench.loop.state.waiting.isEmpty)
        try bench.bringStoreBack()
        try await bench.take(.due(mission))
        #expect(try bench.outcomes(of: late.id) == ["expired"])
        await bench.end()
        #expect(try bench.outcomes(of: late.id) == ["expired"])
    }
}

@Suite struct ThePlanner {
    private func events(since start: WallTime, _ moments: [Moment]) async throws -> [Event] {
        let planner = Planner(
            rules: try DefaultConfiguration.configuration().schedules,
            zone: try DefaultConfiguration.configuration().dock.dock.timeZone,
            dayEnds: try DefaultConfiguration.configuration().dock.digestAt)
        let heard = Mutex<[Event]>([])
        await runPlanner(planner, since: start, clock: HandClock(moments), logger: silent) { event in
            heard.withLock { $0.append(event) }
        }
        return heard.withLock { $0 }.filter { if case .agenda = $0 { false } else { $0 != .tick } }
    }

    /// The example's run is due at 17:25 in Zurich, two hours before 17:25 UTC in summer.
    private let zurich = -7_200

    @Test func `a run is told when it becomes due and not again`() async throws {
        let told = try await events(
            since: moment(zurich - 5).wall, [-3, 0, 1, 2].map { moment(zurich + $0) })
        #expect(told.count == 1)
    }

    @Test func `a clock that was ahead and is set right does not silence the calendar`() async throws {
        let ahead = moment(zurich + 400 * 86_400)
        let told = try await events(since: ahead.wall, [-3, 1].map { moment(zurich + $0) })
        #expect(told.count == 1)
    }

    /// Moments a second apart on the boot clock, with the wall clock off by as many seconds as told.
    private func jumping(_ offsets: [Int]) -> [Moment] {
        offsets.enumerated().map { second, offset in
            Moment(boot: moment(zurich + second).boot, wall: moment(zurich - 500 + second + offset).wall)
        }
    }

    @Test func `a clock that is a year ahead for half a minute tells nothing`() async throws {
        let year = 365 * 86_400
        let offsets = [0, 0] + Array(repeating: year, count: 30) + Array(repeating: 0, count: 65)
        #expect(try await events(since: moment(zurich - 505).wall, jumping(offsets)).isEmpty)
    }

    @Test func `a clock that is set forward tells what lies between a minute later, at most a day and two hours`()
        async throws
    {
        let hour = [0] + Array(repeating: 3_600, count: 65)
        let told = try await events(since: moment(zurich - 505).wall, jumping(hour))
        #expect(told.count { if case .due = $0 { true } else { false } } == 1)
        let year = [0] + Array(repeating: 365 * 86_400, count: 65)
        #expect(try await events(since: moment(zurich - 505).wall, jumping(year)).count <= 4)
    }

    @Test func `nothing is told while the clock is not trusted`() async throws {
        let moments = [-3, 1].map { seconds in
            Moment(
                boot: moment(zurich + seconds).boot, wall: moment(zurich + seconds).wall, isWallTrusted: false
            )
        }
        #expect(try await events(since: moment(zurich - 5).wall, moments).isEmpty)
    }
}

extension TheDaemon {
    @Suite struct Calendar {
        @Test(.timeLimit(.minutes(1)))
        func `a run that became due just before a commit that did not know of it is still flown`() throws {
            var faults = RehearsalFaults()
            faults.due = "17:24"
            let field = try Rehearsal(speed: 20, faults: faults)
            defer { field.stop() }
            // The last process committed forty seconds after the due time and was killed before the run was taken.
            try field.leaveDatabase()
            let daemon = try field.daemon()
            #expect(daemon.waitForLine("-> gating", within: 30), "\(daemon.tail)")
        }
    }
}

@Suite struct SharedClocks {
    @Test func `two processes with the same three numbers have the same time`() {
        let start = WallTime(milliseconds: 1_811_870_655_000)
        let origin = WallTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000) - 2_000)
        let first = PacedClock(start: start, origin: origin, speed: 10)
        let second = PacedClock(start: start, origin: origin, speed: 10)
        let (one, two) = (first.now(), second.now())
        #expect(one.boot >= Instant(nanoseconds: 20_000_000_000))
        #expect(abs(one.boot.duration(to: two.boot).inSeconds) < 10)
        #expect(start.duration(to: one.wall) >= .seconds(19))
        #expect(first.speed == 10)
    }

    @Test func `an origin far from now makes no clock`() {
        #expect(!PacedClock.isUsable(origin: WallTime(milliseconds: 0)))
        #expect(!PacedClock.isUsable(origin: WallTime(milliseconds: .max)))
        #expect(!PacedClock.isUsable(origin: WallTime(milliseconds: .min)))
    }
}
