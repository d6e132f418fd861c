// SPDX-License-Identifier: Apache-2.0
// A program started by the bench, and what Linux says it uses. It is always stopped by its own number.

import Foundation
import Glibc

/// A running program. It is started by the C library alone, so that nothing but the program itself is timed.
final class Child {
    /// How often a wait looks, in microseconds.
    private static let lookMicroseconds: UInt32 = 200
    private let name: String
    private let id: pid_t
    private var hasEnded = false

    /// Starts it; what it says on standard error stays visible or goes to a file, the rest goes nowhere. It reads
    /// `input`, or nothing.
    init(_ path: String, _ arguments: [String], complaintsTo file: String? = nil, input: String = "/dev/null") throws {
        name = path
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        if let file {
            unsafe posix_spawn_file_actions_addopen(
                &actions, STDERR_FILENO, file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        }
        var words = unsafe ([path] + arguments).map { unsafe strdup($0) } + [nil]
        defer { unsafe words.forEach { unsafe free($0) } }
        var id: pid_t = 0
        let code = unsafe posix_spawn(&id, path, &actions, nil, &words, environ)
        guard code == 0 else { throw BenchError("\(path) cannot be started: error \(code)") }
        self.id = id
    }

    deinit { kill() }

    /// Whether it runs.
    var isRunning: Bool {
        guard !hasEnded else { return false }
        var status: Int32 = 0
        hasEnded = unsafe waitpid(id, &status, WNOHANG) != 0
        return !hasEnded
    }

    /// Waits for its end.
    func wait() { while isRunning { usleep(Self.lookMicroseconds) } }

    /// Asks it to end in order and waits; a program that does not is killed, and that is an error.
    func stop() throws {
        guard isRunning else { return }
        Glibc.kill(id, SIGTERM)
        let deadline = secondsNow() + 10
        while isRunning {
            usleep(Self.lookMicroseconds)
            guard secondsNow() < deadline else {
                kill()
                throw BenchError("\(name) does not end on SIGTERM")
            }
        }
    }

    /// Ends it at once.
    func kill() {
        guard isRunning else { return }
        Glibc.kill(id, SIGKILL)
        wait()
    }

    /// Megabytes of memory it holds now.
    func megabytes() throws -> Double {
        let lines = try read("status").split(separator: "\n")
        guard let line = lines.first(where: { $0.hasPrefix("VmRSS:") }),
            let kilobytes = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap(
                { Double($0) })
        else { throw BenchError("/proc says nothing of its memory") }
        return kilobytes * 1_024 / 1e6
    }

    /// Octets that it has sent to the disk.
    func writtenOctets() throws -> Int64 {
        let line = try read("io").split(separator: "\n").first { $0.hasPrefix("write_bytes:") }
        guard let octets = line?.split(separator: " ").last.flatMap({ Int64($0) }) else {
            throw BenchError("/proc says nothing of what it writes")
        }
        return octets
    }

    /// Seconds of processor time it has used, in user and kernel mode.
    func usedSeconds() throws -> Double {
        // The name in parentheses may hold anything, so the fields are counted from its end.
        let fields = try read("stat").split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
            throw BenchError("/proc says nothing of its processor time")
        }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private func read(_ file: String) throws -> String {
        try String(contentsOfFile: "/proc/\(id)/\(file)", encoding: .utf8)
    }
}
