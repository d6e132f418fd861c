// SPDX-License-Identifier: Apache-2.0
// One point at which the daemon is harmed: a system call, which of them, by which thread, and what happens there. It
// has a short text, so that a point that failed can be named and tried again. Strace counts the calls of each thread
// by itself: without a thread's name, the first thread that gets so far is meant.

import Foundation

/// The daemon's threads that can be told apart; calls are counted from when the daemon is up.
enum DaemonThread: String, Sendable, CaseIterable {
    /// Sends mail and stores the replies.
    case postOffice = "post-office"
    /// Asks and writes registers.
    case bus
    /// All others: the loop with its commits, the vehicle's messages, the console.
    case pool

    /// The class of a thread by the name the system shows.
    init(name: String) {
        self = name == "post-office" ? .postOffice : name.hasPrefix("bus ") ? .bus : .pool
    }

    /// Threads of a process by number.
    static func all(of process: Int32) -> [Int32: DaemonThread] {
        let folder = "/proc/\(process)/task"
        // A process that is gone has no threads.
        let numbers = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).compactMap { Int32($0) }
        var found: [Int32: DaemonThread] = [:]
        for number in numbers {
            // A thread may end between the two looks.
            let name = try? String(contentsOfFile: "\(folder)/\(number)/comm", encoding: .utf8)
            found[number] = name.map { DaemonThread(name: $0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        }
        return found
    }
}

/// One harm at one system call.
struct CrashPoint: Sendable, Hashable {
    /// What happens there.
    enum Harm: String, Sendable, CaseIterable {
        /// The process is gone before the call does anything.
        case kill
        /// The call fails because the disk is full.
        case noSpace = "ENOSPC"
        /// The call fails because the disk does.
        case badDisk = "EIO"
    }

    /// What happens.
    var harm = Harm.kill
    /// Which thread; nil for the first of all that gets so far, counted from the start of the process.
    var thread: DaemonThread?
    /// The system call.
    var call: String
    /// Which of them, from 1.
    var number: Int
    /// How many in a row fail; a kill needs one.
    var length = 1

    /// Calls that a kill is tried at: whatever leaves a mark outside of the process.
    static let killCalls = [
        "write", "pwrite64", "pwritev", "writev", "fsync", "fdatasync", "rename", "renameat", "renameat2", "link",
        "linkat", "unlink", "unlinkat", "ftruncate", "sendto", "sendmsg",
    ]
    /// Calls of those that a full or broken disk fails. Not `write`: most of these wake threads, and none is a commit.
    static let diskCalls: Set<String> = [
        "pwrite64", "pwritev", "fsync", "fdatasync", "rename", "renameat", "renameat2", "link", "linkat", "ftruncate",
    ]

    /// An error of the disk that begins at a call: now short, now longer. Long ones are for all threads but the post
    /// office's, which waits long after each error: its calls would fail one by one for minutes.
    static func diskError(_ call: String, _ number: Int, thread: DaemonThread?) -> CrashPoint {
        let isLong = thread == nil && call == "pwrite64" && !number.isMultiple(of: 3)
        let length = (isLong ? [1, 12, 200] : [1, 2, 6])[number % 3]
        return CrashPoint(
            number.isMultiple(of: 2) ? .noSpace : .badDisk, call, number, length: length,
            thread: isLong ? .pool : thread)
    }

    init(_ harm: Harm = .kill, _ call: String, _ number: Int, length: Int = 1, thread: DaemonThread? = nil) {
        (self.harm, self.call, self.number, self.length, self.thread) = (harm, call, number, length, thread)
    }

    /// The point that a text names, like `kill:pwrite64:12`, `kill:post-office/sendto:3`, `ENOSPC:pwrite64:5+40`.
    init?(_ text: String) {
        let words = text.split(separator: ":").map(String.init)
        guard words.count == 3, let harm = Harm(rawValue: words[0]) else { return nil }
        let place = words[1].split(separator: "/").map(String.init)
        let span = words[2].split(separator: "+").compactMap { Int($0) }
        guard let call = place.last, place.count <= 2, let number = span.first, number > 0, span.count <= 2 else {
            return nil
        }
        let length = span.count == 2 ? span[1] : 1
        let thread = place.count == 2 ? DaemonThread(rawValue: place[0]) : nil
        guard place.count == 1 || thread != nil else { return nil }
        self.init(harm, call, number, length: length, thread: thread)
    }

    /// The program that runs the daemon and does the harm, and notes it in a file; nothing when it is to be attached to
    /// a thread later.
    func program(noting file: String) -> [String] {
        guard thread == nil else { return [] }
        // The quick way of tracing can make a call fail, and cannot send a signal.
        let quick = harm == .kill ? [] : ["--seccomp-bpf"]
        return ["/usr/bin/strace", "-D", "-f"] + quick + ["-qq", "-s", "0", "-o", file] + injection
    }

    /// The program that is attached to threads of a running daemon and does the harm there.
    func attachment(to threads: [Int32], noting file: String) -> [String] {
        ["/usr/bin/strace", "-qq", "-s", "0", "-o", file] + threads.flatMap { ["-p", "\($0)"] } + injection
    }

    private var injection: [String] {
        let place = length > 1 ? "\(number)..\(number + length - 1)" : "\(number)"
        let what = harm == .kill ? "signal=KILL" : "error=\(harm.rawValue)"
        return ["-e", "trace=\(call)", "-e", "inject=\(call):\(what):when=\(place)"]
    }
}

extension CrashPoint: CustomStringConvertible {
    /// The text that `init(_:)` takes.
    var description: String {
        let place = thread.map { "\($0.rawValue)/\(call)" } ?? call
        return "\(harm.rawValue):\(place):\(number)\(length > 1 ? "+\(length)" : "")"
    }
}

extension CrashPoint {
    /// A number that is the same for the same point in every process (FNV-1a, mixed).
    var hash64: UInt64 {
        var chance = SeededChance(
            description.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0100_0000_01B3 })
        return chance.next()
    }
}

extension CrashPoint: Comparable {
    static func < (one: CrashPoint, other: CrashPoint) -> Bool {
        (one.harm.rawValue, one.call, one.thread?.rawValue ?? "", one.number, one.length)
            < (other.harm.rawValue, other.call, other.thread?.rawValue ?? "", other.number, other.length)
    }
}
