// SPDX-License-Identifier: Apache-2.0
// Cuts an input into lines, many at a time when many wait and one when one waits. A line beyond the
// limit is counted and thrown away, never kept in memory.

import Glibc

/// Limits of `roost outbox enqueue`.
enum OutboxEnqueueLimit {
    /// Octets of one input line.
    static let lineOctets = 16 << 20
    /// Lines that share one commit.
    static let linesPerCommit = 512
    /// Threads that understand and render lines at the same time.
    static let threads = 4
    /// Fewer lines than this are not worth waking other threads for.
    static let linesWorthThreads = 16
    /// Octets of input that share one commit; the line that passes it still belongs to the group.
    static let octetsPerCommit = 4 << 20
    /// Octets asked of the system at once.
    static let readOctets = 256 << 10
}

/// One line of input with its number, counted from 1.
struct OutboxInputLine {
    /// Its place in the input.
    var number: Int
    /// Its octets without the line end; nil when it was longer than the limit.
    var octets: [UInt8]?
}

/// The lines of a file descriptor.
struct OutboxLineSource {
    private let file: Int32
    private let lineOctets: Int
    private var lines: [OutboxInputLine] = []
    private var partial: [UInt8] = []
    /// Kept between reads: clearing it each time would cost more than a short line.
    private var buffer = [UInt8](repeating: 0, count: OutboxEnqueueLimit.readOctets)
    private var isTooLong = false
    private var lineNumber = 1
    private var isAtEnd = false
    /// Why reading ended early; nil at a normal end.
    private(set) var failure: Int32?

    /// The lines of a file that is open for reading; one longer than `lineOctets` is not kept.
    init(file: Int32 = STDIN_FILENO, lineOctets: Int = OutboxEnqueueLimit.lineOctets) {
        self.file = file
        self.lineOctets = lineOctets
    }

    /// The next lines: waits for one, then takes what is already there up to the limits. Empty at the end.
    mutating func nextGroup() -> [OutboxInputLine] {
        var group: [OutboxInputLine] = []
        var octets = 0
        while group.count < OutboxEnqueueLimit.linesPerCommit, octets < OutboxEnqueueLimit.octetsPerCommit {
            if lines.isEmpty {
                if isAtEnd || (!group.isEmpty && !hasMore) { break }
                fill()
                continue
            }
            let line = lines.removeLast()
            octets += line.octets?.count ?? 0
            group.append(line)
        }
        return group
    }

    /// Whether a line is here, or a read would return at once.
    var hasMore: Bool {
        guard lines.isEmpty else { return true }
        var request = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&request, 1, 0) > 0
    }

    private mutating func fill() {
        let count = unsafe read(file, &buffer, OutboxEnqueueLimit.readOctets)
        if count < 0 {
            if errno == EINTR { return }
            failure = errno
        }
        guard count > 0 else {
            isAtEnd = true
            if !partial.isEmpty || isTooLong { lines = [endLine()] }
            return
        }
        var fresh: [OutboxInputLine] = []
        var start = 0
        while let end = lineEnd(from: start, below: count) {
            append(buffer[start..<end])
            fresh.append(endLine())
            start = end + 1
        }
        append(buffer[start..<count])
        // Kept in reverse, so that the next line is taken from the end.
        lines = fresh.reversed()
    }

    /// Where the next line end of the buffer stands.
    private func lineEnd(from start: Int, below end: Int) -> Int? {
        unsafe buffer.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress, start < end,
                let found = unsafe memchr(base + start, 0x0A, end - start)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - base
        }
    }

    private mutating func append(_ octets: ArraySlice<UInt8>) {
        guard !isTooLong else { return }
        guard octets.count <= lineOctets - partial.count else {
            isTooLong = true
            partial = []
            return
        }
        partial.append(contentsOf: octets)
    }

    private mutating func endLine() -> OutboxInputLine {
        defer {
            lineNumber += 1
            partial = []
            isTooLong = false
        }
        return OutboxInputLine(number: lineNumber, octets: isTooLong ? nil : partial)
    }
}
