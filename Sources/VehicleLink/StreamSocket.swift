// SPDX-License-Identifier: Apache-2.0
// One TCP connection that never blocks for longer than it is told. It knows nothing of MAVLink; a broken
// connection is an answer here, and the link above makes a new one.

internal import DockModel
internal import Glibc

/// A TCP connection to a server.
final class StreamSocket: ByteLine {
    private let descriptor: Int32
    private static let pieceLength = 16_384

    /// Connects, waiting at most `span` of real time for each address of the host, or until `bell` rings.
    init(host: String, port: UInt16, within span: Duration, bell: Doorbell) throws(VehicleLinkError) {
        var reason = "no address"
        for address in try SocketAddress.resolve(host: host, port: port, isPassive: false, isStream: true) {
            switch Self.connect(to: address, within: span, bell: bell) {
            case .success(let connected):
                descriptor = connected
                return
            case .failure(let failure): reason = failure.reason
            }
        }
        throw .cannotOpen(endpoint: "\(host):\(port)", reason: reason)
    }

    deinit { close(descriptor) }

    /// Waits until bytes are there, `bell` rings, or real time has passed.
    func wait(for span: Duration, or bell: Doorbell) -> Bool {
        bell.wait(for: descriptor, events: POLLIN, span: span)
    }

    /// The next bytes.
    func receive() -> BytePiece {
        var buffer = [UInt8](repeating: 0, count: Self.pieceLength)
        let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
        if count > 0 { return .bytes(Array(buffer[..<count])) }
        if count == 0 { return .ended(reason: "closed by the other side") }
        let number = errno
        return number == EAGAIN || number == EWOULDBLOCK || number == EINTR
            ? .nothing : .ended(reason: systemReason(number))
    }

    /// Sends all bytes; false when the connection did not take them, after which it is useless.
    func send(_ bytes: [UInt8]) -> Bool {
        unsafe sendAll(bytes, to: descriptor) {
            unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
    }

    /// Ends the connection; a read then finds its end.
    func hangUp() { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }

    private struct Failure: Error { let reason: String }

    private static func connect(
        to address: SocketAddress, within span: Duration, bell: Doorbell
    ) -> Result<Int32, Failure> {
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.family, type, 0)
        guard descriptor >= 0 else { return .failure(Failure(reason: systemReason(errno))) }
        let result = unsafe address.bytes.withUnsafeBytes { raw in
            unsafe Glibc.connect(
                descriptor, raw.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count))
        }
        var trouble: Int32 = result == 0 ? 0 : errno
        if trouble == EINPROGRESS {
            if bell.wait(for: descriptor, events: POLLOUT, span: span) {
                var length = socklen_t(MemoryLayout<Int32>.size)
                _ = unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &trouble, &length)
            } else {
                trouble = ETIMEDOUT
            }
        }
        guard trouble == 0 else {
            close(descriptor)
            return .failure(Failure(reason: systemReason(trouble)))
        }
        var now: Int32 = 1
        // Without this, small frames may wait for each other; the link works all the same.
        _ = unsafe setsockopt(
            descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &now, socklen_t(MemoryLayout<Int32>.size))
        return .success(descriptor)
    }
}
