// SPDX-License-Identifier: Apache-2.0
// How two things are compared: round by round in turn, in the same process and the same minute, the median of
// each. It holds no judgement; a target is a number that is printed beside the figure.

import Glibc

/// Seconds on the machine's monotonic clock.
func secondsNow() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Processor seconds of this thread: what a calculation costs, whoever else uses the machine.
func processorSecondsNow() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Hands a value to nobody, so that the compiler cannot leave out what made it.
@inline(never)
@_optimize(none)
func keep<Value>(_ value: borrowing Value) {}

/// The middle one; of an even number the mean of the two in the middle.
func median(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return .nan }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}

/// Seconds that one of `count` turns of `body` takes, waits included.
func seconds(each count: Int, _ body: (Int) throws -> Void) rethrows -> Double {
    let start = secondsNow()
    for index in 0..<count { try body(index) }
    return (secondsNow() - start) / Double(count)
}

/// Processor seconds that one of `count` turns of a calculation takes.
func effort(each count: Int, _ body: (Int) throws -> Void) rethrows -> Double {
    let start = processorSecondsNow()
    for index in 0..<count { try body(index) }
    return (processorSecondsNow() - start) / Double(count)
}

/// How often everything is measured.
struct Rounds {
    /// Rounds whose median counts.
    var count: Int
    /// Work of one round, as a share of the usual.
    var share: Double

    /// So many turns in one round.
    func turns(_ usual: Int) -> Int { max(1, Int(Double(usual) * share)) }

    /// The median seconds of each contestant; they take turns, and a first round to warm up does not count.
    func compare(_ contestants: [() throws -> Double]) throws -> [Double] {
        var times = [[Double]](repeating: [], count: contestants.count)
        for round in 0...count {
            for (index, contestant) in contestants.enumerated() {
                let time = try contestant()
                if round > 0 { times[index].append(time) }
            }
        }
        return times.map(median)
    }
}
