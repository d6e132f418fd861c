// SPDX-License-Identifier: Apache-2.0
// Runs a program that a schedule names: with its words as they are and no shell, an end in time, and nothing of ours in
// its hands but the file. A program that hangs is ended, also when the dock ends; what it says is kept in a line.

internal import Foundation

/// Runs programs of schedules, one at a time.
struct OuterRunner: Sendable {
    /// Octets of what a program says that are kept.
    private static let mostWords = 200

    /// Runs a program to its end.
    /// - Returns: why it failed; nil when it did not.
    /// - Throws: `CancellationError` when the task is cancelled: the program has been ended then, and has not failed.
    func run(_ words: [String], timeOut: Duration) throws(CancellationError) -> String? {
        guard let program = words.first else { return "no program is named" }
        guard !Task.isCancelled else { throw CancellationError() }
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = Array(words.dropFirst())
        process.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            return
                "\(program) cannot be started: \(String("\(error.localizedDescription)".prefix(Self.mostWords)))"
        }
        let clock = ContinuousClock()
        let deadline = clock.now + timeOut
        while process.isRunning, clock.now < deadline, !Task.isCancelled {
            Thread.sleep(forTimeInterval: 0.005)
        }
        guard process.isRunning else {
            let isExit = process.terminationReason == .exit
            guard isExit, process.terminationStatus == 0 else {
                // What ends the dock may have ended the program too.
                guard !Task.isCancelled else { throw CancellationError() }
                return "\(program) ended with \(isExit ? "code" : "signal") \(process.terminationStatus)"
            }
            return nil
        }
        end(process, within: Task.isCancelled ? .milliseconds(200) : .seconds(2))
        guard !Task.isCancelled else { throw CancellationError() }
        return "\(program) did not end within \(timeOut) and was ended"
    }

    /// Ends a program, by force when it does not end within a time of grace. What it has started itself goes with it;
    /// one that hides even so is not waited for.
    private func end(_ process: Process, within grace: Duration) {
        let clock = ContinuousClock()
        for signal in [SIGTERM, SIGKILL] {
            kill(-process.processIdentifier, signal)
            kill(process.processIdentifier, signal)
            let deadline = clock.now + grace
            while process.isRunning, clock.now < deadline { Thread.sleep(forTimeInterval: 0.005) }
            if !process.isRunning { break }
        }
    }
}
