// SPDX-License-Identifier: Apache-2.0
// The built `roost` as a child that a test starts, listens to, signals and kills. Every wait has an end, and
// every child is gone when its owner is.

import Foundation
import Glibc

/// The `roost` that was built beside these tests, or the one that a torture run names.
let roostPath: String = {
    if let named = ProcessInfo.processInfo.environment["ROOST_TORTURE_BINARY"] { return named }
    let own =
        // Without /proc the path of the arguments must do.
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent("roost").path
}()

/// A `roost` that runs.
final class DaemonChild {
    private let process = Process()
    private let complaints = Pipe()
    private let outputFile: String
    private var pending: [UInt8] = []
    private var isAtEnd = false
    /// The lines of its log so far.
    private(set) var lines: [String] = []

    /// Starts `roost` with some arguments, or another program that runs it.
    init(_ arguments: [String], under program: [String] = []) throws {
        outputFile = try freshDirectory() + "/stdout"
        _ = FileManager.default.createFile(atPath: outputFile, contents: nil)
        let command = program + [roostPath] + arguments
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.standardInput = FileHandle.nullDevice
        let words = FileHandle(forWritingAtPath: outputFile)
        process.standardOutput = words
        process.standardError = complaints
        try process.run()
        // Only the child may hold the other end, or its end would never be seen.
        try complaints.fileHandleForWriting.close()
        try words?.close()
    }

    deinit {
        if process.isRunning { signal(SIGKILL) }
    }

    /// Its process number.
    var id: Int32 { process.processIdentifier }
    /// Its log as one text.
    var log: String { lines.joined(separator: "\n") }
    /// The last lines, for the report of a failure.
    var tail: String { lines.suffix(40).joined(separator: "\n") }
    /// What it wrote to standard output.
    var output: String { (try? String(contentsOfFile: outputFile, encoding: .utf8)) ?? "" }
    /// The phase it entered last, as its log says.
    var phase: String? {
        lines.last { $0.contains(" phase ") && $0.contains(" -> ") }?.split(separator: " ").last.map(
            String.init)
    }
    /// Where its console listens.
    var consoleAddress: String? {
        lines.lazy.compactMap { $0.split(separator: " ").last.map(String.init) }
            .first { $0.hasPrefix("http://") }
    }

    /// Sends it a signal.
    func signal(_ number: Int32) { _ = Glibc.kill(process.processIdentifier, number) }

    /// Waits until a condition holds; false when that takes too long. Its log is read meanwhile.
    func wait(_ seconds: Double, until isMet: () throws -> Bool) rethrows -> Bool {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while true {
            if try isMet() { return true }
            guard ContinuousClock.now < deadline else { return false }
            listen(milliseconds: 10)
        }
    }

    /// Waits for a span in which only the log is read.
    func listen(for seconds: Double) { _ = wait(seconds) { false } }

    /// Waits until a line of the log holds a text.
    func waitForLine(_ text: String, within seconds: Double) -> Bool {
        wait(seconds) { lines.contains { $0.contains(text) } }
    }

    /// Waits for its end; the exit code, or the negated signal, or nil when it goes on.
    func end(within seconds: Double) -> Int32? {
        guard wait(seconds, until: { isAtEnd && !process.isRunning }) else { return nil }
        // Foundation gives back what it holds of a process only to who waits for it.
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }

    /// Kills it as a power cut would, and waits until it is gone.
    func killNow() -> Bool {
        signal(SIGKILL)
        return end(within: 20) != nil
    }

    /// Takes what its log holds now, waiting a little when that is nothing.
    private func listen(milliseconds: Int32) {
        guard !isAtEnd else { return pause(milliseconds: Int(milliseconds)) }
        let file = complaints.fileHandleForReading.fileDescriptor
        var request = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&request, 1, milliseconds) > 0 else { return }
        var fresh = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe read(file, &fresh, fresh.count)
        guard count > 0 else {
            isAtEnd = true
            // A pipe that cannot be closed is only one file more.
            try? complaints.fileHandleForReading.close()
            return
        }
        pending.append(contentsOf: fresh.prefix(count))
        while let end = pending.firstIndex(of: 0x0A) {
            lines.append(String(decoding: pending[..<end], as: UTF8.self))
            pending.removeFirst(end + 1)
        }
    }
}

/// Waits a little for the world, without putting the thread's work behind anyone else's.
func pause(milliseconds: Int) {
    _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(milliseconds))
}

/// All directories of this run; gone when the process ends.
private let root: String = {
    let path = FileManager.default.temporaryDirectory.path + "/roost-daemon-\(UUID().uuidString)"
    // A left-over directory in the temporary folder is harmless.
    atexit { try? FileManager.default.removeItem(atPath: root) }
    return path
}()

/// A fresh directory.
func freshDirectory() throws -> String {
    let path = root + "/" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
}
