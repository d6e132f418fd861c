// SPDX-License-Identifier: Apache-2.0
// What a notice is to the exception filter, and what is stored of it: the event, the words of the stages, the seconds
// before. The kinds, families and causes are the core's catalogue; there is no second list.

internal import DockModel
internal import Report
internal import RoostCore
internal import Triage
internal import Wear

/// One event with what is needed to tell it later, or to show why it was not told.
struct ToldEvent: Codable, Sendable {
    /// The event.
    var event: TriageEvent
    /// The incident; nil for a report.
    var incident: Incident?
    /// Whether it is told again while it goes on.
    var isReminder = false
    /// What explained it when it was judged.
    var rootCause: Incident?
    /// What was measured in the seconds before.
    var before: TelemetryInput?
    /// The words of the nine stages.
    var verdicts: [StageVerdict] = []
    /// What it says, of an event that is no incident.
    var detail: String?
    /// Events of its episode so far, itself included.
    var episodeCount = 1

    /// Why it is told now, in a line.
    var why: String? {
        guard let route = verdicts.last, let dedupe = verdicts.first(where: { $0.stage == .dedupe }) else {
            return nil
        }
        let again = episodeCount > 1 ? "; \(episodeCount) times so far" : ""
        return "rule \(route.rule) (\(route.because)); \(dedupe.because)\(again)"
    }
}

/// What the filter did since the last digest.
struct FilterReport: Sendable {
    /// Events by "bin/rule".
    var counts: [String: Int] = [:]
    /// What was wrong with the filter itself.
    var troubles: [String: Int] = [:]
    /// Each event that was held back.
    var held: [DigestHeldEvent] = []
    /// What people have shelved.
    var shelved: [ShelvedIncident] = []
    /// Signals that were not as usual.
    var unusual: [Incident] = []
}

/// An incident that a person has shelved.
struct ShelvedIncident: Sendable {
    var incident: Incident
    var shelf: Triage.Shelf
}

/// What one mail is to tell.
struct MailRequest: Sendable {
    /// The notices in it; for a mail alone it is one.
    var notices: [Notice]
    /// The events of the notices that are incidents, in the same order.
    var told: [ToldEvent] = []
    /// All events it stands for.
    var count = 1
    /// What kind of mail it is.
    var kind = MailOrder.Kind.alone
    /// The group's name.
    var group = ""
    /// The number of the last event in it: it keeps the mail single.
    var event: Int64 = 0
    /// What the filter held back, for a digest.
    var filter: FilterReport?
    /// All that is known of the day, for a digest.
    var day: DayRecord?

    /// The notices in it that are about parts.
    var parts: [WearNotice] {
        notices.compactMap { if case .part(let notice) = $0 { notice } else { nil } }
    }
}

extension Incident {
    /// A device's incident belongs to the device, any other to its family.
    var source: String { subject.split(separator: ".").first.map(String.init) ?? kind.family.lowercased() }
}

extension TriageEvent {
    /// An incident as the filter sees it.
    init(_ incident: Incident, id: Int64, dock: DockID, at now: Moment) {
        self.init(
            id: id, dock: dock.text, source: incident.source, signal: incident.subject,
            kind: incident.kind.rawValue,
            severity: incident.kind.severity, time: now.wall, mission: incident.missionID,
            isClear: incident.resolved != nil)
        subsystem = incident.kind.origin.rawValue
        isMarkedSafety = incident.kind.isSafety
        // A map was asked for by its schedule: that it is there is a report and no alert.
        isReport = incident.resolved == nil && (incident.kind == .mapReady || incident.kind == .mapDoubtful)
    }

    /// A notice as the filter sees it. What people asked to be told of is a report and no alert; a run that was
    /// missed long ago is neither.
    init(_ notice: Notice, id: Int64, dock: DockID, at now: Moment) {
        func report(_ source: String, _ kind: String) -> TriageEvent {
            var event = TriageEvent(
                id: id, dock: dock.text, source: source, kind: kind, severity: .notice, time: now.wall)
            event.isReport = true
            return event
        }
        switch notice {
        case .incident(let incident): self.init(incident, id: id, dock: dock, at: now)
        case .mission(let run):
            self = report(run.mission.schedule.text, "MISSION.ended")
            mission = run.mission.id
            isReport = !run.wasMissedLongAgo(at: now.wall)
        case .part(let part): self = report(part.part.text, "WEAR.notice")
        case .digest: self = report("dock", "MAIL.digest")
        }
    }
}

extension MissionRun {
    /// How long ago a run that was missed may have been due and still be worth a mail of its own.
    static let oldestMissed = Duration.seconds(86_400)

    /// After weeks without power each missed run is in the records and the digest; a mail each would be a flood.
    func wasMissedLongAgo(at now: WallTime) -> Bool {
        outcome == .expired && gates.isEmpty && mission.due + Self.oldestMissed < now
    }
}

extension FilterProfile {
    /// The filter of a dock: its parents are the causes that the catalogue names. What is critical or a matter of
    /// safety has none, and nothing waits for company that does not come.
    static var dock: FilterProfile {
        var profile = FilterProfile()
        profile.groupWaitSeconds = 0
        // A hot joint stays hot until somebody mends it: it is told again when it is graver, or after a month.
        for urgency in HotSpotUrgency.allCases { profile.slowKinds[urgency.incident.rawValue] = 30 * 86_400 }
        profile.inhibitions = IncidentKind.allCases.compactMap { parent in
            let children = IncidentKind.allCases.filter { child in
                child.causes.contains(parent) && child.severity >= .error && !child.isSafety
            }
            guard !children.isEmpty else { return nil }
            return InhibitionRule(
                id: parent.rawValue, parentKind: parent.rawValue, mutedKinds: children.map(\.rawValue),
                isSameSourceOnly: parent == .deviceLost || parent == .hotSpotMajor)
        }
        return profile
    }
}
