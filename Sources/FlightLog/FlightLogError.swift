// SPDX-License-Identifier: Apache-2.0
// Why a log could not be read, with the place in bytes from the start of the file. Damage inside of a log is no error:
// it is read over and told in the summary.

/// Why no summary could be made.
public enum FlightLogError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file is empty.
    case empty
    /// Neither a ULog header nor DataFlash records stand in the first bytes.
    case notALog(searchedBytes: UInt64)
    /// A ULog header with a wrong byte.
    case damagedHeader(offset: UInt64)
    /// The file ends inside of the header.
    case cutHeader(bytes: UInt64)
    /// A text log where a binary one is wanted.
    case textLog
    /// The log says that readers which do not know a flag must not read it.
    case unknownFlag(byte: UInt8, offset: UInt64)
    /// So many bytes in a row hold nothing readable.
    case unreadable(from: UInt64, bytes: UInt64)
    /// The log defines more than any real one does.
    case tooMany(what: String, limit: Int, offset: UInt64)
    /// The log is longer than any real one.
    case tooLong(limit: UInt64)

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .empty: "byte 0: the file is empty; pull the log again"
        case .notALog(let bytes):
            "byte 0: not a flight log: no ULog header and no DataFlash record in the first \(bytes) bytes; "
                + "give a .ulg or .BIN file"
        case .damagedHeader(let offset): "byte \(offset): the ULog header is damaged; pull the log again"
        case .cutHeader(let bytes):
            "byte \(bytes): the file ends inside of the ULog header of 16 bytes; pull the log again"
        case .textLog: "byte 0: a DataFlash log as text; give the binary .BIN file"
        case .unknownFlag(let byte, let offset):
            "byte \(offset): incompatible flag 0x\(String(byte, radix: 16)) is not known; "
                + "the log needs a newer version of roost"
        case .unreadable(let from, let bytes):
            "byte \(from): nothing readable in the \(bytes) bytes from here; the file is damaged or no log"
        case .tooMany(let what, let limit, let offset):
            "byte \(offset): more than \(limit) \(what); the file is damaged or no log"
        case .tooLong(let limit): "byte \(limit): the log does not end within \(limit) bytes"
        }
    }
}

/// Limits of what a reader keeps, whatever a log claims.
public enum FlightLogLimit {
    /// Entries of one list of the summary (modes, events, texts); the counts beside them go on.
    public static let listEntries = 1_000
    /// Places of the flown path that are kept; of a longer path every second, fourth, … is.
    public static let pathPoints = 2_000
    /// Bytes of one text.
    public static let textBytes = 4_096
    /// Formats of a log.
    public static let formats = 10_000
    /// Bytes of all formats of a log.
    public static let formatBytes = 16 << 20
    /// Topics with their instances.
    public static let datasets = 65_536
    /// Different parameters that are counted.
    public static let parameters = 65_536
    /// Bytes without anything readable at the start of a file until it is no log.
    public static let searchBytes: UInt64 = 1 << 20
    /// Bytes without anything readable inside of a log until reading stops. Loggers that reserve space leave long
    /// tails.
    public static let unreadableBytes: UInt64 = 256 << 20
    /// Bytes of a whole log.
    public static let bytes: UInt64 = 1 << 36
}
