// SPDX-License-Identifier: Apache-2.0
// What is asked of a device, as the bytes of the Modbus protocol. It builds requests and nothing else; what
// comes back is judged in ReplyCheck.swift.

/// What one request asks.
public enum ModbusAsk: Sendable, Equatable {
    /// Functions 1 to 4.
    case read(Table, address: UInt16, count: UInt16)
    /// Function 5.
    case writeCoil(address: UInt16, isOn: Bool)
    /// Function 6.
    case writeRegister(address: UInt16, word: UInt16)
    /// Function 15.
    case writeCoils(address: UInt16, bits: [Bool])
    /// Function 16.
    case writeRegisters(address: UInt16, words: [UInt16])
}

/// One request to one unit.
public struct ModbusRequest: Sendable, Equatable {
    /// The unit that is asked.
    public let unit: UInt8
    /// The unit whose reply is accepted.
    public let replyUnit: UInt8
    /// What is asked.
    public let ask: ModbusAsk

    /// A request; nil when the protocol cannot carry it (no or too many words, an address beyond the table).
    public init?(unit: Int, replyUnit: Int? = nil, ask: ModbusAsk) {
        guard let unit = UInt8(exactly: unit), let replyUnit = UInt8(exactly: replyUnit ?? Int(unit)) else {
            return nil
        }
        let (address, count, most): (UInt16, Int, Int) =
            switch ask {
            case .read(let table, let address, let count): (address, Int(count), table.isBits ? 2_000 : 125)
            case .writeCoil(let address, _): (address, 1, 1)
            case .writeRegister(let address, _): (address, 1, 1)
            case .writeCoils(let address, let bits): (address, bits.count, 1_968)
            case .writeRegisters(let address, let words): (address, words.count, 123)
            }
        guard count >= 1, count <= most, Int(address) + count <= 65_536 else { return nil }
        self.unit = unit
        self.replyUnit = replyUnit
        self.ask = ask
    }

    /// A read; nil when the protocol cannot carry it.
    public init?(unit: Int, replyUnit: Int? = nil, read: ReadRequest) {
        guard let address = UInt16(exactly: read.address), let count = UInt16(exactly: read.count) else {
            return nil
        }
        self.init(unit: unit, replyUnit: replyUnit, ask: .read(read.table, address: address, count: count))
    }

    /// A write; nil when the protocol cannot carry it.
    public init?(unit: Int, replyUnit: Int? = nil, write: CheckedWrite) {
        guard let address = UInt16(exactly: write.address), let first = write.words.first else { return nil }
        let ask: ModbusAsk
        switch write.function {
        case 5: ask = .writeCoil(address: address, isOn: first != 0)
        case 6: ask = .writeRegister(address: address, word: first)
        case 15: ask = .writeCoils(address: address, bits: write.words.map { $0 != 0 })
        case 16: ask = .writeRegisters(address: address, words: write.words)
        default: return nil
        }
        self.init(unit: unit, replyUnit: replyUnit, ask: ask)
    }

    /// The function code.
    public var function: UInt8 {
        switch ask {
        case .read(let table, _, _): table.readFunction
        case .writeCoil: 5
        case .writeRegister: 6
        case .writeCoils: 15
        case .writeRegisters: 16
        }
    }

    /// The first address.
    public var address: UInt16 {
        switch ask {
        case .read(_, let address, _), .writeCoil(let address, _), .writeRegister(let address, _),
            .writeCoils(let address, _), .writeRegisters(let address, _):
            address
        }
    }

    /// Function code and data, the part that is the same on every kind of line.
    public var pdu: [UInt8] {
        var bytes: [UInt8] = []
        appendPDU(to: &bytes)
        return bytes
    }

    /// The whole frame on TCP.
    public func tcpFrame(transaction: UInt16) -> [UInt8] {
        var frame: [UInt8] = []
        writeTCPFrame(transaction: transaction, into: &frame)
        return frame
    }

    /// Puts the whole frame on TCP into `frame`, whose storage is used again.
    public func writeTCPFrame(transaction: UInt16, into frame: inout [UInt8]) {
        frame.removeAll(keepingCapacity: true)
        frame.append(transaction)
        frame.append(0 as UInt16)
        frame.append(UInt16(truncatingIfNeeded: 1 + pduLength))
        frame.append(unit)
        appendPDU(to: &frame)
    }

    /// The octets of function code and data.
    private var pduLength: Int {
        switch ask {
        case .read, .writeCoil, .writeRegister: 5
        case .writeCoils(_, let bits): 6 + (bits.count + 7) / 8
        case .writeRegisters(_, let words): 6 + 2 * words.count
        }
    }

    private func appendPDU(to bytes: inout [UInt8]) {
        bytes.append(function)
        bytes.append(address)
        switch ask {
        case .read(_, _, let count): bytes.append(count)
        case .writeCoil(_, let isOn): bytes.append(isOn ? 0xFF00 : 0 as UInt16)
        case .writeRegister(_, let word): bytes.append(word)
        case .writeCoils(_, let bits):
            let packed = packed(bits)
            bytes.append(UInt16(truncatingIfNeeded: bits.count))
            bytes.append(UInt8(truncatingIfNeeded: packed.count))
            bytes.append(contentsOf: packed)
        case .writeRegisters(_, let words):
            bytes.append(UInt16(truncatingIfNeeded: words.count))
            bytes.append(UInt8(truncatingIfNeeded: 2 * words.count))
            for word in words { bytes.append(word) }
        }
    }

    /// Length of the function code and data of a good reply.
    var replyLength: Int {
        switch ask {
        case .read(let table, _, let count): 2 + (table.isBits ? (Int(count) + 7) / 8 : 2 * Int(count))
        case .writeCoil, .writeRegister, .writeCoils, .writeRegisters: 5
        }
    }
}

extension [UInt8] {
    /// A word as it goes over the line, high octet first.
    fileprivate mutating func append(_ word: UInt16) {
        append(UInt8(truncatingIfNeeded: word >> 8))
        append(UInt8(truncatingIfNeeded: word))
    }
}

private func packed(_ bits: [Bool]) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: (bits.count + 7) / 8)
    for (index, bit) in bits.enumerated() where bit { bytes[index / 8] |= 1 << UInt8(index % 8) }
    return bytes
}
