// SPDX-License-Identifier: Apache-2.0
// A Modbus TCP connection on a libmodbus socket. libmodbus connects; the frames are Roost's own, because
// modbus_send_raw_request gives every request transaction id 0, and then a late reply looks like the true
// one. Anything unexpected closes the connection: no byte of one transaction may be read by the next.

internal import CModbus
internal import Glibc
internal import Registers

/// One TCP connection.
@safe final class TCPLink: ModbusLink {
    private let host: String
    private let port: Int
    private var context: OpaquePointer?
    private var transaction: UInt16 = 0
    private var lastUse: Int64 = 0
    private(set) var opened = 0
    var strays = 0

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    deinit { close() }

    var isOpen: Bool { unsafe context != nil }

    func close() {
        guard let open = unsafe context else { return }
        unsafe modbus_close(open)
        unsafe modbus_free(open)
        unsafe context = nil
    }

    func connect(within: Duration) throws(LinkFailure) {
        if !isOpen { try open(until: Deadline(after: within)) }
    }

    func transact(_ request: ModbusRequest, within: Duration, gap: Duration) throws(LinkFailure)
        -> ModbusReply
    {
        closeIfDisturbed()
        pause(gap - .nanoseconds(Deadline.now() - lastUse))
        let deadline = Deadline(after: within)
        if !isOpen { try open(until: deadline) }
        defer { lastUse = Deadline.now() }
        do {
            return try exchange(request, until: deadline)
        } catch {
            close()
            throw error
        }
    }

    private func exchange(_ request: ModbusRequest, until deadline: Deadline) throws(LinkFailure)
        -> ModbusReply
    {
        transaction &+= 1
        let socket = unsafe modbus_get_socket(context)
        try send(request.tcpFrame(transaction: transaction), on: socket, until: deadline)
        var frame: [UInt8] = []
        while true {
            frame += try receive(on: socket, until: deadline)
            let (verdict, extra) = ReplyCheck.tcp(frame, for: request, transaction: transaction)
            switch verdict {
            case .incomplete: continue
            case .mismatch(let mismatch): throw .mismatch(mismatch)
            case .reply(let reply):
                // The reply itself passed every check; what follows it did not, so nothing more is read from
                // here.
                if extra > 0 {
                    strays += 1
                    close()
                }
                return reply
            }
        }
    }

    // MARK: The socket

    private func open(until deadline: Deadline) throws(LinkFailure) {
        guard let made = unsafe modbus_new_tcp_pi(host, String(port)) else {
            throw .cannotOpen(errnoText(errno))
        }
        let left = max(deadline.left, .milliseconds(1))
        let microseconds = left / .microseconds(1)
        unsafe modbus_set_error_recovery(made, MODBUS_ERROR_RECOVERY_NONE)
        unsafe modbus_set_response_timeout(
            made, UInt32(microseconds / 1e6), UInt32(microseconds.truncatingRemainder(dividingBy: 1e6)))
        guard unsafe modbus_connect(made) == 0, unsafe modbus_get_socket(made) >= 0 else {
            let reason = errno
            unsafe modbus_free(made)
            throw .cannotOpen(reason == EINPROGRESS ? "no answer" : errnoText(reason))
        }
        unsafe context = made
        opened += 1
    }

    /// Closes a connection that the peer has ended, or on which bytes wait that nobody asked for.
    private func closeIfDisturbed() {
        guard isOpen else { return }
        let socket = unsafe modbus_get_socket(context)
        var byte: UInt8 = 0
        let count = unsafe recv(socket, &byte, 1, Int32(MSG_DONTWAIT | MSG_PEEK))
        if count < 0 && (errno == EAGAIN || errno == EINTR) { return }
        if count > 0 { strays += 1 }
        close()
    }

    private func send(_ frame: [UInt8], on socket: Int32, until deadline: Deadline) throws(LinkFailure) {
        var rest = frame[...]
        while !rest.isEmpty {
            let sent = unsafe rest.withUnsafeBytes { bytes in
                unsafe Glibc.send(socket, bytes.baseAddress, bytes.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
            }
            if sent > 0 {
                rest = rest.dropFirst(sent)
            } else if errno == EAGAIN {
                guard waitFor(socket, events: POLLOUT, until: deadline) else { throw .timedOut }
            } else if errno != EINTR {
                throw .disconnected(errnoText(errno))
            }
            if !rest.isEmpty && deadline.isOver { throw .timedOut }
        }
    }

    private func receive(on socket: Int32, until deadline: Deadline) throws(LinkFailure) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 2 * ReplyCheck.longestFrame)
        while true {
            guard waitFor(socket, events: POLLIN, until: deadline), !deadline.isOver else { throw .timedOut }
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe recv(socket, bytes.baseAddress, bytes.count, Int32(MSG_DONTWAIT))
            }
            if count > 0 { return Array(buffer.prefix(count)) }
            if count == 0 { throw .disconnected("closed by the device") }
            if errno != EAGAIN && errno != EINTR { throw .disconnected(errnoText(errno)) }
        }
    }
}
