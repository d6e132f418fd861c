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
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw RawClientError.noSocket }
        defer { close(descriptor) }
        var patience = timeval(tv_sec: patienceSeconds, tv_usec: 0)
        let patienceSize = socklen_t(MemoryLayout<timeval>.size)
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, patienceSize)
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, patienceSize)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw RawClientError.noConnection }
        var sent = 0
        while sent < request.count {
            let rest = Array(request[sent..<min(sent + 65_536, request.count)])
            let count = unsafe send(descriptor, rest, rest.count, Int32(MSG_NOSIGNAL))
            if count <= 0 { break }
            sent += count
        }
        return readToEnd(descriptor)
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
