// SPDX-License-Identifier: Apache-2.0
// A client that sends exactly the bytes it is told, well formed or not, and gives back all that came until
// the peer closed or fell silent.

import Foundation
import Glibc

/// What can go wrong on the way to the server.
enum RawClientError: Error {
    case noSocket, noConnection
}

/// One TCP connection to loopback an exchange.
enum RawClient {
    /// Sends `request` to a port of 127.0.0.1 and reads until the end of the stream, or until
    /// `patienceSeconds` of silence.
    static func exchange(_ request: [UInt8], port: Int, patienceSeconds: Int = 5) async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { continuation in
            // Its own thread: blocking calls must not hold a thread of the pool that the server answers on.
            Thread.detachNewThread {
                continuation.resume(with: Result { try blockingExchange(request, port, patienceSeconds) })
            }
        }
    }

    static func exchange(_ request: String, port: Int, patienceSeconds: Int = 5) async throws -> String {
        let reply = try await exchange(Array(request.utf8), port: port, patienceSeconds: patienceSeconds)
        return String(decoding: reply, as: UTF8.self)
    }

    private static func blockingExchange(_ request: [UInt8], _ port: Int, _ patienceSeconds: Int) throws
        -> [UInt8]
    {
        let descriptor = try connected(to: port, patience: Double(patienceSeconds))
        defer { close(descriptor) }
        var sent = 0
        while sent < request.count {
            let rest = Array(request[sent..<min(sent + 65_536, request.count)])
            let count = unsafe send(descriptor, rest, rest.count, Int32(MSG_NOSIGNAL))
            if count <= 0 { break }
            sent += count
        }
        return readToEnd(descriptor)
    }

    /// A connection to a port of 127.0.0.1 that waits at most `patience` seconds for each step; without waiting for its
    /// beginning when it is `hasty`.
    static func connected(to port: Int, patience: Double, hasty: Bool = false) throws -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue) | (hasty ? Int32(SOCK_NONBLOCK.rawValue) : 0)
        let descriptor = socket(AF_INET, kind, 0)
        guard descriptor >= 0 else { throw RawClientError.noSocket }
        var wait = timeval(tv_sec: Int(patience), tv_usec: Int(patience.truncatingRemainder(dividingBy: 1) * 1e6))
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            _ = unsafe setsockopt(
                descriptor, SOL_SOCKET, option, &wait, socklen_t(MemoryLayout<timeval>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard isConnected == 0 || (hasty && errno == EINPROGRESS) else {
            close(descriptor)
            throw RawClientError.noConnection
        }
        return descriptor
    }

    private static func readToEnd(_ descriptor: Int32) -> [UInt8] {
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
            if count <= 0 { return received }
            received += buffer[0..<count]
        }
    }
}
