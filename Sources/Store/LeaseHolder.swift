// SPDX-License-Identifier: Apache-2.0
// Who holds a lease, in words that outlive a crash: process, its start, boot and process namespace. It
// decides when a lease is free again (R6), and it never frees the lease of a process that is alive before its
// time.

internal import Glibc

/// The process that holds a lease, and how its time is measured.
struct LeaseHolder: Sendable, Equatable {
    /// The process number.
    var process: Int64
    /// When that process started, in ticks since boot: a number that is used again is another process.
    var processStart: Int64
    /// The boot and the process namespace in which the number means something.
    var host: String

    /// This process.
    static func current() -> LeaseHolder {
        let process = Int64(getpid())
        let boot = text(of: "/proc/sys/kernel/random/boot_id") ?? "unknown boot"
        var name = [CChar](repeating: 0, count: 128)
        let length = unsafe readlink("/proc/self/ns/pid", &name, name.count - 1)
        let space =
            length > 0
            ? String(decoding: name.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self) : ""
        return LeaseHolder(process: process, processStart: start(of: process) ?? 0, host: "\(boot) \(space)")
    }

    /// Nanoseconds since boot, with the time asleep; a wall clock that steps cannot free a lease.
    static func bootNanoseconds() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }

    /// Whether a lease of `holder` that ends at `until` is free, seen from this process.
    func sees(_ holder: LeaseHolder, until: Int64, now: Int64) -> Bool {
        guard holder.bootID == bootID else { return true }
        if now >= until { return true }
        guard holder.host == host, holder.processStart != 0 else { return false }
        return Self.start(of: holder.process) != holder.processStart
    }

    /// The boot alone.
    var bootID: Substring { host.prefix { $0 != " " } }

    /// The start of a live process; nil when it is gone or only waits to be reaped.
    private static func start(of process: Int64) -> Int64? {
        guard let line = text(of: "/proc/\(process)/stat"), let end = line.lastIndex(of: ")") else {
            return nil
        }
        let fields = line[line.index(after: end)...].split(separator: " ")
        // Fields count from the state, the third of the line; the start time is the twenty-second.
        guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
        return Int64(fields[19])
    }

    private static func text(of path: String) -> String? {
        // A file of /proc that cannot be read says as much as one that is not there.
        guard let octets = try? StoredFile.head(of: path, count: 1_024), !octets.isEmpty else { return nil }
        return String(decoding: octets, as: UTF8.self).split(separator: "\n").first.map(String.init)
    }
}
