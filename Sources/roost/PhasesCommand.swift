// SPDX-License-Identifier: Apache-2.0
// `roost phases`: the table of all changes of phase, as text, JSON or the drawing in docs/safety. It needs no running
// dock.

import ArgumentParser
import RoostCore
import RoostDaemon

/// Says which phase can follow which, and why.
struct PhasesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "phases", abstract: "Show every phase of the dock and what leads from one to another.",
        discussion: """
            The table is the core's own: after every step each change is compared with it (invariant I24).

            Example:
              roost phases
              roost phases --svg > phases.svg
            """)

    @Flag(help: "Print the drawing as SVG.")
    var svg = false
    @Flag(help: "Print one JSON document.")
    var json = false

    private struct View: Encodable {
        var from: String
        var to: String
        var because: String
    }

    func validate() throws {
        if svg, json { throw ValidationError("--svg and --json exclude each other") }
    }

    func run() throws {
        if svg { return try CommandOutput.say(PhaseDrawing.svg()) }
        if json {
            return try CommandOutput.sayJSON(
                Phase.changes.map { View(from: $0.from.rawValue, to: $0.to.rawValue, because: $0.because) })
        }
        for change in Phase.changes {
            try CommandOutput.say("\(change.from.rawValue) -> \(change.to.rawValue): \(change.because)\n")
        }
    }
}
