// SPDX-License-Identifier: Apache-2.0
// One client's octets, plain or under TLS, with a buffer whose emptiness can be asked before a handshake. It
// blocks its own thread only, and never longer than the silence a client is allowed.

internal import COpenSSL
internal import Glibc

/// A connected socket; used by one thread, closed from any through `SinkSockets`.
@safe final class SinkStream {
    private let socket: Int32
    private var tls: OpaquePointer?
    private var buffer: [UInt8] = []
    private var start = 0

    /// Takes a connected socket; who accepted it closes it.
    init(socket: Int32, silence: Duration) {
        self.socket = socket
        let seconds = max(1, min(silence.components.seconds, 86_400))
        var patience = timeval(tv_sec: Int(seconds), tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        unsafe setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        unsafe setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
        var yes: Int32 = 1
        unsafe setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { if let tls = unsafe tls { unsafe SSL_free(tls) } }

    /// Whether octets were received that nobody has read yet.
    var hasPending: Bool { start < buffer.count }
    /// Whether TLS is on.
    var isSecure: Bool { unsafe tls != nil }

    /// Does the server's side of a handshake; nil when it fails, else whether a session was resumed.
    func secure(with certificate: SinkCertificate) -> Bool? {
        guard let tls = unsafe SSL_new(certificate.context) else { return nil }
        unsafe self.tls = tls
        guard unsafe SSL_set_fd(tls, socket) == 1, unsafe SSL_accept(tls) == 1 else { return nil }
        return unsafe SSL_session_reused(tls) == 1
    }

    /// The next line with its line end, at most `limit` octets; nil at the end of the stream. A longer line
    /// comes back cut, without a line end.
    func line(limit: Int) -> [UInt8]? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0A), end - start < limit {
                return take(end - start + 1)
            }
            if buffer.count - start >= limit { return take(limit) }
            searched = buffer.count
            let before = start
            guard fill() else { return nil }
            searched -= before - start
        }
    }

    /// Exactly `count` octets; nil when the stream ends before.
    func exactly(_ count: Int) -> [UInt8]? {
        var result: [UInt8] = []
        while true {
            result += take(min(count - result.count, buffer.count - start))
            if result.count == count { return result }
            guard fill() else { return nil }
        }
    }

    /// Sends everything; false when the client is gone.
    func send(_ text: String) -> Bool {
        var octets = Array(text.utf8)[...]
        while !octets.isEmpty {
            let count = unsafe octets.withUnsafeBytes { bytes -> Int in
                if let tls = unsafe tls {
                    return Int(unsafe SSL_write(tls, bytes.baseAddress, Int32(bytes.count)))
                }
                return unsafe Glibc.send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            octets = octets.dropFirst(count)
        }
        return true
    }

    /// Says goodbye under TLS, so that a cut is told from an end.
    func sayGoodbye() {
        if let tls = unsafe tls { unsafe SSL_shutdown(tls) }
    }

    private func take(_ count: Int) -> [UInt8] {
        defer { start += count }
        return Array(buffer[start..<(start + count)])
    }

    private func fill() -> Bool {
        buffer.removeFirst(start)
        start = 0
        var fresh = [UInt8](repeating: 0, count: 65_536)
        let size = fresh.count
        let count = unsafe fresh.withUnsafeMutableBytes { bytes -> Int in
            if let tls = unsafe tls { return Int(unsafe SSL_read(tls, bytes.baseAddress, Int32(size))) }
            return unsafe recv(socket, bytes.baseAddress, size, 0)
        }
        guard count > 0 else { return false }
        buffer.append(contentsOf: fresh.prefix(count))
        return true
    }
}
