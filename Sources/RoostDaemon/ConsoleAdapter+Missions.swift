// SPDX-License-Identifier: Apache-2.0
// The runs as the console shows them: the calendar's own occurrences, the gates' own answers and the stored records.
// It asks the gates as `roost why gate` does, and decides nothing.

internal import Console
internal import DockModel
internal import Host
internal import RoostCore
internal import Schedule
internal import Settings
internal import Store

extension ConsoleAdapter {
    /// Days and runs of the calendar file.
    private static let fileDays = 366, mostFileRuns = 2_000

    func missions(page: Int) async -> MissionsPage {
        let now = clock.now().wall
        var answer = MissionsPage(now: now)
        let length = MissionsPage.pageLength
        if page == 1 {
            answer.planned = planned(after: now)
            answer.readiness = await readiness()
        }
        do {
            let records = try reader.missions(limit: length + 1, skipping: (page - 1) * length)
            answer.hasOlder = records.count > length
            answer.past = records.prefix(length).map(Self.past)
        } catch {
            answer.past = []
        }
        return answer
    }

    func calendar() async -> String {
        let now = clock.now().wall
        let end = now + .seconds(Self.fileDays * 86_400)
        let runs = planner.rules.all.filter(\.isEnabled)
            .flatMap { $0.occurrences(after: now, through: end, limit: Self.mostFileRuns) }
            .sorted { ($0.due, $0.id) < ($1.due, $1.id) }.prefix(Self.mostFileRuns)
        return CalendarWriter.text(of: Array(runs), host: configuration.dock.dock.id.text, stamp: now)
    }

    func readiness() async -> ReadinessFact {
        let state = await loop.state
        let policy = await loop.policy
        let now = clock.now()
        var fact = ReadinessFact(now: now.wall)
        guard let mission = state.run?.mission ?? planner.nextRuns(after: now.wall, count: 1).first else {
            return fact
        }
        (fact.run, fact.due, fact.latest) = (mission.id, mission.due, mission.latest)
        fact.isInHand = state.run != nil
        let isLinked = state.evidence.vehicle.linked.fresh(at: now.boot, within: policy.ages.vehicle) == true
        fact.gates = state.gateOutlooks(for: mission, at: now, policy: policy).map { outlook in
            var gate = outlook.fact
            gate.isSettledAtLaunch =
                outlook.record.gate == .vehicleReady && gate.verdict == .hold && !fact.isInHand && isLinked
            return gate
        }
        return fact
    }

    private func planned(after now: WallTime) -> [PlannedFact] {
        let end = now + .seconds(MissionsPage.calendarDays * 86_400), most = MissionsPage.mostPlanned
        let book = ScheduleBook(reader)
        let skips: [String: String]
        do { skips = try book.skips(limit: most) } catch { skips = [:] }
        let found = planner.rules.all.filter(\.isEnabled).flatMap { rule -> [PlannedFact] in
            let pause: SchedulePause?
            do { pause = try book.pause(of: rule.name) } catch { pause = nil }
            return rule.plannedRuns(after: now, through: end, limit: most).map { run in
                let occurrence = run.occurrence
                let paused = pause.flatMap { $0.holds(at: occurrence.due) ? "paused: \($0.reason)" : nil }
                return PlannedFact(
                    id: occurrence.id, schedule: occurrence.schedule.text, plan: occurrence.plan,
                    due: occurrence.due, latest: occurrence.latest,
                    withheld: skips[occurrence.id].map { "skipped: \($0)" } ?? paused
                        ?? run.withheld?.description)
            }
        }
        return Array(found.sorted { ($0.due, $0.id) < ($1.due, $1.id) }.prefix(most))
    }

    private static func past(_ record: MissionRecord) -> PastFact {
        // A record of another version is shown with what its row says.
        guard let run = try? StateCoding.decode(MissionRun.self, from: record.body) else {
            return PastFact(
                id: record.occurrence, due: record.planned,
                flight: FlightRow(run: record.occurrence, outcome: record.outcome))
        }
        var flight = run.flightRow
        flight.outcome = run.outcome?.rawValue
        var fact = PastFact(id: record.occurrence, due: record.planned, flight: flight)
        fact.airTime = run.airSeconds.map { .seconds($0) }
        (fact.travelled, fact.batteryStart, fact.batteryEnd) = (
            run.travelled, run.batteryStart, run.batteryEnd
        )
        fact.reasons = run.reasons
        return fact
    }
}

extension GateOutlook {
    /// The answer for people.
    fileprivate var fact: GateFact {
        let verdict: GateVerdict
        switch record.answer {
        case .pass: verdict = .pass
        case .hold: verdict = .hold
        case .refuse: verdict = .refuse
        }
        var fact = GateFact(
            gate: record.gate.rawValue, title: record.gate.title, verdict: verdict, value: record.value)
        (fact.limit, fact.because) = (record.limit, record.answer.reason)
        (fact.age, fact.ageLimit, fact.opens, fact.isWaived) = (age, ageLimit, opens, isWaived)
        return fact
    }
}
