// SPDX-License-Identifier: Apache-2.0
// One due run on which the daemon is harmed at some points, one after another, and started again until the dock rests;
// then the audit. What the daemon says is only used to know when to look.

import Foundation
import Glibc
import RoostCore
import RoostSim
import Store

/// What became of one harmed flight.
struct CrashOutcome: Sendable {
    /// The points, in the order in which they were tried.
    var points: [CrashPoint]
    /// How many of them did their harm.
    var reached = 0
    /// Whether a daemon complained about its disk.
    var isTold = false
    /// Phases in which a daemon died, in order.
    var deaths: [String] = []
    /// The outcome in the record.
    var mission = "none"
    /// The phase at rest.
    var rest = "none"
    /// What was not as it must be.
    var problems: [String] = []
    /// The end of the log, where something was wrong.
    var tail = ""
    /// What it took, in real seconds.
    var seconds = 0.0
}

/// One harmed flight.
final class CrashFlight {
    /// Dock seconds a second.
    static let speed = ProcessInfo.processInfo.environment["ROOST_TORTURE_SPEED"].flatMap { Double($0) } ?? 20
    /// Longest real time until the dock rests.
    private static let patience = 90.0
    /// Most starts of one flight.
    private static let mostStarts = 12

    private let field: Rehearsal
    private var waiting: [CrashPoint]
    private var present: CrashPoint?
    private var helper: Process?
    private var outcome: CrashOutcome
    private var autopsies: [Autopsy] = []
    private var log = ""
    private var output = ""
    private var lastPhase = "none"
    /// Where strace notes what it did.
    private var notes: [String] = []
    /// A mail is still to be sent, or sent again, by the next daemon.
    private var isMailLeft = false

    init(_ points: [CrashPoint], speed: Double = CrashFlight.speed) throws {
        outcome = CrashOutcome(points: points)
        waiting = points
        field = try Rehearsal(speed: speed)
        try field.leaveDatabase()
    }

    /// Flies, audits and says what became of it.
    static func fly(_ points: [CrashPoint]) -> CrashOutcome {
        let begun = ContinuousClock.now
        var outcome: CrashOutcome
        do {
            let flight = try CrashFlight(points)
            defer { flight.field.stop() }
            outcome = try flight.run()
        } catch {
            outcome = CrashOutcome(points: points, problems: ["the flight could not be tried: \(error)"])
        }
        outcome.seconds = (ContinuousClock.now - begun) / .seconds(1)
        return outcome
    }

    private func run() throws -> CrashOutcome {
        for _ in 0..<Self.mostStarts {
            let daemon = try start()
            var code: Int32?
            let isOver = daemon.wait(Self.patience) {
                code = daemon.end(within: 0)
                return code != nil || isAtRest(daemon)
            }
            if isOver, code == nil {
                daemon.signal(SIGTERM)
                code = daemon.end(within: 30)
            }
            helper?.terminate()
            helper?.waitUntilExit()
            helper = nil
            bury(daemon)
            guard let code else {
                _ = daemon.killNow()
                outcome.problems.append("no rest or no end: \(lastPhase)")
                break
            }
            if code == 0 {
                // What could not be stored of a mail that was sent is made good by the next process, or in time.
                let found = try Autopsy(of: field.directory + "/var")
                if found.mails.values.allSatisfy({ $0 == .sent }), found.recordsDue.isEmpty { break }
                isMailLeft = true
                continue
            }
            try judge(code, daemon)
        }
        return try conclude()
    }

    /// Starts a daemon with the next harm.
    private func start() throws -> DaemonChild {
        present = waiting.isEmpty ? nil : waiting.removeFirst()
        notes.append(try freshDirectory() + "/calls")
        let daemon = try field.daemon(under: present?.program(noting: notes[notes.count - 1]) ?? [])
        if let point = present, let wanted = point.thread { try attach(point, to: wanted, of: daemon) }
        return daemon
    }

    /// Attaches the harm to threads of a daemon that is up.
    private func attach(_ point: CrashPoint, to wanted: DaemonThread, of daemon: DaemonChild) throws {
        var threads: [Int32] = []
        let isUp = daemon.wait(20) {
            threads = DaemonThread.all(of: daemon.id).filter { $0.value == wanted }.keys.sorted()
            return daemon.consoleAddress != nil && !threads.isEmpty
        }
        guard isUp, let last = threads.last else {
            outcome.problems.append("the daemon has no thread \(wanted.rawValue)")
            return
        }
        let command = point.attachment(to: threads, noting: notes[notes.count - 1])
        let strace = Process()
        strace.executableURL = URL(fileURLWithPath: command[0])
        strace.arguments = Array(command.dropFirst())
        strace.standardError = FileHandle.nullDevice
        try strace.run()
        helper = strace
        _ = daemon.wait(10) {
            // A thread that is gone needs no tracer.
            guard let text = try? String(contentsOfFile: "/proc/\(daemon.id)/task/\(last)/status", encoding: .utf8)
            else { return true }
            return !text.contains("TracerPid:\t0\n")
        }
    }

    /// Whether nothing more will come: the run is told, and the dock is idle or waits for a person who was told.
    private func isAtRest(_ daemon: DaemonChild) -> Bool {
        guard daemon.consoleAddress != nil, field.arrived("mission") > 0 else { return false }
        if isMailLeft, !daemon.log.contains(" sent, 0 left") { return false }
        if let phase = daemon.phase { lastPhase = phase }
        let awaitsPerson = Phase(rawValue: lastPhase)?.awaitsPerson == true && field.arrived("incident") > 0
        return daemon.phase == "idle" || awaitsPerson
    }

    /// Keeps what a daemon that is gone has said.
    private func bury(_ daemon: DaemonChild) {
        if let phase = daemon.phase { lastPhase = phase }
        log += daemon.log + "\n"
        output += daemon.output
    }

    /// Whether the end of a daemon is one that its harm explains.
    private func judge(_ code: Int32, _ daemon: DaemonChild) throws {
        let death = try Autopsy(of: field.directory + "/var")
        autopsies.append(death)
        outcome.deaths.append(lastPhase)
        switch present?.harm {
        case .kill? where code == -SIGKILL: outcome.reached += 1
        case .noSpace? where [75, 78].contains(code) && daemon.log.contains("storage.directory"),
            .badDisk? where [75, 78].contains(code) && daemon.log.contains("storage.directory"):
            break
        default: outcome.problems.append("ended with \(code) in \(lastPhase)")
        }
    }

    private func conclude() throws -> CrashOutcome {
        let last = try Autopsy(of: field.directory + "/var")
        outcome.mission = last.missions.first?.outcome ?? "none"
        outcome.rest = lastPhase
        outcome.reached += notes.count { note in
            // No note was made where nothing was traced.
            (try? String(contentsOfFile: note, encoding: .utf8))?.contains("(INJECTED)") == true
        }
        let words = ["could not be stored", "cannot be flushed", "storage.directory", "offloadLog"]
        outcome.isTold = words.contains { log.contains($0) }
        let evidence = CrashEvidence(
            field: field, points: outcome.points, deaths: autopsies, last: last, output: output, log: log)
        outcome.problems += evidence.problems()
        if !outcome.problems.isEmpty { outcome.tail = log.split(separator: "\n").suffix(60).joined(separator: "\n") }
        return outcome
    }
}
