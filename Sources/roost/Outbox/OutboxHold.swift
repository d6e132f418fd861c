// SPDX-License-Identifier: Apache-2.0
// `roost outbox hold` and `export`: a mail is kept back until a person lets it go, and the queue's mails are written
// out as files with their checksums. Neither sends, removes or alters a mail.

import ArgumentParser
import DockModel
import Foundation
import Glibc
import Store

/// Holds a mail back.
struct OutboxHold: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "Keep a waiting mail back until retry lets it go.",
        discussion: """
            A held mail is not sent over any link. It stays in the books, and is given up like any other when it has
            waited too long.

            Example:
              roost outbox hold 17
              roost outbox retry 17
            """)

    @OptionGroup var mail: OutboxMailOption

    func run() throws {
        try mail.change(done: "held") { outbox, id throws(StoreError) in try outbox.hold(id: id) }
    }
}

/// Writes mails out as files.
struct OutboxExport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write mails out as .eml files with a manifest and checksums.",
        discussion: """
            DIRECTORY must be new or empty. It gets one file a mail (its octets as they are sent), one more for each
            short form, manifest.json with what the queue knows of each, and SHA256SUMS for sha256sum -c. A mail whose
            octets are no longer kept stands in the manifest without a file.

            Example:
              roost outbox export ./mails --state dead
              (cd ./mails && sha256sum -c SHA256SUMS)
            """)

    @OptionGroup var queue: OutboxQueueOption
    @Argument(help: "Directory to write to; made when it is missing.")
    var directory: String
    @Option(help: "Only mails in this state: queued, leased, sent or dead.")
    var state: String?
    @Option(name: .customLong("id"), parsing: .upToNextOption, help: "Only these mails, by number.")
    var ids: [Int64] = []
    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        if let state, MailState(rawValue: state) == nil {
            throw ValidationError("--state \"\(state)\" is none of queued, leased, sent, dead")
        }
    }

    /// One mail in the manifest.
    private struct Entry: Encodable {
        var mail: OutboxMailView
        var messageID: String
        var sender: String
        var file: String?
        var sha256: String?
        var bytes: Int?
        var shortFile: String?
        var shortSha256: String?
    }

    /// The document of manifest.json.
    private struct Manifest: Encodable {
        var schema = "roost-outbox-export/1"
        var mails: [Entry]
    }

    /// The document of `--json`.
    private struct View: Encodable {
        var directory: String
        var mails: Int
        var files: Int
        var withoutOctets: Int
    }

    func run() throws {
        CommandOutput.surviveSignals()
        let outbox = Outbox(try queue.open())
        try prepare()
        let wanted = state.flatMap { MailState(rawValue: $0) }
        var entries: [Entry] = [], sums = "", files = 0
        let bar = ProgressBar()
        let all = try CommandExit.giving { () throws(StoreError) in try chosen(outbox, wanted) }
        for (index, id) in all.enumerated() {
            bar.show {
                ProgressBar.Showing(
                    share: Double(index) / Double(all.count), text: "\(index) of \(all.count) mails")
            }
            // A mail whose row is gone since it was listed was forgotten by the queue meanwhile.
            guard let mail = try CommandExit.giving({ () throws(StoreError) in try outbox.mail(id: id) })
            else {
                if !ids.isEmpty { CommandOutput.complain("there is no mail \(id); see: roost outbox list") }
                continue
            }
            var entry = Entry(
                mail: OutboxMailView(mail.summary), messageID: mail.messageID, sender: mail.sender)
            if let octets = mail.octets {
                let name = Self.name(id) + ".eml"
                (entry.file, entry.bytes) = (name, octets.count)
                entry.sha256 = try write(octets, to: name)
                sums += "\(entry.sha256 ?? "")  \(name)\n"
                files += 1
            }
            if let octets = mail.shortOctets {
                let name = Self.name(id) + ".short.eml"
                entry.shortFile = name
                entry.shortSha256 = try write(octets, to: name)
                sums += "\(entry.shortSha256 ?? "")  \(name)\n"
                files += 1
            }
            entries.append(entry)
        }
        bar.clear()
        let manifest = try CommandOutput.json(Manifest(mails: entries), isForPeople: true)
        sums += "\(try write(manifest, to: "manifest.json"))  manifest.json\n"
        _ = try write(Array(sums.utf8), to: "SHA256SUMS")
        let view = View(
            directory: directory, mails: entries.count, files: files,
            withoutOctets: entries.count { $0.file == nil })
        if json { return try CommandOutput.sayJSON(view) }
        try CommandOutput.say(
            "exported \(view.mails) mails in \(view.files) files to \(CommandOutput.printable(directory)), "
                + "\(view.withoutOctets) without octets\n")
    }

    private func chosen(_ outbox: Outbox, _ state: MailState?) throws(StoreError) -> [Int64] {
        if !ids.isEmpty { return Array(Set(ids)).sorted() }
        var found: [Int64] = [], before: Int64?
        while true {
            let page = try outbox.list(state: state, includeDismissed: true, before: before, limit: 1_000)
            guard let last = page.last else { return found.reversed() }
            found += page.map(\.id)
            before = last.id
        }
    }

    private func prepare() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            guard try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty else {
                CommandOutput.complain("\(directory) is not empty; name a new directory")
                throw CommandExit.badConfiguration
            }
        } catch let error as ExitCode {
            throw error
        } catch {
            CommandOutput.complain("\(directory): \(error.localizedDescription); name another directory")
            throw CommandExit.notAllowed
        }
    }

    /// Writes a file that only its owner reads; its SHA-256 in hexadecimal.
    private func write(_ octets: [UInt8], to name: String) throws -> String {
        let path = directory + "/" + name
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        var done = 0
        if file >= 0 {
            while done < octets.count {
                let count = unsafe octets.withUnsafeBytes {
                    unsafe Glibc.write(file, $0.baseAddress?.advanced(by: done), octets.count - done)
                }
                guard count > 0 || errno == EINTR else { break }
                done += max(0, count)
            }
        }
        guard file >= 0, done == octets.count, close(file) == 0 else {
            CommandOutput.complain("\(path) cannot be written: \(unsafe String(cString: strerror(errno)))")
            throw CommandExit.notAllowed
        }
        return DockModel.SHA256.hexadecimal(SHA256.of(octets))
    }

    private static func name(_ id: Int64) -> String { String(format: "%08lld", id) }
}
