// SPDX-License-Identifier: Apache-2.0
// The world's own checks can fail: each is shown a truth that breaks its rule, with honest sensors, and must say so;
// and the same truth behind a fault that explains it must not be held against the core.

import DockModel
import RoostCore
import Testing

@testable import RoostSim

/// A world whose process rests, with nothing wrong.
private func restingWorld(_ site: SimulatedSite = .plain) -> SimulatedWorld {
    var world = SimulatedWorld(seed: 1, site: site, policy: site.policy)
    world.vehicle.charge = 97
    for _ in 0..<120 { world.turn(1) }
    world.isFullyChecked = true
    #expect(world.process.state.phase == .idle)
    #expect(world.violations == [])
    return world
}

/// A world whose vehicle is truly in the air.
private func flyingWorld() -> SimulatedWorld {
    var world = restingWorld()
    world.plant.coverPosition = 100
    _ = world.vehicle.launch()
    for _ in 0..<6 { world.vehicle.advance(by: 1, wind: 0, canLand: true, canRise: true) }
    #expect(world.vehicle.isAirborne)
    world.noteFlightEdge()
    return world
}

extension SimulatedWorld {
    fileprivate var broken: [Invariant] { violations.map(\.invariant) }

    /// Lets the hardware alone go on for some seconds and looks at it.
    fileprivate mutating func letHardwareRun(for seconds: Int) {
        for _ in 0..<seconds {
            self.seconds += 1
            var charge: Double? = vehicle.isOnPad ? vehicle.charge : nil
            plant.advance(by: 1, air: 15, charge: &charge)
            lookAtPower(1)
        }
    }
}

@Suite struct TruthChecks {
    @Test func `a cover that closes over an armed vehicle is found, unless its switches lied`() {
        var world = restingWorld()
        world.plant.coverPosition = 100
        world.plant.take(.close)
        world.vehicle.faults.armsItself = true
        world.vehicle.advance(by: 1, wind: 0, canLand: true, canRise: true)
        var excused = world
        world.letHardwareRun(for: 8)
        #expect(world.broken == [.i1CloseOnlyOverASafePad])
        excused.truth.now = .coverSwitches
        excused.letHardwareRun(for: 8)
        #expect(excused.broken == [])
    }

    @Test func `a cover that closes under an approach is found`() {
        var world = flyingWorld()
        world.plant.take(.close)
        world.letHardwareRun(for: 8)
        #expect(world.broken == [.i2NoClosingUnderAnApproach])
    }

    @Test func `a charger that delivers while the cover moves is found`() {
        var world = restingWorld()
        world.vehicle.charge = 50
        world.plant.isChargerEnabled = true
        world.plant.take(.open)
        world.letHardwareRun(for: 6)
        #expect(world.broken == [.i5CoverMovesOnlyWithTheChargerOff])
    }

    @Test func `a charger that is on without a vehicle is found`() {
        var world = flyingWorld()
        world.plant.isChargerEnabled = true
        world.letHardwareRun(for: 20)
        #expect(world.broken == [.i6ChargeOnlyAHomeVehicleUnderAClosedCover])
    }

    @Test func `a motor that is under power past its deadline is found`() {
        var world = restingWorld()
        world.plant.faults.coverSpeed = 0.05
        world.plant.take(.open)
        world.letHardwareRun(for: 70)
        #expect(world.broken == [.i7CoverTravelHasADeadline])
    }

    @Test func `a launch under a closed cover is found`() {
        var world = restingWorld()
        world.checkLaunch()
        #expect(world.broken == [.i3ArmOnlyUnderAnOpenCover])
    }

    @Test func `two take-offs of one run are found`() {
        var world = flyingWorld()
        world.truth.launchedRun = "a@1"
        world.noteFlightEdge()
        #expect(world.broken == [])
        world.noteFlightEdge()
        #expect(world.broken == [.i13OneMissionAtATime])
    }

    @Test func `a vehicle in the air below its reserve is found, unless it was not heard`() {
        var world = flyingWorld()
        world.vehicle.charge = 10
        var excused = world
        world.lookAtTruth(1)
        #expect(world.broken == [.i14EnergyToComeHome])
        excused.truth.now = .vehicleLink
        excused.lookAtTruth(1)
        #expect(excused.broken == [])
    }

    @Test func `an outcome told twice and a run forgotten are found`() {
        var world = restingWorld()
        let due = DueMission(
            id: "a@1", schedule: "a", plan: "a.plan", due: world.now.wall, latest: world.now.wall + .seconds(60))
        world.noteTold(due)
        #expect(world.broken == [.i39OneOutcomeARun])
        var run = MissionRun(mission: due, begun: world.now.wall)
        run.outcome = .flown
        world.noteOutcome(of: run)
        #expect(world.broken.count == 1)
        world.noteOutcome(of: run)
        #expect(world.broken == [.i39OneOutcomeARun, .i39OneOutcomeARun])
    }

    @Test func `a dock that never rests is found, and so is a restart that never does`() {
        var world = restingWorld()
        // Readings that are always too old: the dock looks around for ever.
        world.policy.ages.switches = .seconds(-1)
        var fork = world
        fork.checkFork()
        #expect(!fork.violations.isEmpty)
        #expect(fork.broken.allSatisfy { $0 == .i24CrashClosure || $0 == .i36RestWithinBounds })
        world.kill(downFor: 1)
        for _ in 0..<300 { world.turn(5) }
        #expect(world.broken.contains(.i36RestWithinBounds))
    }

    @Test func `an idle dock with an open cover is found`() {
        var world = restingWorld()
        world.plant.faults.isOpenSwitchDead = true
        world.truth.phaseSince = world.seconds - 2_000
        world.plant.coverPosition = 50
        world.lookAtRest()
        #expect(world.broken == [.i37OpenCoverIsClosedOrTold])
    }

    @Test func `a decision that depends on the wall clock is found`() {
        var world = restingWorld()
        let before = world.process.state, event = Event.tick
        let (after, effects) = step(before, event, at: world.now, policy: world.policy)
        world.checkShiftedWall(before: before, event: event, now: world.now, after: after, effects: effects)
        #expect(world.broken == [])
        var other = after
        other.phase = .hold
        world.checkShiftedWall(before: before, event: event, now: world.now, after: other, effects: effects)
        #expect(world.broken == [.i25WallClockChangesNoInterval])
    }

    @Test func `a person who is awaited and was not told is found`() {
        var world = restingWorld()
        world.process.state.phase = .fault
        world.lookAtRest()
        #expect(world.broken == [.i36RestWithinBounds])
    }
}

@Suite struct Commits {
    @Test func `what a full disk does not store is not done, and is told again once it does`() {
        var world = restingWorld()
        world.disk.failure = 1
        world.calendar = [
            DueMission(
                id: "a@1", schedule: "a", plan: SimulatedSite.plan, due: world.now.wall + .seconds(1),
                latest: world.now.wall + .seconds(3_600))
        ]
        for _ in 0..<20 { world.turn(1) }
        #expect(world.process.state.phase == .idle)
        #expect(world.process.unstored.count == 1)
        world.disk.failure = 0
        for _ in 0..<60 { world.turn(1) }
        #expect(world.process.unstored == [])
        #expect(world.process.state.run?.mission.id == "a@1")
        #expect(world.violations == [])
    }

    @Test func `a power cut after an effect leaves the later ones undone`() {
        var world = restingWorld()
        world.disk.cutAfterEffects = 0
        world.words = [.lockOut("test")]
        world.calendar = [
            DueMission(
                id: "a@1", schedule: "a", plan: SimulatedSite.plan, due: world.now.wall + .seconds(2),
                latest: world.now.wall + .seconds(3_600))
        ]
        for _ in 0..<5 { world.turn(1) }
        #expect(!world.process.isRunning)
        #expect(world.pending.isEmpty)
    }

    @Test func `a kill loses what was not committed`() {
        var world = restingWorld()
        world.turn(70)
        let committed = world.process.committed
        world.take(.tick)
        world.kill(downFor: 1)
        world.seconds += 2
        world.start()
        #expect(world.process.state.nextOrder == committed.nextOrder)
        #expect(world.process.state.phase == .starting)
        #expect(world.process.state.evidence == Evidence())
    }
}

@Suite struct SimulatedMails {
    @Test func `mails add up whatever the server does`() {
        var mail = SimulatedMail(), random = SplitMix(seed: 3)
        let ways = [
            MailWay(isDown: true), MailWay(isFlapping: true), MailWay(putsOff: 0.7), MailWay(refuses: 0.5),
            MailWay(cutsReply: 0.6), MailWay(slowness: 100), MailWay(),
        ]
        for turn in 0..<2_000 {
            let now = Double(turn) * 3_600
            if turn % 3 == 0 { mail.create(at: now) }
            mail.work(to: now, span: 3_600, way: ways[turn / 150 % ways.count], &random)
            #expect(mail.created == mail.queue.count + mail.sent + mail.failed)
        }
        #expect(mail.sent > 100 && mail.failed > 10)
        #expect(mail.doubled == 0)
    }

    @Test func `a mail that nobody takes in five days is given up, and that is told once`() {
        var mail = SimulatedMail(), random = SplitMix(seed: 1)
        mail.create(at: 0)
        mail.work(to: 440_000, span: 10, way: MailWay(isDown: true), &random)
        #expect(mail.failed == 1 && mail.created == 2 && mail.queue.count == 1)
        mail.work(to: 900_000, span: 10, way: MailWay(isDown: true), &random)
        #expect(mail.failed == 2 && mail.created == 2 && mail.queue.isEmpty)
    }
}

@Suite struct SimulatedDays {
    @Test(arguments: [(0, "1970-01-01"), (19_782, "2024-02-29"), (20_514, "2026-03-02"), (11_016, "2000-02-29")])
    func `a day has its name`(day: Int, name: String) {
        #expect(CivilDate(daysSince1970: day).description == name)
    }
}
