// SPDX-License-Identifier: Apache-2.0
// `roost hardware list` and `check`: what the profiles say, and every problem of one with its place. Neither
// opens a line.

import ArgumentParser
import Foundation
import Registers
import Settings

/// Lists profiles.
struct HardwareList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the hardware profiles of a folder.",
        discussion: """
            Status: cited = every point was read in a public source, partial = some are not verified, invented = ours.
            Exit codes: 0 all can be used, 78 one has problems; see roost hardware check.

            Example:
              roost hardware list --hardware hardware
            """)

    @OptionGroup var shelf: HardwareShelfOptions
    @Flag(help: "Print one JSON document.")
    var json = false

    private struct View: Encodable {
        var file: String
        var id: String?
        var maker: String?
        var model: String?
        var deviceClass: String?
        var status: String?
        var kinds: [String] = []
        var variants: [String] = []
        var points = 0
        var writable = 0
        var requestsPerCycle = 0
        var problems: [String] = []

        enum CodingKeys: String, CodingKey {
            case file, id, maker, model, status, kinds, variants, points, writable, problems
            case deviceClass = "class"
            case requestsPerCycle = "requests_per_cycle"
        }
    }

    func run() throws {
        CommandOutput.surviveSignals()
        let views = try shelf.entries().map { entry -> View in
            switch entry.result {
            case .failure(let error): return View(file: entry.file, problems: error.problems.map { "\($0)" })
            case .success(let profile):
                return View(
                    file: entry.file, id: profile.id, maker: profile.maker, model: profile.model,
                    deviceClass: profile.deviceClass.rawValue, status: profile.status.rawValue,
                    kinds: profile.transport.kinds.map(\.rawValue), variants: profile.variants.map(\.name),
                    points: profile.points.count,
                    writable: profile.points.filter { $0.write == .safe || $0.write == .guarded }.count,
                    requestsPerCycle: profile.readPlan(for: Set(PollClass.allCases)).count)
            }
        }
        if json {
            try CommandOutput.sayJSON(views)
        } else {
            var rows = [["profile", "class", "status", "lines", "points", "writable", "requests", "device"]]
            for view in views {
                rows.append([
                    view.id ?? view.file, view.deviceClass ?? "-", view.status ?? "cannot be used",
                    view.kinds.joined(separator: " "), "\(view.points)", "\(view.writable)",
                    "\(view.requestsPerCycle)", "\(view.maker ?? "") \(view.model ?? "")",
                ])
            }
            try CommandOutput.say(HardwareTable(rows).text)
        }
        if views.contains(where: { !$0.problems.isEmpty }) { throw CommandExit.badConfiguration }
    }
}

/// Checks one profile.
struct HardwareCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check one profile: every problem with file, line, point and key.",
        discussion: """
            Test vectors beside it (vectors/ID.yaml) are run too: raw registers and the values they must give.
            Exit codes: 0 good, 78 problems found.

            Example:
              roost hardware check hardware/roost-dock-plc.yaml
            """)

    @Argument(help: "The profile, a .yaml file.")
    var file: String
    @Flag(help: "Print one JSON document.")
    var json = false

    private struct View: Encodable {
        var file: String
        var id: String?
        var points = 0
        var vectors = 0
        var comparisons = 0
        var untested: [String] = []
        var problems: [SettingsProblemView] = []
    }

    func run() throws {
        CommandOutput.surviveSignals()
        var view = View(file: file)
        var problems: [SettingsProblem] = []
        switch HardwareShelfOptions.read(try HardwareShelfOptions.bytes(file), file: file) {
        case .failure(let error): problems = error.problems
        case .success(let profile):
            view.id = profile.id
            view.points = profile.points.count
            let folder = URL(filePath: file).deletingLastPathComponent().path
            let vectors = "\(folder)/vectors/\(profile.id).yaml"
            guard FileManager.default.fileExists(atPath: vectors) else { break }
            do throws(SettingsError) {
                let bytes = try vectorBytes(vectors)
                let outcome = try VectorFile.run(bytes, of: profile, file: vectors)
                view.vectors = outcome.vectors
                view.comparisons = outcome.comparisons
                view.untested = outcome.untested
            } catch {
                problems = error.problems
            }
        }
        view.problems = problems.map(SettingsProblemView.init)
        if json {
            try CommandOutput.sayJSON(view)
            if !problems.isEmpty { throw CommandExit.badConfiguration }
        } else if problems.isEmpty {
            let tested = view.vectors > 0 ? ", \(view.vectors) vectors with \(view.comparisons) comparisons" : ""
            try CommandOutput.say("\(file): no problems, \(view.points) points\(tested)\n")
            if !view.untested.isEmpty {
                try CommandOutput.say("points without a vector: \(view.untested.joined(separator: ", "))\n")
            }
        } else {
            throw CommandExit.fail(problems)
        }
    }

    private func vectorBytes(_ path: String) throws(SettingsError) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SettingsError([
                SettingsProblem(
                    file: path, place: .start, message: "it cannot be read", remedy: "check its owner and mode")
            ])
        }
        return Array(data)
    }
}
