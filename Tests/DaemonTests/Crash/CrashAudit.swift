// SPDX-License-Identifier: Apache-2.0
// Compares what was left after a harmed flight with what must be, whatever happened to the daemon: one record, one
// take-off at most, nothing moved without a committed order, no mail lost, and a mail twice only where its end was not
// stored. It takes the world's word, not the daemon's.

import DockModel
import Foundation
import Post
import RoostCore
import RoostSim
import Store

/// What is known after a flight.
struct CrashEvidence {
    var field: Rehearsal
    var points: [CrashPoint]
    /// The database after each end of a daemon that was harmed.
    var deaths: [Autopsy]
    /// The database at the end.
    var last: Autopsy
    /// All that the daemons wrote to standard output.
    var output: String
    /// All that they logged.
    var log: String
}

extension CrashEvidence {
    /// Longest dock time between a committed order and its effect: its wait in the queue, and a repeated write.
    private static let longestWay = Duration.seconds(30)

    private var failsDisk: Bool { points.contains { $0.harm != .kill } }

    /// All that is not as it must be.
    func problems() -> [String] {
        deaths.enumerated().flatMap { number, death in death.problems.map { "after death \(number + 1): \($0)" } }
            + last.problems.map { "at the end: \($0)" } + recordProblems() + worldProblems() + orderProblems()
            + mailProblems() + wordProblems()
    }

    private func recordProblems() -> [String] {
        var problems: [String] = []
        if last.missions.map(\.occurrence) != [Rehearsal.occurrence] {
            problems.append("records: \(last.missions.map(\.occurrence))")
        }
        if last.missions.contains(where: { $0.outcome == nil }) { problems.append("a record has no outcome") }
        if !last.recordsDue.isEmpty { problems.append("no flight record was made of \(last.recordsDue)") }
        for (number, death) in deaths.enumerated() {
            for mission in death.missions where mission.outcome != nil {
                let now = last.missions.first { $0.occurrence == mission.occurrence }?.outcome
                if now != mission.outcome {
                    problems.append("outcome \(mission.outcome ?? "") of death \(number + 1) became \(now ?? "none")")
                }
            }
        }
        // What was said had been committed.
        for mission in last.missions where output.contains("\(mission.occurrence): ") {
            if !output.contains("\(mission.occurrence): \(mission.outcome ?? "")") {
                problems.append("an outcome was said that is not in the record")
            }
        }
        return problems
    }

    private func worldProblems() -> [String] {
        let seen = field.watch.report
        var problems = seen.violations
        if seen.takeoffs > 1 { problems.append("\(seen.takeoffs) take-offs") }
        if seen.looks < 100 { problems.append("the watch slept") }
        let armings = field.vehicle.withVehicle { $0.logs.count + ($0.isArmed ? 1 : 0) }
        if armings > 1 { problems.append("armed \(armings) times") }
        if last.missions.first?.outcome == "flown", seen.takeoffs != 1 { problems.append("flown without a take-off") }
        if last.missions.first?.outcome == "aborted", seen.takeoffs != 0 { problems.append("aborted after a take-off") }
        return problems
    }

    /// Every motion and every arming had an order that was committed shortly before.
    private func orderProblems() -> [String] {
        var problems: [String] = []
        for write in field.orders.all {
            let isOrdered = last.orders.contains {
                $0.action == write.action && $0.at <= write.at && $0.at.duration(to: write.at) <= Self.longestWay
            }
            if !isOrdered { problems.append("\(write.action) at \(write.at) without a committed order") }
        }
        let launches = last.orders.filter { $0.action == .launch }
        if let armed = field.watch.report.armedAt, !launches.contains(where: { $0.at <= armed }) {
            problems.append("armed without a committed order")
        }
        return problems
    }

    private func mailProblems() -> [String] {
        var problems: [String] = []
        let arrived = field.arrivedMessages()
        for (message, state) in last.mails {
            if state != .sent { problems.append("\(message) is \(state.rawValue)") }
            if arrived[message] == nil { problems.append("\(message) was lost") }
        }
        for death in deaths {
            for message in death.mails.keys where last.mails[message] == nil {
                problems.append("\(message) is not in the queue any more")
            }
        }
        for (message, count) in arrived {
            if last.mails[message] == nil { problems.append("\(message) arrived and was never committed") }
            // A death before the reply was stored, or a disk that did not take it, may repeat a mail.
            let doubts = deaths.count { $0.mails[message] != .sent } + (failsDisk ? 1 : 0)
            if count > 1 + doubts { problems.append("\(message) arrived \(count) times with \(doubts) ends in doubt") }
        }
        if last.missionMails.count != 1 { problems.append("\(last.missionMails.count) mission mails") }
        return problems
    }

    /// A disk that failed was told, and no invariant of the core was broken.
    private func wordProblems() -> [String] {
        var problems: [String] = []
        if log.contains("does not hold") || last.incidents.contains("CONFIG.invariant-broken") {
            problems.append("an invariant was broken")
        }
        if log.contains("cannot be read") { problems.append("a stored state was not understood") }
        return problems
    }
}

extension Rehearsal {
    /// How often each mail arrived, by Message-ID.
    func arrivedMessages() -> [String: Int] {
        var counts: [String: Int] = [:]
        for mail in mail.mails {
            guard let octets = FileManager.default.contents(atPath: mail.file) else { continue }
            counts[ParsedMail([UInt8](octets)).messageID, default: 0] += 1
        }
        return counts
    }
}
