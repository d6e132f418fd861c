// SPDX-License-Identifier: Apache-2.0
// `roost restore` and `roost rollback`: put a copy in the place of the dock's store. The store that is replaced is set
// aside, what is newer in it is taken over as far as it can be, and nothing is lost without being told first.

import ArgumentParser
import Store

/// Puts a copy in the place of the store.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a copy in the place of the dock's store.",
        discussion: """
            Refused while the daemon runs or a mission is under way. State and wear go back to the copy; mails, flights,
            incidents and records that are newer are taken over, so that no mail goes twice. The configuration is not
            touched: it lies in the copy, under config/. Ended at any instant, the next start or --resume ends it.

            Exit codes: 0 done, 1 something would be lost and --accept-loss was not said, 69 there is no such copy, 75
            the daemon runs or the disk is short, 78 the copy cannot be used.

            Example:
              sudo -u roost roost restore --dry-run
              sudo -u roost roost restore 2026-11-26T023000Z --accept-loss
            """)

    @Argument(help: "The name of a copy; the newest one if left out.")
    var name: String?
    @OptionGroup var store: StorePlace
    @Flag(help: "Only say what would be done and lost.")
    var dryRun = false
    @Flag(help: "Go on although something is lost.")
    var acceptLoss = false
    @Flag(help: "Only end a restore that was interrupted.")
    var resume = false

    func run() throws {
        CommandOutput.surviveSignals()
        let place = try store.load()
        let exchange = StoreExchange(place: place, json: store.json)
        if resume {
            return try CommandExit.giving { () throws(StoreError) in
                let lock = try DaemonLock(directory: place.storage)
                defer { withExtendedLifetime(lock) {} }
                try exchange.resume(StoreRestore(storage: place.storage))
            }
        }
        try exchange.run(isDry: dryRun, acceptsLoss: acceptLoss) { _ in
            .copy(try StorePlace.copy(name, in: place.folder))
        }
    }
}

/// Puts the store back to what it was before its last migration.
struct RollbackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback", abstract: "Put the store back to the copy before its last migration.",
        discussion: """
            For going back to an older Roost, which refuses a newer store: stop the daemon, run this with either
            program, install the older package. It takes over what the older schema can hold and tells what it cannot;
            it is refused as roost restore is, with the same exit codes.

            Example:
              sudo -u roost roost rollback --dry-run
              sudo -u roost roost rollback --accept-loss
            """)

    @OptionGroup var store: StorePlace
    @Flag(help: "Only say what would be done and lost.")
    var dryRun = false
    @Flag(help: "Go on although something is lost.")
    var acceptLoss = false

    func run() throws {
        CommandOutput.surviveSignals()
        let exchange = StoreExchange(place: try store.load(), json: store.json)
        try exchange.run(isDry: dryRun, acceptsLoss: acceptLoss) { try $0.beforeLastMigration() }
    }
}
