// SPDX-License-Identifier: Apache-2.0
// What `roost simulate` prints: one JSON document for programs, a page for people. It shows what was counted and
// decides nothing.

import Foundation
import RoostCore
import RoostSim

/// The result of many seeds.
struct SimulationView: Encodable {
    /// One violation.
    struct Found: Encodable {
        var seed: UInt64
        var invariant: String
        var seconds: Double
        var phase: String
        var detail: String
        var replayFile: String?
        /// The shortened run in words; nil when this one was not shortened.
        var happenings: [String]?

        enum CodingKeys: String, CodingKey {
            case seed, invariant, seconds, phase, detail, happenings
            case replayFile = "replay_file"
        }
    }

    var dockYears: Double
    /// Of one core: virtual years over processor seconds.
    var dockYearsPerSecond: Double
    /// Of all jobs together: virtual years over seconds on the wall.
    var dockYearsPerWallSecond: Double
    var cores: Int
    var jobs: Int
    var seconds: Double
    var seeds: Int
    var isComplete: Bool
    var steps: Int
    var invariantChecks: Int
    var faults: [String: Int]
    var outcomes: [String: Int]
    var mails: [String: Int]
    var incidents: [String: Int]
    var restarts: Int
    var violationCount: Int
    var violations: [Found]
    private var shortened: [KeptViolation] = []

    enum CodingKeys: String, CodingKey {
        case dockYears = "dock_years"
        case dockYearsPerSecond = "dock_years_per_second"
        case dockYearsPerWallSecond = "dock_years_per_wall_second"
        case invariantChecks = "invariant_checks"
        case violationCount = "violation_count"
        case isComplete = "complete"
        case cores, jobs, seconds, seeds, steps, faults, outcomes, mails, incidents, restarts, violations
    }

    init(_ outcome: SeedOutcome, plan: SeedPlan, jobs: Int, kept: [KeptViolation]) {
        let total = outcome.total
        dockYears = total.years
        dockYearsPerSecond = total.years / outcome.processorSeconds
        dockYearsPerWallSecond = total.years / outcome.wallSeconds
        cores = ProcessInfo.processInfo.activeProcessorCount
        self.jobs = jobs
        seconds = outcome.wallSeconds
        seeds = total.seeds
        isComplete = !outcome.isInterrupted
        steps = total.counts.steps
        invariantChecks = total.counts.invariantChecks
        (faults, outcomes, mails) = (total.counts.faults, total.counts.outcomes, total.counts.mails)
        (incidents, restarts) = (total.counts.incidents, total.counts.restarts)
        violationCount = total.violationCount
        shortened = kept
        violations = total.violations.map { found in
            let own = kept.first { $0.seed == found.seed && $0.found == found.violation }
            return Found(
                seed: found.seed, invariant: found.violation.invariant.rawValue,
                seconds: found.violation.seconds,
                phase: found.violation.phase.rawValue, detail: found.violation.detail, replayFile: own?.path,
                happenings: own?.file.script.happenings.map(\.words))
        }
    }

    /// The page for people.
    var page: String {
        func line(_ name: String, _ counts: [String: Int]) -> String {
            let parts = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
                "\($0.key) \($0.value)"
            }
            return "\(name): \(parts.isEmpty ? "none" : parts.joined(separator: ", "))\n"
        }
        var text = isComplete ? "" : "ended early; of the seeds that were finished:\n"
        text += String(
            format: "%.3f dock-years of %d seeds in %.1f s, %.3f dock-years a second and core "
                + "(%d cores, %d jobs: %.3f dock-years a second)\n",
            dockYears, seeds, seconds, dockYearsPerSecond, cores, jobs, dockYearsPerWallSecond)
        text += "\(steps) steps, \(invariantChecks) invariant checks, \(restarts) restarts\n"
        text += line("missions", outcomes) + line("faults", faults) + line("incidents", incidents)
        text += line("mails", mails)
        guard violationCount > 0 else { return text + "no invariant was violated\n" }
        text += "\(violationCount) violations\n"
        for found in violations.prefix(Self.mostShown) {
            text +=
                "violation of \(found.invariant): seed \(found.seed), \(VirtualTime.text(found.seconds)), second "
                + "\(found.seconds), phase \(found.phase): \(found.detail)\n"
        }
        if violations.count > Self.mostShown { text += "and \(violations.count - Self.mostShown) more\n" }
        return text + shortened.map(\.page).joined()
    }

    /// Most violations on the page.
    private static let mostShown = 30
}

extension KeptViolation {
    /// The shortened run for people.
    fileprivate var page: String {
        let script = file.script
        var text =
            "\n\(found.invariant.rawValue) of seed \(seed), shortened from \(happeningsBefore) happenings to "
            + "\(script.happenings.count) in \(VirtualTime.length(script.days * 86_400)), site \(script.site):\n"
        text += script.happenings.map { "  \($0.words)\n" }.joined()
        if let violation = file.violation {
            text +=
                "  \(VirtualTime.text(violation.seconds))  \(violation.invariant.rawValue) is broken in phase "
                + "\(violation.phase.rawValue): \(violation.detail)\n"
        }
        if let path { text += "repeat it with: roost simulate --replay \(path)\n" }
        return text
    }
}

extension SimulationCounts {
    /// Adds another run's counts.
    mutating func add(_ other: SimulationCounts) {
        steps += other.steps
        invariantChecks += other.invariantChecks
        restarts += other.restarts
        outcomes.merge(other.outcomes, uniquingKeysWith: +)
        mails.merge(other.mails, uniquingKeysWith: +)
        incidents.merge(other.incidents, uniquingKeysWith: +)
        faults.merge(other.faults, uniquingKeysWith: +)
    }
}
