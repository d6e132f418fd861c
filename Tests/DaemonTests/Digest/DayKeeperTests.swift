// SPDX-License-Identifier: Apache-2.0
// The course of a day as the loop's looks at the dock note it, and when a week or a month is told.

import DockModel
import Foundation
import Logging
import Report
import Settings
import Store
import Testing

@testable import RoostCore
@testable import RoostDaemon

@Suite struct DayKeeperTests {
    private let start = WallTime(seconds: 1_795_600_200)
    private let policy = DockPolicy()

    private func moment(_ seconds: Double, wallShift: Double = 0, isTrusted: Bool = true) -> Moment {
        Moment(
            boot: Instant(seconds: 1_000 + seconds), wall: start + .seconds(seconds + wallShift),
            isWallTrusted: isTrusted)
    }

    private func state() -> DockState { DockState(at: moment(0), parts: []) }

    @Test func `wind is put together by ten minutes`() {
        var keeper = DayKeeper(), dock = state()
        for second in stride(from: 0.0, through: 1_200, by: 2) {
            dock.evidence.wind.take(MetresPerSecond(second < 600 ? 4 : 8), at: moment(second).boot)
            keeper.note(dock, policy: policy, at: moment(second))
        }
        #expect(keeper.log.wind.count == 3)
        #expect(keeper.log.wind.map(\.gust) == [4, 8, 8])
        #expect(keeper.log.wind[0].sum / keeper.log.wind[0].count == 4)
        #expect(keeper.log.watched == 1_200)
        #expect(keeper.log.weatherKnown == 1_200)
    }

    @Test func `a travel that reached its end is noted with its greatest current, one that did not is not`() {
        var keeper = DayKeeper(), dock = state()
        func look(_ seconds: Double, travel: CoverOrder?, amperes: Double, isOpen: Bool) {
            let now = moment(seconds)
            dock.evidence.openSwitch.take(isOpen, at: now.boot)
            dock.evidence.closedSwitch.take(!isOpen && travel == nil, at: now.boot)
            dock.evidence.coverCurrent.take(Amperes(amperes), at: now.boot)
            dock.travel = travel.map { CoverTravel(goal: $0, ordered: moment(0).boot, order: 1, isReversal: false) }
            keeper.note(dock, policy: policy, at: now)
        }
        look(0, travel: .open, amperes: 2, isOpen: false)
        look(0.2, travel: .open, amperes: 5.5, isOpen: false)
        look(18, travel: .open, amperes: 3, isOpen: false)
        look(18.5, travel: nil, amperes: 0, isOpen: true)
        #expect(keeper.log.moves.map(\.isOpening) == [true])
        #expect(keeper.log.moves.first?.current == 5.5)
        #expect(keeper.log.moves.first?.seconds == 18.5)
        look(30, travel: .close, amperes: 2, isOpen: false)
        look(31, travel: nil, amperes: 0, isOpen: true)
        #expect(keeper.log.moves.count == 1)
    }

    @Test func `a gap between two looks is no watching, and a set clock is seen`() {
        var keeper = DayKeeper()
        let dock = state()
        keeper.note(dock, policy: policy, at: moment(0))
        keeper.note(dock, policy: policy, at: moment(60))
        keeper.note(dock, policy: policy, at: moment(3_600))
        #expect(keeper.log.watched == 60 && !keeper.log.isClockSet)
        keeper.note(dock, policy: policy, at: moment(3_601, isTrusted: false))
        #expect(keeper.log.clockDoubted == 1 && !keeper.log.isClockSet)
        keeper.note(dock, policy: policy, at: moment(3_602, isTrusted: true))
        keeper.note(dock, policy: policy, at: moment(3_603, wallShift: -7_200))
        #expect(keeper.log.isClockSet)
    }

    @Test func `the running day survives a restart, and ends once`() throws {
        let database = try RoostDatabase.open(directory: freshDirectory())
        var keeper = DayKeeper()
        for second in 0...400 { keeper.note(state(), policy: policy, at: moment(Double(second))) }
        var decision = DecisionCommit(moment: moment(400))
        decision.triage = .init()
        decision.triage?.kept.append(try #require(try keeper.toKeep(at: moment(400))))
        _ = try database.commit(decision)
        #expect(try keeper.toKeep(at: moment(1_299)) == nil)
        #expect(try keeper.toKeep(at: moment(1_301)) != nil)
        var next = DayKeeper(database: database, logger: Logger(label: "test"))
        #expect(next.log == keeper.log)
        #expect(next.end().watched == 400)
        #expect(next.log == DayLog())
    }

    @Test func `a day of noise does not grow without bound`() {
        var log = DayLog()
        for index in 0..<100_000 {
            log.note(wind: 1, at: Int64(index) * 700)
            log.note(DayLog.CoverMove(at: Int64(index), isOpening: true, current: 1, seconds: 1))
            log.noteFlight(at: Int64(index), isNew: true)
        }
        #expect(log.wind.count == DayLog.mostSlots && log.moves.count == DayLog.mostMoves)
        #expect(log.flights.count == DayLog.mostFlights)
    }
}

@Suite struct RollUpTests {
    private func names(_ day: String, after before: String, _ weekly: WeeklySetting = .monday) -> [String] {
        var settings = ReportSettings()
        settings.weekly = weekly
        return RollUp.due(with: day, after: before, settings).map(\.name)
    }

    @Test func `a month is told with the first digest after it, once`() {
        #expect(names("2026-12-01", after: "2026-11-30", .off) == ["month.2026-11"])
        #expect(names("2026-12-09", after: "2026-11-30", .off) == ["month.2026-11"])
        #expect(names("2026-12-02", after: "2026-12-01", .off).isEmpty)
        #expect(names("2027-01-01", after: "2026-12-31", .off) == ["month.2026-12"])
    }

    @Test func `a week is told with its weekday, or the first digest after it`() {
        // 2026-11-23 is a Monday.
        #expect(names("2026-11-23", after: "2026-11-22") == ["week.2026-11-16"])
        #expect(names("2026-11-25", after: "2026-11-21") == ["week.2026-11-16"])
        #expect(names("2026-11-24", after: "2026-11-23").isEmpty)
        #expect(names("2026-11-25", after: "2026-11-10").isEmpty)
        let due = RollUp.due(with: "2026-11-23", after: "2026-11-22", ReportSettings())
        #expect(due.isEmpty)
    }

    @Test func `a clock that went back tells nothing`() {
        #expect(names("2026-11-01", after: "2026-12-24").isEmpty)
        #expect(names("nonsense", after: "2026-12-24").isEmpty)
    }

    @Test func `the mails of a month come with its digest and hold it`() throws {
        let bureau = try MailBureau("")
        func record(_ day: Int) -> DayRecord {
            var tally = DayTally()
            tally.day = DayName.text(day)
            tally.begun = WallTime(milliseconds: Int64(day - 1) * 86_400_000 + 61_200_000)
            tally.ended = WallTime(milliseconds: Int64(day) * 86_400_000 + 61_200_000)
            tally.outcomes = [.flown: 2]
            tally.flightSeconds = 600
            var record = DayRecord(tally: tally, version: "1")
            record.log.watched = 86_400
            return record
        }
        let first = try #require(DayName.number(of: "2026-11-01"))
        var decision = DecisionCommit(moment: bureauTime(0))
        decision.days = try (0..<30).map { try record(first + $0).row() }
        _ = try bureau.database.commit(decision)
        let mails = bureau.writer.rollUps(with: record(first + 30), now: bureauTime(0))
        #expect(mails.map(\.dedupe) == ["rollup.month.2026-11"])
        let text = String(decoding: try #require(mails.first).octets, as: UTF8.self)
        #expect(text.contains("60 of 60 flown"))
        #expect(bureau.writer.rollUps(with: record(first + 29), now: bureauTime(0)).isEmpty)
    }
}
