// SPDX-License-Identifier: Apache-2.0
// The verb `roost outbox`: its parts and the option they share. It decides nothing about mail; the queue and the
// submission engine do.

import ArgumentParser
import Store

/// `roost outbox`: the durable mail queue by hand.
struct OutboxCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox",
        abstract: "Queue, send and look after outgoing mail.",
        discussion: """
            The queue is the file roost.db of a directory. It may be used while the daemon runs.

            Example:
              echo '{"to":"ops@example.org","subject":"hello","body":"from the dock"}' | roost outbox enqueue
              roost outbox flush --host mail.example.org --port 465 --security tls \\
                  --user dock@example.org --password-file /etc/roost/smtp.secret
            """,
        subcommands: [
            OutboxEnqueue.self, OutboxFlush.self, OutboxList.self, OutboxShow.self, OutboxStatsCommand.self,
            OutboxRetry.self, OutboxHold.self, OutboxDrop.self, OutboxExport.self,
        ])
}

/// The option that every part of `roost outbox` has.
struct OutboxQueueOption: ParsableArguments {
    /// Where the queue is when nobody says so.
    static let standard = "./var"

    @Option(name: .customLong("queue"), help: "Directory of the queue; made when it is missing.")
    var directory = OutboxQueueOption.standard

    /// Opens the queue, or ends the command with a reason and an exit code.
    func open(check: RoostDatabase.OpeningCheck = .everyPage) throws -> RoostDatabase {
        do {
            return try RoostDatabase.open(directory: directory, check: check)
        } catch {
            throw CommandExit.fail(error)
        }
    }
}
