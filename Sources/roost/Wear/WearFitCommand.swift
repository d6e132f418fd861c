// SPDX-License-Identifier: Apache-2.0
// `roost wear fit`: learns a kind of part from the rows of finished units and writes the prior that
// `roost wear stream` reads. It changes none of the files it reads.

import ArgumentParser
import Foundation
import Wear

/// Learns a fleet's prior from rows.
struct WearFitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit", abstract: "Learn a kind of part from the rows of finished units.",
        discussion: """
            Reads CSV with the header unit,t,use,measure (or cell,cycle,MEASURE) and writes the prior as JSON, with
            the rows beside it as NAME.rows.csv. Without --threshold each unit is taken to have failed after its last
            row. Units that did not reach the threshold are counted as survivors.

            Example:
              roost wear fit packs-2025.csv packs-2026.csv --kind battery --threshold 0.885 -o battery.json
            """)

    @Argument(help: ArgumentHelp("Tables of rows.", valueName: "files"))
    var files: [String]
    @Option(name: .shortAndLong, help: ArgumentHelp("The prior to write.", valueName: "prior"))
    var output: String
    @Option(help: "End of life: the measure stays at or beyond this, in its unit.")
    var threshold: Double?
    @Option(help: "What a new part measures, in its unit; the middle of the units' first rows if left out.")
    var nominal: Double?
    @Option(help: "When a life is over: cross (at the threshold) or last (after the last row).")
    var rule: String?
    @Option(help: "Kind of part.")
    var kind = "part"
    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        guard rule == nil || rule == "cross" || rule == "last" else {
            throw ValidationError("--rule is cross or last")
        }
        for value in [threshold, nominal] where value.map({ !$0.isFinite }) ?? false {
            throw ValidationError("--threshold and --nominal must be numbers")
        }
    }

    func run() throws {
        var units: [UnitRecord] = []
        for file in files {
            for unit in try WearPriorFile.units(file) {
                let isTaken = units.contains { $0.name == unit.name }
                units.append(UnitRecord(name: isTaken ? "\(file):\(unit.name)" : unit.name, rows: unit.rows))
            }
        }
        let ends: EndRule? = rule.map { $0 == "last" ? .last : .cross }
        guard let scale = FleetModel.scale(of: units, threshold: threshold, nominal: nominal, rule: ends)
        else {
            CommandOutput.complain(
                CommandOutput.printable(
                    "\(files.joined(separator: ", ")): no usable rows, or the units begin at the threshold; "
                        + "check the columns and --threshold"))
            throw CommandExit.badConfiguration
        }
        let fitted = FittedPrior(units: units, scale: scale, kind: kind)
        try fitted.write(to: output)
        try fitted.tell(output, json: json)
    }
}
