// SPDX-License-Identifier: Apache-2.0
// Reads a flight log from a file in large pieces: one buffer, whatever the log's length. It changes no file and never
// holds more than a piece.

import FlightLog
import Foundation
import Glibc

/// Why a file gave no summary.
struct LogFileError: Error, CustomStringConvertible {
    /// What the system could not do.
    enum Kind { case missing, notAllowed, unreadable, noLog }
    var kind: Kind
    var description: String
}

/// A flight log on disk.
enum LogFile {
    /// Bytes of one piece.
    static let pieceBytes = 1 << 20

    /// Reads a log and says what is in it.
    /// - Parameters:
    ///   - wantsDigest: whether the SHA-256 of the file is computed too.
    ///   - progress: hears the bytes read and the bytes in all, if the file has a length.
    static func summary(
        of path: String, wantsDigest: Bool, progress: (_ done: UInt64, _ all: UInt64?) -> Void
    ) throws(LogFileError) -> FlightSummary {
        let file = unsafe path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure(path, "cannot be opened", errno) }
        defer { if file != STDIN_FILENO { close(file) } }
        let length = try length(of: file, path)
        _ = posix_fadvise(file, 0, 0, POSIX_FADV_SEQUENTIAL)
        let digest = wantsDigest ? LogDigest() : nil
        var reader = FlightLogReader()
        var piece = [UInt8](repeating: 0, count: pieceBytes)
        while true {
            let count = unsafe piece.withUnsafeMutableBytes { unsafe read(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw failure(path, "cannot be read at byte \(reader.bytesTaken)", errno)
            }
            if count == 0 { break }
            unsafe piece.withUnsafeBytes {
                unsafe digest?.add(UnsafeRawBufferPointer(rebasing: $0[..<count]))
            }
            do throws(FlightLogError) {
                try reader.receive(unsafe piece.span.bytes.extracting(0..<count))
            } catch {
                throw LogFileError(kind: .noLog, description: "\(path): \(error)")
            }
            progress(reader.bytesTaken, length)
        }
        do throws(FlightLogError) {
            var summary = try reader.finish()
            summary.file = path == "-" ? nil : URL(filePath: path).lastPathComponent
            summary.sha256 = digest?.hexadecimal()
            return summary
        } catch {
            throw LogFileError(kind: .noLog, description: "\(path): \(error)")
        }
    }

    /// The length of a plain file; nil of a pipe.
    private static func length(of file: Int32, _ path: String) throws(LogFileError) -> UInt64? {
        var status = stat()
        guard unsafe fstat(file, &status) == 0 else { throw failure(path, "cannot be looked at", errno) }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw LogFileError(kind: .noLog, description: "\(path): is a directory; name one log file")
        }
        return status.st_mode & S_IFMT == S_IFREG ? UInt64(max(0, status.st_size)) : nil
    }

    private static func failure(_ path: String, _ what: String, _ code: Int32) -> LogFileError {
        let reason = unsafe String(cString: strerror(code))
        switch code {
        case ENOENT, ENOTDIR:
            return LogFileError(kind: .missing, description: "\(path): there is no such file; check the path")
        case EACCES, EPERM:
            return LogFileError(
                kind: .notAllowed, description: "\(path): \(what): \(reason); run as a user who may read it")
        default: return LogFileError(kind: .unreadable, description: "\(path): \(what): \(reason)")
        }
    }
}
