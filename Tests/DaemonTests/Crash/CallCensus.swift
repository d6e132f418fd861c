// SPDX-License-Identifier: Apache-2.0
// Counts what a daemon calls on one undisturbed flight, by call and thread, and lists the points that follow from it.
// Strace counts by thread, so the highest number that can be reached is that of the busiest thread.

import Foundation

/// Which calls each thread made.
struct CallCensus: Sendable {
    /// One thread's calls of one kind.
    struct Count: Sendable {
        /// How many.
        var total = 0
        /// The numbers of those that left a mark outside of the process.
        var marks: [Int] = []
    }

    /// Counts by call and thread number.
    private(set) var counts: [String: [Int32: Count]] = [:]
    /// Threads by number.
    let threads: [Int32: DaemonThread]

    /// The program that counts into a file.
    static func program(writingTo file: String) -> [String] {
        [
            "/usr/bin/strace", "-D", "-f", "--seccomp-bpf", "-qq", "-y", "-s", "0", "-o", file, "-e",
            "trace=" + CrashPoint.killCalls.joined(separator: ","),
        ]
    }

    /// Counts the lines that such a program wrote.
    init(log: String, threads: [Int32: DaemonThread]) {
        self.threads = threads
        for line in log.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
            guard words.count == 2, let thread = Int32(words[0]) else { continue }
            let rest = words[1].drop { $0 == " " }
            // The second half of an interrupted line is no call of its own.
            guard !rest.hasPrefix("<"), let end = rest.firstIndex(of: "(") else { continue }
            var count = counts[String(rest[..<end])]?[thread] ?? Count()
            count.total += 1
            // Threads wake each other by writing into a counter of the kernel.
            if !rest.contains("anon_inode:[eventfd]") { count.marks.append(count.total) }
            counts[String(rest[..<end]), default: [:]][thread] = count
        }
    }

    /// Calls that left a mark, by kind.
    var marks: [String: Int] { counts.mapValues { $0.values.map(\.marks.count).reduce(0, +) } }

    /// The numbers at which a point of this call and thread makes sense, oldest first.
    func numbers(_ call: String, of thread: DaemonThread?) -> [Int] {
        let counts = counts[call, default: [:]].filter { thread == nil || threads[$0.key] == thread }
        return Set(counts.values.flatMap(\.marks)).sorted()
    }

    /// Every kill, and every error of the disk: short ones, longer ones and long ones in turn.
    var points: [CrashPoint] {
        var points: [CrashPoint] = []
        for call in counts.keys.sorted() {
            // What is sent is told apart by thread; what is written is counted from the start of the process, too.
            let isSent = call.hasPrefix("send")
            let kinds: [DaemonThread?] = isSent ? [.postOffice, .bus, .pool] : [nil, .postOffice]
            for thread in kinds {
                for number in numbers(call, of: thread) {
                    points.append(CrashPoint(.kill, call, number, thread: thread))
                    guard CrashPoint.diskCalls.contains(call) else { continue }
                    points.append(CrashPoint.diskError(call, number, thread: thread))
                }
            }
        }
        return points
    }
}
