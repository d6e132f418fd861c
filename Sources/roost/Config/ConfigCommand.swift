// SPDX-License-Identifier: Apache-2.0
// `roost config reference`: every key of the configuration, as the reader of the program knows it. It reads no file and
// checks none; that is `roost check-config`.

import ArgumentParser
import Settings

/// Says what can stand in the files of a configuration.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Say what can stand in the files of a configuration.",
        discussion: """
            Example:
              roost config reference > configuration.md
            """,
        subcommands: [ConfigReferenceCommand.self])
}

/// Prints the configuration reference.
struct ConfigReferenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference",
        abstract: "Print every key of dock.yaml, schedules and parts.yaml: kind, bounds, default, meaning.",
        discussion: """
            It is written from what the program's own reader asks for. Profiles: roost hardware schema.

            Example:
              roost config reference --key battery
              roost config reference --json > keys.json
            """)

    @Option(help: "Only keys whose name contains this; one line each.")
    var key: String?
    @Flag(help: "Print one JSON document.")
    var json = false

    private struct View: Encodable {
        var files: [ConfigurationReference.File]
    }

    func run() throws {
        CommandOutput.surviveSignals()
        var reference = ConfigurationReference()
        if let key {
            for index in reference.files.indices {
                reference.files[index].keys.removeAll { !$0.key.contains(key) }
                reference.files[index].examples = []
            }
            guard reference.files.contains(where: { !$0.keys.isEmpty }) else {
                CommandOutput.complain("no key contains \"\(key)\"; roost config reference prints all of them")
                throw CommandExit.finding
            }
        }
        if json { return try CommandOutput.sayJSON(View(files: reference.files)) }
        if key == nil { return try CommandOutput.say(reference.page) }
        for file in reference.files {
            for key in file.keys {
                let standard = key.required ? "required" : "default \(key.standard ?? "none")"
                try CommandOutput.say("\(file.file)  \(key.key)  \(key.value); \(standard): \(key.meaning)\n")
            }
        }
    }
}
