// SPDX-License-Identifier: Apache-2.0
// Whether received bytes are the reply to the request just sent (modbus-requirements R2). Every field is
// compared; a reply that differs in any of them is never decoded, and bytes from outside can never trap this
// code.

/// What a reply carries once it has passed every check.
public enum ModbusReply: Sendable, Equatable {
    /// Registers, or one word of 0 or 1 a bit.
    case words([UInt16])
    /// The device confirms a write.
    case written
    /// The device refuses, with an exception code.
    case exception(UInt8)
}

/// In which field a reply differs from what was asked.
public enum ReplyMismatch: String, Sendable, Equatable, CaseIterable {
    case transaction = "transaction id"
    case protocolIdentifier = "protocol id"
    case length = "length"
    case unit = "unit id"
    case function = "function code"
    case byteCount = "byte count"
    case echo = "echo of the write"
    case trailing = "bytes behind the reply"
}

/// The state of a reply while bytes arrive.
public enum ReplyVerdict: Sendable, Equatable {
    /// Nothing is wrong yet; this many bytes are still missing at least.
    case incomplete(missing: Int)
    /// The reply to the request.
    case reply(ModbusReply)
    /// Not the reply to the request.
    case mismatch(ReplyMismatch)
}

/// Checks replies against their request.
public enum ReplyCheck {
    /// Longest Modbus TCP frame.
    public static let longestFrame = 260

    /// Judges the bytes received so far on TCP. A complete reply may be followed by further bytes: `extra` of
    /// them.
    public static func tcp(
        _ frame: [UInt8], for request: ModbusRequest, transaction: UInt16
    ) -> (verdict: ReplyVerdict, extra: Int) {
        if let mismatch = headerMismatch(frame, request, transaction) { return (.mismatch(mismatch), 0) }
        guard frame.count >= 8 else { return (.incomplete(missing: 8 - frame.count), 0) }
        let length = Int(word(frame, 4))
        let isException = frame[7] & 0x80 != 0
        guard length == 1 + (isException ? 2 : request.replyLength) else { return (.mismatch(.length), 0) }
        let end = 6 + length
        if let mismatch = bodyMismatch(frame[7..<min(frame.count, end)], request) {
            return (.mismatch(mismatch), 0)
        }
        guard frame.count >= end else { return (.incomplete(missing: end - frame.count), 0) }
        return (verdict(unit: frame[6], pdu: frame[7..<end], request), frame.count - end)
    }

    /// Judges unit id, function and data of a frame whose framing and check sum are already proven.
    public static func rtu(_ frame: [UInt8], for request: ModbusRequest) -> ReplyVerdict {
        guard frame.count >= 2 else { return .incomplete(missing: 2 - frame.count) }
        guard frame[0] == request.replyUnit || frame[0] == request.unit else { return .mismatch(.unit) }
        let pdu = frame[1...]
        if let mismatch = bodyMismatch(pdu, request) { return .mismatch(mismatch) }
        let expected = frame[1] & 0x80 != 0 ? 2 : request.replyLength
        guard pdu.count >= expected else { return .incomplete(missing: expected - pdu.count) }
        guard pdu.count == expected else { return .mismatch(.length) }
        return verdict(unit: frame[0], pdu: pdu, request)
    }

    /// Compares the fields of the TCP header that have arrived, so that a wrong frame is refused at once.
    private static func headerMismatch(
        _ frame: [UInt8], _ request: ModbusRequest, _ transaction: UInt16
    ) -> ReplyMismatch? {
        if frame.count >= 2, word(frame, 0) != transaction { return .transaction }
        if frame.count >= 4, word(frame, 2) != 0 { return .protocolIdentifier }
        if frame.count >= 6, ![3, 1 + request.replyLength].contains(Int(word(frame, 4))) { return .length }
        if frame.count >= 7, frame[6] != request.replyUnit, frame[6] != request.unit { return .unit }
        return nil
    }

    /// Compares the part of function code and data that has arrived.
    private static func bodyMismatch(_ pdu: ArraySlice<UInt8>, _ request: ModbusRequest) -> ReplyMismatch? {
        guard let function = pdu.first, function & 0x7F == request.function else { return .function }
        let data = pdu.dropFirst()
        guard function & 0x80 == 0, let first = data.first else { return nil }
        switch request.ask {
        case .read:
            return Int(first) == request.replyLength - 2 ? nil : .byteCount
        case .writeCoil, .writeRegister, .writeCoils, .writeRegisters:
            return data.elementsEqual(request.pdu.dropFirst().prefix(data.count)) || data.count > 4
                ? nil : .echo
        }
    }

    /// The meaning of a complete reply of the right length. The unit id must be the one that replies; only a
    /// gateway speaks for an absent unit (exceptions 10 and 11) under the id that was asked.
    private static func verdict(unit: UInt8, pdu: ArraySlice<UInt8>, _ request: ModbusRequest) -> ReplyVerdict
    {
        let bytes = Array(pdu)
        if bytes[0] & 0x80 != 0 {
            let isGateway = bytes[1] == 10 || bytes[1] == 11
            guard unit == request.replyUnit || (isGateway && unit == request.unit) else {
                return .mismatch(.unit)
            }
            return .reply(.exception(bytes[1]))
        }
        guard unit == request.replyUnit else { return .mismatch(.unit) }
        switch request.ask {
        case .read(let table, _, let count):
            let data = Array(bytes.dropFirst(2))
            return .reply(.words(table.isBits ? bits(data, count: Int(count)) : words(data)))
        case .writeCoil, .writeRegister, .writeCoils, .writeRegisters:
            return bytes.elementsEqual(request.pdu.prefix(5)) ? .reply(.written) : .mismatch(.echo)
        }
    }

    private static func word(_ bytes: [UInt8], _ index: Int) -> UInt16 {
        UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
    }

    private static func words(_ data: [UInt8]) -> [UInt16] {
        stride(from: 0, to: data.count - 1, by: 2).map { word(data, $0) }
    }

    private static func bits(_ data: [UInt8], count: Int) -> [UInt16] {
        (0..<count).map { UInt16(data[$0 / 8] >> UInt8($0 % 8) & 1) }
    }
}
