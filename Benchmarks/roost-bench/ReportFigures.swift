// SPDX-License-Identifier: Apache-2.0
// What the papers of a dock cost: the digest of a day with eight charts from a year, whole program from start to end.
// The reference is the same program that writes the words of that digest alone.

import Foundation
import Glibc

/// The figures of `roost report`.
func reportFigures(_ bench: Bench) async throws -> [Figure] {
    guard FileManager.default.isExecutableFile(atPath: bench.roostPath) else {
        throw BenchError("\(bench.roostPath) is missing; build it with: swift build -c release --product roost")
    }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("roost-bench-report-\(getpid())")
        .path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    // What is left of it is swept with the folder of temporary files.
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func seconds(_ arguments: [String]) throws -> Double {
        let start = secondsNow()
        let child = try Child(
            bench.roostPath, ["report", "digest", "--demo", "--output", "\(folder)/report"] + arguments)
        child.wait()
        return secondsNow() - start
    }
    var times: [[Double]] = [[], [], [], []]
    let forms = [
        ["--format", "html"], ["--format", "pdf"],
        ["--format", "csv", "--date", "2025-11-26..2026-11-25"], ["--format", "text"],
    ]
    for round in 0...bench.rounds.count {
        for (index, form) in forms.enumerated() {
            let time = try seconds(form)
            if round > 0 { times[index].append(time) }
        }
    }
    let (html, pdf, csv, text) = (median(times[0]), median(times[1]), median(times[2]), median(times[3]))
    let words = "its words alone"
    return [
        Figure(
            "digest with 8 charts of a year, HTML, whole program", html * 1e3, "ms", reference: words, text * 1e3,
            target: .atMost(300)),
        Figure("the same as PDF", pdf * 1e3, "ms", reference: words, text * 1e3, target: .atMost(300)),
        Figure("a year of days as CSV", csv * 1e3, "ms", reference: words, text * 1e3),
    ]
}
