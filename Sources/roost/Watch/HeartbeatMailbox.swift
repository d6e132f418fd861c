// SPDX-License-Identifier: Apache-2.0
// Reads the mails of a Maildir or an mbox for the watch over signs of life. It reads and never changes the mailbox; a
// mail that is far larger than any sign of life is passed over, and nothing of it is kept.

import DockModel
import Foundation
import Glibc
import Post
import Triage

/// Why a mailbox cannot be read.
struct MailboxError: Error, CustomStringConvertible {
    var description: String
}

/// A mailbox on this machine.
struct HeartbeatMailbox {
    /// Octets of the largest mail that is looked into.
    static let largestMail = 1 << 20
    /// Mails that are looked into at most.
    static let mostMails = 1_000_000

    let path: String
    let key: MessageKey
    /// What is known of files that do not change: a file of a Maildir is written once.
    private var known: [String: HeartbeatSight?] = [:]

    init(path: String, key: MessageKey) {
        self.path = path
        self.key = key
    }

    /// Every sign of life in the mailbox.
    mutating func sights() throws -> [HeartbeatSight] {
        var isFolder: ObjCBool = false
        guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw MailboxError(
                description:
                    "\(path): there is no such mailbox; name a Maildir (with new and cur) or an mbox file")
        }
        return isFolder.boolValue ? try maildir() : try mbox()
    }

    private mutating func maildir() throws -> [HeartbeatSight] {
        var found: [HeartbeatSight] = []
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
        var seen: [String: HeartbeatSight?] = [:]
        for name in names.sorted().prefix(Self.mostMails) {
            // A mail that is read moves from new to cur and gets a mark behind a colon; it is the same mail.
            let single = String(name.dropFirst(4).prefix { $0 != ":" })
            let sight = known[single] ?? read("\(path)/\(name)", single)
            seen[single] = .some(sight)
            if let sight { found.append(sight) }
        }
        known = seen
        return found
    }

    private func read(_ file: String, _ name: String) -> HeartbeatSight? {
        var status = stat()
        guard unsafe stat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_size <= Self.largestMail, let data = FileManager.default.contents(atPath: file)
        else { return nil }
        let arrived = WallTime(
            milliseconds: Int64(status.st_mtim.tv_sec) * 1_000 + Int64(status.st_mtim.tv_nsec) / 1_000_000)
        return sight([UInt8](data), place: name, arrived: arrived)
    }

    /// Mails of an mbox begin with a line "From " after an empty one; lines of a mail that begin so have a ">" before.
    private func mbox() throws -> [HeartbeatSight] {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw MailboxError(description: "\(path): it cannot be opened; run as its owner")
        }
        // A file that is only read need not tell that it was closed.
        defer { try? file.close() }
        var found: [HeartbeatSight] = []
        var mail: [UInt8] = []
        var line: [UInt8] = []
        var count = 0
        var isTooLarge = false
        var isAfterEmpty = true
        func endMail() {
            if count > 0, !isTooLarge, let sight = sight(mail, place: "mail \(count)", arrived: nil) {
                found.append(sight)
            }
            mail.removeAll(keepingCapacity: true)
            isTooLarge = false
        }
        func take(_ line: [UInt8]) {
            if isAfterEmpty, line.starts(with: Array("From ".utf8)) {
                endMail()
                count += 1
                isAfterEmpty = false
                return
            }
            isAfterEmpty = line == [0x0A] || line == [0x0D, 0x0A]
            let marks = line.prefix { $0 == UInt8(ascii: ">") }.count
            let isQuoted = marks > 0 && line.dropFirst(marks).starts(with: Array("From ".utf8))
            mail += isQuoted ? line.dropFirst() : line[...]
            if mail.count > Self.largestMail {
                mail.removeAll()
                isTooLarge = true
            }
        }
        do {
            while let chunk = try file.read(upToCount: 1 << 16), !chunk.isEmpty {
                for octet in chunk {
                    line.append(octet)
                    // A line without an end must not fill the memory.
                    guard octet == 0x0A || line.count > Self.largestMail else { continue }
                    take(line)
                    line.removeAll(keepingCapacity: true)
                }
            }
        } catch {
            throw MailboxError(description: "\(path): \(error.localizedDescription)")
        }
        if !line.isEmpty { take(line) }
        endMail()
        guard count > 0 || found.isEmpty else { return found }
        return found
    }

    /// The sign of life in a mail; nil when it is none.
    func sight(_ octets: [UInt8], place: String, arrived: WallTime?) -> HeartbeatSight? {
        let mark = Array(HeartbeatNote.mark.utf8)
        let mail = ParsedMail(octets)
        let isMarked = mail.header("X-Roost-Kind")?.trimmingCharacters(in: .whitespaces) == "heartbeat"
        guard let text = mail.text, isMarked || Self.holds(octets, mark) else {
            return isMarked
                ? HeartbeatSight(.malformed("it has no text"), place: place, arrived: arrived) : nil
        }
        let reading = HeartbeatNote.read(text, key: key)
        guard reading != .none else {
            return isMarked
                ? HeartbeatSight(
                    .malformed("it has no line \(HeartbeatNote.mark)"), place: place, arrived: arrived)
                : nil
        }
        return HeartbeatSight(reading, place: place, arrived: arrived)
    }

    private static func holds(_ octets: [UInt8], _ mark: [UInt8]) -> Bool {
        guard octets.count >= mark.count else { return false }
        return Data(octets).range(of: Data(mark)) != nil
    }
}
