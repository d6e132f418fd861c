// SPDX-License-Identifier: Apache-2.0
// Reads the password or token of the mail account from a file that only its owner can read (R29). The secret
// is returned and kept nowhere; no error shows any of it.

internal import Glibc

/// Why a secret cannot be read.
public enum SecretFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file cannot be opened or read.
    case unreadable(path: String, reason: String)
    /// Others than its owner may read or write the file: `chmod 600` it.
    case exposed(path: String, mode: String)
    /// The file is empty or longer than any password or token.
    case badContent(path: String)

    /// What, where, and what to do.
    public var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path): \(reason)"
        case .exposed(let path, let mode): "\(path): mode \(mode) lets others read the secret; chmod 600 it"
        case .badContent(let path): "\(path): no secret in it, or more than \(SecretFile.longest) octets"
        }
    }
}

/// A file with one secret.
public enum SecretFile {
    /// Octets of the longest secret: an AUTH line holds no more.
    public static let longest = 12_288

    /// The secret in the file at `path`, without the line end behind it. A systemd credential may also be
    /// readable by its group; any other file must be its owner's alone.
    public static func read(_ path: String, isSystemdCredential: Bool = false) throws(SecretFileError)
        -> String
    {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .unreadable(path: path, reason: systemError(errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw .unreadable(path: path, reason: systemError(errno))
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(path: path, reason: "not a file") }
        guard status.st_mode & (isSystemdCredential ? 0o037 : 0o077) == 0 else {
            throw .exposed(path: path, mode: String(status.st_mode & 0o777, radix: 8))
        }
        var octets = [UInt8](repeating: 0, count: longest + 1)
        var length = 0
        while length < octets.count {
            let start = length
            let count = unsafe octets.withUnsafeMutableBytes { raw in
                unsafe Glibc.read(descriptor, raw.baseAddress?.advanced(by: start), raw.count - start)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(path: path, reason: systemError(errno)) }
            if count == 0 { break }
            length += count
        }
        let secret = octets.prefix(length).prefix { $0 != 10 && $0 != 13 }
        guard length <= longest, !secret.isEmpty else { throw .badContent(path: path) }
        return String(decoding: secret, as: UTF8.self)
    }
}
