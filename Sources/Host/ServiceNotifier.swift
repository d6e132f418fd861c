// SPDX-License-Identifier: Apache-2.0
// What this process tells the manager that started it, by sd_notify(3)'s protocol: that it is ready, what it does, that
// it lives, that it ends. It asks nothing, waits for nothing, and a manager that does not listen changes nothing.

public import Foundation
internal import Glibc

/// The service manager's side of a process; systemd's protocol, one datagram a message (sd_notify(3)).
public struct ServiceNotifier: Sendable {
    /// Within what span a sign of life is expected; nil when the manager does not watch this process.
    public let watchdog: Duration?
    private let address: String

    /// The manager that an environment names; nil when none does.
    /// - Parameters:
    ///   - environment: NOTIFY_SOCKET (a path, or `@` and an abstract name), WATCHDOG_USEC, WATCHDOG_PID.
    ///   - process: this process, which a watchdog must mean.
    public init?(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        process: Int32 = ProcessInfo.processInfo.processIdentifier
    ) {
        // sun_path holds 108 octets, of which a path needs one for its end.
        guard let address = environment["NOTIFY_SOCKET"], address.hasPrefix("/") || address.hasPrefix("@"),
            (2..<108).contains(address.utf8.count)
        else { return nil }
        self.address = address
        let meant = environment["WATCHDOG_PID"].map { Int32($0) == process } ?? true
        let span = environment["WATCHDOG_USEC"].flatMap(Int64.init) ?? 0
        // More than 30 days is no watchdog.
        watchdog = meant && (1...2_592_000_000_000).contains(span) ? .microseconds(span) : nil
    }

    /// The start is over.
    public func ready() { send("READY=1") }

    /// What it does now, in one line for a person.
    public func status(_ text: String) { send("STATUS=" + Self.line(text)) }

    /// A sign of life, with what it does now.
    public func alive(_ text: String) { send("WATCHDOG=1\nSTATUS=" + Self.line(text)) }

    /// It begins to end.
    public func stopping() { send("STOPPING=1") }

    /// A text as the value of one field: a line's end would begin another field.
    static func line(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(300).map { $0.value < 0x20 ? " " : $0 }))
    }

    /// Sends one message; one that cannot be sent at once is dropped.
    private func send(_ message: String) {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var place = sockaddr_un()
        place.sun_family = sa_family_t(AF_UNIX)
        var name = Array(address.utf8)
        // An abstract name begins with a zero octet and has no end but its length.
        if name[0] == UInt8(ascii: "@") { name[0] = 0 }
        unsafe withUnsafeMutableBytes(of: &place.sun_path) { path in
            for (index, octet) in name.enumerated() { unsafe path[index] = octet }
        }
        let isAbstract = name[0] == 0
        let octets = Array(message.utf8)
        let offset = MemoryLayout<sockaddr_un>.size - MemoryLayout.size(ofValue: place.sun_path)
        let length = socklen_t(offset + name.count + (isAbstract ? 0 : 1))
        unsafe withUnsafePointer(to: &place) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = unsafe octets.withUnsafeBytes { message in
                    unsafe sendto(descriptor, message.baseAddress, message.count, Int32(MSG_NOSIGNAL), address, length)
                }
            }
        }
    }
}
