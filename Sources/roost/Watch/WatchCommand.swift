// SPDX-License-Identifier: Apache-2.0
// `roost watch`: the reader's side of the signs of life. It looks into a mailbox, says what is missing or forged, and
// can run a command while all is well, so that a dead-man service hears of it when it is not.

import ArgumentParser
import DockModel
import Foundation
import Settings
import Synchronization
import Triage

/// Watches a mailbox for signs of life.
struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Watch a mailbox for a dock's signs of life and alarm when one is missing.",
        discussion: """
            MAILBOX is a Maildir or an mbox file. Each sign of life names the time by which the next is due; one that
            does not come within --grace after it is an alarm. Alarms: overdue, none, gap, bad-signature, malformed,
            replay, repeated-number, future. Notices: superseded, silence, new-epoch. Alarms older than --within no
            longer count.

            The key is read from a file of mode 0600, or from a systemd credential. --ping runs a command through
            /bin/sh each time a look finds all well: give it the ping of a dead-man service, which then alarms when the
            dock, the mail or this reader fails.

            Exit codes: 0 all is well, 1 an alarm, 77 not allowed, 78 the mailbox or the key cannot be used. Without
            --once it follows the mailbox and ends with SIGINT or SIGTERM: 1 if an alarm stands then.

            Example:
              roost watch --once --key-file /etc/roost/heartbeat.key ~/Maildir
              roost watch --key-file k --ping 'curl -fsS https://hc.example.org/ping/abc' ~/Maildir
            """)

    @Argument(help: "A Maildir or an mbox file.")
    var mailbox: String
    @Option(help: "File with the key, readable by its owner only.")
    var keyFile: String?
    @Option(help: "Name of the systemd credential with the key.")
    var credential: String?
    @Option(
        name: .customLong("dock"),
        help: "A dock that must be heard; may be repeated. Without it every dock found.")
    var docks: [String] = []
    @Option(help: "Minutes that a mail may take, 0 to 10080.")
    var grace = 10.0
    @Option(help: "Hours for which what was found counts as an alarm, 0.01 to 8760.")
    var within = 24.0
    @Flag(help: "Look once and end.")
    var once = false
    @Option(help: "Seconds between two looks, 1 to 3600.")
    var every = 30.0
    @Option(help: "A command for /bin/sh after each look that finds all well.")
    var ping: String?
    @Flag(help: "Print one JSON document a look.")
    var json = false

    func validate() throws {
        guard (0...10_080).contains(grace) else {
            throw ValidationError("--grace must be 0 to 10080 minutes")
        }
        guard (0.01...8_760).contains(within) else {
            throw ValidationError("--within must be 0.01 to 8760 hours")
        }
        guard (1...3_600).contains(every) else { throw ValidationError("--every must be 1 to 3600 seconds") }
        guard (keyFile == nil) != (credential == nil) else {
            throw ValidationError("name the key: either --key-file FILE or --credential NAME")
        }
    }

    func run() async throws {
        CommandOutput.surviveSignals()
        var look = WatchLook(
            mailbox: HeartbeatMailbox(path: mailbox, key: try key()),
            rules: HeartbeatWatch(grace: grace * 60),
            docks: docks, within: within * 3_600)
        guard !once else {
            let found = try take(&look)
            if !found.isWell { throw CommandExit.finding }
            return
        }
        let interrupts = Interrupts()
        let isEnded = Mutex(false)
        let listener = Task {
            for await _ in interrupts.names { isEnded.withLock { $0 = true } }
        }
        defer { listener.cancel() }
        let real = ContinuousClock()
        var isWell = true
        while !isEnded.withLock({ $0 }) {
            isWell = try take(&look).isWell
            let next = real.now + .seconds(every)
            while real.now < next, !isEnded.withLock({ $0 }) {
                // Short, so that a signal ends the watch at once.
                try await Task.sleep(for: .milliseconds(200))
            }
        }
        if !isWell { throw CommandExit.finding }
    }

    private func key() throws -> MessageKey {
        let source = SecretSource(baseDirectory: FileManager.default.currentDirectoryPath)
        let reference: SecretReference =
            if let keyFile { .file(path: keyFile) } else { .credential(name: credential ?? "") }
        let secret: String
        do throws(SecretError) {
            secret = try source.read(reference)
        } catch {
            CommandOutput.complain("\(error)")
            if case .openToOthers = error { throw CommandExit.notAllowed }
            throw CommandExit.badConfiguration
        }
        guard let key = MessageKey(secret: secret) else {
            CommandOutput.complain(
                "the key has fewer than \(MessageKey.fewestOctets) bytes; make one with: openssl rand -hex 32"
            )
            throw CommandExit.badConfiguration
        }
        return key
    }

    private func take(_ look: inout WatchLook) throws -> WatchReport {
        let report: WatchReport
        do {
            report = try look.take(at: WallTime(seconds: Date().timeIntervalSince1970))
        } catch let error as MailboxError {
            CommandOutput.complain("\(error)")
            throw CommandExit.badConfiguration
        }
        if json {
            try CommandOutput.sayJSON(report)
        } else {
            let lines = look.news(in: report)
            if !lines.isEmpty {
                try CommandOutput.say(lines.map { CommandOutput.printable($0) + "\n" }.joined())
            }
        }
        if report.isWell, let ping { runPing(ping) }
        return report
    }

    private func runPing(_ command: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.standardInput = FileHandle.nullDevice
        // What the command prints must not mix with the report.
        process.standardOutput = FileHandle.standardError
        do {
            try process.run()
            process.waitUntilExit()
            if process.terminationStatus != 0 {
                CommandOutput.complain(
                    "--ping ended with \(process.terminationStatus); the dead-man service was not told")
            }
        } catch {
            CommandOutput.complain("--ping could not be run: \(error.localizedDescription)")
        }
    }
}
