// SPDX-License-Identifier: Apache-2.0
// Reads one picture from a file, whole and at most as long as a picture can be. It changes no file, and waits for no
// pipe or device that is named by mistake.

import Glibc
import Thermal

/// Why a file gave no temperatures.
struct ThermalFileError: Error, CustomStringConvertible {
    /// What the system could not do, or that the file holds no temperatures.
    enum Kind { case missing, notAllowed, unreadable, noTemperatures }
    var kind: Kind
    var description: String
}

/// A picture on disk.
enum ThermalFile {
    /// Reads a picture.
    static func image(
        of path: String, conditions: Conditions, gain: Double?
    ) throws(ThermalFileError) -> ThermalImage {
        let bytes = try bytes(of: path)
        do throws(ThermalError) {
            return try ThermalImage(bytes, conditions: conditions, gain: gain)
        } catch {
            throw ThermalFileError(kind: .noTemperatures, description: "\(path): \(error)")
        }
    }

    private static func bytes(of path: String) throws(ThermalFileError) -> [UInt8] {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw failure(path, "cannot be opened", errno) }
        defer { close(file) }
        var status = stat()
        guard unsafe fstat(file, &status) == 0 else { throw failure(path, "cannot be looked at", errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            let what = status.st_mode & S_IFMT == S_IFDIR ? "is a directory" : "is no plain file"
            throw ThermalFileError(kind: .noTemperatures, description: "\(path): \(what); name picture files")
        }
        guard status.st_size <= ThermalLimit.fileBytes else {
            throw ThermalFileError(
                kind: .noTemperatures,
                description: "\(path): \(status.st_size) bytes are more than \(ThermalLimit.fileBytes); "
                    + "no thermal camera makes such a picture")
        }
        let length = max(0, Int(status.st_size))
        var bytes = [UInt8](repeating: 0, count: length)
        var taken = 0
        while taken < length {
            let count = unsafe bytes.withUnsafeMutableBytes { target in
                unsafe read(
                    file, UnsafeMutableRawBufferPointer(rebasing: target[taken...]).baseAddress,
                    length - taken)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(path, "cannot be read at byte \(taken)", errno) }
            // The file became shorter while it was read.
            if count == 0 { break }
            taken += count
        }
        bytes.removeLast(length - taken)
        return bytes
    }

    private static func failure(_ path: String, _ what: String, _ code: Int32) -> ThermalFileError {
        let reason = unsafe String(cString: strerror(code))
        switch code {
        case ENOENT, ENOTDIR:
            return ThermalFileError(
                kind: .missing, description: "\(path): there is no such file; check the path")
        case EACCES, EPERM:
            return ThermalFileError(
                kind: .notAllowed, description: "\(path): \(what): \(reason); run as a user who may read it")
        default: return ThermalFileError(kind: .unreadable, description: "\(path): \(what): \(reason)")
        }
    }
}
