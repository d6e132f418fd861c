// SPDX-License-Identifier: Apache-2.0
// The rows of the operational days: kept with their commit, in the order of the days, checked, and bounded.

import DockModel
import Foundation
import GRDB
import Testing

@testable import Store

@Suite struct DayRowTests {
    private let now = Moment(boot: Instant(seconds: 1), wall: WallTime(seconds: 1_790_000_000))

    private func row(_ day: String, _ body: String = "facts") -> DayRow {
        DayRow(
            day: day, ended: WallTime(seconds: 1_790_000_000), figures: Array("{}".utf8), body: Array(body.utf8))
    }

    private func keep(_ rows: [DayRow], in database: RoostDatabase) throws {
        var decision = DecisionCommit(moment: now)
        decision.days = rows
        _ = try database.commit(decision)
    }

    @Test func `days come back in their order, with facts only when they are asked for`() throws {
        let database = try Workbench().open()
        #expect(try database.dayBounds() == nil)
        try keep([row("2026-11-25"), row("2026-11-23"), row("2026-11-24")], in: database)
        #expect(
            try database.days(from: "2026-11-23", through: "2026-11-24", limit: 9).map(\.day) == [
                "2026-11-23", "2026-11-24",
            ])
        #expect(try database.days(from: "", through: "9", limit: 9).allSatisfy { $0.body.isEmpty })
        #expect(
            try database.days(from: "2026-11-25", through: "2026-11-25", withFacts: true, limit: 9) == [
                row("2026-11-25")
            ])
        let bounds = try #require(try database.dayBounds())
        #expect(bounds == ("2026-11-23", "2026-11-25", 3))
        #expect(try database.day(before: "2026-11-25")?.day == "2026-11-24")
        #expect(try database.day(before: "2026-11-23") == nil)
    }

    @Test func `a day that is told again replaces the first word`() throws {
        let database = try Workbench().open()
        try keep([row("2026-11-25")], in: database)
        try keep([row("2026-11-25", "more")], in: database)
        #expect(try database.days(from: "", through: "9", withFacts: true, limit: 9) == [row("2026-11-25", "more")])
    }

    @Test func `a damaged day is named and never a value`() throws {
        let database = try Workbench().open()
        try keep([row("2026-11-25")], in: database)
        try database.queue.inDatabase { db in
            try db.execute(sql: "UPDATE day SET body = ?", arguments: [Data("other".utf8)])
        }
        #expect(throws: StoreError.damagedRow(table: "day", row: "2026-11-25")) {
            try database.days(from: "", through: "9", withFacts: true, limit: 9)
        }
    }

    @Test func `beyond ten years the oldest days leave`() throws {
        let database = try Workbench().open()
        let days = (0..<StoreLimit.days + 3).map { CivilDate(daysSince1970: $0).description }
        try keep(days.map { row($0, "") }, in: database)
        let bounds = try #require(try database.dayBounds())
        #expect(bounds == (days[3], days.last ?? "", StoreLimit.days))
    }

    @Test func `a row too large is refused with its day`() throws {
        let database = try Workbench().open()
        var large = row("2026-11-25")
        large.body = [UInt8](repeating: 32, count: StoreLimit.bodyBytes + 1)
        #expect(
            throws: StoreError.tooLarge(
                what: "day 2026-11-25", size: StoreLimit.bodyBytes + 3, limit: StoreLimit.bodyBytes)
        ) { try keep([large], in: database) }
    }
}
