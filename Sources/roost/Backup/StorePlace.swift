// SPDX-License-Identifier: Apache-2.0
// Which store the verbs about copies mean, and how the dock that uses it stands. A configuration that cannot be read is
// no reason to leave a store without a copy: --storage names it then.

import ArgumentParser
import DockModel
import Foundation
import RoostCore
import RoostDaemon
import Settings
import Store

/// The store and its copies.
struct StorePlace: ParsableArguments {
    @Option(help: "Directory with dock.yaml (default: /etc/roost, unless --storage is given).")
    var config: String?
    @Option(help: "Directory of the dock's database (default: storage.directory of dock.yaml).")
    var storage: String?
    @Option(help: "Folder of the copies (default: backup in the storage directory).")
    var copies: String?
    @Flag(help: "Print one JSON document.")
    var json = false

    /// A store and what is known of its dock.
    struct Place {
        var storage: String
        var configuration: String?
        var dock: String
        var folder: BackupFolder
    }

    /// The place; a configuration that cannot be read ends the command unless the store is named.
    func load() throws -> Place {
        if let storage, config == nil {
            return Place(storage: storage, configuration: nil, dock: "", folder: folder(below: storage))
        }
        let base = config ?? "/etc/roost"
        let dock = try CommandExit.configuration(in: base)
        let directory = dock.storageDirectory(given: storage, base: base)
        return Place(
            storage: directory, configuration: base, dock: dock.dock.dock.id.text,
            folder: folder(below: directory))
    }

    private func folder(below storage: String) -> BackupFolder {
        copies.map { BackupFolder(path: $0) } ?? BackupFolder(storage: storage)
    }

    /// A copy by its name, or the newest; none ends the command.
    static func copy(_ name: String?, in folder: BackupFolder) throws -> BackupFolder.Copy {
        let copies = try CommandExit.giving { () throws(StoreError) in try folder.copies() }
        guard let name else {
            if let newest = copies.first { return newest }
            CommandOutput.complain("\(folder.path): there is no copy yet; make one with roost backup")
            throw ExitCode(69)
        }
        if let found = copies.first(where: { $0.name == name }) { return found }
        let names = copies.prefix(5).map(\.name).joined(separator: ", ")
        CommandOutput.complain(
            CommandOutput.printable("there is no copy \"\(name)\"")
                + (names.isEmpty ? "" : " (the newest are: \(names))") + "; see roost backup list")
        throw ExitCode(69)
    }
}

/// The exchange of a store's files, by `roost restore` and `roost rollback`.
struct StoreExchange {
    let place: StorePlace.Place
    let json: Bool

    private struct View: Encodable {
        var isDone: Bool
        var report: RestoreReport
        var losses: [String]
    }

    /// Exchanges the store, or says what that would mean.
    /// - Parameters:
    ///   - isDry: only say it.
    ///   - acceptsLoss: go on although something is lost.
    func run(isDry: Bool, acceptsLoss: Bool, source: (StoreRestore) throws -> RestoreSource) throws {
        do {
            let lock = try DaemonLock(directory: place.storage)
            defer { withExtendedLifetime(lock) {} }
            let restore = StoreRestore(storage: place.storage)
            if try restore.isUnfinished, !isDry { try resume(restore) }
            let snapshot = DockSnapshot.asItLies(in: place.storage)
            if !isDry { try refuseMission(snapshot) }
            let now = WallTime.now
            let report = try restore.stage(try source(restore), at: now)
            let mayGo = !isDry && (acceptsLoss || !report.isLossy)
            if mayGo {
                let words = "\(report.source) was restored by roost restore"
                try restore.keep(
                    RestoredNote(at: now, words: words).notes(lockOut: snapshot?.state.lockOut?.reason))
                try restore.take(report)
            } else {
                try restore.discard()
            }
            try tell(report, isDone: mayGo)
            guard !mayGo, !isDry else { return }
            CommandOutput.complain("nothing was changed: something would be lost; say --accept-loss to go on")
            throw CommandExit.finding
        } catch let error as StoreError {
            throw CommandExit.fail(error)
        }
    }

    /// Ends an exchange that was interrupted.
    func resume(_ restore: StoreRestore) throws(StoreError) {
        guard let ended = try restore.finish() else { return }
        CommandOutput.complain(
            "an interrupted restore of \(ended.source) is ended; the old store is in \(ended.aside)")
    }

    /// A mission of a store that can be read ends before the store goes.
    private func refuseMission(_ snapshot: DockSnapshot?) throws {
        guard let run = snapshot?.state.run else { return }
        CommandOutput.complain(
            "mission \(CommandOutput.printable(run.mission.id)) is under way in this store: start the daemon, let the "
                + "mission end, then stop it and try again")
        throw CommandExit.finding
    }

    private func tell(_ report: RestoreReport, isDone: Bool) throws {
        if json {
            return try CommandOutput.sayJSON(View(isDone: isDone, report: report, losses: report.lossWords))
        }
        let salvage = report.salvage
        var text = "\(isDone ? "restored" : "would restore") \(report.source), schema \(report.schema)"
        text += report.made.map { ", made \($0)\n" } ?? "\n"
        text += "records    \(report.recordFiles) files put back\n"
        text +=
            "taken over \(salvage.mailsTaken) mails newer than the copy, \(salvage.mailsEnded) that have ended since, "
        text += "\(salvage.rowsTaken) rows of flights, incidents and days\n"
        for line in report.lossWords { text += "lost       \(line)\n" }
        text += "old store  \(isDone ? "is" : "would be") in \(report.aside)\n"
        try CommandOutput.say(text)
    }
}
