// SPDX-License-Identifier: Apache-2.0
// `roost fleet prior`: learns a kind of part from the rows of all docks, and writes the prior that parts.yaml and
// `roost wear stream` read; on wish one for each dock, in its own time. It changes nothing in the database.

import ArgumentParser
import Fleet
import FleetLink
import Foundation
import Wear

/// Learns from the whole fleet.
struct FleetPriorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prior", abstract: "Learn a kind of part from the rows of all docks.",
        discussion: """
            Every serial number of every dock is one unit; its rows are those that docks sent, each with a measure.
            Units that did not reach the threshold count as survivors.

            With --own each dock gets a prior of its own, FOLDER/DOCK/priors/PART.json: the rows of the whole fleet,
            stretched to how long parts last there; docks with few finished parts are drawn towards the fleet. Send
            them, signed, with roost fleet rollout start --own FOLDER; parts.yaml of a dock names the file as prior.

            Exit codes: 0 written, 75 PostgreSQL is away, 78 there are no usable rows.

            Example:
              roost fleet prior cover-motor -o cover-motor.json --own ./priors --database postgresql:///roost
            """)

    @Argument(help: "The part, as docks name it.")
    var part: String
    @Option(name: .shortAndLong, help: ArgumentHelp("The prior to write.", valueName: "prior"))
    var output: String
    @Option(help: ArgumentHelp("Folder for a prior of each dock.", valueName: "folder"))
    var own: String?
    @Option(help: "End of life: the measure stays at or beyond this; what docks say if left out.")
    var threshold: Double?
    @Option(help: "What a new part measures, in its unit; the middle of the units' first rows if left out.")
    var nominal: Double?
    @OptionGroup var database: FleetDatabaseOptions
    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        if own != nil, !FleetBundle.isAllowed("priors/\(part).json") {
            throw ValidationError("\"\(CommandOutput.printable(part))\" cannot name a file; leave --own out")
        }
        for value in [threshold, nominal] where value.map({ !$0.isFinite }) ?? false {
            throw ValidationError("--threshold and --nominal must be numbers")
        }
    }

    func run() throws {
        let overview = try database.overview()
        let rows = try CommandExit.giving { () throws(PostgresError) in try overview.wearRows(of: part) }
        var units: [UnitRecord] = [], docks: [String] = [], places: [String: Int] = [:]
        for row in rows {
            let key = "\(row.dock)/\(row.serial)"
            let place = places[key] ?? units.count
            if place == units.count {
                places[key] = place
                units.append(UnitRecord(name: "unit-\(place + 1)"))
                docks.append(row.dock)
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
        if let own {
            // The model looks at no more units than these.
            let placed = Array(zip(docks, units).prefix(FleetModel.mostUnits)).map { (place: $0, unit: $1) }
            try write(placed, fitted.model, to: own)
        }
        try fitted.tell(output, json: json)
    }

    /// Writes the prior of each dock, of the fleet's rows in the time of that dock.
    private func write(_ units: [(place: String, unit: UnitRecord)], _ model: FleetModel, to folder: String) throws {
        var lives: [String: [Double]] = [:]
        for (place, unit) in units { lives[place, default: []] += model.life(of: unit).map { [$0] } ?? [] }
        let levels = FleetLevels(lives: lives)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        for dock in Set(units.map(\.place)).sorted() {
            let own = levels.units(units, for: dock)
            let prior = FleetPrior(kind: part, units: own, model: FleetModel(units: own, scale: model.scale))
            let path = "\(folder)/\(dock)/priors"
            do {
                try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
                try CommandOutput.write([UInt8](encoder.encode(prior)), to: "\(path)/\(part).json")
            } catch let error as ExitCode {
                throw error
            } catch {
                CommandOutput.complain(CommandOutput.printable("\(path): \(error.localizedDescription)"))
                throw ExitCode(73)
            }
        }
        if !json {
            let spread = String(format: "%.0f", levels.between * 100)
            try CommandOutput.say(
                "\(Set(units.map(\.place)).count) docks; their lives differ by about \(spread) %\n")
        }
    }
}
