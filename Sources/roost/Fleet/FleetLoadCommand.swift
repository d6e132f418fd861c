// SPDX-License-Identifier: Apache-2.0
// `roost fleet load`: plays many docks towards a broker and says how fast it took their documents. It is for test
// brokers: its docks exist nowhere.

import ArgumentParser
import FleetLink
import Foundation

/// Plays many docks.
struct FleetLoadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Play many docks towards a broker, to see what the fleet's side bears.",
        discussion: """
            Every dock sends its state --speed times a second, and with it lines of wear and flights. The broker must
            let this connection write for all of them. Exit codes: 0 the broker took all, 1 it refused some, 75 it is
            away.

            Example:
              roost fleet load --broker 127.0.0.1:1883 --plaintext --docks 1000 --speed 60 --documents 600000
            """)

    @OptionGroup var broker: FleetBrokerOptions
    @Option(help: "How many docks, 1 to 100000.")
    var docks = 1_000
    @Option(help: "States of each dock a second; 0 for as fast as the broker takes them.")
    var speed = 1.0
    @Option(help: "Documents in all.")
    var documents = 60_000
    @Option(help: "Connections that the docks share, 1 to 64.")
    var connections = 4
    @Option(help: "What stands before the number in the docks' names.")
    var prefix = "load-"
    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        guard (1...100_000).contains(docks) else { throw ValidationError("--docks must be 1 to 100000") }
        guard speed >= 0, speed.isFinite else { throw ValidationError("--speed must be 0 or more") }
        guard (1...1_000_000_000).contains(documents) else {
            throw ValidationError("--documents must be 1 or more")
        }
        guard (1...64).contains(connections) else { throw ValidationError("--connections must be 1 to 64") }
        guard (1...24).contains(prefix.utf8.count),
            prefix.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
        else { throw ValidationError("--prefix must be 1 to 24 letters, digits and hyphens") }
    }

    func run() throws {
        CommandOutput.surviveSignals()
        var options = LoadOptions(broker: try broker.resolved())
        (options.docks, options.speed, options.documents) = (docks, speed, documents)
        (options.connections, options.prefix) = (connections, prefix)
        options.epoch = Int64(Date().timeIntervalSince1970 * 1_000)
        let figures: LoadFigures
        do throws(BrokerError) {
            var load = try FleetLoad(options)
            figures = try load.run { false }
        } catch {
            CommandOutput.complain(CommandOutput.printable("\(error)"))
            if case .lost = error { throw CommandExit.tryLater }
            throw CommandExit.badConfiguration
        }
        if json {
            try CommandOutput.sayJSON(figures)
        } else {
            let rate = figures.seconds > 0 ? Double(figures.taken) / figures.seconds : 0
            try CommandOutput.say(
                "\(figures.taken) documents taken in \(String(format: "%.1f", figures.seconds)) s "
                    + "(\(Int(rate)) a second), \(figures.refused) refused\n")
        }
        if figures.refused > 0 { throw CommandExit.finding }
    }
}
