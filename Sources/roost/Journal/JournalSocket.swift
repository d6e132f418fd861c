// SPDX-License-Identifier: Apache-2.0
// The native protocol of systemd's journal: one datagram of named fields for each entry. It is used only where the
// journal itself is behind standard error, waits for nothing, and an entry that does not leave is the caller's again.

import Foundation
import Glibc

/// The journal's socket.
struct JournalSocket: Sendable {
    /// Octets of the longest value; a longer one is cut, so that an entry fits into a datagram.
    static let longestValue = 32_768
    private let path: String

    /// The journal, where standard error of this process leads to it (systemd.exec(5), JOURNAL_STREAM); nil elsewhere.
    init?(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        path: String = "/run/systemd/journal/socket"
    ) {
        var status = stat()
        guard let stream = environment["JOURNAL_STREAM"], unsafe fstat(STDERR_FILENO, &status) == 0,
            stream == "\(status.st_dev):\(status.st_ino)"
        else { return nil }
        self.path = path
    }

    /// A journal at a path, for tests.
    init(path: String) { self.path = path }

    /// Sends an entry; false when it did not leave.
    func send(_ fields: [(name: String, value: String)]) -> Bool {
        var address = sockaddr_un()
        let name = Array(path.utf8)
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: name) }
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let entry = Self.entry(fields)
        let sent = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { rebound in
                unsafe entry.withUnsafeBytes { octets in
                    unsafe sendto(
                        descriptor, octets.baseAddress, octets.count, Int32(MSG_NOSIGNAL), rebound,
                        socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
        }
        return sent == entry.count
    }

    /// The octets of an entry: `NAME=value`, or the value with its length where it has several lines.
    static func entry(_ fields: [(name: String, value: String)]) -> [UInt8] {
        var octets: [UInt8] = []
        for (name, value) in fields {
            let value = Array(value.utf8.prefix(longestValue))
            octets += Array(name.utf8)
            if value.contains(0x0A) {
                octets.append(0x0A)
                octets += (0..<8).map { UInt8(truncatingIfNeeded: UInt64(value.count) >> (8 * UInt64($0))) }
            } else {
                octets.append(UInt8(ascii: "="))
            }
            octets += value
            octets.append(0x0A)
        }
        return octets
    }
}
