// SPDX-License-Identifier: Apache-2.0
// `roost reset`, `roost lock-out` and `roost call-home`: what a person says to the dock. The dock
// answers by what it does; see `roost status`.

import ArgumentParser
import Foundation
import RoostDaemon
import Store

/// Tells the dock that a person has looked.
struct ResetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset", abstract: "Tell a dock that waits for a person that one has looked.",
        discussion: """
            Ends the phases lost, diverted and fault, and a lock-out by an operator or by an emergency stop that
            is released: the dock reads everything anew and decides where it stands. Look at the dock first;
            nothing here overrides an interlock.

            Example:
              roost reset --storage /var/lib/roost
            """)

    @OptionGroup var desk: OperatorDeskOptions

    func run() throws { try desk.leave(.reset) }
}

/// Forbids arming and motion.
struct LockOutCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lock-out", abstract: "Forbid arming and motion until a reset.",
        discussion: """
            The cover and the rods stop where they are, and nothing is armed, opened or closed until roost reset, or
            until the service key at the dock is turned and turned back. A vehicle that is out is received as far as
            that needs no motion, and sent to an alternate landing place otherwise.

            Example:
              roost lock-out --reason "Kim works on the roof" --storage /var/lib/roost
            """)

    @Option(help: "Who and why, one line; everybody who asks the dock is told.")
    var reason: String
    @OptionGroup var desk: OperatorDeskOptions

    func validate() throws {
        guard OperatorWord.lockOut(because: reason) != nil else {
            throw ValidationError("--reason must be one line of 1 to \(OperatorWord.longestReason) characters")
        }
    }

    func run() throws {
        if let word = OperatorWord.lockOut(because: reason) { try desk.leave(word) }
    }
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

/// What these commands share.
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
        try Self.leave(word, in: Self.database(in: storage))
        if json { return try CommandOutput.sayJSON(View(left: word.text)) }
        try CommandOutput.say(
            "left for the dock: \(CommandOutput.printable(word.text)); see what follows with roost status\n")
    }

    /// The database in a directory; one that is not there ends the command.
    static func database(in directory: String) throws -> RoostDatabase {
        guard FileManager.default.fileExists(atPath: directory + "/roost.db") else {
            CommandOutput.complain("\(directory): no dock has run here; name its database directory with --storage")
            throw ExitCode(69)
        }
        do { return try RoostDatabase.open(directory: directory) } catch { throw CommandExit.fail(error) }
    }

    /// Leaves a word; a desk that is full ends the command.
    static func leave(_ word: OperatorWord, in database: RoostDatabase) throws {
        do {
            guard try word.leave(in: database) else {
                CommandOutput.complain(
                    "\(RoostDatabase.mostQueuedNotes) words wait for the dock already; see roost status")
                throw ExitCode(75)
            }
        } catch let error as StoreError {
            throw CommandExit.fail(error)
        }
    }
}
