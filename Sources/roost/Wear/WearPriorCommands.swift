// SPDX-License-Identifier: Apache-2.0
// `roost wear export` and `roost wear import`: what the units of one dock taught, for the docks of a fleet, and back.
// A prior holds uses and measures; no place, no date and no name of a customer.

import ArgumentParser
import DockModel
import Foundation
import RoostDaemon
import Settings
import Store
import Wear

/// Writes what the units of a part taught.
struct WearExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write what the units of one part taught as a prior for other docks.",
        discussion: """
            Takes every unit of the part from the journal, the one in service as a survivor, and writes the prior with
            its rows beside it, as roost wear fit does. Units are named by the part and their number; t counts days
            since a unit was installed. Several docks' rows together make a better prior: give their .rows.csv to
            roost wear fit.

            Example:
              roost wear export cover-motor -o cover-motor.json --config /etc/roost --storage /var/lib/roost
            """)

    @Argument(help: "The part, by its id in parts.yaml.")
    var part: String
    @Option(name: .shortAndLong, help: "The prior to write.")
    var output: String
    @OptionGroup var store: WearStoreOptions

    func run() throws {
        let dock = try store.load()
        let settings = try dock.part(named: part)
        guard case .measured(_, _, let new, let end) = settings.measure,
            let scale = WearScale(threshold: end, nominal: new, rule: .cross)
        else { throw ValidationError("\(part) is only counted: there is no measure to learn from") }
        let history = try CommandExit.giving { () throws(StoreError) in
            try PartHistory(of: settings.id, in: dock.database)
        }
        let units = history.units.filter { unit in unit.rows.contains { $0.measure.isFinite } }
        guard !units.isEmpty else {
            CommandOutput.complain("\(part): no unit of it was measured yet; there is nothing to export")
            throw CommandExit.finding
        }
        let fitted = FittedPrior(units: units, scale: scale, kind: settings.id.text)
        try fitted.write(to: output)
        try fitted.tell(output, json: store.json)
    }
}

/// Takes a prior into a configuration.
struct WearImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Check a prior against a part and put it into the configuration.",
        discussion: """
            Copies the file into priors/ of the configuration when the part begins and ends where the prior's units do,
            and says which line of parts.yaml takes it. The dock follows it from its next start.

            Example:
              roost wear import cover-motor.json --part cover-motor --config /etc/roost
            """)

    @Argument(help: "The prior, by roost wear fit or export.")
    var file: String
    @Option(help: "The part, by its id in parts.yaml.")
    var part: String
    @Option(help: "Directory with dock.yaml and parts.yaml.")
    var config: String
    @Flag(help: "Print one JSON document.")
    var json = false

    private struct View: Encodable {
        var prior: String
        var part: String
        var line: String
        var isNamed: Bool
    }

    func run() throws {
        let configuration = try CommandExit.configuration(in: config)
        guard let settings = configuration.parts.first(where: { $0.id.text == part }) else {
            throw ValidationError("there is no part \"\(CommandOutput.printable(part))\" in parts.yaml")
        }
        guard case .measured(_, let unit, let new, let end) = settings.measure else {
            throw ValidationError("\(part) is only counted: a prior of measures says nothing of it")
        }
        let octets = try WearPriorFile.octets(file)
        let prior = try WearPriorFile.read(file)
        guard let model = prior.learned, model.isSound else {
            CommandOutput.complain("\(file): holds nothing that was learned; write it with roost wear fit")
            throw CommandExit.badConfiguration
        }
        guard model.fits(new: new, endOfLife: end) else {
            let theirs = VisitBook.amount(model.scale.threshold, unit)
            CommandOutput.complain(
                "\(file): its units end at \(theirs), \(part) at \(VisitBook.amount(end, unit)); "
                    + "give the part that end_of_life, or fit with --threshold")
            throw CommandExit.badConfiguration
        }
        let name = URL(fileURLWithPath: file).lastPathComponent
        guard name.hasSuffix(".json") else { throw ValidationError("the prior's name must end in .json") }
        let folder = URL(fileURLWithPath: config).appendingPathComponent("priors")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            CommandOutput.complain(
                CommandOutput.printable("\(folder.path): cannot be made (\(error.localizedDescription))"))
            throw ExitCode(73)
        }
        try CommandOutput.write(octets, to: folder.appendingPathComponent(name).path)
        let view = View(
            prior: "priors/\(name)", part: part, line: "prior: \(name)", isNamed: settings.prior == name)
        if json { return try CommandOutput.sayJSON(view) }
        let next = view.isNamed ? "\(part) names it already" : "add to \(part) in parts.yaml: \(view.line)"
        try CommandOutput.say(CommandOutput.printable("\(view.prior) written; \(next)") + "\n")
    }
}
