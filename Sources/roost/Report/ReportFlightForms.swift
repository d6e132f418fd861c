// SPDX-License-Identifier: Apache-2.0
// The forms in which `roost report flight` hands out a record, where they go, and which days a date names. A file that
// is not as it was written is told and never handed out.

import ArgumentParser
import DockModel
import Foundation
import Paper
import RoostDaemon
import Store

/// A record's file is gone or was changed; it was said already.
struct ChangedFile: Error {}

extension ReportFlight {
    /// A record as `--json` shows it.
    private struct View: Encodable {
        struct File: Encodable {
            var kind: String
            var path: String
            var octets: Int
            var sha256: String
        }

        var run: String
        var version: Int
        var made: String
        var isComplete: Bool
        var missing: [String]
        var hasLog: Bool
        var thinned: String?
        var files: [File]
        var facts: FlightRecord
    }

    /// A record in a form.
    static func octets(of row: FlightRecordRow, as format: Format, _ database: RoostDatabase) throws -> [UInt8] {
        switch format {
        case .text: return Array((try text(of: row).joined(separator: "\n") + "\n").utf8)
        case .json: return try json(of: row, database)
        case .csv where row.thinned != nil:
            return Array((FlightRecord.csvHeader + (try FlightRecordFile.facts(of: row).csvRow)).utf8)
        case .pdf, .csv, .kml:
            if let octets = try FlightRecordFile.octets(format.rawValue, of: row, in: database) { return octets }
            let name = row.files.first { $0.kind == format.rawValue }?.name ?? format.rawValue
            let why =
                (row.thinned.map { "was removed on \(DaySpan.day($0)) because its time was over" }
                ?? "is gone or was changed since it was written; see roost log verify")
                + "; --format text still works"
            CommandOutput.complain(
                CommandOutput.printable("\(RecordFolder(storage: database.directory).path(of: name)): it \(why)"))
            throw ChangedFile()
        }
    }

    private static func text(of row: FlightRecordRow) throws -> [String] {
        let record = try FlightRecordFile.facts(of: row)
        var lines = record.document().textLines.map(CommandOutput.printable)
        lines += ["", "Files"] + row.files.map { "  \($0.name), \($0.octets) octets" }
        if let thinned = row.thinned { lines.append("  removed on \(DaySpan.day(thinned)): their time was over") }
        return lines + [""]
    }

    private static func json(of row: FlightRecordRow, _ database: RoostDatabase) throws -> [UInt8] {
        let folder = RecordFolder(storage: database.directory)
        let view = View(
            run: row.run, version: row.version, made: OutboxTime.text(row.made), isComplete: row.isComplete,
            missing: row.missing, hasLog: row.hasLog, thinned: row.thinned.map(OutboxTime.text),
            files: row.files.map {
                View.File(
                    kind: $0.kind, path: folder.path(of: $0.name), octets: $0.octets,
                    sha256: SHA256.hexadecimal($0.sha256))
            }, facts: try FlightRecordFile.facts(of: row))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return [UInt8](try encoder.encode(view)) + [UInt8(ascii: "\n")]
    }

    /// The name of a file that is written for somebody.
    static func fileName(of row: FlightRecordRow, _ format: Format) -> String {
        if let file = row.files.first(where: { $0.kind == format.rawValue }) { return file.name }
        let base = row.files.first.map { String($0.name.prefix { $0 != "." }) } ?? "flight-v\(row.version)"
        return "\(base).\(format == .text ? "txt" : format.rawValue)"
    }

    static func isFolder(_ path: String) -> Bool {
        // What cannot be looked at is no folder to write into.
        let facts = try? FileManager.default.attributesOfItem(atPath: path)
        return facts?[.type] as? FileAttributeType == .typeDirectory
    }

    static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            CommandOutput.complain(
                CommandOutput.printable("\(path): cannot be made (\(error.localizedDescription)); name another folder"))
            throw ExitCode(73)
        }
    }

    /// Writes octets to standard output as they are.
    static func sayOctets(_ octets: [UInt8]) throws {
        let sink = try ReportSink(nil)
        try sink.take(octets)
    }

    /// Opens a file with the program of the desktop.
    static func open(_ path: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["xdg-open", path]
        do {
            try process.run()
            process.waitUntilExit()
        } catch {
            CommandOutput.complain("xdg-open cannot be started: \(error.localizedDescription)")
            throw CommandExit.finding
        }
        guard process.terminationStatus == 0 else {
            CommandOutput.complain(
                CommandOutput.printable(
                    "\(path) was written but nothing opens it here; install xdg-utils or open it yourself"))
            throw CommandExit.finding
        }
    }
}

/// Where a report of many flights goes: standard output, or a file that appears when it is whole.
final class ReportSink {
    private let handle: FileHandle
    private let path: String?

    /// Standard output for nil and "-".
    init(_ output: String?) throws {
        guard let output, output != "-" else {
            (handle, path) = (.standardOutput, nil)
            return
        }
        let part = output + ".part"
        guard FileManager.default.createFile(atPath: part, contents: nil),
            let handle = FileHandle(forWritingAtPath: part)
        else {
            CommandOutput.complain(CommandOutput.printable("\(part): cannot be written; check the path and its mode"))
            throw ExitCode(73)
        }
        (self.handle, path) = (handle, output)
    }

    /// Takes the next octets.
    func take(_ octets: [UInt8]) throws {
        do {
            try handle.write(contentsOf: Data(octets))
        } catch {
            CommandOutput.complain(
                CommandOutput.printable(
                    "\(path ?? "standard output"): cannot be written (\(error.localizedDescription))"))
            throw path == nil ? CommandExit.finding : ExitCode(73)
        }
    }

    /// Gives a file its name.
    func finish() throws {
        guard let path else { return }
        do {
            try handle.close()
            // A file of that name is replaced.
            if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
            try FileManager.default.moveItem(atPath: path + ".part", toPath: path)
        } catch {
            CommandOutput.complain(
                CommandOutput.printable("\(path): cannot be written (\(error.localizedDescription))"))
            throw ExitCode(73)
        }
    }
}

/// The days that a date names, in UTC.
struct DaySpan: Equatable {
    /// The first instant.
    var from: WallTime
    /// The first instant behind.
    var to: WallTime

    /// The days of "2026-11-25", "2026-11", "2026" or two of these with ".." between; nil for anything else.
    init?(_ text: String) {
        let ends = text.components(separatedBy: "..")
        guard (1...2).contains(ends.count), let first = Self.days(ends[0]), let last = Self.days(ends[ends.count - 1]),
            first.from < last.to
        else { return nil }
        (from, to) = (
            WallTime(milliseconds: Int64(first.from) * 86_400_000), WallTime(milliseconds: Int64(last.to) * 86_400_000)
        )
    }

    /// The days of one date, as numbers since 1970, the last not included.
    private static func days(_ text: String) -> (from: Int, to: Int)? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isNumber) }),
            parts[0].utf8.count == 4, parts.dropFirst().allSatisfy({ $0.utf8.count == 2 })
        else { return nil }
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == parts.count, (1970...9998).contains(numbers[0]) else { return nil }
        let month = numbers.count > 1 ? numbers[1] : 1, day = numbers.count > 2 ? numbers[2] : 1
        let from = CivilDate.daysSince1970(year: numbers[0], month: month, day: day)
        // A day that there is not comes back as another.
        let found = CivilDate(daysSince1970: from)
        guard found.year == numbers[0], found.month == month, found.day == day else { return nil }
        switch numbers.count {
        case 3: return (from, from + 1)
        case 2:
            let isLast = month == 12
            return (
                from,
                CivilDate.daysSince1970(year: numbers[0] + (isLast ? 1 : 0), month: isLast ? 1 : month + 1, day: 1)
            )
        default: return (from, CivilDate.daysSince1970(year: numbers[0] + 1, month: 1, day: 1))
        }
    }

    /// The day of a time in UTC.
    static func day(_ time: WallTime) -> String { String(OutboxTime.text(time).prefix(10)) }
}
