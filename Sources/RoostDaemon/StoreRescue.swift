// SPDX-License-Identifier: Apache-2.0
// What the daemon does about a store that is torn: it sets the store aside, takes the newest good copy, saves what can
// be read, keeps the dock on the ground that day and tells. It does so once a day at most, never without a good copy of
// this dock, and never with a file that may be another's. The rule is docs/decisions/0014-a-torn-store.md.

public import DockModel
internal import Foundation
internal import Host
internal import Logging
internal import RoostCore
internal import Schedule
internal import Settings
internal import Store

/// What is noted in a store that took the place of another one, until the dock has told it.
public struct RestoredNote: Sendable, Codable, Equatable {
    /// When.
    public var at: WallTime
    /// Until when no schedule flies; nil when a person restored the store.
    public var groundedUntil: WallTime?
    /// What happened, in words.
    public var words: String

    /// Its key among the store's notes.
    static let key = "store.restored"

    /// A note.
    public init(at: WallTime, groundedUntil: WallTime? = nil, words: String) {
        (self.at, self.groundedUntil, self.words) = (at, groundedUntil, words)
    }

    /// The notes of a restored store: this one, and a lock-out that held before.
    public func notes(lockOut: String? = nil) -> [String: String] {
        // Three plain members always encode.
        let text = (try? StateCoding.encode(self)).map { String(decoding: $0, as: UTF8.self) }
        var notes = [Self.key: text ?? ""]
        if let lockOut,
            let word = OperatorWord.lockOut(because: String(lockOut.prefix(OperatorWord.longestReason)))
        {
            // Before every word that waits: their numbers begin at one.
            notes["\(OperatorWord.queue).\(String(repeating: "0", count: 18))"] = word.text
        }
        return notes
    }
}

/// The opening of a dock's store by its daemon, which holds the store's `DaemonLock`.
struct StoreRescue {
    let directory: String
    let configuration: DockConfiguration
    let logger: Logger

    /// Least time that a dock stays on the ground after a torn store.
    static let leastGrounded = Duration.seconds(43_200)
    /// A store that tears again within this time is left alone: its disk fails.
    static let longestMemory = Duration.seconds(86_400)

    /// Opens the store; a torn one is replaced by its newest good copy where the rule allows it.
    func open(at now: Moment) throws(StoreError) -> RoostDatabase {
        let restore = StoreRestore(storage: directory)
        if let ended = try restore.finish() {
            logger.warning(
                "an interrupted restore of \(ended.source) is ended; the old store is in \(ended.aside)")
        }
        do throws(StoreError) {
            return try RoostDatabase.open(directory: directory)
        } catch {
            guard isTorn(error) else { throw error }
            logger.critical("\(error)")
            guard try mayReplace(restore, at: now) else { throw error }
            try replace(restore, because: error, at: now)
            return try RoostDatabase.open(directory: directory)
        }
    }

    /// Only a database that was ours: one that SQLite finds damaged, or whose beginning is gone.
    private func isTorn(_ error: StoreError) -> Bool {
        switch error {
        case .damaged: true
        case .notOurs: RoostDatabase.hasLostItsBeginning(in: directory)
        default: false
        }
    }

    private func mayReplace(_ restore: StoreRestore, at now: Moment) throws(StoreError) -> Bool {
        guard let last = try restore.lastAside() else { return true }
        let limit = BackupTime.name(now.wall + (.zero - Self.longestMemory))
        guard last > limit else { return true }
        logger.critical(
            "a store was set aside within a day (\(last)): the disk may fail, so this one is left alone")
        return false
    }

    private func replace(_ restore: StoreRestore, because fault: StoreError, at now: Moment)
        throws(StoreError)
    {
        let (good, bad) = try BackupFolder(storage: directory).newestGood()
        for verdict in bad {
            logger.error("the copy \(verdict.copy.name) is not good: \(verdict.faults.first ?? "")")
        }
        guard let good, good.copy.manifest.map({ $0.dock == configuration.dock.dock.id.text }) == true else {
            logger.critical("there is no good copy of this dock's store; nothing is replaced")
            throw fault
        }
        let until = groundedUntil(now, made: good.copy.manifest?.made)
        let report = try restore.stage(.copy(good.copy), at: now.wall)
        let words = words(report, until: until)
        try restore.keep(RestoredNote(at: now.wall, groundedUntil: until, words: words).notes())
        try restore.take(report)
        logger.critical("\(words)")
    }

    /// The end of the local day, and twelve hours at least; with a clock that nobody has set, later still.
    private func groundedUntil(_ now: Moment, made: String?) -> WallTime {
        let offset = configuration.dock.dock.timeZone.offset(at: Int(now.wall.milliseconds / 1_000))
        let local = Int64(now.wall.milliseconds) / 1_000 + Int64(offset)
        let midnight = WallTime(milliseconds: ((local / 86_400 + 1) * 86_400 - Int64(offset)) * 1_000)
        let least = max(midnight, now.wall + Self.leastGrounded)
        guard !now.isWallTrusted, let made = made.flatMap(Self.time) else { return least }
        return max(least, made + .seconds(2 * 86_400))
    }

    private static func time(_ text: String) -> WallTime? {
        ISO8601DateFormatter().date(from: text).map { WallTime(seconds: $0.timeIntervalSince1970) }
    }

    private func words(_ report: RestoreReport, until: WallTime) -> String {
        let salvage = report.salvage
        let losses = report.lossWords
        return
            "The copy \(report.source) took the place of a torn store, which lies in \(report.aside). Taken over: "
            + "\(salvage.mailsTaken) mails, \(salvage.mailsEnded) of which had ended, \(salvage.rowsTaken) rows. "
            + (losses.isEmpty ? "Nothing is known to be lost. " : "Lost: \(losses.joined(separator: "; ")). ")
            + (salvage.isReadable ? "" : "Pauses and lock-outs said since the copy are not known. ")
            + "No schedule flies before \(BackupTime.text(until))."
    }

    /// Keeps every schedule on the ground that a restored store says must stay there, and answers its note; nil for a
    /// store that took no other's place.
    func ground(in database: RoostDatabase, at now: Moment) throws(StoreError) -> RestoredNote? {
        guard let text = try database.note(RestoredNote.key) else { return nil }
        try FleetQueue(database).beginAnew()
        // One that cannot be read is the note of a restore all the same.
        let read = try? StateCoding.decode(RestoredNote.self, from: Array(text.utf8))
        let note =
            read
            ?? RestoredNote(
                at: now.wall, groundedUntil: now.wall + Self.leastGrounded, words: "the store was restored")
        guard let until = note.groundedUntil else { return note }
        let book = ScheduleBook(database)
        for schedule in configuration.schedules {
            let name = schedule.name
            if let present = try book.pause(of: name), present.until.map({ $0 >= until }) ?? true { continue }
            try book.setPause(SchedulePause(until: until, reason: "the dock's store was torn"), of: name)
        }
        return note
    }
}

/// Tells the core of a store that was torn, until the incident is stored; then the note is not needed any more.
func tell(
    _ note: RestoredNote?, to loop: DockLoop, _ database: RoostDatabase, clock: any DockClock, logger: Logger
) async {
    guard let note else { return }
    if note.groundedUntil != nil {
        loop.inbox.yield(.storeRestored(note.words))
        while await !loop.state.incidents.values.contains(where: { $0.kind == .storeRestored }) {
            // A cancelled wait means that the dock ends; the next start tells it.
            do { try await clock.sleep(for: .seconds(1)) } catch { return }
        }
    }
    do throws(StoreError) { try database.setNote(RestoredNote.key, to: nil) } catch {
        logger.error("that the store was restored is told again at the next start: \(error)")
    }
}
