// SPDX-License-Identifier: Apache-2.0
// Writes runs as an iCalendar file that any calendar program opens: one event a run, in UTC, so that no reader needs
// our rules for daylight saving. It decides nothing about the runs.

import DockModel

/// An iCalendar file of runs.
public enum CalendarWriter {
    /// The text of a file; `stamp` is when it was made, `host` names the dock in the events' durable names.
    public static func text(of runs: [Occurrence], host: String, stamp: WallTime) -> String {
        var lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Roost//Schedule//EN", "CALSCALE:GREGORIAN"]
        for run in runs {
            lines += [
                "BEGIN:VEVENT", "UID:\(CalendarText.written(run.id))@\(host)", "DTSTAMP:\(time(stamp))",
                "DTSTART:\(time(run.due))", "DTEND:\(time(max(run.latest, run.due + .seconds(60))))",
                "SUMMARY:\(CalendarText.written(run.schedule.text))",
                "DESCRIPTION:\(CalendarText.written("plan \(run.plan), priority \(run.priority)"))",
                "X-ROOST-SCHEDULE:\(run.schedule)", "X-ROOST-PLAN:\(CalendarText.written(run.plan))",
                "END:VEVENT",
            ]
        }
        lines.append("END:VCALENDAR")
        return lines.map(CalendarLine.folded).joined()
    }

    private static func time(_ time: WallTime) -> String {
        let text = utcText(floorDivide(Int(time.milliseconds), 1_000).quotient)
        return text.filter { $0 != "-" && $0 != ":" }
    }
}
