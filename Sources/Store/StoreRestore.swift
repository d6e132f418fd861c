// SPDX-License-Identifier: Apache-2.0
// Puts a copy in the place of a store: staged and read back beside it, then exchanged by renames that a kill at any
// instant leaves to be ended by the next start. The old store is set aside and never deleted; while an exchange has
// begun and not ended nobody opens the store.

public import DockModel
internal import Foundation
internal import GRDB

/// What a store is restored from.
public enum RestoreSource: Sendable, Equatable {
    /// A copy with a manifest.
    case copy(BackupFolder.Copy)
    /// The database alone, as it was before a migration.
    case beforeMigration(path: String, schema: Int)
}

/// What a restore does, or would do.
public struct RestoreReport: Sendable, Equatable, Codable {
    /// The name of the copy.
    public var source: String
    /// When it was made, UTC, if it says so.
    public var made: String?
    /// Its schema.
    public var schema: Int
    /// Files of flight records that are put back.
    public var recordFiles: Int
    /// What is taken over from the store that is replaced, and what is not.
    public var salvage: SalvageReport
    /// Where the replaced store lies afterwards.
    public var aside: String

    /// Whether something is lost or may happen twice, or nobody can tell.
    public var isLossy: Bool {
        !salvage.isWhole || !salvage.losses.isEmpty || salvage.mailsDoubtful > 0 || salvage.mailsLost > 0
    }

    /// What is lost, in words; empty when nothing is.
    public var lossWords: [String] {
        var words = salvage.losses.map { "\($0.count) \($0.what) newer than the copy" }
        if !salvage.isReadable {
            words.append("the present store cannot be read: whatever is newer than the copy")
        } else if !salvage.isWhole {
            words.append("parts of the present store cannot be read: what they held since the copy")
        }
        if salvage.mailsLost > 0 { words.append("\(salvage.mailsLost) waiting mails whose text is damaged") }
        if salvage.mailsDoubtful > 0 {
            words.append("\(salvage.mailsDoubtful) mails may go a second time, with the same Message-ID")
        }
        return words
    }
}

/// The exchange of a store for a copy.
public struct StoreRestore: Sendable {
    /// The storage directory.
    public let storage: String
    /// Is told after each step that a kill may follow; for tests.
    var witness: @Sendable (String) throws(StoreError) -> Void = { _ in }

    private static let readyFile = "ready.json"

    /// The exchange for a storage directory. Whoever changes something by it must hold its `DaemonLock`.
    public init(storage: String) { self.storage = storage }

    private var staging: String { StoredFile.join(storage, ".restore") }
    private var ready: String { StoredFile.join(staging, Self.readyFile) }

    /// Whether an exchange has begun and not ended.
    public var isUnfinished: Bool {
        get throws(StoreError) { try StoredFile.identity(of: ready) != nil }
    }

    /// Stages a copy beside the store and answers what taking it would mean. Nothing of the store has changed yet.
    public func stage(_ source: RestoreSource, at now: WallTime) throws(StoreError) -> RestoreReport {
        guard try !isUnfinished else { throw .restoreUnfinished(path: storage) }
        try discard()
        try refuseShortDisk(source)
        try StoredFile.makeDirectory(staging)
        var report = RestoreReport(
            source: "", made: nil, schema: 0, recordFiles: 0, salvage: SalvageReport(),
            aside: try freeAside(BackupTime.name(now)))
        let target = StoredFile.join(staging, StoreFiles.database)
        switch source {
        case .copy(let copy):
            let manifest = try BackupManifest.read(in: copy.path)
            (report.source, report.made, report.schema) = (copy.name, manifest.made, manifest.schema)
            try refuseNewer(manifest.schema, copy.path)
            for file in manifest.files { report.recordFiles += try stage(file, of: copy) ? 1 : 0 }
        case .beforeMigration(let path, let schema):
            (report.source, report.schema) = (path, schema)
            try refuseNewer(schema, path)
            _ = try StoredFile.copy(path, to: target)
        }
        try witness("staged")
        report.salvage = try salvage(into: target)
        try StoredFile.synchronise(target)
        try StoredFile.synchroniseTree(staging)
        return report
    }

    /// Puts notes into the staged store, by their keys.
    public func keep(_ notes: [String: String]) throws(StoreError) {
        let target = StoredFile.join(staging, StoreFiles.database)
        do {
            let copy = try DatabaseQueue(path: target)
            try copy.write { db in
                for (key, value) in notes {
                    try db.execute(
                        sql: "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)",
                        arguments: ["note.\(key)", value])
                }
            }
            try copy.close()
        } catch {
            throw StoreError(error, doing: "noting the restore", path: target)
        }
        try StoredFile.synchronise(target)
    }

    /// Removes what was staged.
    public func discard() throws(StoreError) { try StoredFile.removeTree(staging) }

    /// Takes what was staged: from here on the exchange is ended, by this process or by the next.
    public func take(_ report: RestoreReport) throws(StoreError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let octets: [UInt8]
        do { octets = [UInt8](try encoder.encode(report)) } catch {
            throw .failed(doing: "writing what is restored", detail: "\(error)")
        }
        try StoredFile.write(octets, to: ready + ".part")
        try witness("decided")
        try StoredFile.rename(ready + ".part", to: ready)
        _ = try finish()
    }

    /// Ends an exchange that has begun; nil when none has. It may be called as often as one likes.
    @discardableResult
    public func finish() throws(StoreError) -> RestoreReport? {
        guard let octets = try StoredFile.content(of: ready, most: 1 << 20) else { return nil }
        let report: RestoreReport
        do { report = try JSONDecoder().decode(RestoreReport.self, from: Data(octets)) } catch {
            throw .damaged(path: ready, detail: "it does not say what is restored")
        }
        let aside = StoredFile.join(storage, report.aside)
        try StoredFile.makeDirectory(aside)
        // The staged database is there until it has its place: until then what bears the name is the old one.
        if try StoredFile.identity(of: StoredFile.join(staging, StoreFiles.database)) != nil {
            for name in StoreFiles.beside + [StoreFiles.database] { try move(storage, name, to: aside) }
            try move(staging, StoreFiles.database, to: storage)
        }
        let records = StoredFile.join(staging, ChainAudit.folder),
            place = StoredFile.join(storage, ChainAudit.folder)
        for file in try StoredFile.tree(of: records) {
            try move(place, file.path, to: StoredFile.join(aside, ChainAudit.folder))
            try move(records, file.path, to: place)
        }
        StoredFile.remove(ready)
        try StoredFile.synchronise(staging)
        try witness("done")
        try discard()
        return report
    }

    /// Moves a file into another folder, durably in both; one that is not there is left.
    private func move(_ folder: String, _ name: String, to other: String) throws(StoreError) {
        let source = StoredFile.join(folder, name), target = StoredFile.join(other, name)
        guard try StoredFile.identity(of: source) != nil else { return }
        try StoredFile.makeDirectory(StoredFile.parent(of: target))
        try StoredFile.rename(source, to: target)
        try StoredFile.synchronise(StoredFile.parent(of: source))
        try witness("moved \(name)")
    }

    /// Stages one file of a copy, proven by its sum; true for a file of records that the store lacks or has otherwise.
    private func stage(_ file: BackupManifest.File, of copy: BackupFolder.Copy) throws(StoreError) -> Bool {
        let isRecord = file.path.hasPrefix(ChainAudit.folder + "/")
        guard isRecord || file.path == StoreFiles.database else { return false }
        let present = StoredFile.join(storage, file.path)
        if isRecord, try StoredFile.identity(of: present)?.size == file.octets,
            try SHA256.hexadecimal(StoredFile.digest(of: present).sha256) == file.sha256
        {
            return false
        }
        let source = StoredFile.join(copy.path, file.path)
        let sum = try StoredFile.copy(source, to: StoredFile.join(staging, file.path))
        guard sum.octets == file.octets, SHA256.hexadecimal(sum.sha256) == file.sha256 else {
            throw .damaged(path: source, detail: "it is not what the manifest says; see roost backup verify")
        }
        return isRecord
    }

    private func salvage(into target: String) throws(StoreError) -> SalvageReport {
        do {
            let copy = try DatabaseQueue(path: target)
            let findings = try copy.inDatabase { db in try String.fetchAll(db, sql: "PRAGMA quick_check(5)") }
            guard findings == ["ok"] else {
                throw StoreError.damaged(path: target, detail: findings.joined(separator: "; "))
            }
            let report = try StoreSalvage.take(
                from: StoredFile.join(storage, StoreFiles.database), into: copy)
            try copy.close()
            return report
        } catch {
            throw StoreError(error, doing: "taking over what is newer than the copy", path: target)
        }
    }

    private func refuseNewer(_ schema: Int, _ path: String) throws(StoreError) {
        let known = Schema.migrations.last?.number ?? 0
        guard schema <= known else { throw .newerSchema(path: path, found: schema, known: known) }
    }

    private func refuseShortDisk(_ source: RestoreSource) throws(StoreError) {
        guard let space = StoredFile.space(at: storage) else { return }
        var needed: Int64
        switch source {
        case .copy(let copy): needed = copy.manifest?.octets ?? 0
        case .beforeMigration(let path, _): needed = try StoredFile.identity(of: path)?.size ?? 0
        }
        needed += min(BackupLimit.reserve, space.total / 20)
        guard space.free >= needed else { throw .diskShort(path: storage, needed: needed, free: space.free) }
    }

    private func freeAside(_ name: String) throws(StoreError) -> String {
        for number in 1..<1_000 {
            let aside = "aside/\(name)" + (number == 1 ? "" : "-\(number)")
            if try StoredFile.identity(of: StoredFile.join(storage, aside)) == nil { return aside }
        }
        throw .failed(
            doing: "setting the store aside", detail: "a thousand stores were set aside in one second")
    }
}

extension StoreRestore {
    /// The newest copy that was made before a migration and that this program can use, older than the present store.
    public func beforeLastMigration() throws(StoreError) -> RestoreSource {
        let known = Schema.migrations.last?.number ?? 0
        let folder = BackupFolder(storage: storage).path
        let present = presentSchema() ?? known + 1
        var newest: Int?
        for name in try StoredFile.names(in: folder) {
            guard name.hasPrefix(Self.schemaPrefix), name.hasSuffix(".db"),
                let number = Int(name.dropFirst(Self.schemaPrefix.count).dropLast(3)), number <= known,
                number < present
            else { continue }
            newest = max(newest ?? 0, number)
        }
        guard let newest else {
            throw .noGoodCopy(path: folder, detail: "no copy from before a migration is there")
        }
        return .beforeMigration(
            path: StoredFile.join(folder, "\(Self.schemaPrefix)\(newest).db"), schema: newest)
    }

    /// How the copy of a database before its migration is named.
    static let schemaPrefix = "roost-schema-"

    /// The schema of the present store; nil when it cannot be read.
    private func presentSchema() -> Int? {
        // One that cannot be read is older than nothing.
        let queue = try? DatabaseQueue(
            path: StoredFile.join(storage, StoreFiles.database), configuration: StoreFiles.looking)
        return queue.flatMap { queue in
            // As above.
            try? queue.inDatabase { db in try Int.fetchOne(db, sql: "PRAGMA user_version") }
        }
    }

    /// When the store was last set aside; nil when it never was.
    public func lastAside() throws(StoreError) -> String? {
        try StoredFile.names(in: StoredFile.join(storage, "aside")).last
    }
}
