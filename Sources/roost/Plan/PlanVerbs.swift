// SPDX-License-Identifier: Apache-2.0
// `roost plan` and `roost plan check`: whether a plan may be flown from a dock, and what it takes. It reads files and
// sends nothing to any vehicle.

import ArgumentParser
import DockModel
import Foundation
import Settings

/// The verbs on plans.
struct PlanVerbs: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Look at flight plans of QGroundControl before they are flown.",
        discussion: """
            Example:
              roost plan check survey.plan --config /etc/roost
            """,
        subcommands: [PlanCheckCommand.self])
}

/// Checks plans.
struct PlanCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Say what a plan takes, and what speaks against flying it.",
        discussion: """
            Distance, time, energy, greatest height and farthest point, and every problem with file, line and column:
            a way that leaves the fence, heights, distances and speeds beyond vehicle.limits of dock.yaml, a start
            without a take-off, an end that is not at the dock, more energy than a pack holds. With --config the dock
            of that folder is meant; without it the plan's own home and default limits, which only warn.
            Items are named by their number in the file, from 1; highest_item and farthest_item of --json count from
            0, as the summary of roost vehicle fly does.
            Exit codes: 0 may be flown, 64 wrong usage, 78 must not be flown or cannot be read.

            Example:
              roost plan check schedules/perimeter.plan --config .
              roost plan check --json survey.plan
            """)

    @Argument(help: ArgumentHelp("The plans, .plan files of QGroundControl.", valueName: "file"))
    var files: [String]
    @Option(help: ArgumentHelp("Directory of a configuration with the dock.", valueName: "directory"))
    var config: String?
    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        guard !files.isEmpty else { throw ValidationError("name at least one plan") }
    }

    func run() throws {
        CommandOutput.surviveSignals()
        var rules = PlanRules()
        if let config { rules = try PlanRules(CommandExit.dock(in: config)) }
        let views = files.map { PlanCheckView.check($0, rules) }
        if json {
            try CommandOutput.sayJSON(views.map(\.json))
        } else {
            for view in views {
                for line in view.lines { try CommandOutput.say(CommandOutput.printable(line) + "\n") }
            }
        }
        if views.contains(where: { !$0.problems.isEmpty }) { throw CommandExit.badConfiguration }
    }
}

extension CommandExit {
    /// The settings of a dock whose plans are in question: problems of the plans themselves do not count here.
    static func dock(in directory: String) throws -> DockSettings {
        do throws(SettingsError) {
            return try DockSettings.load(directory: directory)
        } catch {
            throw fail(error)
        }
    }
}

/// What `roost plan check` says about one plan.
struct PlanCheckView {
    var file: String
    /// What was found; nil of a plan that cannot be read.
    var findings: PlanFindings?
    var problems: [SettingsProblem]
    /// The lines for people.
    var lines: [String]

    /// Reads and checks one plan.
    static func check(_ path: String, _ rules: PlanRules) -> PlanCheckView {
        do throws(PlanUnreadable) {
            let plan = try PlanFile.read(path)
            let findings = plan.check(rules, file: path)
            var lines = [path] + findings.figures.lines(plan) + findings.problems.map { "\($0)" }
            lines += findings.warnings.map { "\($0) - a warning" }
            if findings.problems.isEmpty { lines.append("\(path): may be flown") }
            return PlanCheckView(file: path, findings: findings, problems: findings.problems, lines: lines)
        } catch {
            return PlanCheckView(
                file: path, findings: nil, problems: error.problems, lines: error.problems.map(\.description))
        }
    }

    /// The plan as a JSON object; null where it could not be read.
    var json: JSONFields {
        let figures = findings?.figures
        func number(_ value: Double?) -> Double? { value.map { rounded($0, places: 1) } }
        func seconds(_ span: Duration?) -> Double? { number(span.map { $0 / .seconds(1) }) }
        return JSONFields([
            "file": file, "may_be_flown": problems.isEmpty, "items": figures?.items,
            "distance_m": number(figures?.distance.value), "climb_m": number(figures?.climb.value),
            "waiting_s": seconds(figures?.waiting), "duration_s": seconds(figures?.duration),
            "wind_m_s": figures?.wind.value, "duration_in_wind_s": seconds(figures?.durationInWind),
            "energy_pct": number(figures?.energy.value),
            "energy_in_wind_pct": number(figures?.energyInWind.value),
            "energy_with_reserve_pct": number(figures?.energyWithReserve.value),
            "highest_m": number(figures?.highest.value), "highest_item": figures?.highestItem,
            "farthest_m": number(figures?.farthest.value), "farthest_item": figures?.farthestItem,
            "problems": problems.map(SettingsProblemView.init),
            "warnings": findings?.warnings.map(SettingsProblemView.init) ?? [],
        ])
    }
}

extension PlanFigures {
    /// The figures for people.
    func lines(_ plan: PlanFile) -> [String] {
        func time(_ span: Duration) -> String {
            let seconds = Int((span / .seconds(1)).rounded())
            return seconds < 60 ? "\(seconds) s" : "\(seconds / 60) min \(seconds % 60) s"
        }
        // As the findings name it: by its number in the file, from 1.
        func number(_ item: Int?) -> String {
            item.flatMap { plan.origins.indices.contains($0) ? ", at \(plan.origins[$0].words)" : nil } ?? ""
        }
        let windy = "in \(wind) of wind"
        return [
            "  items        \(items)",
            "  distance     \(distance) over ground, \(climb) of climb",
            "  time         \(time(duration)) in still air, \(time(durationInWind)) \(windy)",
            "  energy       \(energy) of the pack in still air, \(energyInWind) \(windy), "
                + "\(energyWithReserve) with the reserve",
            "  highest      \(highest) above the dock\(number(highestItem))",
            "  farthest     \(farthest) from the dock\(number(farthestItem))",
        ]
    }
}
