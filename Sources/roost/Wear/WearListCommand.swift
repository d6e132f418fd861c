// SPDX-License-Identifier: Apache-2.0
// `roost wear list`: each part's use and what is left of it, from the dock's store. It changes nothing there.
// It is what `roost wear` does when nothing else is named.

import ArgumentParser
import DockModel
import Foundation
import RoostCore
import RoostDaemon
import Settings
import Store
import Wear

/// Says how worn each part is.
struct WearListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Say how worn each part is and when it will be due.",
        discussion: """
            P10, P50 and P90: one part in ten, half, nine in ten have less left. Exit codes: 0 nothing is
            due, 1 a notice stands.

            Example:
              roost wear list --config /etc/roost --storage /var/lib/roost
            """)

    @Option(help: "Directory with dock.yaml; the embedded default if left out.")
    var config: String?
    @Option(help: "Directory of the dock's database.")
    var storage = "./var"
    @Flag(help: "Print one JSON document.")
    var json = false

    private struct View: Encodable {
        var part: String
        var name: String
        var serial: String
        var use: Double
        var useUnit: String
        var measure: Double?
        var measureUnit: String
        var basis: String
        var meanDays: Double
        var p10Days: Double
        var p50Days: Double
        var p90Days: Double
        var stage: String?
    }

    func run() throws {
        let configuration: DockConfiguration
        do throws(SettingsError) {
            if let config {
                configuration = try DockConfiguration.load(directory: config)
            } else {
                configuration = try DefaultConfiguration.configuration()
            }
        } catch {
            throw CommandExit.fail(error)
        }
        guard FileManager.default.fileExists(atPath: storage) else {
            CommandOutput.complain(
                "\(storage): there is no such directory; start the dock with roost run or roost demo")
            throw ExitCode(69)
        }
        let snapshot: DockSnapshot?
        do throws(StoreError) {
            snapshot = try DockSnapshot.read(from: try RoostDatabase.open(directory: storage))
        } catch {
            throw CommandExit.fail(error)
        }
        guard let snapshot else {
            CommandOutput.complain(
                "\(storage): no dock has run here yet; start it with roost run or roost demo")
            throw ExitCode(69)
        }
        let views = try snapshot.outlooks(configuration).map(view)
        try say(views)
        if views.contains(where: { $0.stage != nil }) { throw CommandExit.finding }
    }

    private func view(_ part: PartOutlook) -> View {
        let basis: String
        switch part.remaining.basis {
        case .catalogue: basis = "catalogue"
        case .measured(let rows): basis = "measured, \(rows) rows"
        }
        return View(
            part: part.part.text, name: part.name, serial: part.serial, use: part.use, useUnit: part.useUnit,
            measure: part.measure, measureUnit: part.measureUnit, basis: basis,
            meanDays: part.remaining.days.mean,
            p10Days: part.remaining.days.p10, p50Days: part.remaining.days.p50,
            p90Days: part.remaining.days.p90,
            stage: part.stage?.rawValue)
    }

    private func say(_ views: [View]) throws {
        if json { return try CommandOutput.sayJSON(views) }
        var text = Self.row(["part", "serial", "use", "P10 days", "P50 days", "P90 days", "basis", "notice"])
        for view in views {
            text += Self.row([
                CommandOutput.printable(view.name), CommandOutput.printable(view.serial),
                String(format: "%.1f %@", view.use, view.useUnit),
                String(format: "%.0f", view.p10Days), String(format: "%.0f", view.p50Days),
                String(format: "%.0f", view.p90Days), view.basis, view.stage ?? "-",
            ])
        }
        try CommandOutput.say(text)
    }

    private static func row(_ cells: [String]) -> String {
        let widths = [22, 14, 16, 9, 9, 9, 20, 8]
        let padded = zip(cells, widths).map { cell, width in
            cell.count >= width ? cell : cell + String(repeating: " ", count: width - cell.count)
        }
        return padded.joined(separator: " ") + "\n"
    }
}
