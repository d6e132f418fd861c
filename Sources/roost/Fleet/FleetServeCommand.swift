// SPDX-License-Identifier: Apache-2.0
// `roost fleet serve`: reads the broker into PostgreSQL until SIGTERM. It may be killed at any moment: what it has not
// committed the broker keeps.

import ArgumentParser
import FleetLink
import Foundation
import Logging

/// Reads a broker into a database.
struct FleetServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Read what docks tell from the broker into PostgreSQL, until SIGTERM.",
        discussion: """
            Makes its tables in the schema roost of the database. Several instances share the work: give each its own
            --instance and all of them the same --group. When the broker or PostgreSQL is away it waits and tries again;
            nothing is lost meanwhile that the broker has room for.

            Exit codes: 0 ended in order, 64 wrong usage, 78 a key that cannot be used.

            Example:
              roost fleet serve --broker 127.0.0.1:1883 --plaintext --database postgresql:///roost
            """)

    @OptionGroup var broker: FleetBrokerOptions
    @OptionGroup var database: FleetDatabaseOptions
    @Option(help: "The group of instances that share the documents.")
    var group = "roost"
    @Option(help: "The name of this instance; never the same for two at once.")
    var instance = "1"
    @Option(help: "Documents of one transaction at most, 1 to 20000.")
    var batch = 4_000
    @Flag(help: "Print the figures as one JSON document a minute on standard output, and at the end.")
    var json = false

    func validate() throws {
        guard (1...20_000).contains(batch) else { throw ValidationError("--batch must be 1 to 20000") }
        for (name, word) in [("--group", group), ("--instance", instance)] {
            guard (1...32).contains(word.utf8.count),
                word.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
            else {
                throw ValidationError("\(name) must be 1 to 32 letters and digits")
            }
        }
    }

    func run() async throws {
        CommandOutput.surviveSignals()
        var options = ReceiverOptions(broker: try broker.resolved(), database: database.database)
        (options.group, options.instance, options.batch) = (group, instance, batch)
        let logger = Logger(label: "fleet", factory: { StandardErrorLog(label: $0) })
        let receiver = FleetReceiver(options) { logger.notice("\(CommandOutput.printable($0))") }
        let ended = AsyncStream<Void>.makeStream()
        Thread {
            receiver.run()
            ended.continuation.finish()
        }.start()
        let isJSON = json
        try await untilSignalled {
            await withTaskCancellationHandler {
                let report = Task {
                    // A cancelled wait means the end.
                    while (try? await Task.sleep(for: .seconds(60))) != nil {
                        if isJSON { try CommandOutput.sayJSON(receiver.figures) }
                    }
                }
                for await _ in ended.stream {}
                report.cancel()
            } onCancel: {
                receiver.end()
            }
            // A cancelled stream ends at once, the receiver after its batch.
            while !receiver.hasEnded {
                // Not cancelled with us: the task that ends the receiver is cancelled already.
                await Task.detached { try? await Task.sleep(for: .milliseconds(10)) }.value
            }
        }
        let figures = receiver.figures
        if json {
            try CommandOutput.sayJSON(figures)
        } else {
            logger.notice(
                "stored \(figures.stored), came twice \(figures.doubled), put aside \(figures.poisoned)")
        }
    }
}
