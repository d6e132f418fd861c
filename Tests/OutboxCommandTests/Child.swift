// SPDX-License-Identifier: Apache-2.0
// Runs the built `roost` (or another program) as a child that a test can feed, read, signal and kill. Every
// wait ends.

import Foundation
import Glibc

/// The `roost` that was built beside these tests.
let roostPath: String = {
    let own =
        // Without /proc the first argument names the program well enough.
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent("roost").path
}()

/// Whether a program can be run by its name.
func isInstalled(_ name: String) -> Bool {
    name.hasPrefix("/")
        ? FileManager.default.isExecutableFile(atPath: name)
        : ["/usr/bin/", "/bin/", "/usr/local/bin/"].contains {
            FileManager.default.isExecutableFile(atPath: $0 + name)
        }
}

/// Whether the Python of the system has aiosmtpd.
let hasPeer: Bool = {
    guard isInstalled("/usr/bin/python3"), isInstalled("openssl") else { return false }
    // What cannot be started is not there.
    let child = try? Child("/usr/bin/python3", ["-c", "import aiosmtpd"])
    return child?.finish().status == 0
}()

/// All directories of this run; gone when the process ends.
private let root: String = {
    let path = FileManager.default.temporaryDirectory.path + "/roost-outbox-\(UUID().uuidString)"
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

/// A child process with pipes.
final class Child {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private let complaintsFile: String
    private var pending: [UInt8] = []

    struct Result {
        var status: Int32
        var output: String
        var complaints: String
        var lines: [String] { output.split(separator: "\n").map(String.init) }
    }

    struct TooLate: Error {}

    init(_ program: String, _ arguments: [String], directory: String? = nil) throws {
        complaintsFile = try freshDirectory() + "/stderr"
        _ = FileManager.default.createFile(atPath: complaintsFile, contents: nil)
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle(forWritingAtPath: complaintsFile)
        signal(SIGPIPE, SIG_IGN)
        try process.run()
    }

    /// `roost outbox …`.
    static func outbox(_ arguments: String...) throws -> Child {
        try Child(roostPath, ["outbox"] + arguments)
    }
    /// `roost outbox …`.
    static func outbox(_ arguments: [String]) throws -> Child { try Child(roostPath, ["outbox"] + arguments) }

    var processIdentifier: Int32 { process.processIdentifier }
    /// What it wrote to its standard error; nothing when it never opened it.
    var complaints: String { (try? String(contentsOfFile: complaintsFile, encoding: .utf8)) ?? "" }

    /// Writes to its standard input; false when it no longer reads.
    @discardableResult
    func send(_ octets: [UInt8]) -> Bool {
        // The error of a closed pipe is the answer.
        (try? input.fileHandleForWriting.write(contentsOf: Data(octets))) != nil
    }

    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Ends its standard input; one that is closed already stays closed.
    func closeInput() { try? input.fileHandleForWriting.close() }

    /// The next line of its output; nil at the end.
    func line(within seconds: Double = 15) throws -> String? {
        while true {
            if let end = pending.firstIndex(of: 0x0A) {
                defer { pending.removeFirst(end + 1) }
                return String(decoding: pending[..<end], as: UTF8.self)
            }
            guard try fill(within: seconds) else { return nil }
        }
    }

    func kill(_ number: Int32 = SIGKILL) { _ = Glibc.kill(process.processIdentifier, number) }

    /// Closes its input, reads the rest and waits for its end.
    func finish(input text: String? = nil) -> Result {
        if let text { feed(Array(text.utf8)) }
        closeInput()
        // Output that takes too long ends the wait; what came is then compared.
        while (try? fill(within: 30)) == true {}
        if process.isRunning, pending.isEmpty { _ = Glibc.kill(processIdentifier, SIGTERM) }
        process.waitUntilExit()
        let status =
            process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
        return Result(
            status: status, output: String(decoding: pending, as: UTF8.self), complaints: complaints)
    }

    func finish(octets: [UInt8]) -> Result {
        feed(octets)
        return finish()
    }

    /// Writes while reading, so that neither side waits for the other.
    private func feed(_ octets: [UInt8]) {
        var rest = octets[...]
        while !rest.isEmpty {
            let piece = rest.prefix(32_768)
            guard send(Array(piece)) else { return }
            rest = rest.dropFirst(piece.count)
            // Nothing to read yet is no failure.
            while (try? fill(within: 0)) == true {}
        }
    }

    private func fill(within seconds: Double) throws -> Bool {
        let file = output.fileHandleForReading.fileDescriptor
        var request = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&request, 1, Int32(seconds * 1_000)) > 0 else { throw TooLate() }
        var fresh = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe read(file, &fresh, fresh.count)
        guard count > 0 else { return false }
        pending.append(contentsOf: fresh.prefix(count))
        return true
    }
}

/// A line for `enqueue`.
func line(_ number: Int, to recipient: String = "ops@example.org", priority: String = "normal") -> String {
    let envelope = #""to":"\#(recipient)","priority":"\#(priority)""#
    return #"{\#(envelope),"subject":"mail \#(number)","body":"line one\n.line two \#(number)"}"# + "\n"
}
