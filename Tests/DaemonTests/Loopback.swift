// SPDX-License-Identifier: Apache-2.0
// The few sockets of the tests themselves: a port that is closed, a server that says nothing, a question to
// the console. Loopback only.

import Foundation
import Glibc

/// A socket that listens, or only has a port, on 127.0.0.1.
private func bound(listens: Bool) -> (file: Int32, port: Int) {
    let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
            guard unsafe bind(file, general, size) == 0 else { return false }
            return unsafe getsockname(file, general, &size) == 0
        }
    }
    guard isBound, !listens || listen(file, 8) == 0 else { return (file, 0) }
    return (file, Int(UInt16(bigEndian: address.sin_port)))
}

/// A TCP port of this machine that nobody listens on.
func closedPort() -> Int {
    let (file, port) = bound(listens: false)
    close(file)
    return port
}

/// A server that lets clients connect and never says a word.
final class SilentServer {
    /// No port could be had.
    struct NoPort: Error {}

    let port: Int
    private let file: Int32

    init() throws {
        (file, port) = bound(listens: true)
        if port == 0 { throw NoPort() }
    }

    deinit { close(file) }

    /// Whether somebody has connected.
    var hasClient: Bool {
        var request = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&request, 1, 0) > 0
    }
}

/// What a console answers to a GET: head and body; nil when it does not answer.
func get(_ path: String, at console: String) -> String? {
    guard let port = console.split(separator: "/").last?.split(separator: ":").last.flatMap({ UInt16($0) })
    else { return nil }
    let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(file) }
    var patience = timeval(tv_sec: 5, tv_usec: 0)
    unsafe setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let code = unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
            unsafe connect(file, general, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
    guard code == 0 else { return nil }
    let question = Array("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n".utf8)
    guard unsafe send(file, question, question.count, Int32(MSG_NOSIGNAL)) == question.count else {
        return nil
    }
    var answer: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while answer.count < 1 << 20 {
        let count = unsafe recv(file, &piece, piece.count, 0)
        guard count > 0 else { break }
        answer += piece.prefix(count)
    }
    return answer.isEmpty ? nil : String(decoding: answer, as: UTF8.self)
}
