// SPDX-License-Identifier: Apache-2.0
// `roost mail last-words`: what a service manager starts when the daemon has ended for good. It tells the people of
// alerts that nobody supervises the dock, and what the dock last knew; it never touches the hardware.

import ArgumentParser
import DockModel
import Foundation
import Host
import RoostCore
import RoostDaemon
import Settings
import Store

/// Mails that the daemon has ended.
struct LastWordsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "last-words",
        abstract: "Mail that the daemon has ended and what the dock last knew, or that the nightly copy failed.",
        discussion: """
            systemd starts it by OnFailure= and says what ended in MONITOR_UNIT, MONITOR_SERVICE_RESULT,
            MONITOR_EXIT_CODE and MONITOR_EXIT_STATUS (systemd.exec(5)). One mail a day (UTC) for each way of ending.

            Exit codes: 0 the server took it, 1 the server refused it, 75 it waits in the queue, 78 bad configuration.

            Example:
              MONITOR_SERVICE_RESULT=watchdog roost mail last-words --config /etc/roost
            """)

    @OptionGroup var place: MailConfigurationOption
    @Option(help: "Longest wait in seconds for the result.")
    var timeout = 300.0
    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        guard timeout >= 1, timeout <= 3_600 else {
            throw ValidationError("--timeout must be 1 to 3600 seconds")
        }
    }

    func run() throws {
        CommandOutput.surviveSignals()
        let sending = try DirectMail(place)
        let ending = Ending(ProcessInfo.processInfo.environment)
        let snapshot = try CommandExit.giving { () throws(StoreError) in
            try DockSnapshot.read(from: sending.database)
        }
        let id = try sending.enqueue { dock, now in
            let day = DockEventLine.time(now.wall).prefix(10)
            return try NewMail(
                alertOf: dock, kind: ending.kind,
                subject: "Dock \(dock.dock.id.text): \(ending.isOfCopy ? "no copy tonight" : "nobody supervises it"), "
                    + ending.words,
                text: ending.isOfCopy
                    ? copyText(of: ending, dock.dock.name) : text(of: ending, dock.dock.name, snapshot),
                dedupe: "\(ending.kind) \(day) \(ending.words)", at: now)
        }
        try sending.holdOff(isWaived: false)
        try sending.flush(id, timeout: timeout, json: json)
    }

    private func copyText(of ending: Ending, _ name: String) -> String {
        """
        The nightly copy of the store of \(name) was not made: \(ending.words).

        The dock goes on; the older copies are still there (roost backup list). Should the store tear now, what is newer
        than the newest copy is lost.

        What to do: read `journalctl -u \(ending.unit)`; exit code 75 means that the disk is short or busy.

        """
    }

    private func text(of ending: Ending, _ name: String, _ snapshot: DockSnapshot?) -> String {
        var lines = [
            "Roost at the dock \(name) has ended: \(ending.words).", "",
            "Nothing flies and nothing moves until it runs again; the hardware's own watchdog keeps the dock safe.",
        ]
        if let snapshot {
            let state = snapshot.state
            lines.append(
                "Last known, \(DockEventLine.time(snapshot.committed)): \(state.phase.rawValue)"
                    + (state.waitsFor.map { ", waited for \($0)" } ?? "") + ".")
            if let run = state.run { lines.append("Mission at hand: \(run.mission.id).") }
            lines += state.incidents.values.map { "Open: \($0.kind.severity.label) \($0.key): \($0.detail)" }.sorted()
        } else {
            lines.append("No state was ever stored here.")
        }
        lines += [
            "",
            "What to do: read `journalctl -u \(ending.unit)`"
                + (ending.needsPerson
                    ? " and correct what it names; `roost check-config` tells file, line and column." : "."),
            "It is started again every ten minutes (roost-again.timer).",
        ]
        return lines.joined(separator: "\n") + "\n"
    }
}

/// How a unit ended, as systemd tells it.
private struct Ending {
    let unit: String
    let words: String
    /// Whether a start would only fail again.
    let needsPerson: Bool
    /// Whether it was the nightly copy that failed, and not the daemon.
    var isOfCopy: Bool { unit == "roost-backup.service" }
    /// The kind of the mail.
    var kind: String { isOfCopy ? "backup.failed" : "daemon.ended" }

    init(_ environment: [String: String]) {
        func word(_ name: String) -> String? {
            environment[name].map { CommandOutput.printable(String($0.prefix(64))) }
        }
        unit = word("MONITOR_UNIT") ?? "roost.service"
        let status = word("MONITOR_EXIT_STATUS")
        needsPerson = status == "78" && word("MONITOR_EXIT_CODE") == "exited"
        switch (word("MONITOR_SERVICE_RESULT"), status) {
        case (_, "78") where needsPerson: words = "its configuration or its database cannot be used"
        case ("watchdog", _): words = "a part of it hung"
        case ("oom-kill", _): words = "the machine ran out of memory"
        case ("timeout", _): words = "it did not start or end in time"
        case ("start-limit-hit", _): words = "it failed five times in five minutes"
        case ("exit-code", let status?): words = "exit code \(status)"
        case ("signal", let signal?), ("core-dump", let signal?): words = "signal \(signal)"
        case (let result?, _): words = result
        case (nil, _): words = "the reason is not told"
        }
    }
}
