// SPDX-License-Identifier: Apache-2.0
// Makes a copy of a dock's store beside the running daemon: database, flight records, configuration. It appears under
// its name only when it is whole, flushed and read back; secrets never go into it.

public import DockModel
internal import GRDB

/// What a copy costs and may cost.
public enum BackupLimit {
    /// Copies that are kept.
    public static let kept = 14
    /// Room that a copy leaves free at least, on a disk that has it; a twentieth of a small one.
    public static let reserve: Int64 = 256 << 20
    /// The share of the disk that all copies together may have, unless a budget is named: one part in so many.
    public static let partOfDisk: Int64 = 4
    /// The largest file of a configuration that is copied.
    public static let configurationFile: Int64 = 64 << 20
}

/// The making of one copy.
public struct BackupOrder: Sendable {
    /// The dock's storage directory.
    public var storage: String
    /// The configuration directory; nil leaves it out.
    public var configuration: String?
    /// Where the copies lie.
    public var folder: BackupFolder
    /// Copies that are kept.
    public var keep = BackupLimit.kept
    /// Octets that all copies together may have; nil for a share of the disk.
    public var budget: Int64?
    /// The dock's name.
    public var dock: String
    /// The version of the program.
    public var program: String

    /// The copy of a storage directory.
    public init(storage: String, configuration: String?, folder: BackupFolder, dock: String, program: String)
    {
        (self.storage, self.configuration, self.folder) = (storage, configuration, folder)
        (self.dock, self.program) = (dock, program)
    }

    /// What was made.
    public struct Outcome: Sendable, Equatable {
        /// The new copy.
        public var copy: BackupFolder.Copy
        /// Octets that were written; files of an older copy that are still the same are shared with it.
        public var written: Int64
        /// Older copies that are gone.
        public var removed: [String]
    }

    /// Makes the copy.
    /// - Throws: `StoreError`; no copy has appeared then, and every older one is still there.
    public func make(at now: WallTime) throws(StoreError) -> Outcome {
        try StoredFile.makeDirectory(folder.path)
        let lock = try DaemonLock(path: StoredFile.join(folder.path, ".lock"), directory: folder.path)
        defer { withExtendedLifetime(lock) {} }
        for name in try StoredFile.names(in: folder.path) where name.hasPrefix(BackupFolder.unfinished) {
            try StoredFile.removeTree(StoredFile.join(folder.path, name))
        }
        let former = try folder.copies().first { $0.manifest != nil }
        try refuseShortDisk(former)
        let name = try freeName(BackupTime.name(now))
        let making = StoredFile.join(folder.path, BackupFolder.unfinished + name)
        try StoredFile.makeDirectory(making)
        let made: (copy: BackupFolder.Copy, written: Int64)
        do throws(StoreError) { made = try fill(making, as: name, over: former, at: now) } catch {
            // What was begun is of no use; the next copy would remove it too.
            try? StoredFile.removeTree(making)
            throw error
        }
        let own = BackupFolder(storage: storage)
        if own.path != folder.path { try own.noteElsewhere(name) }
        let removed = try folder.prune(keep: keep, budget: budgetOctets)
        return Outcome(copy: made.copy, written: made.written, removed: removed)
    }

    private var budgetOctets: Int64 {
        budget ?? StoredFile.space(at: folder.path).map { $0.total / BackupLimit.partOfDisk } ?? .max
    }

    /// Fills the folder, reads it back and gives it its name.
    private func fill(
        _ making: String, as name: String, over former: BackupFolder.Copy?, at now: WallTime
    ) throws(StoreError) -> (copy: BackupFolder.Copy, written: Int64) {
        var manifest = BackupManifest(
            dock: dock, made: BackupTime.text(now), program: program, schema: 0, files: [], leftOut: [])
        manifest.schema = try copyDatabase(to: making)
        let sum = try StoredFile.digest(of: StoredFile.join(making, StoreFiles.database))
        manifest.files.append(
            .init(path: StoreFiles.database, octets: sum.octets, sha256: SHA256.hexadecimal(sum.sha256)))
        var written = sum.octets
        written += try copyRecords(to: making, over: former, into: &manifest)
        written += try copyConfiguration(to: making, into: &manifest)
        try manifest.write(in: making)
        try StoredFile.synchroniseTree(making)
        let unfinished = BackupFolder.Copy(name: name, path: making, manifest: manifest)
        let verdict = try folder.verify(unfinished)
        guard verdict.isGood else {
            throw .damaged(path: making, detail: "read back: " + verdict.faults.joined(separator: "; "))
        }
        let path = StoredFile.join(folder.path, name)
        try StoredFile.rename(making, to: path)
        return (BackupFolder.Copy(name: name, path: path, manifest: manifest), written)
    }

    /// Copies the database as it is at one moment, while others write on; answers its schema.
    private func copyDatabase(to making: String) throws(StoreError) -> Int {
        let path = StoredFile.join(storage, StoreFiles.database)
        let target = StoredFile.join(making, StoreFiles.database)
        if try StoreRestore(storage: storage).isUnfinished { throw .restoreUnfinished(path: storage) }
        guard try StoredFile.identity(of: path) != nil else {
            throw .failed(
                doing: "copying the database", detail: "\(path) is not there: no dock has run on this storage"
            )
        }
        let schema: Int
        do {
            // Not migrated: the daemon that runs may be an older program.
            let queue = try DatabaseQueue(path: path, configuration: StoreFiles.looking)
            schema = try queue.inDatabase { db in
                guard try Int64.fetchOne(db, sql: "PRAGMA application_id") == Schema.applicationID else {
                    throw StoreError.notOurs(path: path, detail: "its application id is another")
                }
                try db.execute(sql: "VACUUM INTO ?", arguments: [target])
                return try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            }
            try queue.close()
        } catch {
            throw StoreError(error, doing: "copying the database", path: path)
        }
        try StoredFile.restrict(target)
        try StoredFile.synchronise(target)
        return schema
    }

    /// Copies the files of flight records; one that the copy before holds already, octet for octet, is shared with it.
    private func copyRecords(
        to making: String, over former: BackupFolder.Copy?, into manifest: inout BackupManifest
    ) throws(StoreError) -> Int64 {
        let known = Dictionary(
            former?.manifest?.files.map { ($0.path, $0) } ?? [], uniquingKeysWith: { first, _ in first })
        let source = StoredFile.join(storage, ChainAudit.folder)
        var written: Int64 = 0
        for entry in try StoredFile.tree(of: source) where !entry.path.hasSuffix(".part") {
            let path = "\(ChainAudit.folder)/\(entry.path)", target = StoredFile.join(making, path)
            let sum = try StoredFile.digest(of: StoredFile.join(source, entry.path))
            let sha256 = SHA256.hexadecimal(sum.sha256)
            if let former, let file = known[path], file.sha256 == sha256, file.octets == sum.octets,
                // Read back as well: a copy that has gone bad must not be handed on.
                let old = try? StoredFile.digest(of: StoredFile.join(former.path, path)),
                old.sha256 == sum.sha256,
                try StoredFile.share(StoredFile.join(former.path, path), as: target)
            {
                manifest.files.append(file)
                continue
            }
            written += try add(StoredFile.join(source, entry.path), as: path, in: making, to: &manifest)
        }
        return written
    }

    /// Copies the configuration without what only its owner may read: that is how secrets lie there.
    private func copyConfiguration(to making: String, into manifest: inout BackupManifest) throws(StoreError)
        -> Int64
    {
        guard let configuration else { return 0 }
        var written = try copyMailSettings(to: making, into: &manifest)
        let inside = Self.below(configuration, storage)
        for entry in try StoredFile.tree(of: configuration, skipping: ["credentials"]) {
            if let inside, entry.path == inside || entry.path.hasPrefix(inside + "/") { continue }
            let isPlain = Self.plainEndings.contains { entry.path.hasSuffix($0) }
            if entry.isPrivate, !isPlain {
                manifest.leftOut.append(
                    .init(path: entry.path, reason: "only its owner may read it, as a secret"))
            } else if entry.octets > BackupLimit.configurationFile {
                manifest.leftOut.append(
                    .init(path: entry.path, reason: "\(OctetCount.text(entry.octets)) large"))
            } else {
                do throws(StoreError) {
                    written += try add(
                        StoredFile.join(configuration, entry.path), as: "config/\(entry.path)", in: making,
                        to: &manifest)
                } catch {
                    guard case .notPermitted = error else { throw error }
                    manifest.leftOut.append(.init(path: entry.path, reason: "this user may not read it"))
                }
            }
        }
        return written
    }

    /// Copies what the console has changed of the mail settings; it names secrets and holds none.
    private func copyMailSettings(
        to making: String, into manifest: inout BackupManifest
    ) throws(StoreError) -> Int64 {
        let path = StoredFile.join(storage, "mail.yaml")
        guard try StoredFile.identity(of: path)?.isRegular == true else { return 0 }
        return try add(path, as: "config/console-mail.yaml", in: making, to: &manifest)
    }

    /// Files that are no secrets, whatever their mode.
    private static let plainEndings = [".yaml", ".plan", ".ics", ".csv", ".crt"]

    private func add(
        _ source: String, as path: String, in making: String, to manifest: inout BackupManifest
    ) throws(StoreError) -> Int64 {
        let sum = try StoredFile.copy(source, to: StoredFile.join(making, path))
        manifest.files.append(.init(path: path, octets: sum.octets, sha256: SHA256.hexadecimal(sum.sha256)))
        return sum.octets
    }

    /// Refuses before anything is written when there is no room for all that is new and the reserve.
    private func refuseShortDisk(_ former: BackupFolder.Copy?) throws(StoreError) {
        guard let space = StoredFile.space(at: folder.path) else { return }
        let known = Set(former?.manifest?.files.map { "\($0.path) \($0.octets)" } ?? [])
        var needed: Int64 = 0
        for name in [StoreFiles.database] + StoreFiles.beside {
            needed += try StoredFile.identity(of: StoredFile.join(storage, name))?.size ?? 0
        }
        for entry in try StoredFile.tree(of: StoredFile.join(storage, ChainAudit.folder))
        where !known.contains("\(ChainAudit.folder)/\(entry.path) \(entry.octets)") {
            needed += entry.octets
        }
        needed += min(BackupLimit.reserve, space.total / 20)
        guard space.free >= needed else {
            throw .diskShort(path: folder.path, needed: needed, free: space.free)
        }
    }

    private func freeName(_ name: String) throws(StoreError) -> String {
        guard try StoredFile.identity(of: StoredFile.join(folder.path, name)) != nil else { return name }
        for number in 2..<1_000 {
            let other = "\(name)-\(number)"
            if try StoredFile.identity(of: StoredFile.join(folder.path, other)) == nil { return other }
        }
        throw .failed(doing: "naming a copy", detail: "a thousand copies were begun in one second")
    }

    /// The path of a folder below another one; nil when it is not below it.
    private static func below(_ folder: String, _ path: String) -> String? {
        let prefix = folder.hasSuffix("/") ? folder : folder + "/"
        let inner = path.replacing("/./", with: "/")
        return inner.hasPrefix(prefix) ? String(inner.dropFirst(prefix.count)) : nil
    }
}
