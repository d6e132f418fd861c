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
        switch ask {
        case .read(_, let address, let count):
            return [function] + bytes(address) + bytes(count)
        case .writeCoil(let address, let isOn):
            return [function] + bytes(address) + [isOn ? 0xFF : 0, 0]
        case .writeRegister(let address, let word):
            return [function] + bytes(address) + bytes(word)
        case .writeCoils(let address, let bits):
            let packed = packed(bits)
            return [function] + bytes(address) + bytes(UInt16(truncatingIfNeeded: bits.count))
                + [UInt8(truncatingIfNeeded: packed.count)] + packed
        case .writeRegisters(let address, let words):
            return [function] + bytes(address) + bytes(UInt16(truncatingIfNeeded: words.count))
                + [UInt8(truncatingIfNeeded: 2 * words.count)] + words.flatMap { bytes($0) }
        }
    }

    /// The whole frame on TCP.
    public func tcpFrame(transaction: UInt16) -> [UInt8] {
        let pdu = pdu
        return bytes(transaction) + [0, 0] + bytes(UInt16(truncatingIfNeeded: pdu.count + 1)) + [unit] + pdu
    }

    /// Length of the function code and data of a good reply.
    var replyLength: Int {
        switch ask {
        case .read(let table, _, let count): 2 + (table.isBits ? (Int(count) + 7) / 8 : 2 * Int(count))
        case .writeCoil, .writeRegister, .writeCoils, .writeRegisters: 5
        }
    }
}

private func bytes(_ word: UInt16) -> [UInt8] {
    [UInt8(truncatingIfNeeded: word >> 8), UInt8(truncatingIfNeeded: word)]
}

private func packed(_ bits: [Bool]) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: (bits.count + 7) / 8)
    for (index, bit) in bits.enumerated() where bit { bytes[index / 8] |= 1 << UInt8(index % 8) }
    return bytes
}
