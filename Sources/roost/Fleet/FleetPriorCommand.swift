// SPDX-License-Identifier: Apache-2.0
// `roost fleet prior`: learns a kind of part from the rows of all docks, and writes the prior that parts.yaml and
// `roost wear stream` read. The prior names no dock; it changes nothing in the database.

import ArgumentParser
import FleetLink
import Foundation
import Wear

/// Learns from the whole fleet.
struct FleetPriorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prior", abstract: "Learn a kind of part from the rows of all docks.",
        discussion: """
            Every serial number of every dock is one unit; its rows are those that docks sent, each with a measure.
            Units that did not reach the threshold count as survivors. Carry the two files to the docks by hand:
            nothing is sent down. Exit codes: 0 written, 75 PostgreSQL is away, 78 there are no usable rows.

            Example:
              roost fleet prior cover-motor -o cover-motor.json --database postgresql:///roost
            """)

    @Argument(help: "The part, as docks name it.")
    var part: String
    @Option(name: .shortAndLong, help: ArgumentHelp("The prior to write.", valueName: "prior"))
    var output: String
    @Option(help: "End of life: the measure stays at or beyond this; what docks say if left out.")
    var threshold: Double?
    @Option(help: "What a new part measures, in its unit; the middle of the units' first rows if left out.")
    var nominal: Double?
    @OptionGroup var database: FleetDatabaseOptions
    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        for value in [threshold, nominal] where value.map({ !$0.isFinite }) ?? false {
            throw ValidationError("--threshold and --nominal must be numbers")
        }
    }

    func run() throws {
        let overview = try database.overview()
        let rows = try CommandExit.giving { () throws(PostgresError) in try overview.wearRows(of: part) }
        var units: [UnitRecord] = [], places: [String: Int] = [:]
        for row in rows {
            let key = "\(row.dock)/\(row.serial)"
            let place = places[key] ?? units.count
            if place == units.count {
                places[key] = place
                units.append(UnitRecord(name: "unit-\(place + 1)"))
            }
            units[place].rows.append(
                UnitRow(time: Double(units[place].rows.count), use: row.use, measure: row.measure))
        }
        let end = threshold ?? rows.last?.endOfLife
        guard let scale = FleetModel.scale(of: units, threshold: end, nominal: nominal, rule: .cross) else {
            CommandOutput.complain(
                CommandOutput.printable(
                    "part \(part): no usable rows of any dock, or the units begin at the threshold; "
                        + "check the name and --threshold"))
            throw CommandExit.badConfiguration
        }
        let fitted = FittedPrior(units: units, scale: scale, kind: part)
        try fitted.write(to: output)
        try fitted.tell(output, json: json)
    }
}
