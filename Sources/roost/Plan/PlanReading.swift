// SPDX-License-Identifier: Apache-2.0
// How the command line reads a plan, and how a plan that must not be flown stops a verb. `--force-plan` is the only way
// past the checks, and what it passed is told.

import ArgumentParser
import Foundation
import Settings

/// Why a plan could not be read.
struct PlanUnreadable: Error {
    var problems: [SettingsProblem]
}

/// The way past the checks of a plan.
struct PlanForce: ParsableArguments {
    @Flag(help: "Send a plan that the checks refuse; what they found is told all the same.")
    var forcePlan = false
}

extension PlanFile {
    /// Largest file that is read; the reader itself refuses anything near it.
    private static let mostBytes = 64 << 20

    /// Reads a plan from a file.
    static func read(_ path: String) throws(PlanUnreadable) -> PlanFile {
        let octets: Data
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            octets = try file.read(upToCount: mostBytes) ?? Data()
        } catch {
            throw PlanUnreadable(problems: [
                SettingsProblem(
                    file: path, place: .start, message: error.localizedDescription, remedy: "check the path")
            ])
        }
        do throws(SettingsError) {
            return try PlanFile(from: Array(octets), file: path)
        } catch {
            throw PlanUnreadable(problems: error.problems)
        }
    }

    /// Reads a plan for the command line; problems end the command.
    static func open(_ path: String) throws -> PlanFile {
        do throws(PlanUnreadable) { return try read(path) } catch { throw CommandExit.fail(error.problems) }
    }

    /// Ends the command when the plan must not be flown, unless that is forced. Says every finding.
    func demandFlyable(_ rules: PlanRules, file: String, isForced: Bool) throws {
        let findings = check(rules, file: file)
        for warning in findings.warnings {
            CommandOutput.complain(CommandOutput.printable("warning: \(warning)"))
        }
        guard !findings.problems.isEmpty else { return }
        for problem in findings.problems { CommandOutput.complain(CommandOutput.printable("\(problem)")) }
        guard isForced else {
            CommandOutput.complain(
                "the plan was not sent; correct it, or give --force-plan to fly it all the same")
            throw CommandExit.badConfiguration
        }
        CommandOutput.complain("sent all the same, because of --force-plan")
    }
}
