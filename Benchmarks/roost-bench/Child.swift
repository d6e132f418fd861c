// SPDX-License-Identifier: Apache-2.0
// A program started by the bench, and what Linux says it uses. It is always stopped by its own number.

import Foundation
import Glibc

/// A running program.
final class Child {
    private let process = Process()

    /// Starts it; its messages of warning or worse stay visible, the rest goes nowhere.
    init(_ path: String, _ arguments: [String]) throws {
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    deinit { kill() }

    /// Whether it runs.
    var isRunning: Bool { process.isRunning }

    /// Waits for its end.
    func wait() { process.waitUntilExit() }

    /// Asks it to end in order and waits; a program that does not is killed, and that is an error.
    func stop() throws {
        process.terminate()
        let deadline = secondsNow() + 10
        while process.isRunning, secondsNow() < deadline { usleep(2_000) }
        guard process.isRunning else { return }
        kill()
        throw BenchError("\(process.executableURL?.lastPathComponent ?? "the program") does not end on SIGTERM")
    }

    /// Ends it at once.
    func kill() {
        guard process.isRunning else { return }
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Megabytes of memory it holds now.
    func megabytes() throws -> Double {
        let lines = try read("status").split(separator: "\n")
        guard let line = lines.first(where: { $0.hasPrefix("VmRSS:") }),
            let kilobytes = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap({ Double($0) })
        else { throw BenchError("/proc says nothing of its memory") }
        return kilobytes * 1_024 / 1e6
    }

    /// Seconds of processor time it has used, in user and kernel mode.
    func usedSeconds() throws -> Double {
        // The name in parentheses may hold anything, so the fields are counted from its end: state is the first.
        let fields = try read("stat").split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
            throw BenchError("/proc says nothing of its processor time")
        }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private func read(_ file: String) throws -> String {
        try String(contentsOfFile: "/proc/\(process.processIdentifier)/\(file)", encoding: .utf8)
    }
}
