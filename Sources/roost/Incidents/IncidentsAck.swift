// SPDX-License-Identifier: Apache-2.0
// `roost incidents ack`: a person has taken note of an incident, so nobody else is called. It ends no incident and
// tells the dock nothing to do.

import ArgumentParser
import DockModel
import Foundation
import Host
import Store

/// Takes note of an incident.
struct IncidentsAck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ack", abstract: "Say that somebody takes care of an incident; ends its escalation.",
        discussion: """
            The first word counts; a later one changes nothing. The incident stays open until its cause is gone.

            Example:
              roost incidents ack 1790300000000-12 --by Kim --storage /var/lib/roost
            """)

    @OptionGroup var storage: IncidentsStorage
    @Argument(help: "The incident's id, as roost incidents list prints it.")
    var id: String
    @OptionGroup var person: PersonOption
    @Flag(help: "Print one JSON document.")
    var json = false

    func run() throws {
        let database = try storage.open()
        let now = SystemClock(trust: .set).now()
        let taken = try CommandExit.giving { () throws(StoreError) in
            try database.acknowledge(id, who: person.name, way: "command", at: now)
        }
        guard let taken else {
            CommandOutput.complain("there is no incident \(id); see: roost incidents list")
            throw CommandExit.finding
        }
        let view = AcknowledgementView(taken)
        if json { return try CommandOutput.sayJSON(view) }
        try CommandOutput.say("incident \(view.incident): \(view.line)\n")
    }
}

/// Who gives a word.
struct PersonOption: ParsableArguments {
    @Option(help: "Who; the user of this machine if left out.")
    var by: String?

    /// The name that is stored.
    var name: String { by ?? NSUserName() }

    func validate() throws {
        if let by, by.isEmpty || by.count > 100 || by.unicodeScalars.contains(where: { $0.value < 0x20 }) {
            throw ValidationError("--by must be one line of 1 to 100 characters")
        }
    }
}

/// An acknowledgement as `--json` shows it.
struct AcknowledgementView: Encodable {
    var incident: String
    var at: String
    var by: String
    var way: String

    init(_ taken: Acknowledgement) {
        (incident, at, by, way) = (taken.incident, OutboxTime.text(taken.at), taken.who, taken.way)
    }

    /// "taken note of at TIME by NAME (command)".
    var line: String { CommandOutput.printable("taken note of at \(at) by \(by) (\(way))") }
}
