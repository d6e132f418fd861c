// SPDX-License-Identifier: Apache-2.0
// `roost backup`: makes a copy of the dock's store beside the running daemon, lists the copies and proves them. The
// store itself is never touched.

import ArgumentParser
import DockModel
import Foundation
import Store

/// Copies of the dock's store.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the dock's store while the daemon runs; list and prove the copies.",
        discussion: """
            A copy holds the database, the files of flight records and the configuration without its secrets, and a
            manifest with the SHA-256 of each file. It appears whole or not at all. roost-backup.timer makes one each
            night; 14 are kept.

            Example:
              roost backup --config /etc/roost
              roost backup list
              roost backup verify --all
            """,
        subcommands: [BackupMake.self, BackupList.self, BackupVerify.self], defaultSubcommand: BackupMake.self
    )
}

/// Makes a copy.
struct BackupMake: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make", abstract: "Make a copy; what roost backup alone does.",
        discussion: """
            Exit codes: 0 it is made, 75 the disk is short or another copy is being made, 77 the files are another
            user's, 78 the store or the configuration cannot be used.

            Example:
              roost backup make --copies /mnt/usb/roost --keep 30
            """)

    @OptionGroup var store: StorePlace
    @Option(help: "Copies that are kept, the newest ones; at least 2.")
    var keep = BackupLimit.kept
    @Option(help: "Megabytes that all copies together may have (default: a quarter of the disk).")
    var budget: Int64?

    func validate() throws {
        guard (2...10_000).contains(keep) else { throw ValidationError("--keep must be 2 to 10000") }
        guard budget.map({ (1...1_000_000_000).contains($0) }) ?? true else {
            throw ValidationError("--budget must be 1 to 1000000000 megabytes")
        }
    }

    private struct View: Encodable {
        var name: String
        var path: String
        var made: String
        var octets: Int64
        var written: Int64
        var schema: Int
        var files: Int
        var leftOut: [BackupManifest.LeftOut]
        var removed: [String]
    }

    func run() throws {
        let place = try store.load()
        var order = BackupOrder(
            storage: place.storage, configuration: place.configuration, folder: place.folder,
            dock: place.dock,
            program: RoostVersion.text)
        (order.keep, order.budget) = (keep, budget.map { $0 * 1_000_000 })
        let outcome = try CommandExit.giving { () throws(StoreError) in try order.make(at: .now) }
        guard let manifest = outcome.copy.manifest else { throw CommandExit.finding }
        if store.json {
            return try CommandOutput.sayJSON(
                View(
                    name: outcome.copy.name, path: outcome.copy.path, made: manifest.made,
                    octets: manifest.octets,
                    written: outcome.written, schema: manifest.schema, files: manifest.files.count,
                    leftOut: manifest.leftOut, removed: outcome.removed))
        }
        var text =
            "\(outcome.copy.path): \(manifest.files.count) files, \(OctetCount.text(manifest.octets)), "
        text += "\(OctetCount.text(outcome.written)) of them written, schema \(manifest.schema)\n"
        for left in manifest.leftOut {
            text += "left out   \(CommandOutput.printable(left.path)): \(left.reason)\n"
        }
        for name in outcome.removed { text += "removed    \(name)\n" }
        try CommandOutput.say(text)
    }
}

/// Lists the copies.
struct BackupList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the copies, newest first.",
        discussion: """
            Exit codes: 0 there are copies, 1 there are none, or one has no manifest that can be read.

            Example:
              roost backup list --json
            """)

    @OptionGroup var store: StorePlace

    private struct View: Encodable {
        var name: String
        var made: String?
        var octets: Int64?
        var schema: Int?
        var program: String?
        var files: Int?
        var isReadable: Bool
    }

    private struct Page: Encodable {
        var folder: String
        var octets: Int64
        var copies: [View]
    }

    func run() throws {
        let place = try store.load()
        let (copies, octets) = try CommandExit.giving { () throws(StoreError) in
            (try place.folder.copies(), try place.folder.octets())
        }
        let views = copies.map { copy in
            View(
                name: copy.name, made: copy.manifest?.made, octets: copy.manifest?.octets,
                schema: copy.manifest?.schema, program: copy.manifest?.program,
                files: copy.manifest?.files.count,
                isReadable: copy.manifest != nil)
        }
        if store.json {
            try CommandOutput.sayJSON(Page(folder: place.folder.path, octets: octets, copies: views))
        } else {
            var text = ""
            for view in views {
                text += view.name
                if let octets = view.octets, let schema = view.schema, let files = view.files {
                    text += "  \(OctetCount.text(octets)) in \(files) files, schema \(schema), "
                    text += "roost \(view.program ?? "?")\n"
                } else {
                    text += "  its manifest cannot be read; see roost backup verify \(view.name)\n"
                }
            }
            text += "\(views.count) copies in \(place.folder.path), \(OctetCount.text(octets)) on the disk\n"
            try CommandOutput.say(text)
        }
        if views.isEmpty || !views.allSatisfy(\.isReadable) { throw CommandExit.finding }
    }
}

/// Proves copies.
struct BackupVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Compare a copy with its manifest, octet by octet.",
        discussion: """
            Exit codes: 0 good, 1 something is wrong, 69 there is no such copy.

            Example:
              roost backup verify
              roost backup verify 2026-11-26T023000Z --json
            """)

    @Argument(help: "The name of a copy; the newest one if left out.")
    var name: String?
    @Flag(help: "Every copy.")
    var all = false
    @OptionGroup var store: StorePlace

    private struct View: Encodable {
        var name: String
        var isGood: Bool
        var octets: Int64
        var faults: [String]
    }

    func run() throws {
        let place = try store.load()
        let first = try StorePlace.copy(name, in: place.folder)
        let views = try CommandExit.giving { () throws(StoreError) in
            var views: [View] = []
            for copy in all ? try place.folder.copies() : [first] {
                let verdict = try place.folder.verify(copy)
                views.append(
                    View(
                        name: copy.name, isGood: verdict.isGood, octets: verdict.octets,
                        faults: verdict.faults))
            }
            return views
        }
        if store.json {
            try CommandOutput.sayJSON(views)
        } else {
            var text = ""
            for view in views {
                text +=
                    "\(view.name)  \(view.isGood ? "good" : "NOT GOOD"), \(OctetCount.text(view.octets)) compared\n"
                for fault in view.faults { text += "  \(CommandOutput.printable(fault))\n" }
            }
            try CommandOutput.say(text)
        }
        if !views.allSatisfy(\.isGood) { throw CommandExit.finding }
    }
}
