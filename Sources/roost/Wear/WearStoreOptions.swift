// SPDX-License-Identifier: Apache-2.0
// What the verbs of `roost wear` that look at a dock share: its configuration, its store, its parts, and days in words.
// It changes nothing in a store.

import ArgumentParser
import DockModel
import Foundation
import RoostCore
import RoostDaemon
import Schedule
import Settings
import Store
import Wear

/// Which dock.
struct WearStoreOptions: ParsableArguments {
    @Option(help: "Directory with dock.yaml; the embedded default if left out.")
    var config: String?
    @Option(help: "Directory of the dock's database.")
    var storage = "./var"
    @Flag(help: "Print one JSON document.")
    var json = false

    /// A dock as its store and its configuration show it.
    struct Dock {
        var configuration: DockConfiguration
        var database: RoostDatabase
        var snapshot: DockSnapshot
        var outlooks: [PartOutlook]

        /// The day that lies some days after the last word of the dock, in its zone: "2026-12-09".
        func day(after days: Double) -> String {
            let bounded = days.isFinite ? min(max(days, 0), 36_525) : 36_525
            let time = snapshot.committed + .seconds(Int64((bounded * 86_400).rounded()))
            return String(time.shown(in: configuration.dock.dock.timeZone).prefix(10))
        }

        /// The settings of a part; a name that is none ends the command.
        func part(named name: String) throws -> PartSettings {
            if let part = configuration.parts.first(where: { $0.id.text == name }) { return part }
            let names = configuration.parts.map(\.id.text).joined(separator: ", ")
            throw ValidationError(
                "there is no part \"\(CommandOutput.printable(name))\" (there are: \(names))")
        }
    }

    /// The dock; what cannot be read ends the command.
    func load() throws -> Dock {
        let configuration = try CommandExit.configuration(orDefault: config)
        guard FileManager.default.fileExists(atPath: storage) else {
            CommandOutput.complain(
                "\(storage): there is no such directory; start the dock with roost run or roost demo")
            throw ExitCode(69)
        }
        let database = try CommandExit.giving { () throws(StoreError) in try RoostDatabase.open(directory: storage) }
        let stored = try CommandExit.giving { () throws(StoreError) in try DockSnapshot.read(from: database) }
        guard let snapshot = stored else {
            CommandOutput.complain(
                "\(storage): no dock has run here yet; start it with roost run or roost demo")
            throw ExitCode(69)
        }
        return Dock(
            configuration: configuration, database: database, snapshot: snapshot,
            outlooks: try snapshot.outlooks(configuration))
    }

    /// What a forecast rests on.
    static func words(_ basis: ForecastBasis) -> String {
        switch basis {
        case .catalogue: "catalogue"
        case .measured(let rows): "measured, \(rows) rows"
        }
    }
}
