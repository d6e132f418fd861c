// SPDX-License-Identifier: Apache-2.0
// What was learned from units, as the two files of a prior: the JSON and the rows beside it. It names no place and no
// customer; a unit keeps the name that its rows have.

import ArgumentParser
import Foundation
import Wear

/// A prior that was learned just now.
struct FittedPrior {
    let units: [UnitRecord]
    let model: FleetModel
    private let kind: String

    /// Learns from units; those beyond `FleetModel.mostUnits` are left out, and that is said.
    init(units: [UnitRecord], scale: WearScale, kind: String) {
        if units.count > FleetModel.mostUnits {
            CommandOutput.complain("\(units.count) units; the first \(FleetModel.mostUnits) are learned from")
        }
        self.units = units
        self.kind = kind
        model = FleetModel(units: units, scale: scale)
    }

    /// How the model forecasts.
    var kindOfModel: String { model.isRegression ? "regression over the fleet" : "bank of shapes" }

    /// The name of the file of rows beside a prior.
    static func rowsFile(of output: String) -> String {
        URL(fileURLWithPath: output).deletingPathExtension().lastPathComponent + ".rows.csv"
    }

    private struct View: Encodable {
        var prior: String
        var rows: String
        var units: Int
        var finished: Int
        var medianLifeUses: Double
        var model: String
    }

    /// Tells what was learned and written.
    func tell(_ output: String, json: Bool) throws {
        guard json else { return try CommandOutput.say(words(output)) }
        try CommandOutput.sayJSON(
            View(
                prior: output, rows: Self.rowsFile(of: output), units: units.count, finished: model.lives.count,
                medianLifeUses: model.medianLife, model: kindOfModel))
    }

    /// What was learned and written, for people.
    func words(_ output: String) -> String {
        let life = model.lives.isEmpty ? "unknown" : "\(Int(model.medianLife.rounded())) uses"
        return CommandOutput.printable(
            "\(units.count) units, \(model.lives.count) finished, median life \(life), \(kindOfModel)") + "\n"
            + CommandOutput.printable("\(output) and \(Self.rowsFile(of: output)) written") + "\n"
    }

    /// Writes the prior and the rows beside it.
    func write(to output: String) throws {
        var prior = FleetPrior(kind: kind, units: units, model: model)
        prior.fleetFile = Self.rowsFile(of: output)
        let folder = URL(fileURLWithPath: output).deletingLastPathComponent()
        let table = "unit,t,use,measure\n" + units.map(\.lines).joined()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let octets: Data
        do {
            octets = try encoder.encode(prior)
        } catch {
            CommandOutput.complain(CommandOutput.printable("\(output): \(error.localizedDescription)"))
            throw CommandExit.badConfiguration
        }
        try CommandOutput.write(
            Array(table.utf8), to: folder.appendingPathComponent(Self.rowsFile(of: output)).path)
        try CommandOutput.write([UInt8](octets), to: output)
    }
}

extension UnitRecord {
    /// Its rows as lines of `unit,t,use,measure`.
    var lines: String {
        func field(_ value: Double) -> String { value.isFinite ? "\(value)" : "" }
        let name = self.name.map { $0 == "," || $0.isNewline ? "_" : "\($0)" }.joined()
        return rows.map { "\(name),\(field($0.time)),\(field($0.use)),\(field($0.measure))\n" }.joined()
    }
}
