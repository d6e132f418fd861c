// SPDX-License-Identifier: Apache-2.0
// `roost hardware schema`: the JSON Schema of profiles, for editors that complete and check YAML. It is written from
// the loader's own key tables and reads no file.

import ArgumentParser
import Settings

/// Prints the schema of hardware profiles.
struct HardwareSchema: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema of profiles, for editors.",
        discussion: """
            The first line of a profile tells an editor with the YAML language server where the schema is:
            # yaml-language-server: $schema=profile.schema.json
            Overlaps and references between points are checked by roost hardware check only.

            Example:
              roost hardware schema > hardware/profile.schema.json
            """)

    @Flag(help: "The same: the schema is one JSON document.")
    var json = false

    func run() throws {
        CommandOutput.surviveSignals()
        try CommandOutput.say(ProfileFile.jsonSchema)
    }
}
