// SPDX-License-Identifier: Apache-2.0
// `roost version`: which Roost this is. The
// number stands here and nowhere else in the command.

import ArgumentParser

/// The version of this program.
enum RoostVersion {
    /// Semantic version (semver.org).
    static let text = "0.1.0"
}

/// Says which Roost this is.
struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Print the version.",
        discussion: """
            Example:
              roost version --json
            """)

    @Flag(help: "Print one JSON document.")
    var json = false

    private struct View: Encodable {
        var name = "roost"
        var version = RoostVersion.text
    }

    func run() throws {
        if json { return try CommandOutput.sayJSON(View()) }
        try CommandOutput.say("roost \(RoostVersion.text)\n")
    }
}
