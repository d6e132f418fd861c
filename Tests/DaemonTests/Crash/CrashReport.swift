// SPDX-License-Identifier: Apache-2.0
// What a series of harmed flights found, as JSON for a nightly run.

import Foundation

/// The report of a series.
struct CrashReport: Encodable {
    /// One harmed flight.
    struct Flight: Encodable {
        var points: [String]
        var reached: Int
        var isTold: Bool
        var deaths: [String]
        var mission: String
        var rest: String
        var seconds: Double
        var problems: [String]
        var tail: String
    }

    /// Calls of an undisturbed flight that leave a mark outside of the process.
    var calls: [String: Int]
    /// The same by thread.
    var callsByThread: [String: [String: Int]]
    /// Points that exist.
    var pointsThatExist: Int
    /// Points tried.
    var pointsTried: Int
    /// Points that did their harm; the others came after the end.
    var pointsReached: Int
    /// Errors of the disk that did their harm, and how many of these a daemon told: not those it made good at once.
    var errorsReached: Int
    var errorsTold: Int
    /// Where the sample came from.
    var seed: UInt64
    /// Flights with a problem.
    var failures: Int
    /// How the runs ended.
    var missions: [String: Int]
    /// In which phases daemons died.
    var phasesOfDeath: [String: Int]
    /// Every flight.
    var flights: [Flight]

    init(census: CallCensus, seed: UInt64, outcomes: [CrashOutcome]) {
        calls = census.marks
        callsByThread = census.counts.mapValues { counts in
            Dictionary(
                counts.map { (census.threads[$0.key]?.rawValue ?? "others", $0.value.marks.count) },
                uniquingKeysWith: +)
        }
        pointsThatExist = census.points.count
        pointsTried = outcomes.map(\.points.count).reduce(0, +)
        pointsReached = outcomes.map(\.reached).reduce(0, +)
        let errors = outcomes.filter { $0.reached > 0 && $0.points.contains { $0.harm != .kill } }
        (errorsReached, errorsTold) = (errors.count, errors.count(where: \.isTold))
        self.seed = seed
        failures = outcomes.count { !$0.problems.isEmpty }
        missions = Dictionary(outcomes.map { ($0.mission, 1) }, uniquingKeysWith: +)
        phasesOfDeath = Dictionary(outcomes.flatMap(\.deaths).map { ($0, 1) }, uniquingKeysWith: +)
        flights = outcomes.map { outcome in
            Flight(
                points: outcome.points.map(\.description), reached: outcome.reached, isTold: outcome.isTold,
                deaths: outcome.deaths,
                mission: outcome.mission, rest: outcome.rest, seconds: outcome.seconds, problems: outcome.problems,
                tail: outcome.tail)
        }
    }

    /// Writes it to a file; nothing without one.
    func write(to path: String?) throws {
        guard let path else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(self).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
