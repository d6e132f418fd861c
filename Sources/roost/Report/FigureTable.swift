// SPDX-License-Identifier: Apache-2.0
// The figures of many days as CSV, written piece by piece: memory does not grow with the days. Into a file it is
// written beside it first, so that a table that ends early never has the name of a whole one.

import ArgumentParser
import Foundation
import Glibc
import RoostDaemon

/// A table of days that is being written.
final class FigureTable {
    private static let columns: [(name: String, value: @Sendable (DayFigures) -> Double?)] = [
        ("missions_flown", { Double($0.flown) }), ("missions_partial", { Double($0.partial) }),
        ("missions_other", { Double($0.other) }), ("air_time_s", { $0.air }), ("charge_energy_wh", { $0.energy }),
        ("charges", { Double($0.charges) }), ("wind_mean_m_s", { $0.wind }), ("gust_m_s", { $0.gust }),
        ("air_low_c", { $0.low }), ("air_high_c", { $0.high }), ("rain_mm", { $0.rain }),
        ("cover_moves", { $0.moves }), ("cover_opening_a", { $0.opening }), ("cover_closing_a", { $0.closing }),
        ("cover_travel_s", { $0.travel }), ("weather_known_h", { $0.known }), ("flyable_h", { $0.flyable }),
        ("watched_h", { $0.watched }), ("incidents", { Double($0.incidents) }),
        ("pack_health_percent", { $0.packHealth }),
    ]
    /// Octets that are written at once.
    private static let pieceSize = 16_384

    private let options: ReportOptions
    private var piece = ""
    private var file: FileHandle?
    private let partName: String?

    /// A table for where the options say.
    init(_ options: ReportOptions) throws {
        self.options = options
        partName = options.output.map { $0 + ".part" }
        if let partName {
            guard FileManager.default.createFile(atPath: partName, contents: nil),
                let file = FileHandle(forWritingAtPath: partName)
            else {
                CommandOutput.complain(
                    CommandOutput.printable("\(partName): cannot be written; check the path and its mode"))
                throw ExitCode(73)
            }
            self.file = file
        }
        piece = "day," + Self.columns.map(\.name).joined(separator: ",") + "\r\n"
    }

    /// Writes the row of a day.
    func write(_ day: DigestHistory.Day) throws {
        piece += day.day
        for column in Self.columns { piece += "," + Self.text(column.value(day.figures)) }
        piece += "\r\n"
        if piece.utf8.count >= Self.pieceSize { try flush() }
    }

    /// Ends the table.
    func finish() throws {
        try flush()
        guard let partName, let output = options.output else { return }
        do {
            try file?.close()
        } catch {
            throw failure(error)
        }
        guard unsafe rename(partName, output) == 0 else {
            discard()
            CommandOutput.complain(
                CommandOutput.printable(
                    "\(output): cannot be replaced (error \(errno)); check the path and its mode"))
            throw ExitCode(73)
        }
    }

    /// Leaves nothing behind.
    func discard() {
        guard let partName else { return }
        // What cannot be removed has the name of a part.
        try? FileManager.default.removeItem(atPath: partName)
    }

    private func flush() throws {
        defer { piece = "" }
        guard let file else { return try CommandOutput.say(piece) }
        do {
            try file.write(contentsOf: Data(piece.utf8))
        } catch {
            throw failure(error)
        }
    }

    private func failure(_ error: any Error) -> ExitCode {
        discard()
        CommandOutput.complain(
            CommandOutput.printable("\(options.output ?? "standard output"): \(error.localizedDescription)"))
        return ExitCode(73)
    }

    /// A figure without a needless digit; empty when it was not measured.
    private static func text(_ value: Double?) -> String {
        guard let value, value.isFinite, abs(value) < 1e15 else { return "" }
        let rounded = (value * 1_000).rounded() / 1_000
        return rounded == rounded.rounded() ? "\(Int64(rounded))" : "\(rounded)"
    }
}
