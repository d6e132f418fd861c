// SPDX-License-Identifier: Apache-2.0
// The messages of the daemon that people and programs look for, with names that never change. A message is known by its
// text, in which "…" stands for what differs; a test compares each text with the code, and docs/log-messages.md with
// this list.

import DockModel

/// One message of the catalogue.
struct LogMessage {
    /// Its stable name: "phase.changed".
    let name: String
    /// Its text; "…" stands for what differs.
    let text: String
    /// What it means, or what to do.
    let meaning: String

    init(_ name: String, _ text: String, _ meaning: String) {
        (self.name, self.text, self.meaning) = (name, text, meaning)
    }

    /// The id of the journal, MESSAGE_ID: 128 bits in hexadecimal digits, made from the name alone.
    var id: String { SHA256.hexadecimal(Array(SHA256.of(Array("roost.message \(name)".utf8)).prefix(16))) }

    /// Whether a text is this message.
    func isTold(by told: String) -> Bool {
        let pieces = text.split(separator: "…", omittingEmptySubsequences: false)
        guard let first = pieces.first, let last = pieces.last, told.hasPrefix(first) else { return false }
        guard pieces.count > 1 else { return told == text }
        var rest = told.dropFirst(first.count)
        for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
            guard let found = rest.firstRange(of: piece) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.hasSuffix(last)
    }
}

/// The catalogue of messages.
enum LogCatalogue {
    /// The message of a text; of several that fit, the one that says most of it. Nil for a text that has no name.
    static func message(of text: String) -> LogMessage? {
        all.filter { $0.isTold(by: text) }.max { $0.text.utf8.count < $1.text.utf8.count }
    }

    /// Every message with a name.
    static let all: [LogMessage] = [core, store, hardware, mail, flight].flatMap { $0 }

    private static let core = [
        LogMessage("phase.changed", "phase … -> …", "The dock went from one phase to another."),
        LogMessage(
            "invariant.broken", "invariant … does not hold; the dock stops",
            "A mistake in Roost; send the journal."),
        LogMessage(
            "part.hangs", "… has not moved for … longer than it may",
            "A part hangs; systemd restarts the daemon."),
        LogMessage(
            "inbox.full", "the inbox was full: … ticks, reports or readings were dropped",
            "The machine is too slow."),
        LogMessage(
            "clock.unset",
            "the wall clock is not known to be set: no mission starts until a source sets it (see clock.trust)",
            "Start a time source."),
        LogMessage("console.listens", "console at …", "The console accepts connections."),
        LogMessage("stop.at-end", "the dock ends: …: …", "What was stopped when the daemon ended."),
        LogMessage("operator.word", "an operator says: …", "Somebody has used a command or the console."),
        LogMessage(
            "operator.dropped", "an operator's word cannot be followed and was dropped: …",
            "The order has no meaning now."),
        LogMessage("reload.done", "reloaded: … schedules, … plans", "SIGHUP was followed."),
        LogMessage(
            "reload.partial", "reloaded: dock.yaml, hardware/ or parts.yaml changed, which a restart takes",
            "Restart the daemon while nothing flies."),
        LogMessage(
            "reload.refused", "not reloaded, the running schedules go on: …", "Correct what it names."),
    ]

    private static let store = [
        LogMessage(
            "store.failed", "the decision could not be stored: …",
            "Look at the disk: roost doctor --only storage,store."),
        LogMessage(
            "store.forgotten", "the store takes nothing; this is forgotten: …",
            "The disk took nothing for long; see roost doctor."),
        LogMessage(
            "state.unreadable", "the stored state cannot be read (…); the dock looks around anew",
            "Keep a copy of roost.db."),
        LogMessage(
            "state.partly-read", "not understood in the stored state and left out: …",
            "It was stored by another version."),
    ]

    private static let hardware = [
        LogMessage("device.lost", "device lost: …", "A Modbus device does not answer, or is another one."),
        LogMessage("device.found", "device … answers", "A Modbus device is back."),
        LogMessage("device.trouble", "device …: …", "What is wrong with a Modbus device."),
        LogMessage("sensor.doubted", "… is not believed: …", "A sensor tells what cannot be."),
        LogMessage("sensor.believed", "… is believed again", "It tells what can be."),
        LogMessage("order.failed", "order … (…): …", "An order to the hardware or the vehicle failed."),
    ]

    private static let mail = [
        LogMessage("mail.sent", "mail: … sent, … left", "A flush ended."),
        LogMessage("mail.refused", "mail … to …: …", "What the server said to one recipient."),
        LogMessage(
            "mail.expired", "mail … was given up after …: …",
            "It waited too long; see roost outbox list --state dead."),
        LogMessage(
            "mail.allowance", "mail: the allowance of the day is used; … mails wait, alerts go on",
            "It goes on tomorrow."),
        LogMessage(
            "mail.budget", "mail: the budget of the link … is used for …; alerts of P0 to P2 go on",
            "It goes on tomorrow."),
        LogMessage("mail.link", "mail: the link is …", "Another link is in use."),
        LogMessage("mail.trouble", "mail: …", "Why mail does not leave; roost mail check."),
        LogMessage(
            "mail.unflushable", "the outbox cannot be flushed: …",
            "Look at the database: roost doctor --only store."),
        LogMessage(
            "notice.lost", "a notice is lost to mail and only in the journal: …: …",
            "A mail could not even be written."),
        LogMessage(
            "escalation.step", "nobody has taken note of … for …; step … is mail …", "The next one is told."),
        LogMessage(
            "acknowledged", "somebody has taken note of … (…) by the link in a mail", "The escalation ends."),
    ]

    private static let flight = [
        LogMessage("vehicle.says", "vehicle says: …", "A text of the autopilot."),
        LogMessage(
            "vehicle.parameters", "vehicle.parameters requires none, and the recommended ones differ: …",
            "See docs/vehicle.md."),
        LogMessage(
            "mission.resumed", "… goes on after item …", "The rest of an interrupted mission is flown."),
        LogMessage("trigger.taken", "… asks for …", "A trigger started a schedule."),
        LogMessage(
            "trigger.unset-clock", "… asks for …, and the clock is not set", "A trigger was not followed."),
        LogMessage("record.made", "record …, version …, is made", "A flight record was written."),
        LogMessage(
            "record.incomplete", "record …, version …, is INCOMPLETE, it lacks: …",
            "Complete the section records of dock.yaml."),
        LogMessage(
            "record.unsigned", "the record of … could not be signed: …",
            "Look at records.certificate_file and its key."),
        LogMessage("pictures.judged", "pictures of …: …", "What the pictures of a flight showed."),
    ]
}
