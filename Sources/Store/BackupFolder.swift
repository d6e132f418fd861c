// SPDX-License-Identifier: Apache-2.0
// The copies of a dock's store: which there are, whether each is whole, and which may go. A copy is taken for good only
// when every octet is as its manifest says; the newest ones are never removed.

internal import DockModel
internal import GRDB

/// The folder that holds the copies of a store.
public struct BackupFolder: Sendable {
    /// Its path.
    public let path: String
    /// The file below a store's own folder that names the newest copy made in another one.
    private static let elsewhere = ".elsewhere"
    /// How the folder of an unfinished copy begins.
    static let unfinished = ".making-"

    /// A folder.
    public init(path: String) { self.path = path }

    /// The folder below a dock's storage.
    public init(storage: String) { path = StoredFile.join(storage, "backup") }

    /// One copy.
    public struct Copy: Sendable, Equatable {
        /// Its name: the time it was begun.
        public var name: String
        /// Its folder.
        public var path: String
        /// What it holds; nil when that cannot be read.
        public var manifest: BackupManifest?
    }

    /// A copy that was looked through.
    public struct Verdict: Sendable, Equatable {
        /// The copy.
        public var copy: Copy
        /// Octets that were compared.
        public var octets: Int64
        /// What is wrong with it, at most a hundred lines; empty for a good one.
        public var faults: [String]
        /// Whether nothing is wrong.
        public var isGood: Bool { faults.isEmpty }
    }

    /// The copies, newest first. Unfinished ones are none.
    public func copies() throws(StoreError) -> [Copy] {
        var found: [Copy] = []
        for name in try StoredFile.names(in: path).reversed() where Self.isName(name) {
            let folder = StoredFile.join(path, name)
            // One without a readable manifest is shown as such; `verify` says what is wrong.
            found.append(Copy(name: name, path: folder, manifest: try? BackupManifest.read(in: folder)))
        }
        return found
    }

    /// The names of the copies that have a manifest, newest first: the times at which they were begun.
    public func names() throws(StoreError) -> [String] {
        var found: [String] = []
        for name in try StoredFile.names(in: path).reversed() where Self.isName(name) {
            let manifest = StoredFile.join(StoredFile.join(path, name), BackupManifest.name)
            if try StoredFile.identity(of: manifest) != nil { found.append(name) }
        }
        return found
    }

    /// The name of the newest copy of this store, here or made in another folder; nil when there was none.
    public func newestAnywhere() throws(StoreError) -> String? {
        let note = try StoredFile.content(of: StoredFile.join(path, Self.elsewhere), most: 64)
        let other = note.map { String(decoding: $0, as: UTF8.self) }.flatMap { Self.isName($0) ? $0 : nil }
        return [try names().first, other].compactMap(\.self).max()
    }

    /// Notes that a copy was made in another folder.
    func noteElsewhere(_ name: String) throws(StoreError) {
        try StoredFile.makeDirectory(path)
        let target = StoredFile.join(path, Self.elsewhere), temporary = target + ".part"
        try StoredFile.write(Array(name.utf8), to: temporary)
        try StoredFile.rename(temporary, to: target)
    }

    /// Looks through a copy: every file against its size and SHA-256, the database page by page.
    public func verify(_ copy: Copy) throws(StoreError) -> Verdict {
        var verdict = Verdict(copy: copy, octets: 0, faults: [])
        let manifest: BackupManifest
        do throws(StoreError) { manifest = try BackupManifest.read(in: copy.path) } catch {
            verdict.faults.append("\(error)")
            return verdict
        }
        let present = Set(try StoredFile.tree(of: copy.path).map(\.path))
        for file in manifest.files {
            guard present.contains(file.path) else {
                verdict.note("\(file.path) is missing")
                continue
            }
            let sum = try StoredFile.digest(of: StoredFile.join(copy.path, file.path))
            verdict.octets += sum.octets
            if sum.octets != file.octets {
                verdict.note("\(file.path) has \(sum.octets) octets, not \(file.octets)")
            } else if SHA256.hexadecimal(sum.sha256) != file.sha256 {
                verdict.note("\(file.path) does not have the SHA-256 of the manifest")
            }
        }
        let known = Set(manifest.files.map(\.path) + [BackupManifest.name])
        for path in present.subtracting(known).sorted() { verdict.note("\(path) is not in the manifest") }
        guard manifest.files.contains(where: { $0.path == StoreFiles.database }) else {
            verdict.note("it holds no database")
            return verdict
        }
        if verdict.isGood, let fault = Self.fault(ofDatabase: copy.path, schema: manifest.schema) {
            verdict.note(fault)
        }
        return verdict
    }

    /// The newest copy that is good, with what is wrong with the newer ones; nil when none is.
    public func newestGood() throws(StoreError) -> (good: Verdict?, bad: [Verdict]) {
        var bad: [Verdict] = []
        for copy in try copies() {
            let verdict = try verify(copy)
            if verdict.isGood { return (verdict, bad) }
            bad.append(verdict)
        }
        return (nil, bad)
    }

    /// Removes the oldest copies beyond a number and beyond a budget of octets; two stay, whatever the budget says.
    /// - Returns: the names of those that are gone.
    @discardableResult
    public func prune(keep: Int, budget: Int64) throws(StoreError) -> [String] {
        let copies = try copies()
        var removed: [String] = []
        var sum: Int64 = 0
        var seen: Set<StoredFile.FileID> = []
        for (index, copy) in copies.enumerated() {
            sum += try Self.size(of: copy.path, seen: &seen)
            guard index >= 2, index >= keep || sum > budget else { continue }
            // Renamed first: a copy that is half removed must not look like one.
            let away = StoredFile.join(path, Self.unfinished + "gone-" + copy.name)
            try StoredFile.rename(copy.path, to: away)
            try StoredFile.removeTree(away)
            removed.append(copy.name)
        }
        return removed
    }

    /// Octets on the disk of all copies together; a file that several of them share counts once.
    public func octets() throws(StoreError) -> Int64 {
        var seen: Set<StoredFile.FileID> = []
        var sum: Int64 = 0
        for copy in try copies() { sum += try Self.size(of: copy.path, seen: &seen) }
        return sum
    }

    /// What is wrong with the database of a copy, if anything.
    private static func fault(ofDatabase folder: String, schema: Int) -> String? {
        let path = StoredFile.join(folder, StoreFiles.database)
        do {
            let queue = try DatabaseQueue(path: path, configuration: StoreFiles.looking)
            let (findings, application, found) = try queue.inDatabase { db in
                (
                    try String.fetchAll(db, sql: "PRAGMA quick_check(5)"),
                    try Int64.fetchOne(db, sql: "PRAGMA application_id") ?? 0,
                    try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
                )
            }
            try queue.close()
            if findings != ["ok"] { return "the database is damaged: \(findings.joined(separator: "; "))" }
            if application != Schema.applicationID { return "the database is not Roost's" }
            return found == schema ? nil : "the database has schema \(found), the manifest says \(schema)"
        } catch {
            return "\(StoreError(error, doing: "reading the copied database", path: path))"
        }
    }

    /// The size of a copy; files with several names that were seen before do not count again.
    private static func size(of folder: String, seen: inout Set<StoredFile.FileID>) throws(StoreError)
        -> Int64
    {
        var sum: Int64 = 0
        for entry in try StoredFile.tree(of: folder) {
            guard let file = try StoredFile.identity(of: StoredFile.join(folder, entry.path)),
                seen.insert(StoredFile.FileID(file)).inserted
            else { continue }
            sum += file.size
        }
        return sum
    }

    /// "2026-11-26T023000Z", and with a number behind it when two were begun in one second.
    private static func isName(_ name: String) -> Bool {
        let form = Array("0000-00-00T000000Z".utf8), text = Array(name.utf8)
        guard text.count >= form.count else { return false }
        return zip(text, form).allSatisfy { octet, wanted in
            wanted == UInt8(ascii: "0") ? (0x30...0x39).contains(octet) : octet == wanted
        } && text.dropFirst(form.count).allSatisfy { $0 == UInt8(ascii: "-") || (0x30...0x39).contains($0) }
    }
}

extension BackupFolder.Verdict {
    fileprivate mutating func note(_ fault: String) { if faults.count < 100 { faults.append(fault) } }
}

extension StoredFile {
    /// Which file it is, whatever it is named.
    struct FileID: Hashable {
        let device: UInt64, inode: UInt64
        init(_ identity: Identity) { (device, inode) = (identity.device, identity.inode) }
    }
}

/// The files of a store, and how those of a copy are looked at.
enum StoreFiles {
    /// The database.
    static let database = "roost.db"
    /// What belongs to the database while it is in use, in the order in which it is set aside.
    static let beside = ["roost.db-wal", "roost.db-shm"]

    /// A connection that writes nothing.
    static var looking: Configuration {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.label = "roost.db, looking"
        configuration.busyMode = .timeout(StoreLimit.busyTimeout.inSeconds)
        return configuration
    }
}

extension BackupFolder {
    /// Octets of the disk that holds the folder; nil when the system does not say.
    public var diskOctets: Int64? { StoredFile.space(at: path)?.total }
}
