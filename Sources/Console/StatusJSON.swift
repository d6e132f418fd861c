// SPDX-License-Identifier: Apache-2.0
// The overview, the outbox and the mailbox for programs. Times are RFC 3339 in UTC, spans are seconds, units stand in
// the keys, and what was not measured is null; a key is never left out.

internal import DockModel

extension OverviewPage: JSONRecord {
    static let recordName = "Status"
    static let fields: [JSONField<OverviewPage>] = [
        JSONField("dock", "The name of the dock.") { $0.dockName },
        JSONField("now", "The dock's wall clock.") { $0.now },
        JSONField("clock_trusted", "Whether that clock is known to be set.") { $0.isClockTrusted },
        JSONField("verdict", "The worst of the concerns; good without any.") { $0.concerns.first?.mark ?? .good },
        JSONField("concerns", "All that is not as it should be, the bad first.") { $0.concerns },
        JSONField("phase", "What the dock is doing.") { $0.phase },
        JSONField("cover", "What the limit switches prove of the cover.") { $0.cover },
        JSONField("charger", "What is measured at the charger.") { $0.charger },
        JSONField("vehicle", "What is known of the vehicle.") { $0.vehicle },
        JSONField("weather", "Weather readings.") { $0.weather },
        JSONField("next_runs", "The next runs, soonest first.") { $0.nextRuns },
        JSONField("decision", "The last decision of the launch gates.") { $0.decision },
        JSONField("flights", "The last flights, newest first.") { $0.flights },
        JSONField("parts", "The parts that wear.") { $0.parts },
        JSONField("incidents", "Open incidents, most urgent first.") { $0.incidents },
        JSONField("mail", "Counts of the mail queue.") { $0.mail },
    ]
}

extension Concern: JSONRecord {
    static let recordName = "Concern"
    static let fields: [JSONField<Concern>] = [
        JSONField("mark", "How bad it is.") { $0.mark }, JSONField("text", "What it is, in words.") { $0.text },
    ]
}

extension PhaseFact: JSONRecord {
    static let recordName = "Phase"
    static let fields: [JSONField<PhaseFact>] = [
        JSONField("name", "The name of the phase.") { $0.name },
        JSONField("since", "When it began.") { $0.since },
        JSONField("deadline", "When it must have ended.") { $0.deadline },
        JSONField("waits_for", "What the dock waits for.") { $0.waitsFor },
        JSONField("needs_person", "Whether only a person can leave it.") { $0.needsPerson },
        JSONField("locked_out", "Why nothing may be armed or moved until a reset.") { $0.lockOut },
        JSONField("sent_to", "Where the vehicle was sent because home cannot be used.") { $0.sentTo },
    ]
}

extension ChargerFact: JSONRecord {
    static let recordName = "Charger"
    static let fields: [JSONField<ChargerFact>] = [
        JSONField("on", "Whether it is confirmed on.") { $0.isOn },
        JSONField("current_a", "Charging current, A.") { $0.current },
        JSONField("voltage_v", "Charging voltage, V.") { $0.voltage },
    ]
}

extension VehicleFact: JSONRecord {
    static let recordName = "Vehicle"
    static let fields: [JSONField<VehicleFact>] = [
        JSONField("name", "Name, type or system id.") { $0.name },
        JSONField("linked", "Whether heartbeats arrive.") { $0.isLinked },
        JSONField("heartbeat_age_s", "Age of the last heartbeat, s.") { $0.heartbeatAge },
        JSONField("armed", "Whether the autopilot reports armed.") { $0.isArmed },
        JSONField("landed", "Whether the autopilot reports landed.") { $0.isLanded },
        JSONField("on_pad", "Whether the pad sensor sees it.") { $0.isOnPad },
        JSONField("mode", "The flight mode.") { $0.mode },
        JSONField("battery_percent", "Charge left, %.") { $0.battery },
        JSONField("latitude_deg", "Degrees north.") { $0.position?.latitude },
        JSONField("longitude_deg", "Degrees east.") { $0.position?.longitude },
        JSONField("height_m", "Height above the launch point, m.") { $0.position?.height },
    ]
}

extension ReadingRow: JSONRecord {
    static let recordName = "Reading"
    static let fields: [JSONField<ReadingRow>] = [
        JSONField("name", "What was measured.") { $0.name },
        JSONField("value", "The value; null unless the quality is good or uncertain.") { $0.value },
        JSONField("unit", "The unit; empty when none.") { $0.unit },
        JSONField("quality", "How far it can be believed.") { $0.quality },
        JSONField("age_s", "The time since it was taken, s.") { $0.age },
    ]
}

extension RunRow: JSONRecord {
    static let recordName = "Run"
    static let fields: [JSONField<RunRow>] = [
        JSONField("schedule", "The schedule that asks for it.") { $0.schedule },
        JSONField("mission", "The plan that will be flown.") { $0.mission },
        JSONField("due", "When it is due.") { $0.due },
        JSONField("note", "What else is known of it.") { $0.note },
    ]
}

extension DecisionFact: JSONRecord {
    static let recordName = "Decision"
    static let fields: [JSONField<DecisionFact>] = [
        JSONField("run", "The run it was about.") { $0.run },
        JSONField("taken", "When it was taken.") { $0.taken },
        JSONField("gates", "The answers of all gates.") { $0.gates },
    ]
}

extension GateRow: JSONRecord {
    static let recordName = "Gate"
    static let fields: [JSONField<GateRow>] = [
        JSONField("name", "The name of the gate.") { $0.name },
        JSONField("verdict", "Its answer.") { $0.verdict }, JSONField("reason", "Why.") { $0.reason },
    ]
}

extension FlightRow: JSONRecord {
    static let recordName = "Flight"
    static let fields: [JSONField<FlightRow>] = [
        JSONField("run", "The run.") { $0.run },
        JSONField("launched", "When it left the pad.") { $0.launched },
        JSONField("landed", "When it was landed and disarmed.") { $0.landed },
        JSONField("outcome", "How it ended, in words.") { $0.outcome },
        JSONField("mark", "How that counts.") { $0.mark },
    ]
}

extension PartRow: JSONRecord {
    static let recordName = "Part"
    static let fields: [JSONField<PartRow>] = [
        JSONField("name", "The name of the part.") { $0.name },
        JSONField("used", "Use so far, in words.") { $0.used },
        JSONField("p10_days", "Days left that nine of ten such parts outlast.") { $0.p10Days },
        JSONField("p50_days", "Days left that half of such parts outlast.") { $0.p50Days },
        JSONField("p90_days", "Days left that one of ten such parts outlasts.") { $0.p90Days },
        JSONField("due", "When it is due for replacement.") { $0.due },
        JSONField("notice", "The stage of its notice.") { $0.notice },
    ]
}

extension IncidentRow: JSONRecord {
    static let recordName = "OpenIncident"
    static let fields: [JSONField<IncidentRow>] = [
        JSONField("severity", "Its class, P0 the most urgent.") { $0.severity },
        JSONField("title", "What happened.") { $0.title },
        JSONField("opened", "When it was first seen.") { $0.opened },
        JSONField("count", "How often it was seen.") { $0.count },
        JSONField("acknowledged", "Whether a person has taken it on.") { $0.isAcknowledged },
    ]
}

extension MailCounts: JSONRecord {
    static let recordName = "MailCounts"
    static let fields: [JSONField<MailCounts>] = [
        JSONField("waiting", "Waiting for a first attempt, or being sent.") { $0.waiting },
        JSONField("deferred", "Waiting for another attempt.") { $0.deferred },
        JSONField("sent", "Taken by the server.") { $0.sent },
        JSONField("failed", "Refused for good.") { $0.failed },
        JSONField("oldest_unsent", "When the oldest unsent mail was queued.") { $0.oldestUnsent },
    ]
}

extension OutboxPage: JSONRecord {
    static let recordName = "Outbox"
    static let fields: [JSONField<OutboxPage>] = [
        JSONField("now", "The dock's wall clock.") { $0.now },
        JSONField("counts", "Counts of the whole queue.") { $0.counts },
        JSONField("link", "The uplink, in words.") { $0.link },
        JSONField("mails", "The first mails, unsent first.") { $0.rows },
    ]
}

extension OutboxRow: JSONRecord {
    static let recordName = "QueuedMail"
    static let fields: [JSONField<OutboxRow>] = [
        JSONField("id", "Its id in the queue.") { $0.id }, JSONField("to", "The recipients.") { $0.to },
        JSONField("subject", "The subject, decoded.") { $0.subject },
        JSONField("severity", "Its class.") { $0.severity },
        JSONField("state", "Where it stands.") { $0.state },
        JSONField("attempts", "Attempts so far.") { $0.attempts },
        JSONField("queued", "When it was queued.") { $0.queued },
        JSONField("next_attempt", "When it is tried next.") { $0.nextAttempt },
        JSONField("last_answer", "The server's last answer.") { $0.lastAnswer },
    ]
}

/// `/api/mailbox`.
struct MailboxAnswer: JSONRecord {
    /// Mails listed; `total` says how many there are.
    static let mostMails = 1_000

    /// All mails.
    var entries: [MailboxEntry]

    static let recordName = "Mailbox"
    static let fields: [JSONField<MailboxAnswer>] = [
        JSONField("total", "How many mails there are.") { $0.entries.count },
        JSONField("mails", "The newest mails.") { Array($0.entries.prefix(MailboxAnswer.mostMails)) },
    ]
}

extension MailboxEntry: JSONRecord {
    static let recordName = "Mail"
    static let fields: [JSONField<MailboxEntry>] = [
        JSONField("id", "Its name in the mailbox.") { $0.id }, JSONField("from", "The sender.") { $0.from },
        JSONField("to", "The recipients.") { $0.to }, JSONField("subject", "The subject.") { $0.subject },
        JSONField("date", "When it was sent or delivered.") { $0.date },
        JSONField("date_text", "The date as its header writes it.") { $0.dateText },
        JSONField("kind", "What kind of mail it is.") { $0.kind },
    ]
}
