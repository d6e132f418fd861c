// SPDX-License-Identifier: Apache-2.0
// Makes a found violation short and keeps it: the run is shrunk, told in words and written to a replay file. What
// cannot be written is said and never lost from the output.

import Foundation
import RoostCore
import RoostSim

/// A violation with its shortened run.
struct KeptViolation {
    /// Most rules whose violations are shortened in one command.
    static let mostKept = 8

    var seed: UInt64
    var found: Violation
    /// The shortened run and the violation that ends it.
    var file: ReplayFile
    /// Happenings of the run as it was found.
    var happeningsBefore: Int
    /// The file written; nil when it could not be.
    var path: String?

    /// Shortens and writes.
    init(_ found: SeedViolation, of plan: SeedPlan, shrinkRuns: Int, directory: String) {
        seed = found.seed
        self.found = found.violation
        let script = plan.script(for: found.seed)
        happeningsBefore = script.happenings.count
        let bar = ProgressBar()
        let invariant = found.violation.invariant
        let short = script.shrunk(breaking: invariant, budget: shrinkRuns) { runs, left in
            bar.show {
                ProgressBar.Showing(
                    share: Double(runs) / Double(max(shrinkRuns, 1)),
                    text: "shortening \(invariant.rawValue) of seed \(found.seed): \(left) happenings left")
            }
        }
        bar.clear()
        let violation = short.run().violations.first { $0.invariant == invariant }
        file = ReplayFile(script: short, violation: violation ?? found.violation)
        path = Self.write(file, to: directory)
    }

    private static func write(_ file: ReplayFile, to directory: String) -> String? {
        let path = directory == "." ? file.suggestedName : "\(directory)/\(file.suggestedName)"
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            try file.json().write(to: URL(filePath: path), options: .atomic)
            return path
        } catch {
            CommandOutput.complain(
                "\(path): the replay file could not be written: \(error.localizedDescription)")
            return nil
        }
    }
}
