// SPDX-License-Identifier: Apache-2.0
// A pseudo terminal with the built `roost` on it: what a person would type and see. Every wait has an end.

import Foundation
import Glibc

/// A `roost` at a terminal of 80 columns and 24 rows.
final class PseudoTerminal {
    private let process = Process()
    private let master: Int32
    private let slave: Int32
    /// What it has written since the last prompt that was answered, escape sequences included.
    private(set) var seen = ""
    /// Everything it has written.
    private(set) var transcript = ""

    struct NoTerminal: Error {}

    init(_ arguments: [String]) throws {
        master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var lock: Int32 = 0, number: Int32 = 0
        // TIOCSPTLCK and TIOCGPTN: unlock the other end, and ask for its number.
        guard master >= 0, unsafe ioctl(master, 0x4004_5431, &lock) == 0,
            unsafe ioctl(master, 0x8004_5430, &number) == 0
        else { throw NoTerminal() }
        slave = unsafe open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard slave >= 0 else { throw NoTerminal() }
        var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
        _ = unsafe ioctl(slave, UInt(TIOCSWINSZ), &size)
        process.executableURL = URL(fileURLWithPath: roostPath)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["TERM": "xterm"]) { $1 }
        let end = FileHandle(fileDescriptor: slave, closeOnDealloc: false)
        (process.standardInput, process.standardOutput, process.standardError) = (end, end, end)
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        close(master)
        close(slave)
    }

    /// How the terminal is set: echo, lines, signals.
    var localFlags: UInt32 {
        var settings = termios()
        return unsafe tcgetattr(slave, &settings) == 0 ? settings.c_lflag : 0
    }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Types.
    func type(_ text: String) {
        let octets = Array(text.utf8)
        _ = unsafe octets.withUnsafeBytes { unsafe write(master, $0.baseAddress, $0.count) }
    }

    /// Reads until a text was seen; false when that takes too long.
    func waitFor(_ text: String, within seconds: Double = 20) -> Bool {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while !seen.contains(text) {
            guard ContinuousClock.now < deadline else { return false }
            listen()
        }
        return true
    }

    /// Answers a prompt: waits for it, then types a line.
    func answer(_ prompt: String, _ text: String) -> Bool {
        guard waitFor(prompt) else { return false }
        // The next prompt may hold the same words.
        if let range = seen.range(of: prompt) { seen.removeSubrange(seen.startIndex..<range.upperBound) }
        type(text + "\n")
        return true
    }

    /// Its exit code, once it has ended; nil when it goes on.
    func end(within seconds: Double = 20) -> Int32? {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while process.isRunning {
            guard ContinuousClock.now < deadline else { return nil }
            listen()
        }
        while listen() {}
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }

    @discardableResult
    private func listen() -> Bool {
        var request = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&request, 1, 20) > 0 else { return false }
        var fresh = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe read(master, &fresh, fresh.count)
        guard count > 0 else { return false }
        let text = String(decoding: fresh.prefix(count), as: UTF8.self)
        (seen, transcript) = (seen + text, transcript + text)
        return true
    }
}
