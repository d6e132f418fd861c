// SPDX-License-Identifier: Apache-2.0
// A Modbus TCP peer that misbehaves on purpose: a script turns each request into bytes, pauses and ends.

import Foundation
import Glibc
import Synchronization

/// What a scripted peer does next.
enum Act: Sendable {
    case send([UInt8])
    case wait(milliseconds: Int)
    case close
}

/// One request as the peer sees it.
struct SeenRequest: Sendable {
    var frame: [UInt8]
    /// How many requests came before, on all connections.
    var number: Int
    var transaction: UInt16 { UInt16(frame[0]) << 8 | UInt16(frame[1]) }
    var unit: UInt8 { frame[6] }
    var count: Int { Int(frame[10]) << 8 | Int(frame[11]) }

    /// A true reply with all registers showing `word`.
    func reply(_ word: UInt16) -> [UInt8] {
        let data = (0..<count).flatMap { _ in [UInt8(word >> 8), UInt8(word & 0xFF)] }
        return Array(frame[0..<4]) + [0, UInt8(3 + data.count), unit, frame[7], UInt8(data.count)] + data
    }

    /// A true exception reply.
    func exception(_ code: UInt8) -> [UInt8] { Array(frame[0..<4]) + [0, 3, unit, frame[7] | 0x80, code] }
}

final class ScriptedServer: Sendable {
    let port: Int
    private let listener: Int32
    private let script: @Sendable (SeenRequest) -> [Act]
    private let state = Mutex((requests: [SeenRequest](), connections: 0, isStopped: false))

    init(_ script: @escaping @Sendable (SeenRequest) -> [Act]) {
        self.script = script
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (descriptor, size) = (listener, length)
        unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
                _ = unsafe bind(descriptor, name, size)
                _ = listen(descriptor, 16)
                _ = unsafe getsockname(descriptor, name, &length)
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread { [self] in acceptAll() }.start()
    }

    var requests: [SeenRequest] { state.withLock { $0.requests } }
    var connections: Int { state.withLock { $0.connections } }
    func stop() { state.withLock { $0.isStopped = true } }
    private var isStopped: Bool { state.withLock { $0.isStopped } }

    private func readable(_ descriptor: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&entry, 1, 20) > 0
    }

    private func acceptAll() {
        while !isStopped {
            guard readable(listener) else { continue }
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0 else { continue }
            state.withLock { $0.connections += 1 }
            Thread { [self] in serve(client) }.start()
        }
        Glibc.close(listener)
    }

    private func serve(_ client: Int32) {
        defer { Glibc.close(client) }
        while !isStopped {
            guard readable(client) else { continue }
            var frame = [UInt8](repeating: 0, count: 260)
            let count = unsafe recv(client, &frame, frame.count, 0)
            guard count >= 12 else { return }
            let request = state.withLock { state in
                let request = SeenRequest(frame: Array(frame.prefix(count)), number: state.requests.count)
                state.requests.append(request)
                return request
            }
            for act in script(request) {
                switch act {
                case .send(let bytes):
                    guard unsafe send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL)) >= 0 else { return }
                case .wait(let milliseconds): usleep(UInt32(milliseconds) * 1_000)
                case .close: return
                }
            }
        }
    }
}
