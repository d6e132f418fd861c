// SPDX-License-Identifier: Apache-2.0
// Reads the file of a fleet's prior and the rows it points at, and writes one. Errors say which file, where,
// and what to do; nothing is guessed from a damaged file.

import ArgumentParser
import Foundation
import Wear

/// Files of `roost wear stream` and `roost wear fit`.
enum WearPriorFile {
    /// Octets of a prior or of a table of rows.
    static let mostOctets = 512 << 20

    /// The octets of a file.
    static func octets(_ path: String) throws -> [UInt8] {
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            if let size = attributes[.size] as? Int, size > mostOctets {
                CommandOutput.complain("\(path): larger than \(mostOctets >> 20) MiB; split it")
                throw CommandExit.badConfiguration
            }
            return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch let error as ExitCode {
            throw error
        } catch {
            CommandOutput.complain(
                CommandOutput.printable(
                    "\(path): cannot be read (\(error.localizedDescription)); check the path"))
            throw CommandExit.badConfiguration
        }
    }

    /// Reads a prior.
    static func read(_ path: String) throws -> FleetPrior {
        let octets = try octets(path)
        do {
            return try JSONDecoder().decode(FleetPrior.self, from: Data(withoutNotANumber(octets)))
        } catch {
            CommandOutput.complain(
                CommandOutput.printable("\(path): \(reason(error)); write it with roost wear fit"))
            throw CommandExit.badConfiguration
        }
    }

    /// The rows a prior points at, next to the prior or from here; nil when it names none or they cannot be read.
    static func rows(of prior: FleetPrior, at path: String) -> [UnitRecord]? {
        guard let file = prior.fleetFile, !file.isEmpty else { return nil }
        let beside = URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent(file).path
        let candidates = file.hasPrefix("/") ? [file] : [beside, file]
        guard let found = candidates.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
            CommandOutput.complain(
                CommandOutput.printable(
                    "\(path): fleet_csv: \(file): there is no such file; only the prior's own figures are used"
                ))
            return nil
        }
        do {
            return try units(found)
        } catch {
            CommandOutput.complain(
                CommandOutput.printable("\(path): fleet_csv: \(file): only the prior's own figures are used"))
            return nil
        }
    }

    /// The units of a table of rows.
    static func units(_ path: String) throws -> [UnitRecord] {
        let table = UnitTable(try octets(path))
        if let line = table.oddLines.first {
            CommandOutput.complain(
                CommandOutput.printable(
                    "\(path):\(line):1: too few fields for unit,t,use,measure; "
                        + "\(table.oddLines.count) such lines are left out"))
        }
        return table.units
    }

    /// Other tools write NaN and Infinity, which JSON does not know; they become null.
    private static func withoutNotANumber(_ octets: [UInt8]) -> [UInt8] {
        let words: [[UInt8]] = [Array("-Infinity".utf8), Array("Infinity".utf8), Array("NaN".utf8)]
        var result: [UInt8] = []
        result.reserveCapacity(octets.count)
        var isInText = false
        var index = 0
        while index < octets.count {
            let octet = octets[index]
            if isInText, octet == UInt8(ascii: "\\"), index + 1 < octets.count {
                result += [octet, octets[index + 1]]
                index += 2
                continue
            }
            if octet == UInt8(ascii: "\"") { isInText.toggle() }
            if !isInText, "-IN".utf8.contains(octet), let word = words.first(where: octets[index...].starts) {
                result += Array("null".utf8)
                index += word.count
                continue
            }
            result.append(octet)
            index += 1
        }
        return result
    }

    private static func reason(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return error.localizedDescription }
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
            .dataCorrupted(let context):
            let place = context.codingPath.map(\.stringValue).joined(separator: ".")
            return (place.isEmpty ? "" : "\(place): ") + context.debugDescription
        @unknown default: return "not a prior"
        }
    }
}
