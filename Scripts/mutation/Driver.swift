// SPDX-License-Identifier: Apache-2.0
// The program that lets one mutant live through the seeds. All that knows the simulation's interface is `live`.
// usage: driver MUTANT DAYS FAULTS-PER-DAY SEED...
//   MUTANT 1 and up: a JSON line for each seed, with the run's digest, up to the first that finds a violation;
//   0: the same for the unmutated core; -1: for each seed a line "SEED DIGEST ID ID ...", the mutants it would feel

import Glibc
import RoostCore
import RoostSim

/// What one seed showed.
struct Life {
    /// The first violated rule and when; nil when all held.
    var violation: (rule: String, second: Double)?
    /// All that the run counted, in words.
    var digest: String
}

/// Runs one seed.
func live(days: Double, faultsPerDay: Double, seed: UInt64) -> Life {
    let script = SimulationScript.random(
        seed: seed, days: days, faults: SimulatedFault.allCases, faultsPerDay: faultsPerDay)
    let report = script.run(stopAtFirst: true)
    return Life(
        violation: report.violations.first.map { ($0.invariant.rawValue, $0.seconds) },
        digest: "\(report.counts)")
}

/// A short name for a text (FNV-1a).
func fingerprint(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count > 3, let mutant = Int32(arguments[0]), let days = Double(arguments[1]),
    let faultsPerDay = Double(arguments[2])
else { fatalError("usage: driver MUTANT DAYS FAULTS-PER-DAY SEED...") }
/// Seconds of the processor so far.
func spent() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }
let seeds = arguments[3...].compactMap { UInt64($0) }
liveMutant = mutant

for seed in seeds {
    if mutant < 0 { feltMutants = feltMutants.map { _ in false } }
    let life = live(days: days, faultsPerDay: faultsPerDay, seed: seed)
    if let violation = life.violation {
        print(#"{"caught":"\#(violation.rule)","seed":\#(seed),"second":\#(violation.second),"cpu":\#(spent())}"#)
        if mutant > 0 { break }
        continue
    }
    if mutant < 0 {
        let felt = feltMutants.indices.filter { feltMutants[$0] }.map(String.init).joined(separator: " ")
        print(seed, fingerprint(life.digest), felt)
    } else {
        print(#"{"seed":\#(seed),"digest":"\#(fingerprint(life.digest))","cpu":\#(spent())}"#)
    }
    fflush(nil)  // A trap in the next seed must not take this line with it.
}
