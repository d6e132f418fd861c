// SPDX-License-Identifier: Apache-2.0
// `roost reset` and `roost call-home`: what a person says to the dock. The dock answers by what it does; see
// `roost status`.

import ArgumentParser
import Foundation
import RoostDaemon
import Store

/// Tells the dock that a person has looked.
struct ResetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset", abstract: "Tell a dock that waits for a person that one has looked.",
        discussion: """
            Ends the phases lost, diverted and fault: the dock reads everything anew and decides where it
            stands. Look at the dock first; nothing here overrides an interlock.

            Example:
              roost reset --storage /var/lib/roost
            """)

    @OptionGroup var desk: OperatorDeskOptions

    func run() throws { try desk.leave(.reset) }
}

/// Calls the vehicle home.
struct CallHomeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call-home", abstract: "Call the vehicle home from its mission.",
        discussion: """
            Has no effect unless the vehicle is flying its mission.

            Example:
              roost call-home --storage /var/lib/roost
            """)

    @OptionGroup var desk: OperatorDeskOptions

    func run() throws { try desk.leave(.callHome) }
}

/// What both commands share.
struct OperatorDeskOptions: ParsableArguments {
    @Option(help: "Directory of the dock's database.")
    var storage = "./var"
    @Flag(help: "Print one JSON document.")
    var json = false

    private struct View: Encodable {
        var left: String
    }

    /// Leaves a word and says so.
    func leave(_ word: OperatorWord) throws {
        guard FileManager.default.fileExists(atPath: storage + "/roost.db") else {
            OutboxOutput.complain("\(storage): no dock has run here; name its database directory with --storage")
            throw ExitCode(69)
        }
        do throws(StoreError) {
            try word.leave(in: try RoostDatabase.open(directory: storage))
        } catch {
            throw OutboxExit.fail(error)
        }
        if json { return try OutboxOutput.sayJSON(View(left: word.rawValue)) }
        try OutboxOutput.say("left for the dock: \(word.rawValue); see what follows with roost status\n")
    }
}
