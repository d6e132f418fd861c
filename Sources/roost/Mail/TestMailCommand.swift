// SPDX-License-Identifier: Apache-2.0
// `roost test-mail`: one mail on the way that every mail takes - queue, submission, stored reply - and what the server
// said to it. It is the test button of the mail settings.

import ArgumentParser
import Post
import RoostDaemon

/// Sends one mail and tells the reply.
struct TestMailCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test-mail",
        abstract: "Send one test mail the usual way and show the server's reply.",
        discussion: """
            The mail is queued in the dock's outbox and sent at once, before all others. It stays in the books like any
            other mail. The daemon may run meanwhile.

            Exit codes: 0 the server took it, 1 the server refused it, 75 it waits in the queue, 78 bad configuration.

            Example:
              roost test-mail --config /etc/roost --to ops@example.org
            """)

    @OptionGroup var place: MailConfigurationOption
    @Option(help: "Recipient; those of alerts if left out.")
    var to: [String] = []
    @Option(help: "Longest wait in seconds for the result.")
    var timeout = 120.0
    @Flag(help: "Also when the server has refused this log-in a short while ago.")
    var now = false
    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        guard timeout >= 1, timeout <= 3_600 else {
            throw ValidationError("--timeout must be 1 to 3600 seconds")
        }
        for address in to {
            do {
                _ = try MailAddress(address)
            } catch {
                throw ValidationError(
                    "--to \"\(CommandOutput.printable(address))\" is not a mail address (\(error))")
            }
        }
    }

    func run() throws {
        CommandOutput.surviveSignals()
        let sending = try DirectMail(place)
        try sending.holdOff(isWaived: now)
        let id = try sending.enqueue { try TestMail.mail($0, to: to, at: $1) }
        try sending.flush(id, timeout: timeout, json: json)
    }
}
