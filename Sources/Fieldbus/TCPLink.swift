// SPDX-License-Identifier: Apache-2.0
// A Modbus TCP connection. libmodbus opens it; the frames are Roost's own, because modbus_send_raw_request
// gives every request transaction id 0, and then a late reply looks like the true one. Anything unexpected
// closes the connection: no byte of one transaction may be read by the next.

internal import CModbus
internal import Glibc
internal import Registers

/// One TCP connection, used by one thread. One exchange costs one send, one wait and one receive; its buffers
/// are kept.
@safe final class TCPLink: ModbusLink {
    private let host: String
    private let port: Int
    /// The open socket; -1 for none.
    private(set) var socket: Int32 = -1
    private var transaction: UInt16 = 0
    private var lastUse: Int64 = 0
    private var asked: [UInt8] = []
    private var answered: [UInt8] = []
    private var buffer = [UInt8](repeating: 0, count: 2 * ReplyCheck.longestFrame)
    private(set) var opened = 0
    var strays = 0

    /// A connection that rested for so long is looked at before it is used: its peer may have ended it, or
    /// sent what nobody asked for.
    private static let restNanoseconds: Int64 = 1_000_000

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    deinit { close() }

    var isOpen: Bool { socket >= 0 }

    func close() {
        guard isOpen else { return }
        Glibc.close(socket)
        socket = -1
    }

    func connect(within: Duration) throws(LinkFailure) {
        if !isOpen { adopt(try TCPLink.openSocket(host: host, port: port, until: Deadline(after: within))) }
    }

    /// Takes over a socket that `openSocket` has opened.
    func adopt(_ opened: Int32) {
        close()
        socket = opened
        self.opened += 1
        lastUse = Deadline.now()
    }

    func transact(_ request: ModbusRequest, within: Duration, gap: Duration) throws(LinkFailure)
        -> ModbusReply
    {
        if Deadline.now() - lastUse >= TCPLink.restNanoseconds { closeIfDisturbed() }
        if gap > .zero { pause(gap - .nanoseconds(Deadline.now() - lastUse)) }
        let deadline = Deadline(after: within)
        if !isOpen { adopt(try TCPLink.openSocket(host: host, port: port, until: deadline)) }
        try begin(request, until: deadline)
        while true {
            guard waitFor(socket, events: POLLIN, until: deadline), !deadline.isOver else {
                close()
                throw .timedOut
            }
            if let reply = try advance(request) { return reply }
        }
    }

    /// Sends a request on the open connection; what an older one left is forgotten.
    func begin(_ request: ModbusRequest, until deadline: Deadline) throws(LinkFailure) {
        transaction &+= 1
        answered.removeAll(keepingCapacity: true)
        request.writeTCPFrame(transaction: transaction, into: &asked)
        do {
            try send(until: deadline)
        } catch {
            close()
            throw error
        }
    }

    /// Takes what has arrived; nil when the reply to the request begun is not whole yet.
    func advance(_ request: ModbusRequest) throws(LinkFailure) -> ModbusReply? {
        do throws(LinkFailure) {
            guard try receive() else { return nil }
            let (verdict, extra) = ReplyCheck.tcp(answered, for: request, transaction: transaction)
            switch verdict {
            case .incomplete: return nil
            case .mismatch(let mismatch): throw LinkFailure.mismatch(mismatch)
            case .reply(let reply):
                lastUse = Deadline.now()
                // The reply itself passed every check; what follows it did not, so nothing more is read from
                // here.
                if extra > 0 {
                    strays += 1
                    close()
                }
                return reply
            }
        } catch {
            close()
            throw error
        }
    }

    /// Closes a connection that the peer has ended, or on which bytes wait that nobody asked for.
    func closeIfDisturbed() {
        guard isOpen else { return }
        var byte: UInt8 = 0
        let count = unsafe recv(socket, &byte, 1, Int32(MSG_DONTWAIT | MSG_PEEK))
        if count < 0 && (errno == EAGAIN || errno == EINTR) { return }
        if count > 0 { strays += 1 }
        close()
    }

    // MARK: The socket

    /// Opens a connection and gives its socket away.
    static func openSocket(host: String, port: Int, until deadline: Deadline) throws(LinkFailure) -> Int32 {
        guard let made = unsafe modbus_new_tcp_pi(host, String(port)) else {
            throw .cannotOpen(errnoText(errno))
        }
        defer { unsafe modbus_free(made) }
        let left = max(deadline.left, .milliseconds(1))
        let microseconds = left / .microseconds(1)
        unsafe modbus_set_error_recovery(made, MODBUS_ERROR_RECOVERY_NONE)
        unsafe modbus_set_response_timeout(
            made, UInt32(microseconds / 1e6), UInt32(microseconds.truncatingRemainder(dividingBy: 1e6)))
        guard unsafe modbus_connect(made) == 0, unsafe modbus_get_socket(made) >= 0 else {
            let reason = errno
            throw .cannotOpen(reason == EINPROGRESS ? "no answer" : errnoText(reason))
        }
        return unsafe modbus_get_socket(made)
    }

    private func send(until deadline: Deadline) throws(LinkFailure) {
        var done = 0
        while done < asked.count {
            let sent = unsafe asked.withUnsafeBytes { bytes in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[done...])
                return unsafe Glibc.send(
                    socket, rest.baseAddress, rest.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
            }
            if sent > 0 {
                done += sent
            } else if errno == EAGAIN {
                guard waitFor(socket, events: POLLOUT, until: deadline) else { throw .timedOut }
            } else if errno != EINTR {
                throw .disconnected(errnoText(errno))
            }
            if done < asked.count && deadline.isOver { throw .timedOut }
        }
    }

    /// Appends what has arrived; false when nothing has.
    private func receive() throws(LinkFailure) -> Bool {
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe recv(socket, bytes.baseAddress, bytes.count, Int32(MSG_DONTWAIT))
        }
        if count > 0 {
            answered.append(contentsOf: buffer[..<count])
            return true
        }
        if count == 0 { throw .disconnected("closed by the device") }
        if errno != EAGAIN && errno != EINTR { throw .disconnected(errnoText(errno)) }
        return false
    }
}
