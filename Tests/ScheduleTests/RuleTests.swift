// SPDX-License-Identifier: Apache-2.0
// What a schedule rule refuses, with the exact words, and that hostile expressions never trap.

import DockModel
import Foundation
import Schedule
import Testing

struct RuleRefusals {
    @Test(arguments: [
        (
            "0 0 30 2 *",
            "cron expression \"0 0 30 2 *\" never happens: no month it names has such a day "
                + "(correct the day of month or the month)"
        ),
        (
            "0 0 31 4,6 *",
            "cron expression \"0 0 31 4,6 *\" never happens: no month it names has such a day "
                + "(correct the day of month or the month)"
        ),
        (
            "0 0 * *",
            "cron expression \"0 0 * *\" has 4 fields, not 5 "
                + "(write minute, hour, day of month, month and day of week)"
        ),
        ("60 0 * * *", "\"60\" is no minute (use a number from 0 to 59)"),
        ("0 24 * * *", "\"24\" is no hour (use a number from 0 to 23)"),
        ("0 0 0 * *", "\"0\" is no day of month (use a number from 1 to 31)"),
        ("0 0 * foo *", "\"foo\" is no month (use a number from 1 to 12 or a name such as feb)"),
        ("0 0 * * 8", "\"8\" is no day of week (use a number from 0 to 7 or a name such as mon)"),
        (
            "0 22-2 * * *",
            "range \"22-2\" of the hour field runs backwards (write two ranges, for example 22-23,0-2)"
        ),
        (
            "*/0 * * * *",
            "step \"0\" of the minute field is not a number from 1 to 59 (write for example */10)"
        ),
        ("1,,2 * * * *", "\"\" is no minute (use a number from 0 to 59)"),
        ("-5 * * * *", "\"\" is no minute (use a number from 0 to 59)"),
        ("0 0 L * *", "\"L\" is no day of month (use a number from 1 to 31)"),
        (
            "0 0 * * 99999999999999999999",
            "\"99999999999999999999\" is no day of week (use a number from 0 to 7 or a name such as mon)"
        ),
    ])
    func `a cron expression that cannot be is refused with a reason`(text: String, message: String) {
        let error = #expect(throws: ScheduleError.self) { try CronExpression(text) }
        #expect(error?.description == message)
        #expect(error?.subject == .recurrence)
    }

    @Test func `30 February or a Friday is possible`() throws {
        let found = try cron("0 0 30 2 fri").occurrences(after: wall("2026-01-01T00:00:00Z"), count: 2)
        #expect(ids(found) == ["2026-02-06T00:00:00Z", "2026-02-13T00:00:00Z"])
    }

    @Test func `unknown zones and abbreviations are refused`() {
        for name in ["Europe/Zuerich", "CET", "EST", "GMT+2", "", "+02:00", "../etc/passwd", "Europe/"] {
            #expect(Zone(name) == nil, "\(name)")
        }
        for name in ["UTC", "Europe/Zurich", "America/Argentina/Buenos_Aires", "US/Eastern"] {
            #expect(Zone(name) != nil, "\(name)")
        }
    }

    @Test func `names, windows and retry budgets have bounds`() throws {
        let zone = try #require(Zone("UTC")), always = try Recurrence.cron(CronExpression("* * * * *"))
        func message(name: String = "a", window: Duration = .seconds(60), retries: Int = 0) -> String? {
            do {
                _ = try ScheduleRule(
                    name: .init(name), plan: "a.plan", recurrence: always, zone: zone, window: window,
                    retryBudget: retries)
                return nil
            } catch { return "\(error)" }
        }
        #expect(message() == nil)
        #expect(
            message(name: "a b")
                == "schedule name \"a b\" is not usable (use 1 to 64 letters, digits, '-', '_' and '.')")
        #expect(message(window: .zero)?.hasPrefix("the window is not between 1 s and 7 days") == true)
        #expect(message(window: .seconds(8 * 86_400)) != nil)
        #expect(message(retries: 11) == "retry budget 11 is not between 0 and 10 (use 1 or 2)")
    }

    @Test func `daily times are checked`() {
        #expect(TimeOfDay("24:00") == nil && TimeOfDay("7:05") == nil && TimeOfDay("07:5x") == nil)
        #expect(TimeOfDay("07:05")?.description == "07:05")
        #expect(throws: ScheduleError.self) { try DailyTimes([]) }
        #expect(throws: ScheduleError.self) { try DailyTimes([TimeOfDay("07:05")!, TimeOfDay("07:05")!]) }
    }

    @Test func `random expressions never trap`() {
        var random = Seeded(state: 7)
        let pieces = [
            "*", "/", "-", ",", "0", "7", "59", "60", "jan", "mon", " ", " ", " ", "é", "9999", "-1", "\0",
        ]
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0..<14, using: &random)).map { _ in
                pieces.randomElement(using: &random)!
            }.joined()
            guard let rule = try? cron(text) else { continue }  // refusals are what is expected here
            #expect(rule.next(after: wall("2026-01-01T00:00:00Z")) != nil, "\(text)")
        }
    }
}
