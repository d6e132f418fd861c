// SPDX-License-Identifier: Apache-2.0
// The missions page as markup: why the next run would or would not fly, a calendar of four weeks, past runs. Days
// without a run are left out on narrow screens.

internal import DockModel

extension MissionsPage {
    /// Runs shown on one day of the calendar, and gates listed.
    static let runsPerDay = 4, gateLimit = 24

    /// The page; nil when there is no such one of past runs.
    func rendered(page: Int, _ style: TimeStyle) -> String? {
        guard page == 1 || !past.isEmpty else { return nil }
        let paging = Paging(page: page, hasNext: hasOlder)
        let content: HTML = #"""
            <h1>Missions and schedule</h1>
            <p class="soft">\#(Words.time(now, style)). <a href="/calendar.ics">Calendar file</a> for your calendar
            program.</p>
            \#(page == 1 ? nextRun(style) + calendar(style) : "")
            <section class="card gap"><h2>Past runs</h2>\#(pastTable(style))\#(paging.markup("/missions"))</section>
            """#
        return PageFrame(title: "Missions", place: .missions, isLive: true, content: content).rendered
    }

    // MARK: Why not

    private func nextRun(_ style: TimeStyle) -> HTML {
        guard let run = readiness.run else {
            return #"<section class="card"><h2>Next run</h2><p class="soft">No run is planned.</p></section>"#
        }
        let against = readiness.gates.count { !$0.isClear }
        let verdict: HTML =
            against == 0
            ? Words.badge("Every gate would pass now", .good)
            : Words.badge(
                against == 1 ? "1 gate would not pass now" : "\(against) gates would not pass now", .attention
            )
        let table = TableView(
            columns: ["Gate", "Answer", "Looked at", "Limit", "Age", "Why, and when it opens"],
            of: readiness.gates.filter { $0.verdict != .pass }
                + readiness.gates.filter { $0.verdict == .pass },
            upTo: Self.gateLimit, whenEmpty: "The gates have not been asked."
        ) { gate in
            let waived: HTML = gate.isWaived ? #" <span class="soft">waived</span>"# : ""
            let later: HTML = gate.isSettledAtLaunch ? " The vehicle is made ready when the run begins." : ""
            let opens: HTML = gate.opens.map { " Opens \(Words.time($0, from: now, style))." } ?? ""
            let because: HTML = gate.because.map { "\($0, upTo: 160)." } ?? ""
            return [
                "\(gate.title, upTo: 60)", Words.badge(Words.gate(gate.verdict)) + waived,
                "\(gate.value, upTo: 80)", gate.limit.map { "\($0, upTo: 60)" } ?? "none", age(gate),
                because + opens + later,
            ]
        }
        let heading: HTML = readiness.isInHand ? "Run at hand" : "Next run"
        return #"""
            <section class="card"><h2>\#(heading)</h2>
            <p><strong>\#(run)</strong>, due \#(Words.time(readiness.due, from: now, style)). \#(verdict)</p>
            \#(table.markup)</section>
            """#
    }

    private func age(_ gate: GateFact) -> HTML {
        guard let limit = gate.ageLimit else { return "none needed" }
        guard let age = gate.age else { return "never read" }
        return "\(TimeStyle.span(age)) of \(TimeStyle.span(limit))"
    }

    // MARK: Calendar

    private func calendar(_ style: TimeStyle) -> HTML {
        guard let today = style.dayNumber(now) else { return .empty }
        // From the Monday of this week on.
        let monday = today - (CivilDate.weekday(daysSince1970: today) + 6) % 7
        var runs: [Int: [PlannedFact]] = [:]
        for run in planned {
            if let day = style.dayNumber(run.due) { runs[day, default: []].append(run) }
        }
        let days = (monday..<monday + Self.calendarDays).map { day -> HTML in
            cell(CivilDate(daysSince1970: day), runs[day] ?? [], isToday: day == today, style)
        }
        let heads = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map { name -> HTML in "<li>\(name)</li>"
        }
        return #"""
            <section class="card gap"><h2>Calendar</h2>
            <ul class="weekdays" aria-hidden="true">\#(heads)</ul><ol class="calendar">\#(days)</ol>\#(remark)</section>
            """#
    }

    private var remark: HTML { planned.isEmpty ? #"<p class="soft">No run in these weeks.</p>"# : "" }

    private func cell(_ day: CivilDate, _ runs: [PlannedFact], isToday: Bool, _ style: TimeStyle) -> HTML {
        let kind: HTML = isToday ? "today" : runs.isEmpty ? "empty" : "day"
        let entries = runs.prefix(Self.runsPerDay).map { run -> HTML in
            let why: HTML = run.withheld.map { #"<br><span class="soft">not: \#($0, upTo: 40)</span>"# } ?? ""
            let name: HTML = "\(style.clock(run.due)) \(run.schedule, upTo: 40)"
            return run.withheld == nil ? "<li>\(name)</li>" : #"<li class="withheld">\#(name)\#(why)</li>"#
        }
        let more: HTML =
            runs.count > entries.count
            ? #"<li class="soft">and \#(runs.count - entries.count) more</li>"# : ""
        let list: HTML = runs.isEmpty ? "" : "<ul>\(entries)\(more)</ul>"
        return
            #"<li class="\#(kind)"><time datetime="\#(day.description)">\#(day.description)</time>\#(list)</li>"#
            + "\n"
    }

    // MARK: Past runs

    private func pastTable(_ style: TimeStyle) -> HTML {
        TableView(
            columns: ["Run", "Outcome", "Launched", "In the air", "Way", "Charge", "Why"], of: past,
            upTo: Self.pageLength, whenEmpty: "No run has come due yet."
        ) { run in
            let charge: HTML =
                run.batteryStart == nil && run.batteryEnd == nil
                ? "" : "\(Words.quantity(run.batteryStart)) to \(Words.quantity(run.batteryEnd))"
            return [
                "\(run.id, upTo: 80)",
                run.flight.outcome.map { Words.badge("\($0, upTo: 60)", run.flight.mark) } ?? "not known yet",
                run.flight.launched == nil ? "" : Words.time(run.flight.launched, style),
                run.airTime.map { "\(TimeStyle.span($0))" } ?? "",
                run.travelled == nil ? "" : Words.quantity(run.travelled), charge,
                "\(run.reasons.joined(separator: "; "), upTo: 120)",
            ]
        }.markup
    }
}
