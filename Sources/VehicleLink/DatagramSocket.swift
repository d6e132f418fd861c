// SPDX-License-Identifier: Apache-2.0
// One UDP socket that never blocks, and a wait for it that another thread can end. It knows nothing of
// MAVLink; an error of the network is an answer here, never a reason to stop.

internal import DockModel
internal import Glibc

/// A bound or unbound UDP socket.
public final class DatagramSocket: Sendable {
    private let descriptor: Int32
    private let family: Int32
    /// The longest datagram of IP.
    private static let longestDatagram = 65_536

    /// Opens a socket; with `port` 0 the system chooses one.
    /// - Throws: `cannotOpen` with the address and the system's reason.
    public convenience init(listeningOn host: String, port: UInt16) throws(VehicleLinkError) {
        let found = try SocketAddress.resolve(host: host, port: port, isPassive: true, isStream: false)
        guard let address = SocketAddress.preferred(of: found) else {
            throw .cannotOpen(endpoint: "\(host):\(port)", reason: "no address")
        }
        try self.init(family: address.family, bindingTo: address)
    }

    init(family: Int32, bindingTo address: SocketAddress?) throws(VehicleLinkError) {
        let place = address?.description ?? "any"
        let type = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        descriptor = socket(family, type, 0)
        self.family = family
        guard descriptor >= 0 else { throw .cannotOpen(endpoint: place, reason: systemReason(errno)) }
        setOption(SOL_SOCKET, SO_RCVBUF, 1 << 20)
        if family == AF_INET6 { setOption(Int32(IPPROTO_IPV6), IPV6_V6ONLY, 0) }
        guard let address else { return }
        let result = unsafe address.bytes.withUnsafeBytes { raw in
            unsafe bind(
                descriptor, raw.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count))
        }
        guard result == 0 else { throw .cannotOpen(endpoint: place, reason: systemReason(errno)) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// The local address; nil before the first send of an unbound socket.
    public var localAddress: SocketAddress? {
        unsafe address { storage, length in unsafe getsockname(descriptor, storage, length) }
    }

    /// The next datagram and its sender; nil when none waits. Errors of earlier sends are dropped here.
    public func receive(into buffer: inout [UInt8]) -> (bytes: [UInt8], sender: SocketAddress)? {
        if buffer.count < Self.longestDatagram { buffer = [UInt8](repeating: 0, count: Self.longestDatagram) }
        // Each pending ICMP error is reported once by a failing call, so a few attempts get past them.
        for _ in 0..<8 {
            var count = 0
            let sender = unsafe address { storage, length in
                count = unsafe recvfrom(descriptor, &buffer, buffer.count, 0, storage, length)
                return count < 0 ? -1 : 0
            }
            if let sender { return (Array(buffer[..<count]), sender) }
            if errno == EAGAIN || errno == EWOULDBLOCK || errno == EBADF { return nil }
        }
        return nil
    }

    /// Sends a datagram; false when the network did not take it.
    @discardableResult
    public func send(_ bytes: [UInt8], to address: SocketAddress) -> Bool {
        let sent = unsafe bytes.withUnsafeBytes { payload in
            unsafe address.bytes.withUnsafeBytes { raw in
                unsafe sendto(
                    descriptor, payload.baseAddress, payload.count, Int32(MSG_NOSIGNAL),
                    raw.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count))
            }
        }
        return sent == bytes.count
    }

    /// Waits until a datagram (or an error) is there, `bell` rings, or real time has passed; true for the
    /// first.
    @discardableResult
    public func wait(for span: Duration, or bell: Doorbell) -> Bool {
        bell.wait(for: descriptor, events: POLLIN, span: span)
    }

    private func setOption(_ level: Int32, _ name: Int32, _ value: Int32) {
        var value = value
        // A kernel that refuses a larger buffer still works, with more loss.
        _ = unsafe setsockopt(descriptor, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private func address(
        _ fill: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
    ) -> SocketAddress? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe fill($0, &length) }
        }
        guard result == 0 else { return nil }
        return unsafe withUnsafeBytes(of: &storage) { raw in
            SocketAddress(bytes: unsafe Array(raw.prefix(Int(length))))
        }
    }
}

/// Ends the wait of another thread: a pipe that is read when it has something.
public final class Doorbell: Sendable {
    private let ear: Int32
    private let button: Int32

    /// A bell that has not rung.
    public init() {
        var ends: [Int32] = [-1, -1]
        // Without a pipe (no descriptor left) the bell stays silent and waits end by their time alone.
        _ = unsafe pipe(&ends)
        for end in ends where end >= 0 {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        (ear, button) = (ends[0], ends[1])
    }

    deinit {
        if ear >= 0 { close(ear) }
        if button >= 0 { close(button) }
    }

    /// Ends the present wait, or the next one.
    public func ring() {
        var byte: UInt8 = 1
        // A full pipe has rung already.
        _ = unsafe write(button, &byte, 1)
    }

    /// Waits until the bell rings or real time has passed.
    public func wait(for span: Duration) { _ = wait(for: -1, events: POLLIN, span: span) }

    /// Waits for a file descriptor, the bell, or real time; a bell that rang is silent again afterwards.
    /// - Returns: whether the file descriptor wants attention.
    func wait(for other: Int32, events: Int32, span: Duration) -> Bool {
        let milliseconds = min(max(span.nanoseconds, 0) / 1_000_000 + (span > .zero ? 1 : 0), 60_000)
        var list = [
            pollfd(fd: ear, events: Int16(POLLIN), revents: 0),
            pollfd(fd: other, events: Int16(truncatingIfNeeded: events), revents: 0),
        ]
        guard unsafe poll(&list, nfds_t(list.count), Int32(milliseconds)) > 0 else { return false }
        if list[0].revents != 0 {
            var rings = [UInt8](repeating: 0, count: 64)
            while unsafe read(ear, &rings, rings.count) > 0 {}
        }
        return list[1].revents != 0
    }
}
