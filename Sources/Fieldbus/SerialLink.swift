// SPDX-License-Identifier: Apache-2.0
// A Modbus RTU line on libmodbus: it frames, computes check sums and sets the port up. RTU has no transaction
// ids, so after a time-out the bus is kept silent and the late reply is thrown away (modbus-requirements R3).

internal import CModbus
internal import Glibc
internal import Registers

/// One serial port.
@safe final class SerialLink: ModbusLink {
    private let path: String
    private let format: SerialFormat
    private var context: OpaquePointer?
    private var lastUse: Int64 = 0
    /// After a time-out: no request before the line was silent for this long.
    private var silenceOwed: Duration?
    /// Replies that may still be on their way; `nil` means that any may.
    private var outstanding: Set<Shape> = []
    private(set) var opened = 0
    var strays = 0

    /// What a late reply would look like; two requests of one shape cannot be told apart.
    private struct Shape: Hashable {
        var unit: UInt8
        var function: UInt8
        var length: Int
    }

    init(path: String, format: SerialFormat) {
        self.path = path
        self.format = format
    }

    deinit { close() }

    var isOpen: Bool { unsafe context != nil }

    func close() {
        guard let open = unsafe context else { return }
        unsafe modbus_close(open)
        unsafe modbus_free(open)
        unsafe context = nil
        outstanding = []
        silenceOwed = nil
    }

    /// Three and a half characters of 11 bits, and never less than the 1.75 ms of fast lines.
    private var frameGap: Duration {
        max(.microseconds(1_750), .microseconds(38_500_000 / max(format.baud, 50)))
    }

    func connect(within: Duration) throws(LinkFailure) {
        if !isOpen { try open() }
    }

    func transact(_ request: ModbusRequest, within: Duration, gap: Duration) throws(LinkFailure)
        -> ModbusReply
    {
        if !isOpen { try open() }
        let shape = Shape(
            unit: request.replyUnit, function: request.function, length: request.replyLengthOnLine)
        let isAmbiguous = outstanding.contains(shape)
        try settle(worstReply: within)
        pause(max(gap, frameGap) - .nanoseconds(Deadline.now() - lastUse))
        let deadline = Deadline(after: within)
        defer { lastUse = Deadline.now() }
        do {
            var reply = try exchange(request, until: deadline)
            if isAmbiguous {
                // The first answer may be the late one; after a silence only a new one can come.
                try drain(silence: within)
                reply = try exchange(request, until: Deadline(after: within))
            }
            outstanding = outstanding.filter { $0.unit != shape.unit }
            return reply
        } catch {
            switch error {
            case .timedOut:
                outstanding.insert(shape)
                silenceOwed = max(frameGap, within)
            case .checksum, .mismatch:
                silenceOwed = max(silenceOwed ?? .zero, max(frameGap, .milliseconds(50)))
            case .disconnected, .cannotOpen:
                close()
            }
            throw error
        }
    }

    private func settle(worstReply: Duration) throws(LinkFailure) {
        guard let silence = silenceOwed else { return }
        silenceOwed = nil
        try drain(silence: silence)
    }

    private func exchange(_ request: ModbusRequest, until deadline: Deadline) throws(LinkFailure)
        -> ModbusReply
    {
        unsafe modbus_flush(context)
        try send(request)
        while true {
            let frame = try receive(from: request.replyUnit, until: deadline)
            switch ReplyCheck.rtu(frame, for: request) {
            case .reply(let reply):
                try expectSilence()
                return reply
            case .incomplete: throw .checksum
            case .mismatch(let mismatch):
                // A late reply of another shape may still be followed by the true one.
                guard !outstanding.isEmpty, !deadline.isOver else { throw .mismatch(mismatch) }
                strays += 1
            }
        }
    }

    // MARK: The port

    private func open() throws(LinkFailure) {
        let parity = CChar(bitPattern: format.parity.rawValue.utf8.first ?? UInt8(ascii: "N"))
        guard
            let made = unsafe modbus_new_rtu(
                path, Int32(clamping: format.baud), parity, Int32(clamping: format.dataBits),
                Int32(clamping: format.stopBits))
        else { throw .cannotOpen(errnoText(errno)) }
        unsafe modbus_set_error_recovery(made, MODBUS_ERROR_RECOVERY_NONE)
        unsafe modbus_set_byte_timeout(made, 0, 0)
        guard unsafe modbus_connect(made) == 0 else {
            let reason = errno
            unsafe modbus_free(made)
            throw .cannotOpen(errnoText(reason))
        }
        unsafe context = made
        opened += 1
    }

    private func send(_ request: ModbusRequest) throws(LinkFailure) {
        let frame = [request.unit] + request.pdu
        let sent = unsafe frame.withUnsafeBufferPointer { bytes in
            unsafe modbus_send_raw_request(context, bytes.baseAddress, Int32(clamping: bytes.count))
        }
        guard sent > 0 else { throw .disconnected(errnoText(errno)) }
    }

    /// One frame whose check sum is right, without the check sum.
    private func receive(from unit: UInt8, until deadline: Deadline) throws(LinkFailure) -> [UInt8] {
        let left = max(deadline.left, .milliseconds(1)) / .microseconds(1)
        unsafe modbus_set_slave(context, Int32(unit))
        unsafe modbus_set_response_timeout(
            context, UInt32(left / 1e6), UInt32(left.truncatingRemainder(dividingBy: 1e6)))
        var buffer = [UInt8](repeating: 0, count: Int(roost_modbus_max_adu_length()))
        errno = 0
        let count = unsafe buffer.withUnsafeMutableBufferPointer { bytes in
            unsafe modbus_receive_confirmation(context, bytes.baseAddress)
        }
        let reason = errno
        if count > 2 { return Array(buffer.prefix(Int(count) - 2)) }
        // libmodbus gives 0 for another unit's frame and does not prove its check sum.
        if count >= 0 { throw .mismatch(.unit) }
        switch reason {
        case ETIMEDOUT: throw .timedOut
        case roost_modbus_bad_crc(), roost_modbus_bad_data(), roost_modbus_too_many_data(): throw .checksum
        default: throw .disconnected(errnoText(reason))
        }
    }

    /// On a bus with one master nothing follows a reply; if something does, the frame just read may be an
    /// older one.
    private func expectSilence() throws(LinkFailure) {
        let socket = unsafe modbus_get_socket(context)
        if waitFor(socket, events: POLLIN, until: Deadline(after: frameGap)) { throw .mismatch(.trailing) }
    }

    /// Discards what arrives until the line was silent for a while; gives up after three such spans.
    private func drain(silence: Duration) throws(LinkFailure) {
        let socket = unsafe modbus_get_socket(context)
        let latest = Deadline(after: silence * 3)
        var buffer = [UInt8](repeating: 0, count: 512)
        while !latest.isOver {
            guard waitFor(socket, events: POLLIN, until: Deadline(after: silence)) else { return }
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe read(socket, bytes.baseAddress, bytes.count)
            }
            if count > 0 {
                strays += 1
            } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
                throw .disconnected(count == 0 ? "the port is gone" : errnoText(errno))
            }
        }
    }
}

extension ModbusRequest {
    /// What tells a reply from the reply to another request: the length of its data.
    fileprivate var replyLengthOnLine: Int {
        switch ask {
        case .read(let table, _, let count): table.isBits ? (Int(count) + 7) / 8 : 2 * Int(count)
        case .writeCoil, .writeRegister, .writeCoils, .writeRegisters: 4
        }
    }
}
