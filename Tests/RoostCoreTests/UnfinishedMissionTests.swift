// SPDX-License-Identifier: Apache-2.0
// Where a mission that came home early goes on: from its last item on the next sortie of its schedule, a few times, and
// never a mission that was changed, flown to its end, or that another schedule flies.

import DockModel
import Testing

@testable import RoostCore

@Suite struct UnfinishedMissionTests {
    private func mission(_ schedule: String = "patrol", plan: String = "patrol.plan") -> DueMission {
        let due = WallTime(milliseconds: 1_000)
        return DueMission(id: "\(schedule)@1", schedule: ScheduleID(schedule), plan: plan, due: due, latest: due)
    }

    private func run(
        of mission: DueMission, reached: Int?, after: Int? = nil, checksum: UInt32 = 7
    ) -> MissionRun {
        var run = MissionRun(mission: mission, begun: mission.due)
        (run.takeoff, run.reachedItem, run.resumedAfter, run.itemChecksum) = (mission.due, reached, after, checksum)
        return run
    }

    private var state: DockState {
        let now = Moment(boot: Instant(nanoseconds: 0), wall: WallTime(milliseconds: 0), isWallTrusted: true)
        return DockState(at: now, parts: [])
    }

    private var policy: DockPolicy {
        var policy = DockPolicy()
        policy.plans = ["patrol.plan": PlanFacts(itemCount: 6, checksum: 7)]
        return policy
    }

    @Test(arguments: [MissionOutcome.partial, .diverted])
    func `an interrupted mission goes on after its last item`(outcome: MissionOutcome) {
        var state = state
        state.noteEnd(of: run(of: mission(), reached: 3), as: outcome)
        #expect(state.resumption(of: mission(), in: policy) == 3)
        #expect(state.resumption(of: mission("gate"), in: policy) == nil)
        #expect(state.resumption(of: mission(plan: "other.plan"), in: policy) == nil)
        // A run that never took off changes nothing.
        for ended in [MissionOutcome.aborted, .refused, .expired, .skipped] {
            state.noteEnd(of: run(of: mission(), reached: nil), as: ended)
        }
        #expect(state.resumption(of: mission(), in: policy) == 3)
        state.noteEnd(of: run(of: mission(), reached: 5, after: 3), as: .flown)
        #expect(state.unfinished.isEmpty)
    }

    @Test func `a mission that never comes to its end is begun anew after four sorties`() {
        var state = state
        var starts: [Int?] = []
        for _ in 0..<9 {
            let after = state.resumption(of: mission(), in: policy)
            starts.append(after)
            state.noteEnd(of: run(of: mission(), reached: 2, after: after), as: .partial)
        }
        #expect(starts == [nil, 2, 2, 2, nil, 2, 2, 2, nil])
    }

    @Test func `a changed plan and a lost vehicle begin anew`() {
        var state = state
        state.noteEnd(of: run(of: mission(), reached: 3, checksum: 8), as: .partial)
        #expect(state.resumption(of: mission(), in: policy) == nil)
        state.noteEnd(of: run(of: mission(), reached: 9), as: .partial)
        #expect(state.resumption(of: mission(), in: policy) == nil)
        state.noteEnd(of: run(of: mission(), reached: 3), as: .lost)
        #expect(state.unfinished.isEmpty)
        state.noteEnd(of: run(of: mission(), reached: nil), as: .partial)
        #expect(state.unfinished.isEmpty)
    }

    @Test func `no more missions are kept than a dock flies`() {
        var state = state
        for index in 0..<40 { state.noteEnd(of: run(of: mission("s\(index)"), reached: 1), as: .partial) }
        #expect(state.unfinished.count == DockState.mostUnfinished)
        #expect(state.resumption(of: mission("s39"), in: policy) == 1)
        #expect(state.resumption(of: mission("s0"), in: policy) == nil)
    }

    /// The next sortie of a dock whose vehicle came home after item 2, up to its launch.
    private func secondSortie() -> CoreBench {
        var bench = CoreBench.resting(policy: policy)
        bench.state.unfinished = [
            UnfinishedMission(
                schedule: ScheduleID("patrol"), plan: "patrol.plan", checksum: 7, reached: 2, sorties: 1)
        ]
        bench.makeDue()
        bench.pass(5)
        bench.setCover(.open)
        bench.pass(5)
        return bench
    }

    private func actions(_ bench: CoreBench) -> [Action] {
        bench.effects.compactMap { if case .perform(let order) = $0 { order.action } else { nil } }
    }

    @Test func `the next sortie uploads the rest`() {
        let bench = secondSortie()
        #expect(actions(bench).contains(.upload(plan: "patrol.plan", after: 2)))
        #expect(bench.state.run?.resumedAfter == 2 && bench.state.run?.itemCount == 6)
        #expect(bench.broken.isEmpty, "\(bench.broken)")
    }

    @Test(arguments: [(Int?.none, 2), (3, 3), (1, 2)])
    func `a second interruption keeps the greater item`(reached: Int?, kept: Int) {
        var bench = secondSortie()
        bench.setVehicle(.inAir, isArmed: true, height: 30, distance: 80)
        bench.sensors[.vehiclePresent] = 0
        bench.vehicle?.intent = .mission
        bench.vehicle?.reachedItem = reached
        bench.pass(3)
        bench.feed(.operatorSays(.callHome))
        bench.setVehicle(.onGround, isArmed: false, height: 0, distance: 0)
        bench.vehicle?.intent = .other
        bench.sensors[.vehiclePresent] = 1
        bench.pass(5)
        bench.setCover(.closed)
        bench.pass(60)
        #expect(bench.state.unfinished.map(\.reached) == [kept] && bench.state.unfinished.first?.sorties == 2)
        #expect(bench.broken.isEmpty, "\(bench.broken)")
    }
}
