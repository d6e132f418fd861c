// SPDX-License-Identifier: Apache-2.0
// The verbs of `roost wear` on a real store: what they say, the files they write, the words they leave for the dock,
// and how they refuse.

import DockModel
import Foundation
import RoostCore
import Settings
import Store
import Testing
import Wear

@testable import RoostDaemon
@testable import roost

/// What a command printed and how it ended.
private struct Outcome {
    var code: Int32
    var text: String
}

/// Runs the program.
private func roost(_ arguments: [String]) throws -> Outcome {
    let process = Process(), output = Pipe()
    process.executableURL = URL(fileURLWithPath: roostPath)
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let octets = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Outcome(code: process.terminationStatus, text: String(decoding: octets, as: UTF8.self))
}

/// The store of a dock whose cover motor nears its end after years, and whose other parts were never measured.
private func oldDock() throws -> String {
    let directory = try freshDirectory()
    let policy = try DefaultConfiguration.configuration().corePolicy()
    let now = moment(0)
    var state = DockState(at: now, parts: policy.parts)
    let motor = try #require(policy.parts.first { $0.description.id == "cover-motor" })
    let rows = (1...300).map { number in
        WearRow(
            at: now.wall + .seconds(Int64(number - 300) * 86_400), use: 60 * Double(number),
            measure: 3.2 + 0.7 * Double(number) / 300)
    }
    _ = state.wear.takeOver(rows, of: motor)
    let (after, effects) = step(state, .started, at: now, policy: policy)
    var decision = DecisionCommit(moment: now, state: try StateCoding.encode(after))
    for case .wear(let entry) in effects {
        decision.wear.append(
            WearRecord(part: entry.part.text, kind: entry.word, body: try StateCoding.encode(entry)))
    }
    let database = try RoostDatabase.open(directory: directory)
    _ = try database.commit(decision)
    try database.close()
    return directory
}

@Suite(.serialized) struct WearCommands {
    @Test func `list, show and history tell the same part, and the journal rebuilds it`() throws {
        let dock = try oldDock()
        let list = try roost(["wear", "list", "--storage", dock])
        #expect(list.text.split(separator: "\n").count == 28 && list.text.contains("Cover motor"))
        let show = try roost(["wear", "show", "cover-motor", "--storage", dock, "--json"])
        let view = try #require(
            JSONSerialization.jsonObject(with: Data(show.text.utf8)) as? [String: Any])
        #expect(view["use"] as? Double == 18_000 && view["measureUnit"] as? String == "A")
        let days = try #require(view["daysLeft"] as? [String: Double])
        #expect(days["p10"]! < days["p50"]! && days["p50"]! < days["p90"]!)
        let history = try roost(["wear", "history", "cover-motor", "--verify", "--last", "3", "--storage", dock])
        #expect(history.code == 0 && history.text.contains("the same, bit for bit"))
        #expect(history.text.contains("the last 3 of 301 lines"))
        let fresh = try roost(["wear", "show", "box-fan", "--storage", dock])
        #expect(fresh.text.contains("not measured yet") && fresh.text.contains("catalogue"))
        let unknown = try roost(["wear", "show", "cover-moter", "--storage", dock])
        #expect(unknown.code == 64 && unknown.text.contains("there is no part \"cover-moter\""))
        #expect(try roost(["wear", "list", "--storage", dock + "/none"]).code == 69)
    }

    @Test func `a history that was changed behind the dock's back is found`() throws {
        let dock = try oldDock()
        let database = try RoostDatabase.open(directory: dock)
        let last = try #require(try database.wear(of: "cover-motor", limit: 1_000).last)
        var decision = DecisionCommit(moment: moment(1))
        decision.wear = [last.record, last.record]
        decision.wear[1].body = Array("{\"no\": \"line\"}".utf8)
        _ = try database.commit(decision)
        try database.close()
        let history = try roost(["wear", "history", "cover-motor", "--verify", "--last", "2", "--storage", dock])
        #expect(history.code == 1 && history.text.contains("NOT the part"))
        #expect(history.text.contains("not understood by this version"))
    }

    @Test func `a replacement is left for the dock and one comes out of the stock`() throws {
        let dock = try oldDock()
        #expect(try roost(["wear", "stock", "cover-motor", "--set", "1", "--storage", dock]).code == 0)
        let said = try roost([
            "wear", "replace", "cover-motor", "--serial", "CM-9", "--reason", "failed", "--storage", dock,
        ])
        #expect(said.code == 0 && said.text.contains("0 left in stock"))
        let database = try RoostDatabase.open(directory: dock)
        let text = try #require(try database.takeNote(from: OperatorWord.queue))
        #expect(
            OperatorWord(text: text)
                == .replaced(PartReplacement(part: "cover-motor", serial: "CM-9", reason: .failed)))
        #expect(try PartStock.count(in: database) == ["cover-motor": 0])
        try database.close()
        for wrong in [["--reason", "failed"], ["--serial", "a\nb"], ["--serial", "x", "--used", "-1"]] {
            #expect(try roost(["wear", "replace", "cover-motor", "--storage", dock] + wrong).code == 64)
        }
    }

    @Test func `a visit has its pick list, its work order and its place in the calendar`() throws {
        let dock = try oldDock()
        let (pdf, ics) = (dock + "/order.pdf", dock + "/visit.ics")
        let said = try roost([
            "wear", "plan-visit", "--storage", dock, "--pdf", pdf, "--ics", ics, "--language", "de",
        ])
        #expect(said.code == 1 && said.text.contains("[ ] Cover motor"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: pdf)).starts(with: Array("%PDF-".utf8)))
        let event = try String(contentsOfFile: ics, encoding: .utf8)
        #expect(event.contains("SUMMARY:Dock NORTH: change Cover motor"))
        // Nine in the morning of the site, in summer or winter.
        #expect(event.contains("T070000Z") || event.contains("T080000Z"))
        let none = try roost(["wear", "plan-visit", "--storage", dock, "--horizon", "1"])
        #expect(none.code == 0 && none.text.contains("no visit is due"))
        let nowhere = try roost(["wear", "plan-visit", "--storage", dock, "--pdf", "/proc/no/order.pdf"])
        #expect(nowhere.code == 73)
    }

    @Test func `what a dock taught is a prior that another dock takes`() throws {
        let dock = try oldDock(), prior = dock + "/cover.json"
        let export = try roost(["wear", "export", "cover-motor", "-o", prior, "--storage", dock])
        #expect(export.code == 0 && export.text.contains("1 units, 0 finished"), "\(export.text)")
        #expect(try roost(["wear", "export", "box-fan", "-o", prior + "x", "--storage", dock]).code == 1)
        let configuration = dock + "/etc"
        for (file, octets) in DefaultConfiguration.files.contents {
            let path = configuration + "/" + file
            try FileManager.default.createDirectory(
                atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path, withIntermediateDirectories: true)
            try Data(octets).write(to: URL(fileURLWithPath: path))
        }
        let taken = try roost(["wear", "import", prior, "--part", "cover-motor", "--config", configuration])
        #expect(taken.code == 0 && taken.text.contains("add to cover-motor in parts.yaml: prior: cover.json"))
        let wrong = try roost(["wear", "import", prior, "--part", "charge-contacts", "--config", configuration])
        #expect(wrong.code == 78 && wrong.text.contains("its units end at"))
        let parts = configuration + "/parts.yaml"
        let text = try String(contentsOfFile: parts, encoding: .utf8)
        let name = "    name: Cover motor\n"
        let named = text.replacingOccurrences(of: name, with: name + "    prior: cover.json\n")
        try Data(named.utf8).write(to: URL(fileURLWithPath: parts))
        let loaded = try DockConfiguration.load(directory: configuration)
        #expect(try loaded.corePolicy().parts.first { $0.description.id == "cover-motor" }?.fleet != nil)
        try Data("{}".utf8).write(to: URL(fileURLWithPath: configuration + "/priors/cover.json"))
        #expect(throws: SettingsError.self) { try DockConfiguration.load(directory: configuration) }
    }
}
