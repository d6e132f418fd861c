// SPDX-License-Identifier: Apache-2.0
// Every way in which the database can refuse or fail, each with the fact and the remedy a technician needs.
// It never hides an SQLite code: what is not known by name keeps its own words.

internal import GRDB

/// Why the database could not be opened, read or written.
public enum StoreError: Error, Equatable, Sendable {
    /// The directory cannot be made or used.
    case directoryUnusable(path: String, reason: String)
    /// The operating system does not let this user read or write the file.
    case notPermitted(path: String)
    /// The file system is mounted read-only, by choice or after an error of the disk.
    case readOnly(path: String)
    /// Another process runs the dock of this store, or exchanges its files.
    case inUse(path: String)
    /// A restore was begun and has not ended; the store's files are old and new ones.
    case restoreUnfinished(path: String)
    /// There is no copy that could be taken.
    case noGoodCopy(path: String, detail: String)
    /// There is less room than a copy needs; nothing was written.
    case diskShort(path: String, needed: Int64, free: Int64)
    /// The file is torn or altered; `detail` is SQLite's finding.
    case damaged(path: String, detail: String)
    /// The file is some other program's, or no database at all.
    case notOurs(path: String, detail: String)
    /// The write-ahead log is there, the main file is gone: committed rows would be lost by starting anew.
    case mainFileMissing(path: String)
    /// The file was deleted or replaced while it was open: what is written now would vanish with the process.
    case vanished(path: String)
    /// The file was written by a newer Roost.
    case newerSchema(path: String, found: Int, known: Int)
    /// The body of one row does not match its checksum.
    case damagedRow(table: String, row: String)
    /// No space is left for the write; nothing of it was kept.
    case diskFull(path: String)
    /// Another process kept the file locked for longer than `StoreLimit.busyTimeout`.
    case busy(path: String)
    /// The disk reported an error.
    case inputOutput(path: String, detail: String)
    /// A row is larger than its named limit.
    case tooLarge(what: String, size: Int, limit: Int)
    /// A mail has no recipient of this name.
    case noSuchRecipient(mail: Int64, recipient: String)
    /// A mail is not waiting any more: it was sent, given up or is being sent.
    case notWaiting(mail: Int64)
    /// SQLite refused for another reason.
    case failed(doing: String, detail: String)
}

extension StoreError: CustomStringConvertible {
    /// What failed, where, and what to do.
    public var description: String {
        switch self {
        case .directoryUnusable(let path, let reason):
            "\(path): the queue directory cannot be used: \(reason); choose another with "
                + "--queue or make it writable"
        case .notPermitted(let path):
            "\(path): permission denied; run as the user who owns the file"
        case .readOnly(let path):
            "\(path): the file system is read-only; look for a disk error in the kernel log, then mount it for "
                + "writing, or name another directory"
        case .inUse(let path):
            "\(path): a running Roost uses this store; stop it first (systemctl stop roost), or wait until the "
                + "other command has ended"
        case .restoreUnfinished(let path):
            "\(path): a restore has not ended here; run roost restore --resume, or start the daemon, which ends it"
        case .noGoodCopy(let path, let detail):
            "\(path): no copy can be taken: \(detail); see roost backup list"
        case .diskShort(let path, let needed, let free):
            "\(path): the copy needs \(OctetCount.text(needed)) with its reserve, \(OctetCount.text(free)) are free; "
                + "remove flight logs or pictures, or name a folder on another disk with --to"
        case .damaged(let path, let detail):
            "\(path): the database is damaged (\(detail)); stop Roost, move the file aside and restore the "
                + "last copy from the backup directory; the damaged file is left untouched"
        case .notOurs(let path, let detail):
            "\(path): this is not a Roost database (\(detail)); it is left untouched, move it aside or "
                + "choose another directory"
        case .mainFileMissing(let path):
            "\(path): the file is missing but its write-ahead log is still there; restore the file beside "
                + "its log, or move the log aside to start anew"
        case .vanished(let path):
            "\(path): the file was deleted or replaced while it was open; nothing more is accepted, "
                + "restart Roost"
        case .newerSchema(let path, let found, let known):
            "\(path): written by a newer Roost (schema \(found), this one knows \(known)); install that "
                + "version again or restore the copy it made before it migrated"
        case .damagedRow(let table, let row):
            "row \(row) of table \(table) does not match its checksum; restore it from a backup"
        case .diskFull(let path):
            "\(path): the disk is full; nothing of this was stored, free some space and try again"
        case .busy(let path):
            "\(path): another process keeps the database locked; try again when it has finished"
        case .inputOutput(let path, let detail):
            "\(path): the disk reported an error (\(detail)); check the kernel log and the storage"
        case .tooLarge(let what, let size, let limit):
            "\(what) has \(size) bytes, the limit is \(limit); make it smaller"
        case .noSuchRecipient(let mail, let recipient):
            "mail \(mail) has no recipient \(recipient)"
        case .notWaiting(let mail): "mail \(mail) is not waiting any more; nothing of this was stored"
        case .failed(let doing, let detail):
            "\(doing): \(detail)"
        }
    }
}

extension StoreError {
    /// The store's word for any error that a database call threw.
    init(_ error: any Error, doing: String, path: String) {
        if let known = error as? StoreError {
            self = known
            return
        }
        guard let fault = error as? DatabaseError else {
            self = .failed(doing: doing, detail: "\(error)")
            return
        }
        let detail = fault.message ?? "\(fault.extendedResultCode)"
        switch fault.resultCode {
        case .SQLITE_FULL: self = .diskFull(path: path)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path)
        case .SQLITE_CORRUPT: self = .damaged(path: path, detail: detail)
        case .SQLITE_NOTADB: self = .notOurs(path: path, detail: detail)
        case .SQLITE_READONLY where fault.extendedResultCode.rawValue == readOnlyMoved:
            self = .vanished(path: path)
        case .SQLITE_READONLY, .SQLITE_PERM:
            self = StoredFile.isReadOnlyDisk(path) ? .readOnly(path: path) : .notPermitted(path: path)
        case .SQLITE_CANTOPEN, .SQLITE_IOERR:
            self = .inputOutput(path: path, detail: "\(detail), code \(fault.extendedResultCode.rawValue)")
        default: self = .failed(doing: doing, detail: "\(detail), code \(fault.extendedResultCode.rawValue)")
        }
    }
}

/// SQLITE_READONLY_DBMOVED: SQLite itself noticed that the file is another one.
private let readOnlyMoved: Int32 = 8 | (4 << 8)
