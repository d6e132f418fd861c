// SPDX-License-Identifier: Apache-2.0
// Takes a series from a file or standard input row by row through one detector. Each line is one row, except a
// header and blank lines at the end; a row that cannot be read is a row all the same.

import DockModel
import Foundation
import Glibc
import Triage

/// One row of a series.
struct AnomalyRow {
    /// What came of the row.
    enum Verdict {
        case assessed(Sample, Assessment)
        case unreadable(because: String, column: Int)
    }

    /// Its place among the rows, from 1.
    var number: Int
    /// Its line in the file, from 1.
    var line: Int
    var verdict: Verdict

    /// The score; 0 when the row could not be judged.
    var score: Double {
        guard case .assessed(_, let assessment) = verdict else { return 0 }
        return assessment.score
    }
}

/// A series under a detector. Blank lines before the first row or its header are no rows.
struct AnomalyRun {
    /// The detector after the rows so far.
    private(set) var detector = SignalDetector()
    private var line = 0
    private var row = 0
    /// Blank lines whose meaning is open: rows if something follows, nothing at the end.
    private var blanks = 0
    /// Whether a line that is not blank was seen.
    private var isBegun = false

    /// Takes one line; the rows it settles go to `body`, each with the detector before it.
    mutating func take(
        _ octets: ArraySlice<UInt8>, keepsBefore: Bool, _ body: (AnomalyRow, SignalDetector?) -> Void
    ) {
        line += 1
        if octets.isEmpty || (octets.count == 1 && octets.first == 0x0D) {
            blanks += 1
            return
        }
        let isFirst = !isBegun
        if isFirst { blanks = 0 }
        isBegun = true
        while blanks > 0 {
            row += 1
            let verdict = AnomalyRow.Verdict.unreadable(because: "the line is empty", column: 1)
            body(AnomalyRow(number: row, line: line - blanks, verdict: verdict), nil)
            blanks -= 1
        }
        switch SampleLine(octets, isFirst: isFirst) {
        case .header: return
        case .unreadable(let because, let column):
            row += 1
            body(
                AnomalyRow(number: row, line: line, verdict: .unreadable(because: because, column: column)),
                nil)
        case .sample(let sample):
            row += 1
            let before = keepsBefore ? detector : nil
            let assessment = detector.take(sample)
            body(AnomalyRow(number: row, line: line, verdict: .assessed(sample, assessment)), before)
        }
    }
}

/// The lines of a series.
enum AnomalyInput {
    /// Octets asked of the system at once.
    static let blockOctets = 256 << 10

    /// Opens the file; "-" is standard input.
    static func open(_ path: String) throws -> Int32 {
        if path == "-" { return STDIN_FILENO }
        let file = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            let reason = errno
            CommandOutput.complain("\(CommandOutput.printable(path)): cannot be opened: \(Self.words(reason))")
            throw reason == EACCES ? CommandExit.notAllowed : CommandExit.badConfiguration
        }
        return file
    }

    /// Gives each line without its line feed to `line`, and calls `blockDone` after each block that was read.
    /// A line far beyond any row is cut; its head is enough to say that it is too long.
    static func lines(
        of file: Int32, name: String, _ line: (ArraySlice<UInt8>) throws -> Void, blockDone: () throws -> Void
    ) throws {
        var block = [UInt8](repeating: 0, count: blockOctets)
        var partial: [UInt8] = []
        let longest = SampleLine.longestLine + 2
        while true {
            let count = unsafe block.withUnsafeMutableBytes { unsafe read(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                CommandOutput.complain("\(name): cannot be read: \(words(errno))")
                try blockDone()
                throw CommandExit.tryLater
            }
            if count == 0 { break }
            var start = 0
            while let end = block[start..<count].firstIndex(of: 0x0A) {
                if partial.isEmpty {
                    try line(block[start..<end])
                } else {
                    partial.append(
                        contentsOf: block[start..<end].prefix(longest - min(longest, partial.count)))
                    try line(partial[...])
                    partial.removeAll(keepingCapacity: true)
                }
                start = end + 1
            }
            partial.append(contentsOf: block[start..<count].prefix(longest - min(longest, partial.count)))
            try blockDone()
        }
        if !partial.isEmpty { try line(partial[...]) }
        try blockDone()
    }

    private static func words(_ number: Int32) -> String { unsafe String(cString: strerror(number)) }
}
