// SPDX-License-Identifier: Apache-2.0
// `roost simulate`: the core in a simulated world on virtual time, with faults, every invariant checked after every
// step. Here are its options and what they mean; how the seeds are run and shown is in the folder Simulate.

import ArgumentParser
import Foundation
import RoostCore
import RoostSim

/// Simulates docks in virtual time.
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Run the core in virtual time with faults, checking every safety invariant.",
        discussion: """
            The same seed gives the same run, whatever the number of jobs. The first
            run that breaks a rule is shortened to what is needed to break it, told in
            words and kept in a replay file. Ctrl-C ends early and prints what was done.

            Exit codes: 0 no violation, 1 a rule did not hold, 64 wrong usage, 65 an
            unusable replay file, 130 ended by Ctrl-C.

            Example:
              roost simulate --days 365 --seeds 1..100 --faults all --json
              roost simulate --days 30 --seeds 1..300 --faults pairs --jobs 4
              roost simulate --days 1 --seeds 7 --faults coverJammed,powerCut
              roost simulate --replay replay-I5-seed-7.json
            """)

    @Option(help: "Virtual days for each seed.")
    var days = 1.0
    @Option(help: "A seed (7) or a range of seeds (1..100).")
    var seeds = "1"
    @Option(help: "all, none, pairs (each seed takes the next pair of kinds), or names separated by commas.")
    var faults = "all"
    @Option(help: "Faults a virtual day, on average.")
    var faultsPerDay = 2.0
    @Option(help: "Seeds that run side by side; the number of cores when it is not given.")
    var jobs: Int?
    @Option(help: "Directory in which replay files of violations are written.")
    var replayDir = "."
    @Option(help: "Most runs to shorten one violation; 0 keeps it as it was found.")
    var shrinkRuns = 400
    @Option(help: "Replay this file instead and print what happened.")
    var replay: String?
    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        guard days > 0, days <= ReplayFile.mostDays else {
            throw ValidationError("--days must be above 0 and at most 36500")
        }
        guard faultsPerDay > 0, faultsPerDay <= 10_000 else {
            throw ValidationError("--faults-per-day must be above 0 and at most 10000")
        }
        guard jobs.map({ (1...1_024).contains($0) }) ?? true else {
            throw ValidationError("--jobs must be between 1 and 1024")
        }
        guard (0...100_000).contains(shrinkRuns) else {
            throw ValidationError("--shrink-runs must be between 0 and 100000")
        }
        _ = try seedRange()
        _ = try wantedFaults()
    }

    func run() throws {
        if let replay { return try SimulateReplay(path: replay, json: json).run() }
        let plan = SeedPlan(
            seeds: try seedRange(), days: days, faults: try wantedFaults(), faultsPerDay: faultsPerDay)
        let most = max(1, ProcessInfo.processInfo.activeProcessorCount)
        let run = SeedRun(plan: plan, jobs: min(jobs ?? most, plan.seeds.count))
        let outcome = run.run()
        let kept = outcome.isInterrupted ? [] : keepViolations(outcome.total, of: plan)
        let view = SimulationView(outcome, plan: plan, jobs: run.jobs, kept: kept)
        if json { try CommandOutput.sayJSON(view) } else { try CommandOutput.say(view.page) }
        if outcome.isInterrupted { throw ExitCode(130) }
        if outcome.total.violationCount > 0 { throw CommandExit.finding }
    }

    /// Shortens the first violation of each rule and writes its replay file.
    private func keepViolations(_ total: SeedTotal, of plan: SeedPlan) -> [KeptViolation] {
        var seen: Set<String> = []
        let firsts = total.violations.filter { seen.insert($0.violation.invariant.rawValue).inserted }
        return firsts.prefix(KeptViolation.mostKept).map { found in
            KeptViolation(found, of: plan, shrinkRuns: shrinkRuns, directory: replayDir)
        }
    }

    private func seedRange() throws -> ClosedRange<UInt64> {
        let ends = seeds.components(separatedBy: "..").map { UInt64($0) }
        switch ends.count {
        case 1: if let only = ends[0] { return only...only }
        case 2:
            if let first = ends[0], let last = ends[1], first <= last, last - first < 1_000_000 {
                return first...last
            }
        default: break
        }
        throw ValidationError(
            "--seeds \"\(seeds)\" is neither a number nor a range such as 1..100 of at most a million seeds")
    }

    private func wantedFaults() throws -> FaultChoice {
        switch faults {
        case "all": return .kinds(SimulatedFault.allCases)
        case "none": return .kinds([])
        case "pairs": return .pairs
        default: break
        }
        let names = faults.split(separator: ",", omittingEmptySubsequences: false)
        return .kinds(
            try names.map { name in
                guard let fault = SimulatedFault(rawValue: String(name)) else {
                    let known = SimulatedFault.allCases.map(\.rawValue).joined(separator: ", ")
                    throw ValidationError(
                        "--faults \"\(name)\" is not known; known are all, none, pairs, \(known)")
                }
                return fault
            })
    }
}
