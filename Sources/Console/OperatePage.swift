// SPDX-License-Identifier: Apache-2.0
// What a person may change now: incidents, parts, schedules and the dock itself, as plain forms. Who may not change
// anything sees the same facts without the forms.

public import DockModel

/// An open incident as it may be changed.
public struct IncidentChoice: Sendable, Equatable {
    /// Its id.
    public var id: String
    /// What happened.
    public var title: String
    /// Its class.
    public var severity: Severity
    /// When it began.
    public var opened: WallTime
    /// Who takes care of it; nil when nobody does.
    public var taken: String?
    /// Until when it is shelved; nil when it is not.
    public var shelvedUntil: WallTime?
    /// Whether it may be shelved at all.
    public var mayBeShelved: Bool

    /// An incident.
    public init(
        id: String, title: String, severity: Severity, opened: WallTime, taken: String? = nil,
        shelvedUntil: WallTime? = nil, mayBeShelved: Bool = true
    ) {
        (self.id, self.title, self.severity, self.opened) = (id, title, severity, opened)
        (self.taken, self.shelvedUntil, self.mayBeShelved) = (taken, shelvedUntil, mayBeShelved)
    }
}

/// A schedule as it may be changed.
public struct ScheduleChoice: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// When it is due next; nil for never.
    public var next: WallTime?
    /// Why it is paused; nil when it is not.
    public var paused: String?

    /// A schedule.
    public init(name: String, next: WallTime? = nil, paused: String? = nil) {
        (self.name, self.next, self.paused) = (name, next, paused)
    }
}

/// A part as it may be changed.
public struct PartChoice: Sendable, Equatable {
    /// Its id and its name.
    public var id: String, name: String
    /// The unit in service.
    public var serial: String

    /// A part.
    public init(id: String, name: String, serial: String) {
        (self.id, self.name, self.serial) = (id, name, serial)
    }
}

/// What may be changed now.
public struct OperatePage: Sendable, Equatable {
    /// When it was looked at.
    public var now: WallTime
    /// The phase.
    public var phase: String
    /// What the dock waits for; nil when for nothing.
    public var waitsFor: String?
    /// Why it is locked out; nil when it is not.
    public var lockOut: String?
    /// Whether only a person can let it go on.
    public var needsPerson: Bool
    /// The open incidents, the worst first.
    public var incidents: [IncidentChoice]
    /// The schedules.
    public var schedules: [ScheduleChoice]
    /// The parts that are counted.
    public var parts: [PartChoice]

    /// A page.
    public init(
        now: WallTime, phase: String, waitsFor: String? = nil, lockOut: String? = nil,
        needsPerson: Bool = false,
        incidents: [IncidentChoice] = [], schedules: [ScheduleChoice] = [], parts: [PartChoice] = []
    ) {
        (self.now, self.phase, self.waitsFor, self.lockOut) = (now, phase, waitsFor, lockOut)
        (self.needsPerson, self.incidents, self.schedules, self.parts) = (
            needsPerson, incidents, schedules, parts
        )
    }
}

extension OperatePage {
    /// Most rows of a table, and most parts to choose from.
    static let mostRows = 40, mostParts = 200

    /// The page as it goes out.
    func rendered(_ style: TimeStyle) -> String {
        let remark: HTML =
            Form.isOffered(.reset)
            ? "" : #"<p class="soft">Sign in with the role operate to change something.</p>"#
        let content: HTML = #"""
            <h1>Operate</h1>\#(remark)
            \#(dockCard)
            \#(card("Open incidents", wide: true, incidentTable(style)))
            \#(card("Schedules", wide: true, scheduleTable(style)))
            \#(card("Record a replacement", wide: true, replacement))
            """#
        return PageFrame(title: "Operate", place: .operate, content: content).rendered
    }

    // MARK: The dock

    private var dockCard: HTML {
        let forms: HTML =
            !Form.isOffered(.reset)
            ? ""
            : #"""
            <div class="actions">
            \#(Form.posting(to: .callHome, "", button: "Call the vehicle home…"))
            \#(Form.posting(to: .lockOut, Self.reasonField("lock-out-reason", "Who and why"), button: "Lock out…"))
            \#(Form.posting(to: .reset, "", button: "Reset…"))
            </div><p class="soft">Each asks a second time and shows what the dock would meet.</p>
            """#
        return card(
            "Dock",
            facts([
                ("Phase", "\(phase)"), ("Waits for", waitsFor.map { "\($0, upTo: 200)" } ?? "nothing"),
                ("Locked out", lockOut.map { "\($0, upTo: 200)" } ?? "no"),
                ("Needs a person", needsPerson ? Words.badge("yes", .bad) : "no"),
            ]) + forms)
    }

    private static func reasonField(_ id: String, _ label: HTML) -> HTML {
        #"<label for="\#(id)">\#(label)</label> <input id="\#(id)" name="reason" required maxlength="200">"#
    }

    // MARK: Incidents

    private func incidentTable(_ style: TimeStyle) -> HTML {
        var row = 0
        let table = TableView(
            columns: ["Incident", "Class", "Since", "Taken", "Change"], of: incidents, upTo: Self.mostRows,
            whenEmpty: "No open incident."
        ) { incident in
            row += 1
            return [
                "\(incident.title, upTo: 160)", Words.badge(Words.severity(incident.severity)),
                Words.time(incident.opened, from: now, style),
                incident.taken.map { "by \($0)" } ?? "by nobody",
                incidentForms(incident, row: row, style),
            ]
        }
        return table.markup
    }

    private func incidentForms(_ incident: IncidentChoice, row: Int, _ style: TimeStyle) -> HTML {
        guard Form.isOffered(.acknowledge) else {
            return incident.shelvedUntil.map { "shelved until \(Words.time($0, style))" } ?? ""
        }
        let name = Form.hidden("incident", incident.id)
        let take: HTML =
            incident.taken == nil ? Form.posting(to: .acknowledge, name, button: "I take care of it") : ""
        if let until = incident.shelvedUntil {
            let off = Form.posting(to: .unshelve, name, button: "Off the shelf")
            return #"\#(take)<p>shelved until \#(Words.time(until, style))</p>\#(off)"#
        }
        guard incident.mayBeShelved else {
            return take + #"<p class="soft">A matter of safety is not shelved.</p>"#
        }
        let spans = Change.shelfHours.map { hours -> HTML in
            let words: HTML = hours < 24 ? "\(hours) h" : "\(hours / 24) d"
            return #"<option value="\#(hours)">\#(words)</option>"#
        }
        let fields: HTML = #"""
            \#(name)<label for="hours-\#(row)">For</label> <select id="hours-\#(row)" name="hours">\#(spans)</select>
            \#(Self.reasonField("why-\(row)", "Why"))
            """#
        return take + "<details><summary>Shelve</summary>"
            + Form.posting(to: .shelve, fields, button: "Shelve") + "</details>"
    }

    // MARK: Schedules

    private func scheduleTable(_ style: TimeStyle) -> HTML {
        var row = 0
        let table = TableView(
            columns: ["Schedule", "Next run", "State", "Change"], of: schedules, upTo: Self.mostRows,
            whenEmpty: "There is no schedule."
        ) { schedule in
            row += 1
            return [
                "\(schedule.name)", schedule.next.map { Words.time($0, from: now, style) } ?? "none planned",
                schedule.paused.map { "paused: \($0, upTo: 200)" } ?? "flies",
                scheduleForms(schedule, row: row),
            ]
        }
        return table.markup
    }

    private func scheduleForms(_ schedule: ScheduleChoice, row: Int) -> HTML {
        guard Form.isOffered(.run) else { return "" }
        let name = Form.hidden("schedule", schedule.name)
        let fly = Form.posting(to: .run, name, button: "Fly now…")
        if schedule.paused != nil { return fly + Form.posting(to: .resume, name, button: "Fly again…") }
        return fly + "<details><summary>Pause</summary>"
            + Form.posting(to: .pause, name + Self.reasonField("pause-\(row)", "Why"), button: "Pause")
            + "</details>"
    }

    // MARK: Parts

    private var replacement: HTML {
        guard !parts.isEmpty else { return #"<p class="soft">No part is counted: see parts.yaml.</p>"# }
        guard Form.isOffered(.replace) else { return "<p>\(parts.count) parts are counted.</p>" }
        let choices = parts.prefix(Self.mostParts).map { part -> HTML in
            #"<option value="\#(part.id)">\#(part.name) (now \#(part.serial))</option>"#
        }
        let reasons = zip(
            Change.replacementReasons,
            ["it still worked", "it had failed", "a better one", "take the last record back"] as [HTML]
        ).map { word, words -> HTML in #"<option value="\#(word)">\#(words)</option>"# }
        let fields: HTML = #"""
            <label>Part <select name="part">\#(choices)</select></label>
            <label>Why <select name="reason">\#(reasons)</select></label>
            <label>Serial number of the new unit <input name="serial" maxlength="64"></label>
            <label>What it has run already <input name="used" inputmode="decimal" value="0"></label>
            """#
        return
            #"<div class="stack">\#(Form.posting(to: .replace, fields, button: "Record the replacement"))</div>"#
    }
}
