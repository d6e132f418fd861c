// SPDX-License-Identifier: Apache-2.0
// `roost check-config`: every problem of a configuration with its place and its
// remedy. It runs nothing and changes nothing.

import ArgumentParser
import Settings

/// Checks a configuration without running it.
struct CheckConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Check a configuration: every problem with file, line and remedy.",
        discussion: """
            Reads dock.yaml, hardware/, schedules/ and parts.yaml of a directory. Exit codes: 0 good, 78 problems found.

            Example:
              roost check-config /etc/roost
            """)

    @Argument(help: "Directory with dock.yaml.")
    var directory = "/etc/roost"
    @Flag(help: "Print one JSON document.")
    var json = false

    private struct View: Encodable {
        var directory: String
        var problems: [SettingsProblemView]
    }

    func run() throws {
        let problems = checkConfiguration(directory: directory)
        if json {
            try CommandOutput.sayJSON(View(directory: directory, problems: problems.map(SettingsProblemView.init)))
            if !problems.isEmpty { throw CommandExit.badConfiguration }
        } else if problems.isEmpty {
            try CommandOutput.say("\(directory): no problems\n")
        } else {
            throw CommandExit.fail(problems)
        }
    }
}
