// SPDX-License-Identifier: Apache-2.0
// The daemon is killed, or its disk fails it, at system calls all over one flight, the mail about it included. `make
// test` tries a sample; `Scripts/torture crash` tries all points, or those it is told.

import Foundation
import Testing

private let plan = CrashPlan(ProcessInfo.processInfo.environment)

/// How far the calls of an undisturbed flight go, a little less than `Scripts/torture crash` counts: the sample does
/// not hang on how many calls there happen to be in one run.
private let usualCalls: [(call: String, thread: DaemonThread?, last: Int)] = [
    ("pwrite64", nil, 200), ("fdatasync", nil, 13), ("fsync", nil, 1), ("rename", nil, 1), ("ftruncate", nil, 1),
    ("pwrite64", .postOffice, 16), ("fdatasync", .postOffice, 2), ("sendto", .postOffice, 9), ("sendto", .bus, 400),
    ("sendto", .pool, 50),
]

extension TheDaemon {
    @Suite(.serialized, .enabled(if: canTrace, "strace is not installed or may not trace"))
    struct SampledCrashes {
        @Test(.timeLimit(.minutes(6)), arguments: [UInt64(20_270_601)])
        func `34 kills and disk errors all over a flight lose nothing and move nothing`(seed: UInt64) throws {
            var points: [CrashPoint] = []
            for usual in usualCalls {
                for number in 1...usual.last {
                    points.append(CrashPoint(.kill, usual.call, number, thread: usual.thread))
                    guard CrashPoint.diskCalls.contains(usual.call) else { continue }
                    points.append(CrashPoint.diskError(usual.call, number, thread: usual.thread))
                }
            }
            let outcomes = flyAll(sample(34, of: points, seed: seed).map { [$0] }, jobs: 2)
            #expect(outcomes.count == 34)
            for outcome in outcomes { #expect(outcome.problems == [], "\(outcome.points)\n\(outcome.tail)") }
            // A sample that comes after the end of the flights proves nothing.
            let reached = outcomes.map(\.reached).reduce(0, +)
            #expect(reached >= 26, "\(outcomes.filter { $0.reached == 0 }.map(\.points))")
        }
    }

    @Suite(.serialized, .enabled(if: canTrace && plan != nil, "only Scripts/torture asks for it"))
    struct EveryCrash {
        @Test func `all points that the torture asks for`() throws {
            let plan = try #require(plan)
            let census = try takeCensus()
            let points = plan.points(of: census)
            let outcomes = flyAll(points.map { [$0] }, jobs: plan.jobs, bar: ProgressBar("flight"))
            try CrashReport(census: census, seed: plan.seed, outcomes: outcomes).write(to: plan.reportPath)
            for outcome in outcomes { #expect(outcome.problems == [], "\(outcome.points)\n\(outcome.tail)") }
        }
    }
}

/// Counts the calls of one undisturbed flight.
private func takeCensus() throws -> CallCensus {
    let log = try freshDirectory() + "/calls"
    let field = try Rehearsal(speed: CrashFlight.speed)
    defer { field.stop() }
    try field.leaveDatabase()
    let daemon = try field.daemon(under: CallCensus.program(writingTo: log))
    let isAtRest = daemon.wait(60) { daemon.phase == "idle" && field.arrived("mission") > 0 }
    try #require(isAtRest, "no rest\n\(daemon.tail)")
    let threads = DaemonThread.all(of: daemon.id)
    daemon.signal(SIGTERM)
    #expect(daemon.end(within: 20) == 0)
    return CallCensus(log: try String(contentsOfFile: log, encoding: .utf8), threads: threads)
}
