// SPDX-License-Identifier: Apache-2.0
// A TCP socket that never blocks without an end: bounded name resolution, bounded connect, non-blocking reads
// and writes, no SIGPIPE. It knows nothing of TLS or SMTP.

import DockModel
internal import Foundation
internal import Glibc

/// The boot clock of this machine; sockets wait in real time.
func realNow() -> Instant {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
}

/// The kernel's words for an error number.
func systemError(_ number: Int32) -> String { unsafe String(cString: strerror(number)) }

/// One TCP connection.
final class Socket {
    /// What a read or write found.
    enum Passage {
        case octets(Int)
        case wouldBlock
        case ended(reason: String)
    }

    private let descriptor: Int32
    /// Octets written and read so far.
    private(set) var octets = 0

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Connects to the first address that answers; each of the two steps takes at most `timeout`, and half a
    /// second once `shouldStop` says so.
    static func connect(
        host: String, port: Int, timeout: Duration, unacknowledgedTimeout: Duration, shouldStop: () -> Bool
    ) throws(MailerError) -> Socket {
        try connect(
            to: try resolve(host: host, port: port, timeout: timeout, shouldStop: shouldStop), host: host, port: port,
            timeout: timeout, unacknowledgedTimeout: unacknowledgedTimeout, shouldStop: shouldStop)
    }

    /// Connects to the first of some addresses that answers.
    static func connect(
        to addresses: [Address], host: String, port: Int, timeout: Duration, unacknowledgedTimeout: Duration,
        shouldStop: () -> Bool
    ) throws(MailerError) -> Socket {
        let deadline = realNow() + timeout
        var reason = "no address"
        for (index, address) in addresses.enumerated() {
            let left = realNow().duration(to: deadline)
            guard left > .zero else { break }
            let share = left / (addresses.count - index)
            let descriptor = socket(
                address.family,
                Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
                    | Int32(SOCK_NONBLOCK.rawValue), Int32(IPPROTO_TCP))
            guard descriptor >= 0 else {
                reason = systemError(errno)
                continue
            }
            let connection = Socket(descriptor: descriptor)
            connection.tune(unacknowledgedTimeout)
            let failure = connection.begin(address, deadline: realNow() + share, shouldStop: shouldStop)
            if shouldStop() { throw .stopped }
            guard let failure else { return connection }
            reason = failure
        }
        throw .connect(host: host, port: port, reason: reason)
    }

    private func begin(_ address: Address, deadline: Instant, shouldStop: () -> Bool) -> String? {
        let result = unsafe address.octets.withUnsafeBytes { raw in
            unsafe Glibc.connect(
                descriptor, raw.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count))
        }
        if result == 0 { return nil }
        guard errno == EINPROGRESS || errno == EINTR else { return systemError(errno) }
        while !wait(forReading: false, forWriting: true, until: deadline).isWritable {
            if realNow() >= deadline || shouldStop() { return systemError(ETIMEDOUT) }
        }
        var error: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size) == 0 else {
            return systemError(errno)
        }
        return error == 0 ? nil : systemError(error)
    }

    /// A black-holed link is noticed by the kernel; little waits unsent in it, so that an alert can overtake
    /// (R8).
    private func tune(_ unacknowledgedTimeout: Duration) {
        let milliseconds = min(max(unacknowledgedTimeout.nanoseconds / 1_000_000, 1_000), 86_400_000)
        set(Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, Int32(milliseconds))
        set(Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        set(Int32(IPPROTO_TCP), TCP_NOTSENT_LOWAT, 16_384)
        set(SOL_SOCKET, SO_KEEPALIVE, 1)
        set(Int32(IPPROTO_TCP), TCP_KEEPIDLE, 60)
        set(Int32(IPPROTO_TCP), TCP_KEEPINTVL, 20)
    }

    /// A kernel that refuses one of these still carries mail, so the result is not needed.
    private func set(_ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        _ = unsafe setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Waits until the socket can be read or written, or `deadline`, or half a second have passed.
    func wait(forReading: Bool, forWriting: Bool, until deadline: Instant) -> (
        isReadable: Bool, isWritable: Bool
    ) {
        let events = (forReading ? Int16(POLLIN) : 0) | (forWriting ? Int16(POLLOUT) : 0)
        var entry = pollfd(fd: descriptor, events: events, revents: 0)
        let left = realNow().duration(to: deadline).nanoseconds / 1_000_000 + 1
        let count = unsafe poll(&entry, 1, Int32(min(max(left, 0), 500)))
        guard count > 0 else { return (false, false) }
        let hasFailed = entry.revents & Int16(POLLERR | POLLHUP | POLLNVAL) != 0
        return (
            hasFailed || entry.revents & Int16(POLLIN) != 0,
            forWriting && (hasFailed || entry.revents & Int16(POLLOUT) != 0)
        )
    }

    /// Writes the beginning of `octets`, as much as the kernel takes.
    func write(_ octets: ArraySlice<UInt8>) -> Passage {
        let count = unsafe octets.withUnsafeBytes { raw in
            unsafe send(descriptor, raw.baseAddress, raw.count, Int32(MSG_NOSIGNAL))
        }
        if count >= 0 {
            self.octets += count
            return .octets(count)
        }
        return errno == EAGAIN || errno == EINTR ? .wouldBlock : .ended(reason: systemError(errno))
    }

    /// Reads what has arrived into `buffer`.
    func read(into buffer: inout [UInt8]) -> Passage {
        var piece = [UInt8](repeating: 0, count: 16_384)
        let count = unsafe piece.withUnsafeMutableBytes { raw in
            unsafe recv(descriptor, raw.baseAddress, raw.count, 0)
        }
        if count > 0 {
            octets += count
            buffer += piece[..<count]
            return .octets(count)
        }
        if count == 0 { return .ended(reason: "closed by the server") }
        return errno == EAGAIN || errno == EINTR ? .wouldBlock : .ended(reason: systemError(errno))
    }
}

/// A socket address as the kernel wants it.
struct Address: Sendable {
    var family: Int32
    var octets: [UInt8]

    /// The address in digits.
    var text: String {
        var name = [CChar](repeating: 0, count: 64)
        let code = unsafe octets.withUnsafeBytes { raw in
            unsafe name.withUnsafeMutableBufferPointer { buffer in
                unsafe getnameinfo(
                    raw.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count), buffer.baseAddress,
                    socklen_t(buffer.count), nil, 0, NI_NUMERICHOST)
            }
        }
        return code == 0 ? String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) : "?"
    }
}

/// The result of a name resolution that may come too late.
// Unchecked Sendable: the condition guards the only variable.
private final class Lookup: @unchecked Sendable {
    private let condition = NSCondition()
    private var result: Result<[Address], MailerError>?

    func finish(_ result: Result<[Address], MailerError>) {
        condition.lock()
        self.result = result
        condition.signal()
        condition.unlock()
    }

    func wait(atMost timeout: Duration, shouldStop: () -> Bool) -> Result<[Address], MailerError>? {
        let deadline = realNow() + timeout
        condition.lock()
        defer { condition.unlock() }
        while result == nil, !shouldStop() {
            let left = realNow().duration(to: deadline).inSeconds
            guard left > 0 else { break }
            _ = condition.wait(until: Date(timeIntervalSinceNow: min(left, 0.5)))
        }
        return result
    }
}

/// Resolves a name. The C library cannot be told to hurry, so a thread of its own waits for it; if it is
/// late, the thread is left to end by itself.
func resolve(
    host: String, port: Int, timeout: Duration, shouldStop: () -> Bool
) throws(MailerError) -> [Address] {
    let lookup = Lookup()
    let thread = Thread { lookup.finish(addresses(host: host, port: port)) }
    thread.name = "roost-resolve"
    thread.start()
    guard let result = lookup.wait(atMost: timeout, shouldStop: shouldStop) else {
        if shouldStop() { throw .stopped }
        throw .resolve(host: host, reason: "no answer from the name servers in \(timeout)")
    }
    return try result.get()
}

private func addresses(host: String, port: Int) -> Result<[Address], MailerError> {
    guard (1...65_535).contains(port) else {
        return .failure(.connect(host: host, port: port, reason: "no such port"))
    }
    guard !host.isEmpty, !host.utf8.contains(0) else {
        return .failure(.resolve(host: host, reason: "no name"))
    }
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    unsafe hints.ai_flags = AI_NUMERICSERV | AI_ADDRCONFIG
    var list: UnsafeMutablePointer<addrinfo>?
    var code = unsafe getaddrinfo(host, "\(port)", &hints, &list)
    if code == EAI_NONAME {
        // Without any address but loopback, AI_ADDRCONFIG hides loopback itself.
        unsafe hints.ai_flags = AI_NUMERICSERV
        code = unsafe getaddrinfo(host, "\(port)", &hints, &list)
    }
    guard code == 0 else {
        return .failure(.resolve(host: host, reason: unsafe String(cString: gai_strerror(code))))
    }
    defer { unsafe freeaddrinfo(list) }
    var addresses: [Address] = []
    var next = unsafe list
    while let entry = unsafe next, addresses.count < 8 {
        if let address = unsafe entry.pointee.ai_addr {
            let raw = unsafe UnsafeRawBufferPointer(start: address, count: Int(entry.pointee.ai_addrlen))
            addresses.append(Address(family: unsafe entry.pointee.ai_family, octets: unsafe Array(raw)))
        }
        unsafe next = unsafe entry.pointee.ai_next
    }
    return addresses.isEmpty ? .failure(.resolve(host: host, reason: "no address")) : .success(addresses)
}
