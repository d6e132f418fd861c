// SPDX-License-Identifier: Apache-2.0
// Many harmed flights, a few side by side, with a bar for whoever watches and a report for whoever comes later. It
// decides which points are tried; a flight decides what is wrong.

import Foundation
import Synchronization

/// What a series is to try, from the environment that `Scripts/torture` sets.
struct CrashPlan {
    /// What to try: "all", a number of sampled points, or points by their names with commas.
    var wanted: String
    /// Which part of all points: number and count of parts.
    var shard = (number: 1, count: 1)
    /// What the sample is drawn from.
    var seed: UInt64
    /// Flights side by side.
    var jobs: Int
    /// Where the report goes.
    var reportPath: String?

    /// The plan that the environment holds; nil when it holds none.
    init?(_ environment: [String: String]) {
        guard let wanted = environment["ROOST_TORTURE_POINTS"], !wanted.isEmpty else { return nil }
        self.wanted = wanted
        seed = environment["ROOST_TORTURE_SEED"].flatMap { UInt64($0) } ?? 1
        jobs = max(1, environment["ROOST_TORTURE_JOBS"].flatMap { Int($0) } ?? 2)
        reportPath = environment["ROOST_TORTURE_REPORT"]
        let parts = (environment["ROOST_TORTURE_SHARD"] ?? "1/1").split(separator: "/").compactMap { Int($0) }
        guard parts.count == 2, parts[1] >= 1, (1...parts[1]).contains(parts[0]) else { return nil }
        shard = (parts[0], parts[1])
    }

    /// The points to try.
    func points(of census: CallCensus) -> [CrashPoint] {
        let named = wanted.split(separator: ",").compactMap { CrashPoint(String($0)) }
        if !named.isEmpty { return named }
        let all = census.points
        let chosen = Int(wanted).map { sample($0, of: all, seed: seed) } ?? all
        // A point belongs to the same part of every run, however many points a run counts.
        return chosen.filter { Int(($0.hash64 >> 32) % UInt64(shard.count)) == shard.number - 1 }
    }
}

/// Some of the points, spread over all kinds: kinds take turns, and within a kind chance decides.
func sample(_ count: Int, of points: [CrashPoint], seed: UInt64) -> [CrashPoint] {
    var chance = SeededChance(seed)
    let kinds = Dictionary(grouping: points) { "\($0.harm) \($0.call) \($0.thread?.rawValue ?? "")" }
    var decks = kinds.keys.sorted().map { kinds[$0, default: []].sorted().shuffled(using: &chance) }
    var chosen: [CrashPoint] = []
    while chosen.count < count, decks.contains(where: { !$0.isEmpty }) {
        for index in decks.indices where chosen.count < count {
            if let point = decks[index].popLast() { chosen.append(point) }
        }
    }
    return chosen
}

/// Chance that is the same for the same seed (SplitMix64).
struct SeededChance: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

/// Flies all flights, `jobs` side by side, each on a thread of its own.
func flyAll(_ flights: [[CrashPoint]], jobs: Int, bar: ProgressBar? = nil) -> [CrashOutcome] {
    let left = Mutex(Array(flights.enumerated()))
    let done = Mutex<[Int: CrashOutcome]>([:])
    let group = DispatchGroup()
    for _ in 0..<min(jobs, flights.count) {
        group.enter()
        Thread.detachNewThread {
            while let next = left.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
                let outcome = CrashFlight.fly(next.element)
                let counts = done.withLock { done in
                    done[next.offset] = outcome
                    return (done.count, done.values.count { !$0.problems.isEmpty })
                }
                bar?.show(counts.0, of: flights.count, failed: counts.1)
            }
            group.leave()
        }
    }
    group.wait()
    return done.withLock { done in done.keys.sorted().compactMap { done[$0] } }
}

/// A bar on the terminal that started the run; nothing where there is none.
final class ProgressBar: Sendable {
    private let name: String
    private let begun = ContinuousClock.now

    init(_ name: String) { self.name = name }

    /// Shows how far it is.
    func show(_ count: Int, of total: Int, failed: Int) {
        guard let terminal = FileHandle(forWritingAtPath: "/dev/tty") else { return }
        let width = 30
        let full = total == 0 ? width : count * width / total
        let spent = (ContinuousClock.now - begun) / .seconds(1)
        let left = count == 0 ? 0 : Int(spent / Double(count) * Double(total - count))
        let bar = String(repeating: "#", count: full) + String(repeating: ".", count: width - full)
        let words = "\r\(name) [\(bar)] \(count)/\(total), \(failed) failed, \(left / 60) min left "
        // A bar that cannot be drawn is no reason to end.
        try? terminal.write(contentsOf: Data(words.utf8))
    }
}
