// SPDX-License-Identifier: Apache-2.0
// The overview as markup: verdict, drawing, then the facts in cards. Rows are bounded, so that the page
// stays small whatever the dock has to say.

internal import DockModel

/// Rows shown on the overview before "and N more".
enum OverviewLimit {
    /// Concerns under the verdict.
    static let concerns = 8
    /// Weather readings.
    static let weather = 14
    /// Planned runs.
    static let runs = 6
    /// Gates of the last decision.
    static let gates = 20
    /// Flights.
    static let flights = 6
    /// Parts.
    static let parts = 16
    /// Incidents.
    static let incidents = 12
    /// Seconds between two loads of the live overview.
    static let refreshSeconds = 5
}

extension OverviewPage {
    /// The overview as a whole page.
    func rendered(isLive: Bool, _ style: TimeStyle) -> String {
        let pace: HTML =
            isLive
            ? #"Loads again every \#(OverviewLimit.refreshSeconds) s. <a href="/">Stop</a>"#
            : #"<a href="/?live">Load again every \#(OverviewLimit.refreshSeconds) s</a>"#
        let content: HTML = #"""
            <h1>\#(dockName)</h1>
            <p class="soft">\#(Words.time(now, style))\#(clockRemark). \#(pace)</p>
            \#(verdict)
            <div class="grid">
            <section class="card wide"><h2>Dock now</h2><figure>\#(DockDrawing(self).markup)</figure></section>
            \#(dockCard(style))\#(vehicleCard)\#(mailCard(style))
            </div><div class="grid tables">
            \#(weatherCard)\#(runsCard(style))\#(decisionCard(style))
            \#(incidentsCard(style))\#(flightsCard(style))\#(partsCard(style))
            </div>
            """#
        return PageFrame(
            title: dockName, place: .overview, refreshSeconds: isLive ? OverviewLimit.refreshSeconds : nil,
            isLive: !isLive, content: content
        ).rendered
    }

    private var clockRemark: HTML { isClockTrusted ? "" : " (clock not known to be set)" }

    private var verdict: HTML {
        let concerns = self.concerns
        guard let worst = concerns.first else {
            return
                #"<section class="verdict good" aria-label="Verdict"><p>"#
                + Words.badge("All well", .good) + "</p></section>"
        }
        let headline: HTML =
            worst.mark == .bad
            ? Words.badge("Someone must act", .bad) : Words.badge("Worth a look", .attention)
        let items = concerns.prefix(OverviewLimit.concerns).map { concern -> HTML in
            "<li>\(Words.badge("\(concern.text, upTo: 200)", concern.mark))</li>"
        }
        let omitted = concerns.count - items.count
        let more: HTML = omitted > 0 ? #"<li class="soft">and \#(omitted) more</li>"# : ""
        return #"""
            <section class="verdict \#(worst.mark.rawValue)" aria-label="Verdict"><p>\#(headline)</p>
            <ul>\#(items)\#(more)</ul></section>
            """#
    }

    // MARK: Facts

    private func dockCard(_ style: TimeStyle) -> HTML {
        card(
            "Dock",
            facts([
                ("Phase", phase.map { "<strong>\($0.name)</strong>" } ?? Words.notMeasured),
                ("Since", Words.time(phase?.since, from: now, style)),
                ("Waits for", phase.map { $0.waitsFor.map { "\($0)" } ?? "nothing" } ?? Words.notMeasured),
                ("Locked out", phase.map { $0.lockOut.map { "\($0)" } ?? "no" } ?? Words.notMeasured),
                ("Sent to", phase.map { $0.sentTo.map { "\($0)" } ?? "nowhere else" } ?? Words.notMeasured),
                (
                    "Deadline",
                    phase.map { $0.deadline.map { Words.time($0, from: now, style) } ?? "none" }
                        ?? Words.notMeasured
                ),
                ("Cover", Words.badge("\(Words.cover(cover))", coverMark)),
                ("Charger", Words.yesNo(charger?.isOn, yes: "on", no: "off")),
                ("Current", Words.quantity(charger?.current)),
                ("Voltage", Words.quantity(charger?.voltage)),
            ]))
    }

    private var coverMark: Mark {
        switch cover {
        case .closed, .open: .good
        case .moving: .neutral
        case .contradictory: .bad
        case nil: .attention
        }
    }

    private var vehicleCard: HTML {
        let place = VehiclePlace(vehicle)
        return card(
            "Vehicle",
            facts([
                ("Name", Words.text(vehicle?.name)),
                ("Place", place == .unknown ? Words.notMeasured : "\(place.words)"),
                ("Link", Words.yesNo(vehicle?.isLinked, yes: "up", no: Words.badge("down", .bad))),
                ("Heartbeat", vehicle?.heartbeatAge.map { "\(TimeStyle.span($0)) ago" } ?? Words.notMeasured),
                ("Armed", Words.yesNo(vehicle?.isArmed, yes: Words.badge("armed", .attention), no: "no")),
                ("Landed", Words.yesNo(vehicle?.isLanded, yes: "yes", no: "no")),
                ("Mode", Words.text(vehicle?.mode)),
                ("Battery", Words.quantity(vehicle?.battery)),
                ("Position", Words.position(vehicle?.position)),
            ]))
    }

    private func mailCard(_ style: TimeStyle) -> HTML {
        guard let mail else { return card("Mail", "<p>\(Words.notMeasured)</p>") }
        return card(
            "Mail",
            facts([
                ("Waiting", "\(mail.waiting)"), ("Deferred", "\(mail.deferred)"), ("Sent", "\(mail.sent)"),
                ("Refused", mail.failed == 0 ? "0" : Words.badge("\(mail.failed)", .bad)),
                ("Oldest unsent", mail.oldestUnsent.map { Words.time($0, from: now, style) } ?? "none"),
            ]) + #"<p><a href="/outbox">Outbox</a> · <a href="/mailbox">Mailbox</a></p>"#)
    }

    // MARK: Tables

    private var weatherCard: HTML {
        let table = TableView(
            columns: ["Reading", "Value", "Quality", "Age"], of: weather, upTo: OverviewLimit.weather,
            whenEmpty: Words.notMeasured
        ) { row in
            [
                "\(row.name)", Words.value(row.value, unit: row.unit),
                Words.badge(Words.quality(row.quality)),
                Words.age(row.age),
            ]
        }
        return card("Weather", table.markup)
    }

    private func runsCard(_ style: TimeStyle) -> HTML {
        let table = TableView(
            columns: ["Schedule", "Mission", "Due"], of: nextRuns, upTo: OverviewLimit.runs,
            whenEmpty: "No run is planned."
        ) { row in
            let note: HTML = row.note.map { #"<br><span class="soft">\#($0)</span>"# } ?? ""
            return [
                "\(row.schedule)", row.mission.map { "\($0)" } ?? "not named",
                Words.time(row.due, from: now, style) + note,
            ]
        }
        return card("Next runs", table.markup)
    }

    private func decisionCard(_ style: TimeStyle) -> HTML {
        guard let decision else {
            return card("Last launch decision", #"<p class="soft">No decision since start.</p>"#)
        }
        let table = TableView(
            columns: ["Gate", "Answer", "Reason"], of: decision.gates, upTo: OverviewLimit.gates,
            whenEmpty: "No gate answered."
        ) { row in
            [
                "\(row.name)", Words.badge(Words.gate(row.verdict)),
                row.reason.map { "\($0, upTo: 160)" } ?? "none given",
            ]
        }
        let head: HTML = "<p>\(decision.run), \(Words.time(decision.taken, from: now, style))</p>"
        return card("Last launch decision", head + table.markup)
    }

    private func incidentsCard(_ style: TimeStyle) -> HTML {
        let table = TableView(
            columns: ["Incident", "Class", "Since", "Seen"], of: incidents, upTo: OverviewLimit.incidents,
            whenEmpty: "No open incident."
        ) { row in
            let state: HTML = row.isAcknowledged ? #" <span class="soft">acknowledged</span>"# : ""
            return [
                "\(row.title, upTo: 160)", Words.badge(Words.severity(row.severity)) + state,
                Words.time(row.opened, from: now, style), row.count == 1 ? "once" : "\(row.count) times",
            ]
        }
        return card("Open incidents", table.markup)
    }

    private func flightsCard(_ style: TimeStyle) -> HTML {
        let table = TableView(
            columns: ["Flight", "Outcome", "Launched", "Landed"], of: flights, upTo: OverviewLimit.flights,
            whenEmpty: "No flight yet."
        ) { row in
            [
                "\(row.run)", row.outcome.map { Words.badge("\($0)", row.mark) } ?? "not known yet",
                Words.time(row.launched, style), Words.time(row.landed, style),
            ]
        }
        return card("Last flights", wide: true, table.markup)
    }

    private func partsCard(_ style: TimeStyle) -> HTML {
        let longest = parts.prefix(OverviewLimit.parts).compactMap(\.p90Days).filter(\.isFinite).max()
        let table = TableView(
            columns: ["Part", "Used", "Days left: P10 / P50 / P90", "Due", "Notice"], of: parts,
            upTo: OverviewLimit.parts, whenEmpty: "No part is counted."
        ) { row in
            [
                "\(row.name)", Words.text(row.used), LifeBand(row, longestDays: longest).markup,
                Words.time(row.due, style), row.notice.map { Words.badge("\($0)", .attention) } ?? "none",
            ]
        }
        return card("Parts that wear", wide: true, table.markup)
    }
}
