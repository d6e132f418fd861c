// SPDX-License-Identifier: Apache-2.0
// `roost fleet ingest-mailbox`: rebuilds what is known of docks from the mails that they sent, where only mail exists.
// It reads mailboxes and never changes them; what it finds it keeps in the fleet's tables, each mail once.

import ArgumentParser
import DockModel
import Fleet
import FleetLink
import Foundation
import Post
import Settings
import Triage

/// Reads mailboxes into the fleet's tables.
struct FleetIngestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest-mailbox",
        abstract: "Rebuild what is known of docks from the mails they sent, where only mail exists.",
        discussion: """
            MAILBOX is a Maildir or an mbox file; several may be named. Heartbeats, incidents and digests become rows
            of their docks, which roost fleet status, docks and order then show. Mails may come in any order and several
            times; running it again changes nothing. Mails of others are passed over and counted; a mail that says it
            is a dock's and cannot be believed is put aside in roost.poison, and the rest goes on.

            With keys, a dock's heartbeats must be signed with its key, and its other mails too (docks sign them since
            they send roll-ups); --take-unsigned takes the latter unsigned. With --keys, docks without a key there are
            put aside. --senders names a file of lines
            "DOCK ADDRESS": a dock's mail must then come from one of its addresses. DKIM is not checked: let the mail
            server do that. Where a server noted the arrival in the mail, that time counts, else the file's.

            Exit codes: 0 read, 1 mails were put aside, 75 PostgreSQL is away, 78 a mailbox or key cannot be used.

            Example:
              roost fleet ingest-mailbox ~/Maildir --keys /etc/roost/keys --database postgresql:///roost
            """)

    @Argument(help: "Maildirs and mbox files.")
    var mailboxes: [String]
    @Option(help: "File with the key that all docks share, readable by its owner only.")
    var keyFile: String?
    @Option(help: ArgumentHelp("Folder with the key of each dock, DOCK.key.", valueName: "folder"))
    var keys: String?
    @Option(help: "File with lines \"DOCK ADDRESS\".")
    var senders: String?
    @Flag(help: "Take reports without a signature of docks that have a key.")
    var takeUnsigned = false
    @OptionGroup var database: FleetDatabaseOptions
    @Flag(help: "Print one JSON document.")
    var json = false

    /// Octets of the largest mail that is looked into: a digest with charts.
    private static let largestMail = 32 << 20
    /// Mails of one transaction.
    private static let batch = 1_000

    private struct View: Encodable {
        var mails = 0, foreign = 0, tooLarge = 0, stored = 0, repeated = 0, putAside = 0, docks = 0
        var reasons: [String: Int] = [:]
    }

    func validate() throws {
        guard keyFile == nil || keys == nil else {
            throw ValidationError("give --key-file or --keys, not both")
        }
        guard !mailboxes.isEmpty else { throw ValidationError("name a Maildir or an mbox file") }
    }

    func run() throws {
        CommandOutput.surviveSignals()
        let trust = try trust()
        let mailroom = try CommandExit.giving { () throws(PostgresError) in
            try FleetMailroom(PostgresLink(database.database))
        }
        var view = View(), total = MailroomOutcome()
        var words: [MailWord] = [], aside: [MailAside] = []
        let now = WallTime(seconds: Date().timeIntervalSince1970)
        func store() throws {
            let outcome = try CommandExit.giving { () throws(PostgresError) in
                try mailroom.take(words, aside: aside)
            }
            total.stored += outcome.stored
            total.repeated += outcome.repeated
            total.putAside += outcome.putAside
            total.docks.formUnion(outcome.docks)
            (words, aside) = ([], [])
        }
        for path in mailboxes {
            do {
                try MailboxFiles(path: path, largestMail: Self.largestMail).each { mail in
                    view.mails += 1
                    guard let octets = mail.octets else {
                        view.tooLarge += 1
                        return
                    }
                    do throws(MailFault) {
                        let word = try MailWord(
                            ParsedMail(octets), arrived: mail.arrived, now: now, trust: trust)
                        if let word { words.append(word) } else { view.foreign += 1 }
                    } catch {
                        view.reasons[Self.word(of: error), default: 0] += 1
                        aside.append(MailAside(place: "\(path)/\(mail.place)", octets: octets, fault: error))
                    }
                    if words.count + aside.count >= Self.batch { try store() }
                }
            } catch let error as MailboxError {
                try store()
                CommandOutput.complain(CommandOutput.printable("\(error)"))
                throw CommandExit.badConfiguration
            }
        }
        try store()
        (view.stored, view.repeated, view.putAside) = (total.stored, total.repeated, total.putAside)
        view.docks = total.docks.count
        try tell(view)
        if view.putAside > 0 { throw CommandExit.finding }
    }

    private func tell(_ view: View) throws {
        guard !json else { return try CommandOutput.sayJSON(view) }
        var text =
            "\(view.mails) mails: \(view.stored) new, \(view.repeated) known, \(view.foreign) of others, "
            + "\(view.putAside) put aside; \(view.docks) docks\n"
        for (reason, count) in view.reasons.sorted(by: { $0.key < $1.key }) {
            text += "put aside: \(reason) \(count)\n"
        }
        if view.tooLarge > 0 { text += "\(view.tooLarge) were too large or could not be read\n" }
        try CommandOutput.say(text)
    }

    private static func word(of fault: MailFault) -> String {
        switch fault {
        case .malformed: "malformed"
        case .otherDock: "other-dock"
        case .badSignature: "bad-signature"
        case .unsigned: "unsigned"
        case .strangeSender: "strange-sender"
        case .refused: "refused"
        }
    }

    // MARK: - Whom to believe

    private func trust() throws -> MailTrust {
        let addresses = try senders.map(readSenders)
        let shared = try keyFile.map { try key(file: $0) }
        let own = try keys.map(readKeys)
        return MailTrust(takesUnsignedReports: takeUnsigned, needsKeys: keys != nil) { dock in
            shared ?? own?[dock]
        } senders: { dock in
            // A list that does not name a dock lets nobody speak for it.
            addresses.map { $0[dock] ?? [] }
        }
    }

    private func key(file: String) throws -> MessageKey {
        let secret: String
        do throws(SecretError) {
            secret = try SecretSource(baseDirectory: FileManager.default.currentDirectoryPath).read(
                .file(path: file))
        } catch {
            CommandOutput.complain("\(error)")
            if case .openToOthers = error { throw CommandExit.notAllowed }
            throw CommandExit.badConfiguration
        }
        guard let key = MessageKey(secret: secret) else {
            CommandOutput.complain(
                "\(file): the key has fewer than \(MessageKey.fewestOctets) bytes; make one with: openssl rand -hex 32"
            )
            throw CommandExit.badConfiguration
        }
        return key
    }

    private func readKeys(_ folder: String) throws -> [String: MessageKey] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
                $0.hasSuffix(".key")
            }
        } catch {
            CommandOutput.complain(CommandOutput.printable("\(folder): \(error.localizedDescription)"))
            throw CommandExit.badConfiguration
        }
        var found: [String: MessageKey] = [:]
        for name in names { found[String(name.dropLast(4))] = try key(file: "\(folder)/\(name)") }
        return found
    }

    private func readSenders(_ path: String) throws -> [String: Set<String>] {
        let octets = try WearPriorFile.octets(path)
        var found: [String: Set<String>] = [:]
        let lines = String(decoding: octets, as: UTF8.self).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (number, line) in zip(1..., lines) {
            let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
            if words.isEmpty || words[0].hasPrefix("#") { continue }
            guard words.count == 2, FleetTopic.isName(words[0]), words[1].contains("@") else {
                CommandOutput.complain(
                    CommandOutput.printable(
                        "\(path):\(number):1: not \"DOCK ADDRESS\"; write for example: NORTH a@b.org"))
                throw CommandExit.badConfiguration
            }
            found[words[0], default: []].insert(words[1].lowercased())
        }
        return found
    }
}
