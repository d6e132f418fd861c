// SPDX-License-Identifier: Apache-2.0
// The mails of a Maildir or an mbox file, as octets. It reads and never changes the mailbox; a mail that is larger than
// the limit is passed over, and nothing of it is kept.

import DockModel
import Foundation
import Glibc

/// Why a mailbox cannot be read.
struct MailboxError: Error, CustomStringConvertible {
    var description: String
}

/// One mail of a mailbox.
struct MailboxMail {
    /// Where it was found: the file, or its place in the mbox.
    var place: String
    /// When it came, as its file says; nil in an mbox.
    var arrived: WallTime?
    /// Its octets; nil for one that is too large or cannot be read.
    var octets: [UInt8]?
}

/// A mailbox on this machine.
struct MailboxFiles {
    /// Mails that are looked into at most.
    static let mostMails = 1_000_000

    let path: String
    /// Octets of the largest mail that is looked into.
    let largestMail: Int

    /// Hands over every mail. Of a Maildir, files whose name `isKnown` answers to are told without their octets.
    func each(isKnown: (String) -> Bool = { _ in false }, _ take: (MailboxMail) throws -> Void) throws {
        var isFolder: ObjCBool = false
        guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw MailboxError(
                description:
                    "\(path): there is no such mailbox; name a Maildir (with new and cur) or an mbox file")
        }
        if isFolder.boolValue { try maildir(isKnown, take) } else { try mbox(take) }
    }

    private func maildir(_ isKnown: (String) -> Bool, _ take: (MailboxMail) throws -> Void) throws {
        var names: [String] = []
        for part in ["new", "cur"] {
            let folder = "\(path)/\(part)"
            guard FileManager.default.fileExists(atPath: folder) else { continue }
            do {
                names += try FileManager.default.contentsOfDirectory(atPath: folder).map { "\(part)/\($0)" }
            } catch {
                throw MailboxError(description: "\(folder): \(error.localizedDescription); run as its owner")
            }
        }
        guard !names.isEmpty || FileManager.default.fileExists(atPath: path + "/new") else {
            throw MailboxError(description: "\(path): this folder is no Maildir: it has neither new nor cur")
        }
        for name in names.sorted().prefix(Self.mostMails) {
            // A mail that is read moves from new to cur and gets a mark behind a colon; it is the same mail.
            let single = String(name.dropFirst(4).prefix { $0 != ":" })
            try take(isKnown(single) ? MailboxMail(place: single) : read("\(path)/\(name)", single))
        }
    }

    private func read(_ file: String, _ name: String) -> MailboxMail {
        var status = stat()
        guard unsafe stat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_size <= largestMail, let data = FileManager.default.contents(atPath: file)
        else { return MailboxMail(place: name) }
        let arrived = WallTime(
            milliseconds: Int64(status.st_mtim.tv_sec) * 1_000 + Int64(status.st_mtim.tv_nsec) / 1_000_000)
        return MailboxMail(place: name, arrived: arrived, octets: [UInt8](data))
    }

    /// Mails of an mbox begin with a line "From " after an empty one; lines of a mail that begin so have a ">" before.
    private func mbox(_ hand: (MailboxMail) throws -> Void) throws {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw MailboxError(description: "\(path): it cannot be opened; run as its owner")
        }
        // A file that is only read need not tell that it was closed.
        defer { try? file.close() }
        var mail: [UInt8] = []
        var line: [UInt8] = []
        var count = 0
        var isTooLarge = false
        var isAfterEmpty = true
        func endMail() throws {
            if count > 0 { try hand(MailboxMail(place: "mail \(count)", octets: isTooLarge ? nil : mail)) }
            mail.removeAll(keepingCapacity: true)
            isTooLarge = false
        }
        func take(_ line: [UInt8]) throws {
            if isAfterEmpty, line.starts(with: Array("From ".utf8)) {
                try endMail()
                count += 1
                isAfterEmpty = false
                return
            }
            isAfterEmpty = line == [0x0A] || line == [0x0D, 0x0A]
            let marks = line.prefix { $0 == UInt8(ascii: ">") }.count
            let isQuoted = marks > 0 && line.dropFirst(marks).starts(with: Array("From ".utf8))
            mail += isQuoted ? line.dropFirst() : line[...]
            if mail.count > largestMail {
                mail.removeAll()
                isTooLarge = true
            }
        }
        func nextPiece() throws -> Data? {
            do { return try file.read(upToCount: 1 << 16) } catch {
                throw MailboxError(description: "\(path): \(error.localizedDescription)")
            }
        }
        while let chunk = try nextPiece(), !chunk.isEmpty {
            for octet in chunk {
                line.append(octet)
                // A line without an end must not fill the memory.
                guard octet == 0x0A || line.count > largestMail else { continue }
                try take(line)
                line.removeAll(keepingCapacity: true)
            }
        }
        if !line.isEmpty { try take(line) }
        try endMail()
    }
}
