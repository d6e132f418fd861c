// SPDX-License-Identifier: Apache-2.0
// Reads passwords and tokens from a systemd credential or from a file that only its owner can read. It never
// logs, prints or keeps a secret, and never reads one from YAML, arguments or ordinary environment variables.

import Foundation

/// Where a secret is kept.
public enum SecretReference: Sendable, Hashable {
    /// A file with mode 0600 or 0400.
    case file(path: String)
    /// A credential that systemd hands to the service.
    case credential(name: String)
}

/// Why a secret could not be read.
public enum SecretError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The service was started without credentials.
    case noCredentialDirectory(name: String)
    /// The name is no plain file name.
    case badName(String)
    /// The file is not there, or cannot be opened.
    case unreadable(path: String, reason: String)
    /// Others than the owner can read or change the file.
    case openToOthers(path: String, mode: String)
    /// It is a folder, a pipe or a device.
    case notAFile(path: String)
    /// It is empty, too long, or not one line of UTF-8.
    case unusable(path: String)
    /// It is too short for the key of a signed link.
    case weakKey(name: String)

    /// What is wrong and what to do; never the secret.
    public var description: String {
        switch self {
        case .noCredentialDirectory(let name):
            "credential \"\(name)\": CREDENTIALS_DIRECTORY is not set "
                + "(start the service with LoadCredential=\(name):PATH, or use password_file)"
        case .badName(let name):
            "credential \(quoted(name)) is not a plain name (use letters, digits, '-', '_', '.')"
        case .unreadable(let path, let reason):
            "secret \(path): \(reason) (create it, owned by the service user)"
        case .openToOthers(let path, let mode):
            "secret \(path) has mode \(mode), so others can read or change it (chmod 600 \(path))"
        case .notAFile(let path): "secret \(path) is not a plain file (write the secret into a file)"
        case .unusable(let path):
            "secret \(path) is not one line of 1 to \(SecretSource.longestSecret) bytes of text "
                + "(write it again)"
        case .weakKey(let name):
            "secret \(name) is no key (write 64 hexadecimal digits, or a passphrase of at least 8 characters)"
        }
    }
}

/// Reads secrets.
public struct SecretSource: Sendable {
    /// Longest secret; OAuth tokens are the long ones.
    public static let longestSecret = 16_384

    private let credentialDirectory: String?
    private let baseDirectory: String

    /// A source for relative paths below `baseDirectory`; the credential directory comes from systemd.
    public init(
        baseDirectory: String,
        credentialDirectory: String? = ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"],
    ) {
        self.baseDirectory = baseDirectory
        self.credentialDirectory = credentialDirectory
    }

    /// The secret, without the line end behind it.
    public func read(_ reference: SecretReference) throws(SecretError) -> String {
        try read(reference, isOneLine: true)
    }

    /// A secret of several lines, such as a key in PEM form, as it stands in its file.
    public func readDocument(_ reference: SecretReference) throws(SecretError) -> String {
        try read(reference, isOneLine: false)
    }

    /// Where a secret's file is; nil for a credential outside a service.
    public func path(of reference: SecretReference) -> String? {
        switch reference {
        case .credential(let name): credentialDirectory.map { $0 + "/" + name }
        case .file(let path): path.hasPrefix("/") ? path : baseDirectory + "/" + path
        }
    }

    private func read(_ reference: SecretReference, isOneLine: Bool) throws(SecretError) -> String {
        switch reference {
        case .credential(let name):
            guard name.utf8.allSatisfy({ isNameByte($0) }), (1...64).contains(name.utf8.count),
                !name.hasPrefix(".")
            else { throw .badName(name) }
            guard let credentialDirectory, !credentialDirectory.isEmpty else {
                throw .noCredentialDirectory(name: name)
            }
            // systemd guards this folder itself; its files are 0400, or readable by the service's group.
            return try text(credentialDirectory + "/" + name, isGuarded: true, isOneLine)
        case .file(let path):
            return try text(path.hasPrefix("/") ? path : baseDirectory + "/" + path, isGuarded: false, isOneLine)
        }
    }

    private func text(_ path: String, isGuarded: Bool, _ isOneLine: Bool) throws(SecretError) -> String {
        // The mode is asked of the opened file, so that it cannot be swapped in between.
        let descriptor = unsafe path.withCString { unsafe open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard descriptor >= 0 else {
            throw .unreadable(path: path, reason: unsafe String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw .unreadable(path: path, reason: unsafe String(cString: strerror(errno)))
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
        let mode = status.st_mode & 0o777
        guard isGuarded || mode & 0o077 == 0 else {
            throw .openToOthers(path: path, mode: "0" + String(mode, radix: 8))
        }
        guard let bytes = readAll(descriptor) else { throw .unusable(path: path) }
        var line = bytes[...]
        if line.last == 10 { line = line.dropLast() }
        if line.last == 13 { line = line.dropLast() }
        let isLineEnd: (UInt8) -> Bool = { !isOneLine && ($0 == 10 || $0 == 13 || $0 == 9) }
        guard !line.isEmpty, !line.contains(where: { ($0 < 32 || $0 == 127) && !isLineEnd($0) }),
            let text = String(validating: line, as: UTF8.self)
        else { throw .unusable(path: path) }
        return text
    }

    /// The bytes of an open file, or nil when it is too long or reading fails.
    private func readAll(_ descriptor: Int32) -> [UInt8]? {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe Foundation.read(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 {
                if errno == EINTR { continue }
                return nil
            }
            if count == 0 { return all }
            all.append(contentsOf: buffer[..<count])
            guard all.count <= Self.longestSecret + 2 else { return nil }
        }
    }

    private func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
        default: false
        }
    }
}
