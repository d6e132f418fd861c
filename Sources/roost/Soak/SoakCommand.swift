// SPDX-License-Identifier: Apache-2.0
// `roost soak`: the real daemon for many virtual days with faults, its memory, descriptors and database measured each
// day, and a verdict. Its options and its words are here; the run itself is in SoakRun.

import ArgumentParser
import Foundation
import RoostSim
import Synchronization

/// Set by Ctrl-C.
private let isInterrupted = Atomic<Bool>(false)

/// Runs a daemon for many virtual days.
struct SoakCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soak", abstract: "Run the daemon for many virtual days with faults and see whether it grows.",
        discussion: """
            The daemon is a process of its own in a simulated field (Modbus TCP, MAVLink, TLS mail), both in the same
            fast time. A month at a hundredfold takes 7.2 hours; a machine that is too slow for a speed shows devices
            that are late. The first fifth of the days is not judged. Ctrl-C ends early and judges what was seen.

            Exit codes: 0 nothing grows without limit, 1 something does or the daemon ended by itself, 64 wrong usage.

            Example:
              roost soak --days 30 --speed 100
              roost soak --days 5 --speed 200 --faults-per-day 6 --json
            """)

    @Option(help: "Virtual days.")
    var days = 30.0
    @Option(help: "Dock seconds a second, 1 to 1000.")
    var speed = 100.0
    @Option(help: "Faults a virtual day, on average; 0 for a quiet dock.")
    var faultsPerDay = 2.0
    @Option(help: "The seed of the faults.")
    var seed: UInt64 = 1
    @Option(help: "An empty directory for the field and the storage (default: a temporary one, removed after).")
    var directory: String?
    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        guard days > 0, days <= 3_650 else { throw ValidationError("--days must be above 0 and at most 3650") }
        guard speed >= 1, speed <= 1_000 else { throw ValidationError("--speed must be 1 to 1000") }
        guard (0...1_000).contains(faultsPerDay) else {
            throw ValidationError("--faults-per-day must be 0 to 1000")
        }
        // A clock that processes share began within 30 days.
        guard days / speed < 29 else { throw ValidationError("--days at this --speed take more than 29 days") }
    }

    private struct View: Encodable {
        var speed: Double
        var seed: UInt64
        var faults: Int
        var days: [SoakSample]
        var verdict: SoakVerdict
        var ended: String
    }

    func run() throws {
        CommandOutput.surviveSignals()
        let place = try self.place()
        defer {
            // What is left of a temporary folder is harmless.
            if directory == nil { try? FileManager.default.removeItem(atPath: place) }
        }
        let former = signal(SIGINT) { _ in isInterrupted.store(true, ordering: .relaxed) }
        defer { signal(SIGINT, former) }
        let soak = try SoakRun(directory: place, speed: speed)
        let bar = ProgressBar()
        let clock = ContinuousClock(), begun = clock.now
        var samples: [SoakSample] = []
        var ended = "in order"
        do {
            try soak.run(
                days: days, plan: SoakPlan(days: days, perDay: faultsPerDay, seed: seed),
                passed: { done in
                    bar.show { showing(done, after: (clock.now - begun) / .seconds(1), samples.last) }
                }, isStopped: { isInterrupted.load(ordering: .relaxed) }, sampled: { samples.append($0) })
        } catch let end as SoakEnd {
            switch end {
            case .daemonGone(let code): ended = "the daemon ended by itself with \(code); see \(place)/daemon.log"
            case .daemonHangs: ended = "the daemon did not end on SIGTERM"
            }
        }
        bar.clear()
        let verdict = SoakVerdict(samples)
        if json {
            try CommandOutput.sayJSON(
                View(
                    speed: speed, seed: seed, faults: soak.faultsBegun, days: samples, verdict: verdict, ended: ended))
        } else {
            try CommandOutput.say(page(samples, verdict, faults: soak.faultsBegun, ended: ended))
        }
        if verdict.isGrowing || ended != "in order" { throw CommandExit.finding }
    }

    /// The directory; one that holds a dock already ends the command.
    private func place() throws -> String {
        let path = directory ?? FileManager.default.temporaryDirectory.path + "/roost-soak-\(UUID().uuidString)"
        if FileManager.default.fileExists(atPath: path + "/var/roost.db") {
            throw ValidationError("--directory \(path) holds a dock already; name an empty one")
        }
        return path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }

    private func showing(_ done: Double, after seconds: Double, _ last: SoakSample?) -> ProgressBar.Showing {
        let memory = last.map { String(format: ", %.1f MB, %d files", $0.residentMegabytes, $0.descriptors) } ?? ""
        return ProgressBar.Showing(
            share: done / days, text: String(format: "day %.2f of %g", done, days) + memory,
            secondsLeft: (days - done) * 86_400 / speed)
    }

    private func page(_ samples: [SoakSample], _ verdict: SoakVerdict, faults: Int, ended: String) -> String {
        var text = " day  memory MB  descriptors  threads  database MB  storage MB  written MB  missions  incidents\n"
        for sample in samples {
            let written = sample.writtenMegabytes.map { String(format: "%.2f", $0) } ?? "-"
            text += String(
                format: "%4d  %9.1f  %11d  %7d  %11.2f  %10.2f  %10@  %8d  %9d\n", sample.day,
                sample.residentMegabytes, sample.descriptors, sample.threads, sample.databaseMegabytes,
                sample.storageMegabytes, written as NSString, sample.missions, sample.incidents)
        }
        text += "\(faults) faults, speed \(String(format: "%g", speed)), seed \(seed); the daemon ended \(ended)\n"
        if verdict.judgedDays == 0 {
            return text + "too few days to judge: \(SoakVerdict.leastDays) are needed behind the first fifth\n"
        }
        for trend in verdict.trends {
            text += trend.isGrowing ? "GROWS   " : "stays   "
            text += "\(trend.name): " + String(format: "%+.3f", trend.perDay) + " \(trend.unit) a day, "
            text += String(format: "%.1f to %.1f, limit %g a day\n", trend.first, trend.last, trend.limit)
        }
        return text
    }
}
