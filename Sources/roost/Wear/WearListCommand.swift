// SPDX-License-Identifier: Apache-2.0
// `roost wear list`: each part's use and what is left of it, from the dock's store. It changes nothing there.
// It is what `roost wear` does when nothing else is named.

import ArgumentParser
import DockModel
import Foundation
import RoostCore
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

    @OptionGroup var store: WearStoreOptions

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
        let views = try store.load().outlooks.map(view)
        try say(views)
        if views.contains(where: { $0.stage != nil }) { throw CommandExit.finding }
    }

    private func view(_ part: PartOutlook) -> View {
        View(
            part: part.part.text, name: part.name, serial: part.serial, use: part.use, useUnit: part.useUnit,
            measure: part.measure, measureUnit: part.measureUnit, basis: WearStoreOptions.words(part.remaining.basis),
            meanDays: part.remaining.days.mean,
            p10Days: part.remaining.days.p10, p50Days: part.remaining.days.p50,
            p90Days: part.remaining.days.p90,
            stage: part.stage?.rawValue)
    }

    private func say(_ views: [View]) throws {
        if store.json { return try CommandOutput.sayJSON(views) }
        var rows = [["part", "serial", "use", "P10 days", "P50 days", "P90 days", "basis", "notice"]]
        for view in views {
            rows.append([
                CommandOutput.printable(view.name), CommandOutput.printable(view.serial),
                String(format: "%.1f %@", view.use, view.useUnit),
                String(format: "%.0f", view.p10Days), String(format: "%.0f", view.p50Days),
                String(format: "%.0f", view.p90Days), view.basis, view.stage ?? "-",
            ])
        }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
                .joined(separator: "  ")
        }
        try CommandOutput.say(lines.joined(separator: "\n") + "\n")
    }
}
