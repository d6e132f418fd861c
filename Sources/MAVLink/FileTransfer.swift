// SPDX-License-Identifier: Apache-2.0
// The packets of MAVLink's file transfer protocol (MAVFTP), which lie in the payload of FILE_TRANSFER_PROTOCOL: request
// and answer have one form. It carries no exchange; those are in FileDownload and FileQuestion.

/// What a packet asks for or answers.
public enum FileOperation: UInt8, Sendable, Equatable {
    /// Nothing; answered with `acknowledge`.
    case none = 0
    /// Closes a session.
    case terminateSession = 1
    /// Closes all sessions of the sender (PX4: of everybody).
    case resetSessions = 2
    /// Lists a directory from an entry on.
    case listDirectory = 3
    /// Opens a file for reading.
    case openForReading = 4
    /// Reads some bytes.
    case read = 5
    /// Creates a file.
    case create = 6
    /// Writes some bytes.
    case write = 7
    /// Removes a file.
    case removeFile = 8
    /// Makes a directory.
    case createDirectory = 9
    /// Removes a directory.
    case removeDirectory = 10
    /// Opens a file for writing.
    case openForWriting = 11
    /// Cuts a file.
    case truncate = 12
    /// Gives a file another name.
    case rename = 13
    /// Asks for a file's CRC-32.
    case checksum = 14
    /// Reads on and on, without a request for each packet.
    case burstRead = 15
    /// The answer that it was done.
    case acknowledge = 128
    /// The answer that it was not done.
    case refuse = 129
}

/// Why a file operation was refused.
public enum FileRefusal: Sendable, Equatable, CustomStringConvertible {
    /// No reason given.
    case failed
    /// An error number of the vehicle's system.
    case system(UInt8)
    /// The request's length is wrong.
    case badSize
    /// The session is not open.
    case invalidSession
    /// All sessions are taken.
    case noSessions
    /// The offset lies behind the end of the file or directory.
    case endOfFile
    /// The vehicle does not know the operation.
    case unknownCommand
    /// It exists already.
    case exists
    /// It may not be changed.
    case protected
    /// There is no such file or directory.
    case notFound
    /// A number this build does not know.
    case other(UInt8)

    /// The reason in a refusing packet.
    public init(_ data: [UInt8]) {
        switch data.first {
        case nil, 0, 1: self = .failed
        case 2:
            // PX4 says "no such file" by the error number 2 of its system.
            let number = data.count > 1 ? data[1] : 0
            self = number == 2 ? .notFound : .system(number)
        case 3: self = .badSize
        case 4: self = .invalidSession
        case 5: self = .noSessions
        case 6: self = .endOfFile
        case 7: self = .unknownCommand
        case 8: self = .exists
        case 9: self = .protected
        case 10: self = .notFound
        case .some(let number): self = .other(number)
        }
    }

    /// The data of a packet that refuses with this reason.
    public var data: [UInt8] {
        switch self {
        case .failed: [1]
        case .system(let number): [2, number]
        case .badSize: [3]
        case .invalidSession: [4]
        case .noSessions: [5]
        case .endOfFile: [6]
        case .unknownCommand: [7]
        case .exists: [8]
        case .protected: [9]
        case .notFound: [10]
        case .other(let number): [number]
        }
    }

    /// The reason in words for people.
    public var description: String {
        switch self {
        case .failed: "the vehicle failed without a reason"
        case .system(let number): "the vehicle's system says error \(number)"
        case .badSize: "the vehicle does not take a request of this length"
        case .invalidSession: "the session is not open"
        case .noSessions: "all sessions of the vehicle are taken; try again in a few seconds"
        case .endOfFile: "the end of the file was reached"
        case .unknownCommand: "the vehicle does not know this operation"
        case .exists: "it exists already"
        case .protected: "it may not be changed"
        case .notFound: "no such file or directory"
        case .other(let number): "the vehicle gives an unknown reason, \(number)"
        }
    }
}

/// One packet.
public struct FilePacket: Sendable, Equatable {
    /// The most data in one packet.
    public static let mostData = 239

    /// Counts the packets; an answer has the number after its request's.
    public var sequence: UInt16
    /// The session that `openForReading` gave.
    public var session: UInt8
    /// What it asks for, or how it answers; a number that is not in `FileOperation` is kept.
    public var operation: UInt8
    /// The length of the data; where a length is asked for, that length, and no data.
    public var size: UInt8
    /// In an answer: what was asked for.
    public var requested: UInt8
    /// Whether a burst ends with this packet though the file goes on.
    public var isBurstEnd: Bool
    /// Where the data lies in the file, or which directory entry is meant.
    public var offset: UInt32
    /// The data.
    public var data: [UInt8]

    /// A packet from its parts; data beyond `mostData` is cut.
    public init(
        sequence: UInt16, session: UInt8 = 0, _ operation: FileOperation, size: UInt8? = nil,
        requested: UInt8 = 0, isBurstEnd: Bool = false, offset: UInt32 = 0, data: [UInt8] = []
    ) {
        self.sequence = sequence
        self.session = session
        self.operation = operation.rawValue
        self.data = Array(data.prefix(Self.mostData))
        self.size = size ?? UInt8(self.data.count)
        self.requested = requested
        self.isBurstEnd = isBurstEnd
        self.offset = offset
    }

    /// The packet in a message; nil when it claims more data than fits.
    public init?(_ message: FileTransferProtocolMessage) {
        let payload = message.payload
        guard payload[4] <= UInt8(Self.mostData) else { return nil }
        sequence = UInt16(payload[0]) | UInt16(payload[1]) << 8
        session = payload[2]
        operation = payload[3]
        size = payload[4]
        requested = payload[5]
        isBurstEnd = payload[6] != 0
        offset =
            UInt32(payload[8]) | UInt32(payload[9]) << 8 | UInt32(payload[10]) << 16 | UInt32(payload[11]) << 24
        data = []
        data.reserveCapacity(Int(size))
        for index in 0..<Int(size) { data.append(payload[12 + index]) }
    }

    /// The message that carries the packet.
    public func message(to target: MAVLinkAddress) -> FileTransferProtocolMessage {
        var payload = FixedArray<251, UInt8>(repeating: 0)
        payload[0] = UInt8(truncatingIfNeeded: sequence)
        payload[1] = UInt8(truncatingIfNeeded: sequence >> 8)
        payload[2] = session
        payload[3] = operation
        payload[4] = size
        payload[5] = requested
        payload[6] = isBurstEnd ? 1 : 0
        for index in 0..<4 { payload[8 + index] = UInt8(truncatingIfNeeded: offset >> UInt32(8 * index)) }
        for (index, byte) in data.enumerated() where index < Self.mostData { payload[12 + index] = byte }
        return FileTransferProtocolMessage(
            targetSystem: target.system, targetComponent: target.component, payload: payload)
    }

    /// Why it refuses; nil when it does not.
    public var refusal: FileRefusal? {
        operation == FileOperation.refuse.rawValue ? FileRefusal(data) : nil
    }

    /// Whether it says that something was done.
    public var isAcknowledgement: Bool { operation == FileOperation.acknowledge.rawValue }

    /// Four bytes of data as a number, lowest first; nil when there are fewer.
    public var number: UInt32? {
        guard data.count >= 4 else { return nil }
        return UInt32(data[0]) | UInt32(data[1]) << 8 | UInt32(data[2]) << 16 | UInt32(data[3]) << 24
    }
}

/// The CRC-32 that autopilots answer `checksum` with: the usual polynomial, but begun with zero and not inverted.
public struct FileChecksum: Sendable {
    /// The checksum so far.
    public private(set) var value: UInt32
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }

    /// Before the first byte; the CRC-32 of zlib begins with all ones (and is inverted at its end).
    public init(startingWith value: UInt32 = 0) { self.value = value }

    /// Adds bytes.
    public mutating func add(_ bytes: [UInt8]) {
        for byte in bytes { value = Self.table[Int(UInt8(truncatingIfNeeded: value) ^ byte)] ^ (value >> 8) }
    }
}
