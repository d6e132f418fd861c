// SPDX-License-Identifier: Apache-2.0
// A long, thin link between a program and a server on this machine: every octet waits for its turn on the line and then
// for half a round trip, in real time. It loses nothing, and what it cannot carry yet it leaves to the sender.

import Foundation
import Glibc
import Synchronization

/// A link on a loopback port in front of another port.
final class SlowLink: Sendable {
    /// The port to connect to.
    let port: UInt16
    private let server: UInt16
    private let roundTrip: Double
    private let octetsPerSecond: Double
    private let listener: Int32
    private let carried = Mutex(0)

    /// A link to `server`; `roundTrip` in seconds, `rate` in bits a second and direction.
    init(to server: UInt16, roundTrip: Double, rate: Double) throws {
        (self.server, self.roundTrip, octetsPerSecond) = (server, roundTrip, rate / 8)
        listener = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard let port = Self.bindAny(listener) else { throw BenchError("the link gets no port") }
        self.port = port
        Thread { [self] in serve() }.start()
    }

    /// Takes no more connections.
    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    /// Octets that came into the link since the last call, both ways.
    func takeCount() -> Int {
        carried.withLock { count in
            defer { count = 0 }
            return count
        }
    }

    private func serve() {
        while true {
            let client = accept(listener, nil, nil)
            guard client >= 0 else { break }
            Thread { [self] in
                // The handshake of TCP: a round trip, and its last part on the way to the server.
                Self.wait(until: secondsNow() + roundTrip * 1.5)
                let upstream = Self.connect(to: server)
                guard upstream >= 0 else {
                    close(client)
                    return
                }
                let back = Thread { [self] in carry(from: upstream, to: client) }
                back.start()
                carry(from: client, to: upstream)
                while !back.isFinished { usleep(1_000) }
                close(client)
                close(upstream)
            }.start()
        }
        close(listener)
    }

    /// One direction, until its sender has ended.
    private func carry(from source: Int32, to sink: Int32) {
        var yes: Int32 = 1
        unsafe setsockopt(sink, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        let line = Mutex<(pieces: [(due: Double, octets: [UInt8])], isOver: Bool)>(([], false))
        let writer = Thread {
            while true {
                let (piece, isOver) = line.withLock { ($0.pieces.isEmpty ? nil : $0.pieces.removeFirst(), $0.isOver) }
                guard let piece else {
                    if isOver { break }
                    usleep(500)
                    continue
                }
                Self.wait(until: piece.due)
                var sent = 0
                while sent < piece.octets.count {
                    let count = unsafe piece.octets[sent...].withUnsafeBytes {
                        unsafe send(sink, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                    }
                    guard count > 0 else { return }
                    sent += count
                }
            }
            shutdown(sink, Int32(SHUT_WR))
        }
        writer.start()
        var free = 0.0
        // A segment of Ethernet at a time; a second of the line is the most that waits here.
        var buffer = [UInt8](repeating: 0, count: 1_448)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(source, $0.baseAddress, $0.count) }
            guard count > 0 else { break }
            carried.withLock { $0 += count }
            let now = secondsNow()
            free = max(free, now) + Double(count) / octetsPerSecond
            let due = free + roundTrip / 2, octets = Array(buffer[..<count])
            line.withLock { $0.pieces.append((due, octets)) }
            Self.wait(until: free - 1)
        }
        line.withLock { $0.isOver = true }
        while !writer.isFinished { usleep(1_000) }
    }

    private static func wait(until time: Double) {
        let left = time - secondsNow()
        if left > 0 { usleep(UInt32(left * 1e6)) }
    }

    private static func bindAny(_ socket: Int32) -> UInt16? {
        var address = loopback(0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
                unsafe bind(socket, plain, size) == 0 && listen(socket, 8) == 0
                    && getsockname(socket, plain, &size) == 0
            }
        }
        return isBound ? UInt16(bigEndian: address.sin_port) : nil
    }

    private static func connect(to port: UInt16) -> Int32 {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = loopback(port)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.connect(socket, $0, size)
            }
        }
        guard code == 0 else {
            close(socket)
            return -1
        }
        return socket
    }

    private static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
