// SPDX-License-Identifier: Apache-2.0
// How every verb of `roost` speaks and ends: standard output and standard error without a buffer, and exit codes.
// What is said is the verb's own matter.

import ArgumentParser
import Foundation
import Glibc
import Store

/// The exit codes of `roost`, and the way to them.
enum CommandExit {
    /// Something was found that a person should look at.
    static let finding = ExitCode(1)
    /// Nothing is lost; try again later.
    static let tryLater = ExitCode(75)
    /// The system does not allow it.
    static let notAllowed = ExitCode(77)
    /// The configuration or a file is unusable.
    static let badConfiguration = ExitCode(78)

    /// Says on stderr what failed and gives the exit code for it.
    static func fail(_ error: StoreError) -> ExitCode {
        CommandOutput.complain("\(error)")
        return code(of: error)
    }

    /// The exit code of a storage failure.
    static func code(of error: StoreError) -> ExitCode {
        switch error {
        case .diskFull, .busy, .vanished, .inputOutput, .inUse, .diskShort, .readOnly: tryLater
        case .notPermitted: notAllowed
        case .directoryUnusable, .damaged, .notOurs, .mainFileMissing, .newerSchema, .restoreUnfinished, .noGoodCopy:
            badConfiguration
        case .damagedRow, .tooLarge, .noSuchRecipient, .notWaiting, .failed: finding
        }
    }
}

/// Standard output and standard error of `roost`, written at once and without a buffer of their own.
enum CommandOutput {
    /// Writes a line to stderr.
    static func complain(_ line: String) {
        // There is nobody left to tell when stderr itself is gone.
        _ = write(line + "\n", to: STDERR_FILENO)
    }

    /// Writes text to stdout.
    /// - Throws: exit code 1 when nobody reads it any more.
    static func say(_ text: String) throws {
        guard write(text, to: STDOUT_FILENO) else {
            complain("standard output is closed; the answers could not be written")
            throw CommandExit.finding
        }
    }

    /// Writes octets to stdout as they are.
    /// - Throws: exit code 1 when nobody reads it any more.
    static func say(_ octets: [UInt8]) throws {
        guard write(octets[...], to: STDOUT_FILENO) else {
            complain("standard output is closed; the answers could not be written")
            throw CommandExit.finding
        }
    }

    /// Prints a value as one JSON document.
    static func sayJSON(_ value: some Encodable) throws {
        try say(json(value))
    }

    /// A value as one JSON document with its keys in order and an end of line; over several lines where people read it.
    static func json(_ value: some Encodable, isForPeople: Bool = false) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting =
            isForPeople
            ? [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes] : [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(value)) + [UInt8(ascii: "\n")]
    }

    /// Writes a file, whole or not at all.
    /// - Throws: exit code 73 when it cannot be written.
    static func write(_ octets: [UInt8], to path: String) throws {
        do {
            try Data(octets).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            complain(
                printable("\(path): cannot be written (\(error.localizedDescription)); check the path and its mode"))
            throw ExitCode(73)
        }
    }

    /// Lets a closed pipe and a file size limit become errors that are told, not a silent death.
    static func surviveSignals() {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
    }

    /// Text for a terminal: control characters of foreign text are replaced.
    static func printable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .lineSeparator, .paragraphSeparator, .format: "\u{FFFD}"
                    default: scalar
                    }
                }))
    }

    private static func write(_ text: String, to file: Int32) -> Bool { write(Array(text.utf8)[...], to: file) }

    private static func write(_ octets: ArraySlice<UInt8>, to file: Int32) -> Bool {
        var octets = octets
        while !octets.isEmpty {
            let count = unsafe octets.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0 {
                guard errno == EINTR else { return false }
            } else {
                octets = octets.dropFirst(count)
            }
        }
        return true
    }
}
