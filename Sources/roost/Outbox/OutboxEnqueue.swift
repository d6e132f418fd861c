// SPDX-License-Identifier: Apache-2.0
// `roost outbox enqueue`: JSON lines in, one answer a line out, in order. "ok ID" is printed only when the
// mail is on the disk (R1). A bad line is answered and passed over; it never costs a good one.

import ArgumentParser
import DockModel
import Foundation
import Glibc
import Host
import Post
import Store
import Synchronization

/// Takes mails into the queue.
struct OutboxEnqueue: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enqueue",
        abstract: "Take mails from standard input into the queue.",
        discussion: """
            Each line is one JSON object:
              to        an address or a list of addresses
              subject   one line of text
              body      plain text
              html      the same content as HTML (may be left out)
              priority  "alert", "normal" (if left out), "low", or a number: 0 is an alert, 1 normal, 2 low,
                        up to 9; smaller numbers are sent first
              kind      a word for lists (may be left out)
              dedupe    a key that is queued only once, ever (may be left out)

            Each line is answered in order with "ok ID" or "error LINE: reason" as soon as the mail is on the
            disk; blank lines are passed over. Lines that arrive together share one commit. The exit code is 0
            when every line was taken, 1 when a line was bad, 75 when the storage failed or was full (send the
            lines again that were not answered with ok).

            Example:
              echo '{"to":"ops@example.org","subject":"hello","body":"from the dock"}' | roost outbox enqueue
            """)

    @OptionGroup var queue: OutboxQueueOption

    @Option(help: "Sender of the mails; roost@ and the host name if left out.")
    var from: String?

    @Flag(help: "Answer each line with a JSON object.")
    var json = false

    func run() throws {
        CommandOutput.surviveSignals()
        let sender = try senderAddress()
        let database = try queue.open()
        var source = OutboxLineSource()
        let line = OutboxCommitLine(Outbox(database), json: json)
        while true {
            let lines = source.nextGroup()
            if lines.isEmpty { break }
            let group = OutboxEnqueueGroup(lines, from: sender, at: SystemClock(trust: .set).now())
            try line.take(group, isMoreWaiting: source.hasMore)
        }
        var (hasBadLine, storageCode) = try line.finish()
        if let code = source.failure {
            CommandOutput.complain(
                "standard input cannot be read any further (error \(code)); send the rest again")
            hasBadLine = true
        }
        // Every mail is already safe; a failure to close tidily changes nothing, and the next opener finishes
        // it.
        try? database.close()
        if let storageCode { throw storageCode }
        if hasBadLine { throw CommandExit.finding }
    }

    private func senderAddress() throws -> MailAddress {
        let text = from ?? "roost@\(ProcessInfo.processInfo.hostName)"
        do {
            return try MailAddress(text)
        } catch {
            // An address that was given is judged below; the fixed one is valid.
            guard from == nil, let local = try? MailAddress("roost@localhost") else {
                throw ValidationError(
                    "--from \"\(CommandOutput.printable(text))\" is not a mail address (\(error))")
            }
            return local
        }
    }
}
