// SPDX-License-Identifier: Apache-2.0
// `roost simulate`: the core in a simulated world on virtual time, with faults, every invariant checked after every
// step.

import ArgumentParser
import Foundation
import Glibc
import RoostCore
import RoostSim

/// Simulates docks in virtual time.
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Run the core in virtual time with faults, checking every safety invariant.",
        discussion: """
            The same seed gives the same run. Exit codes: 0 no violation, 1 an invariant did not hold.

            Example:
              roost simulate --days 30 --seeds 1..10 --faults all --json
              roost simulate --days 1 --seeds 7 --faults coverJammed,restart
            """)

    @Option(help: "Virtual days for each seed.")
    var days = 1.0
    @Option(help: "A seed (7) or a range of seeds (1..100).")
    var seeds = "1"
    @Option(help: "all, none, or names separated by commas.")
    var faults = "all"
    @Option(help: "Faults a virtual day, on average.")
    var faultsPerDay = 2.0
    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        guard days > 0, days <= 36_500 else {
            throw ValidationError("--days must be above 0 and at most 36500")
        }
        guard faultsPerDay > 0, faultsPerDay <= 10_000 else {
            throw ValidationError("--faults-per-day must be above 0 and at most 10000")
        }
        _ = try seedRange()
        _ = try wantedFaults()
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
        throw ValidationError("--seeds \"\(seeds)\" is neither a number nor a range such as 1..100")
    }

    private func wantedFaults() throws -> [SimulatedFault] {
        switch faults {
        case "all": return SimulatedFault.allCases
        case "none": return []
        default: break
        }
        return try faults.split(separator: ",").map { name in
            guard let fault = SimulatedFault(rawValue: String(name)) else {
                let known = SimulatedFault.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("--faults \"\(name)\" is not known; known are all, none, \(known)")
            }
            return fault
        }
    }

    private struct ViolationView: Encodable {
        var seed: UInt64
        var invariant: String
        var seconds: Double
        var phase: String
    }

    private struct View: Encodable {
        var dockYears: Double
        var dockYearsPerSecond: Double
        var seeds: Int
        var steps: Int
        var invariantChecks: Int
        var faults: [String: Int]
        var outcomes: [String: Int]
        var mails: [String: Int]
        var incidents: [String: Int]
        var restarts: Int
        var violations: [ViolationView]

        enum CodingKeys: String, CodingKey {
            case dockYears = "dock_years"
            case dockYearsPerSecond = "dock_years_per_second"
            case invariantChecks = "invariant_checks"
            case seeds, steps, faults, outcomes, mails, incidents, restarts, violations
        }
    }

    func run() throws {
        let range = try seedRange(), wanted = try wantedFaults()
        let clock = ContinuousClock(), start = clock.now
        var total = SimulationCounts()
        var violations: [ViolationView] = []
        let showsBar = isatty(STDERR_FILENO) == 1
        for seed in range {
            let simulation = Simulation(days: days, seed: seed, faults: wanted, faultsPerDay: faultsPerDay)
            let done = Double(seed - range.lowerBound), count = Double(range.count)
            let dock = simulation.run { share in
                if showsBar { Self.bar((done + share) / count) }
            }
            total.add(dock.counts)
            violations += dock.violations.map { violation in
                ViolationView(
                    seed: seed, invariant: violation.invariant.rawValue, seconds: violation.seconds,
                    phase: violation.phase.rawValue)
            }
        }
        if showsBar { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
        let years = days * Double(range.count) / 365.25
        let seconds = max(
            1e-9,
            Double((clock.now - start).components.attoseconds) / 1e18
                + Double((clock.now - start).components.seconds))
        let view = View(
            dockYears: years, dockYearsPerSecond: years / seconds, seeds: range.count, steps: total.steps,
            invariantChecks: total.invariantChecks, faults: total.faults, outcomes: total.outcomes,
            mails: total.mails, incidents: total.incidents, restarts: total.restarts, violations: violations)
        try say(view)
        if !violations.isEmpty { throw OutboxExit.finding }
    }

    private func say(_ view: View) throws {
        if json { return try OutboxOutput.sayJSON(view) }
        func line(_ name: String, _ counts: [String: Int]) -> String {
            let parts = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
                "\($0.key) \($0.value)"
            }
            return "\(name): \(parts.isEmpty ? "none" : parts.joined(separator: ", "))\n"
        }
        try OutboxOutput.say(
            String(
                format: "%.3f dock-years, %.3f dock-years a second\n", view.dockYears, view.dockYearsPerSecond
            )
                + "\(view.steps) steps, \(view.invariantChecks) invariant checks, \(view.restarts) restarts\n"
                + line("missions", view.outcomes) + line("faults", view.faults)
                + line("incidents", view.incidents)
                + line("mails", view.mails))
        for violation in view.violations {
            try OutboxOutput.say(
                "violation of \(violation.invariant): seed \(violation.seed), \(violation.seconds) s, "
                    + "phase \(violation.phase)\n")
        }
        if view.violations.isEmpty { try OutboxOutput.say("no invariant was violated\n") }
    }

    private static func bar(_ share: Double) {
        let filled = Int(share * 40)
        let text =
            "\r[" + String(repeating: "#", count: filled) + String(repeating: ".", count: 40 - filled)
            + "] \(Int(share * 100)) %"
        FileHandle.standardError.write(Data(text.utf8))
    }
}

extension SimulationCounts {
    /// Adds another run's counts.
    fileprivate mutating func add(_ other: SimulationCounts) {
        steps += other.steps
        invariantChecks += other.invariantChecks
        restarts += other.restarts
        outcomes.merge(other.outcomes, uniquingKeysWith: +)
        mails.merge(other.mails, uniquingKeysWith: +)
        incidents.merge(other.incidents, uniquingKeysWith: +)
        faults.merge(other.faults, uniquingKeysWith: +)
    }
}
