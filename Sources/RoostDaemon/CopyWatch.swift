// SPDX-License-Identifier: Apache-2.0
// When the store was copied last, for the core and for the digest. It makes no copy, reads none, and says nothing while
// the clock is not trusted.

internal import DockModel
internal import Host
internal import Logging
internal import Report
internal import RoostCore
internal import Store

/// The watch over the copies of one store.
struct CopyWatch: Sendable {
    /// A copy is made each night: after this long without one a person is told.
    static let longestWait = Duration.seconds(3 * 86_400)
    /// Dock time between two looks.
    static let period = Duration.seconds(3_600)
    /// The note that keeps since when there is no copy.
    private static let note = "copies.none-since"

    let database: RoostDatabase

    /// A watch over the copies below a store's directory.
    init(_ database: RoostDatabase) { self.database = database }

    /// What the core is to know now; nil while nothing can be said.
    func look(at now: Moment) throws(StoreError) -> Event? {
        guard now.isWallTrusted else { return nil }
        let oldest = now.wall + (.zero - Self.longestWait)
        if let newest = try BackupFolder(storage: database.directory).newestAnywhere() {
            if try database.note(Self.note) != nil { try database.setNote(Self.note, to: nil) }
            // Names of copies are times in a form that sorts like them.
            let isYoung = newest >= BackupTime.name(oldest)
            return .storeCopied(isYoung ? nil : "the newest copy is of \(Self.time(ofName: newest))")
        }
        guard let since = try database.note(Self.note).flatMap(Int64.init) else {
            try database.setNote(Self.note, to: "\(now.wall.milliseconds)")
            return nil
        }
        let begun = WallTime(milliseconds: since)
        return begun < oldest ? .storeCopied("there is no copy, at least since \(BackupTime.text(begun))") : nil
    }

    /// The digest's line about the newest copy; its name is short, as `KeptFiles.Share.shortName` says.
    static func line(of database: RoostDatabase) -> DigestVersion {
        // A folder that cannot be read holds no copy that somebody could use; `roost doctor` says why.
        let newest = try? BackupFolder(storage: database.directory).newestAnywhere()
        return DigestVersion(name: "copy", version: newest.map(time(ofName:)) ?? "none")
    }

    /// "2026-11-26T023000Z" as "2026-11-26 02:30 UTC".
    private static func time(ofName name: String) -> String {
        let text = Array(name.prefix(15))
        guard text.count == 15 else { return name }
        return "\(String(text[..<10])) \(String(text[11..<13])):\(String(text[13..<15])) UTC"
    }
}

/// Looks at the copies every hour until the task is cancelled.
func runCopyWatch(
    _ watch: CopyWatch, clock: any DockClock, logger: Logger, inbox: @Sendable (Event) -> Void
) async {
    while !Task.isCancelled {
        do throws(StoreError) {
            if let event = try watch.look(at: clock.now()) { inbox(event) }
        } catch {
            logger.error("nobody can say when the store was copied last: \(error)")
        }
        do { try await clock.sleep(for: CopyWatch.period) } catch { return }
    }
}
