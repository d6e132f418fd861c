// SPDX-License-Identifier: Apache-2.0
// `roost doctor`: looks at everything a dock can be examined for, and says for each what was found and what to do next.
// It changes nothing: no file, no register, no vehicle; it sends no mail.

import ArgumentParser
import DockModel
import Foundation
import Settings

/// Examines a dock.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Examine a dock: each check with result, value found, and remedy.",
        discussion: """
            Configuration, secrets, clock, disk, database, mail server, console, Modbus devices, vehicle, schedules,
            parts, incidents and the service. Nothing is changed and no mail is sent. While the daemon runs, its lines
            and its vehicle are not touched: what it stored tells. Run it as the service's user, or as root to see
            credentials. Results: ok, warning, fault, not tested.
            Exit codes: 0 no finding, 1 a warning or a fault, 64 wrong usage.

            Example:
              roost doctor --config /etc/roost
              roost doctor --only mail,storage.space --json
              roost doctor --list
            """)

    @Option(help: "Directory with dock.yaml.")
    var config = "/etc/roost"
    @Option(help: "Directory of the dock's database, else as dock.yaml says.")
    var storage: String?
    @Option(
        help: ArgumentHelp(
            "Only these checks, with commas: a name, or what stands before its dot.", valueName: "ids"))
    var only: String?
    @Flag(help: "Ask no device, no vehicle, no server and no port.")
    var offline = false
    @Flag(help: "Ask the mail server over a metered link too.")
    var anyLink = false
    @Option(help: "Longest wait in seconds for one answer, 1 to 120.")
    var timeout = 8.0
    @Flag(help: "List the checks and look at nothing.")
    var list = false
    @Flag(help: "Print one JSON document.")
    var json = false

    private struct View: Encodable {
        var dock: String?
        var at: String
        var findings: [DoctorFinding]
        var counts: [String: Int]
    }

    private struct Entry: Encodable {
        var id: String
        var title: String
    }

    private var words: [String] { (only ?? "").split(separator: ",").map(String.init) }

    func validate() throws {
        guard (1...120).contains(timeout) else { throw ValidationError("--timeout must be 1 to 120 seconds") }
        guard DoctorCheck.named(words) != nil else {
            throw ValidationError(
                "--only \"\(CommandOutput.printable(only ?? ""))\" names no check; roost doctor --list shows them"
            )
        }
    }

    func run() async throws {
        CommandOutput.surviveSignals()
        let checks = DoctorCheck.named(words) ?? []
        if list { return try sayList(checks) }
        let terms = DoctorTerms(asksOthers: !offline, patience: .seconds(timeout), usesAnyLink: anyLink)
        let site = DoctorSite(directory: config, storage: storage, terms: terms)
        let bar = ProgressBar()
        var findings: [DoctorFinding] = []
        for (index, check) in checks.enumerated() {
            bar.show { .init(share: Double(index) / Double(checks.count), text: check.title) }
            findings += await check.findings(site)
        }
        bar.clear()
        let counts = Dictionary(findings.map { ($0.result.rawValue, 1) }, uniquingKeysWith: +)
        if json {
            try CommandOutput.sayJSON(
                View(
                    dock: site.configuration?.dock.dock.id.text, at: site.now.wall.utc, findings: findings,
                    counts: counts))
        } else {
            try CommandOutput.say(DoctorTable.text(findings, isColoured: TerminalScreen.wantsColour))
        }
        if findings.contains(where: \.result.isFinding) { throw CommandExit.finding }
    }

    private func sayList(_ checks: [DoctorCheck]) throws {
        if json { return try CommandOutput.sayJSON(checks.map { Entry(id: $0.id, title: $0.title) }) }
        try CommandOutput.say(
            ScheduleTable([["check", "asks whether"]] + checks.map { [$0.id, $0.title] }).text)
    }
}

/// The report as text: what is well in one line, what is not with its remedy below.
enum DoctorTable {
    static func text(_ findings: [DoctorFinding], isColoured: Bool) -> String {
        let names = findings.map { finding in
            CommandOutput.printable(finding.id + (finding.subject.map { " \($0)" } ?? ""))
        }
        let width = min(names.map(\.count).max() ?? 0, 40)
        var text = ""
        for (finding, name) in zip(findings, names) {
            let padding = String(repeating: " ", count: max(0, width - name.count))
            let word = finding.result.rawValue.padding(toLength: 10, withPad: " ", startingAt: 0)
            text += "\(coloured(word, finding.result, isColoured))  \(name)\(padding)  "
            text += CommandOutput.printable(finding.evidence) + "\n"
            if let remedy = finding.remedy { text += "            -> \(CommandOutput.printable(remedy))\n" }
        }
        let counts = DoctorResult.allCases.compactMap { result -> String? in
            let count = findings.count { $0.result == result }
            return count > 0 ? "\(count) \(result.rawValue)" : nil
        }
        return text + "\(DoctorText.count(findings.count, "look")): \(counts.joined(separator: ", "))\n"
    }

    private static func coloured(_ word: String, _ result: DoctorResult, _ isColoured: Bool) -> String {
        guard isColoured else { return word }
        let code =
            switch result {
            case .ok: "32"
            case .warning: "33"
            case .fault: "1;31"
            case .notTested: "2"
            }
        return "\u{1B}[\(code)m\(word)\u{1B}[0m"
    }
}
