// SPDX-License-Identifier: Apache-2.0
// Runs of neighbouring docks: found where time, ground and height all meet, not where one of them keeps apart; and the
// smallest move of a schedule that meets nobody.

import DockModel
import Testing

@testable import Settings

@Suite struct AirspaceTests {
    private let home = PlanPoint(latitude: 47, longitude: 8)
    private let noon = WallTime(milliseconds: 1_795_694_400_000)

    /// A run of twenty minutes along a line from west to east, so many metres north of the home.
    private func run(
        _ dock: String, _ schedule: String = "s", minute: Int, north: Double = 0, altitude: Double = 100,
        from: Double = 0,
        to: Double = 500
    ) -> AirspaceRun {
        let start = noon + .seconds(minute * 60)
        return AirspaceRun(
            dock: dock, schedule: schedule, start: start, end: start + .seconds(1_200),
            way: [
                (home.moved(east: from, north: north), altitude),
                (home.moved(east: to, north: north), altitude),
            ])
    }

    @Test func `runs meet only where time, ground and height do`() {
        let base = run("A", minute: 0)
        func meets(_ other: AirspaceRun) -> Bool { !Airspace.conflicts([base, other]).isEmpty }
        #expect(meets(run("B", minute: 10)))
        #expect(meets(run("B", minute: 24)) && !meets(run("B", minute: 26)))
        #expect(meets(run("B", minute: 10, north: 49)) && !meets(run("B", minute: 10, north: 51)))
        #expect(meets(run("B", minute: 10, altitude: 119)) && !meets(run("B", minute: 10, altitude: 121)))
        #expect(!meets(run("B", minute: 10, from: 600, to: 900)))
        // A dock keeps its own runs apart itself.
        #expect(!meets(run("A", "t", minute: 10)))
        #expect(Airspace.conflicts([]) == [])
    }

    @Test func `ways that cross are found, also where no corner is near another`() throws {
        let across = AirspaceRun(
            dock: "B", schedule: "s", start: noon, end: noon + .seconds(600),
            way: [(home.moved(east: 250, north: -900), 100), (home.moved(east: 250, north: 900), 100)])
        let found = try #require(Airspace.conflicts([run("A", minute: 0), across]).first)
        #expect(found.metres == 0 && found.count == 1)
        // The same ground, while one of them climbs through the height of the other.
        var climbing = across
        climbing.way = [(home.moved(east: 250, north: 0), 0), (home.moved(east: 250, north: 0), 300)]
        #expect(Airspace.conflicts([run("A", minute: 0), climbing]).count == 1)
    }

    @Test func `the smallest move that meets nobody is proposed, and meetings of a pair are counted`() throws
    {
        let daily = (0..<3).flatMap { day in
            [run("A", minute: day * 1_440), run("B", minute: day * 1_440 + 10)]
        }
        let found = Airspace.conflicts(daily)
        #expect(found.count == 1 && found[0].count == 3 && found[0].at == noon + .seconds(600))
        #expect(found[0].first == ("A", "s") && found[0].second == ("B", "s"))
        // B begins ten minutes after A: 20 minutes of flight and 5 of margin make 25.
        #expect(found[0].shiftMinutes == 15)
        // With a third dock in the way behind, B has to go before A.
        let crowded = daily + (0..<3).map { run("C", minute: $0 * 1_440 + 48) }
        #expect(Airspace.conflicts(crowded).first { $0.second.dock == "B" }?.shiftMinutes == -35)
        // Where every slot is taken nothing is proposed.
        let full = [run("A", minute: 0)] + (-10...10).map { run("C", minute: $0 * 20, north: 10) }
        #expect(Airspace.conflicts(full).contains { $0.shiftMinutes == nil })
    }

    @Test func `the runs of a configuration have its plans' air and time`() throws {
        let configuration = try DefaultConfiguration.configuration()
        let runs = Airspace.runs(of: configuration, after: noon, through: noon + .seconds(7 * 86_400))
        #expect(!runs.isEmpty)
        #expect(
            runs.allSatisfy {
                $0.way.count > 2 && $0.start < $0.end && $0.dock == configuration.dock.dock.id.text
            })
        let low = configuration.dock.dock.altitude.value
        #expect(runs.allSatisfy { run in run.way.allSatisfy { $0.altitude >= low - 1 } })
        // The same dock under another name flies in the same air.
        let twin = runs.map { run in
            var run = run
            run.dock = "TWIN"
            return run
        }
        #expect(!Airspace.conflicts(runs + twin).isEmpty)
    }
}
