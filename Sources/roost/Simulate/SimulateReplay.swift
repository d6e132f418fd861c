// SPDX-License-Identifier: Apache-2.0
// `roost simulate --replay FILE`: runs a kept run again and tells what happened in it. Its exit code says whether a
// rule is still broken.

import ArgumentParser
import Foundation
import RoostCore
import RoostSim

/// One replay.
struct SimulateReplay {
    /// Octets of the largest file it reads.
    static let mostOctets = 256 << 20

    var path: String
    var json: Bool

    private struct View: Encodable {
        var file: String
        var isCured: Bool
        var expected: String?
        var counts: SimulationCounts
        var violations: [Violation]
        var timeline: [TimelineLine]
        var linesLeftOut: Int

        enum CodingKeys: String, CodingKey {
            case file, expected, counts, violations, timeline
            case isCured = "cured"
            case linesLeftOut = "lines_left_out"
        }
    }

    func run() throws {
        let file = try read()
        var timeline = Timeline()
        let report = file.script.run(observe: { step, seconds in timeline.take(step, at: seconds) })
        timeline.insert(file.script.happenings, report.violations)
        let view = View(
            file: path, isCured: report.violations.isEmpty, expected: file.violation?.invariant.rawValue,
            counts: report.counts, violations: report.violations, timeline: timeline.lines,
            linesLeftOut: timeline.leftOut)
        if json { try CommandOutput.sayJSON(view) } else { try CommandOutput.say(page(view, file)) }
        if !view.isCured { throw CommandExit.finding }
    }

    private func read() throws -> ReplayFile {
        let octets: Data
        do {
            var isDirectory: ObjCBool = false
            if unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory),
                isDirectory.boolValue
            {
                CommandOutput.complain("\(path): this is a directory, not a replay file")
                throw ExitCode(64)
            }
            let handle = try FileHandle(forReadingFrom: URL(filePath: path))
            octets = try handle.read(upToCount: Self.mostOctets + 1) ?? Data()
        } catch let code as ExitCode {
            throw code
        } catch {
            CommandOutput.complain("\(path): the replay file cannot be read: \(error.localizedDescription)")
            throw ExitCode(64)
        }
        do {
            guard octets.count <= Self.mostOctets else {
                throw ReplayFileError.unreadable("it is larger than \(Self.mostOctets >> 20) MiB")
            }
            return try ReplayFile(json: octets)
        } catch {
            CommandOutput.complain("\(path): \(error)")
            throw ExitCode(65)
        }
    }

    private func page(_ view: View, _ file: ReplayFile) -> String {
        var text =
            "\(file.script.happenings.count) happenings in \(VirtualTime.length(file.script.days * 86_400)), "
            + "site \(file.script.site), seed \(file.script.seed)\n"
        text += view.timeline.map { CommandOutput.printable($0.words) + "\n" }.joined()
        if view.linesLeftOut > 0 { text += "\(view.linesLeftOut) more lines are left out\n" }
        let broken = view.violations.map(\.invariant.rawValue)
        switch view.expected {
        case let rule? where broken.contains(rule): text += "still violated: \(rule)\n"
        case let rule? where broken.isEmpty: text += "cured: \(rule) holds, and so does every other rule\n"
        case let rule? where !broken.isEmpty: text += "\(rule) holds now, but \(broken[0]) is violated\n"
        default: text += broken.isEmpty ? "no invariant was violated\n" : "violated: \(broken[0])\n"
        }
        return text
    }
}
