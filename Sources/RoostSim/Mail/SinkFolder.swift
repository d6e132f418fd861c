// SPDX-License-Identifier: Apache-2.0
// Keeps accepted messages as files, Maildir-like: written and flushed in tmp/, renamed into new/, directory
// flushed. A file in new/ is always whole; a number is never used twice.

internal import Foundation
internal import Glibc
internal import Post
internal import Synchronization

/// The folder of a mail sink.
final class SinkFolder: Sendable {
    private let folder: String
    private let lastNumber: Mutex<Int>

    /// Makes the folder and goes on after the highest number in it.
    init(_ folder: String) throws(MailSinkError) {
        self.folder = folder
        for directory in [folder, folder + "/tmp", folder + "/new"] {
            do {
                try FileManager.default.createDirectory(
                    atPath: directory, withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700])
            } catch {
                throw .storage(path: directory, code: errno)
            }
        }
        // A folder that cannot be listed was made a moment ago; numbering then begins at 1.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/new")) ?? []
        lastNumber = Mutex(names.compactMap { Int($0.prefix { $0 != "-" }) }.max() ?? 0)
    }

    /// Stores a message durably; returns its number and file.
    func store(_ octets: [UInt8]) throws(MailSinkError) -> (number: Int, file: String) {
        let number = lastNumber.withLock { last in
            last += 1
            return last
        }
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        let name = "\(padded)-\(Self.fileName(of: ParsedMail(octets).subject)).eml"
        let temporary = "\(folder)/tmp/\(name)", file = "\(folder)/new/\(name)"
        try Self.write(octets, to: temporary)
        guard unsafe rename(temporary, file) == 0 else { throw .storage(path: file, code: errno) }
        try Self.synchronise(folder + "/new")
        return (number, file)
    }

    /// Writes a file at once and whole.
    static func write(_ octets: [UInt8], to path: String) throws(MailSinkError) {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .storage(path: path, code: errno) }
        defer { close(file) }
        var rest = octets[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
            guard count > 0 else { throw .storage(path: path, code: errno) }
            rest = rest.dropFirst(count)
        }
        guard fsync(file) == 0 else { throw .storage(path: path, code: errno) }
    }

    private static func synchronise(_ directory: String) throws(MailSinkError) {
        let file = unsafe open(directory, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .storage(path: directory, code: errno) }
        defer { close(file) }
        guard fsync(file) == 0 || errno == EINVAL else { throw .storage(path: directory, code: errno) }
    }

    /// A subject as a short, harmless part of a file name.
    private static func fileName(of subject: String) -> String {
        var name = ""
        for scalar in subject.unicodeScalars where name.utf8.count < 48 {
            let isPlain =
                scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            if isPlain {
                name.unicodeScalars.append(scalar)
            } else if !name.isEmpty, !name.hasSuffix("-") {
                name += "-"
            }
        }
        while name.hasSuffix("-") { name.removeLast() }
        return name.isEmpty ? "mail" : name
    }
}
