// SPDX-License-Identifier: Apache-2.0
// What the verbs of `roost report` share: which dock, in which form and for whom, and where the report goes. A report
// is written whole or not at all; a table of many days is written as it is read.

import ArgumentParser
import DockModel
import Foundation
import Glibc
import Paper
import Report
import RoostDaemon
import Settings
import Store

/// The forms of a report.
enum ReportFormat: String, CaseIterable, ExpressibleByArgument {
    case text, html, pdf, csv, json, satellite

    var ending: String { self == .text || self == .satellite ? "txt" : rawValue }
}

extension ReportLanguage: ExpressibleByArgument {}
extension ReportUnits: ExpressibleByArgument {}
extension PaperSize: ExpressibleByArgument {}

/// Which dock, in which form, and where to.
struct ReportOptions: ParsableArguments {
    @Option(help: "text, html, pdf, csv, json or satellite (340 octets).")
    var format = ReportFormat.text
    @Option(help: "en or de; left out: mail.language of dock.yaml.")
    var language: ReportLanguage?
    @Option(help: "si or imperial; left out: reports.units of dock.yaml.")
    var units: ReportUnits?
    @Option(help: "a4 or letter, for pdf; left out: reports.paper of dock.yaml.")
    var paper: PaperSize?
    @Option(name: .shortAndLong, help: "Write into this file; left out: standard output.")
    var output: String?
    @Flag(help: "Show it with the desktop's own program.")
    var open = false
    @Option(help: "Directory with dock.yaml; the embedded default if left out.")
    var config: String?
    @Option(help: "Directory of the dock's database.")
    var storage = "./var"

    func validate() throws {
        guard format != .pdf || output != nil || open || isatty(STDOUT_FILENO) == 0 else {
            throw ValidationError("a PDF is nothing for a terminal: add --output FILE or --open, or redirect it")
        }
    }

    /// The configuration.
    func settings() throws -> DockConfiguration { try CommandExit.configuration(orDefault: config) }

    /// The dock's store; what is not there ends the command.
    func database() throws -> RoostDatabase {
        CommandOutput.surviveSignals()
        guard FileManager.default.fileExists(atPath: storage + "/roost.db") else {
            CommandOutput.complain(
                CommandOutput.printable(
                    "\(storage): no dock has run here yet; name its directory with --storage, start it with roost run, "
                        + "or look at a built-in year with --demo"))
            throw ExitCode(69)
        }
        return try CommandExit.giving { () throws(StoreError) in try RoostDatabase.open(directory: storage) }
    }

    /// The language of the report.
    func language(of dock: DockConfiguration) -> ReportLanguage {
        language ?? (dock.dock.mail.language == .german ? .german : .english)
    }

    /// The press for the report's readers.
    func press(_ dock: DockConfiguration) -> DigestPress {
        DigestPress(dock: dock.dock.dock, language: language(of: dock), units: units(of: dock))
    }

    /// The units of the report.
    func units(of dock: DockConfiguration) -> ReportUnits {
        units ?? (dock.dock.reports.units == .imperial ? .imperial : .si)
    }

    /// The paper of the report.
    func size(of dock: DockConfiguration) -> PaperSize {
        paper ?? (dock.dock.reports.paper == .letter ? .letter : .a4)
    }

    /// Hands over a report; `name` is its file's name without ending when the reader's own program shows it.
    func deliver(_ octets: [UInt8], name: String) throws {
        if let output { try CommandOutput.write(octets, to: output) }
        if open { return try show(try output ?? temporary(octets, name: name)) }
        if output == nil { try CommandOutput.say(octets) }
    }

    /// A file of its own for a report that is to be shown.
    private func temporary(_ octets: [UInt8], name: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("roost-report-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            CommandOutput.complain(
                CommandOutput.printable("\(folder.path): \(error.localizedDescription); name a file with --output"))
            throw ExitCode(73)
        }
        let path = folder.appendingPathComponent("\(name).\(format.ending)").path
        try CommandOutput.write(octets, to: path)
        return path
    }

    /// Shows a file with the desktop's own program.
    func show(_ file: String) throws {
        let program = Process()
        program.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        program.arguments = ["xdg-open", file]
        (program.standardOutput, program.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        do {
            try program.run()
            program.waitUntilExit()
        } catch {
            CommandOutput.complain("/usr/bin/env cannot be started: \(error.localizedDescription)")
        }
        guard program.terminationStatus == 0 else {
            CommandOutput.complain(
                CommandOutput.printable("no program of a desktop could show it (xdg-open); it lies in \(file)"))
            throw CommandExit.finding
        }
    }
}

/// Which days a report is about.
enum ReportDays: Equatable {
    /// One day.
    case day(String)
    /// From one day to another.
    case range(String, String, DigestPeriod)

    /// "2026-11-25", "2026-11" or "2026-11-01..2026-11-25"; nil for anything else.
    init?(_ text: String) {
        if DayName.number(of: text) != nil {
            self = .day(text)
        } else if let month = DayName.month(text) {
            self = .range(month.first, month.last, .month)
        } else {
            let ends = text.components(separatedBy: "..")
            guard ends.count == 2, let from = DayName.number(of: ends[0]), let to = DayName.number(of: ends[1]),
                from <= to
            else { return nil }
            self = from == to ? .day(ends[0]) : .range(ends[0], ends[1], to - from == 6 ? .week : .range)
        }
    }
}
