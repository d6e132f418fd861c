// SPDX-License-Identifier: Apache-2.0
// Takes files of settings and schedules that the dock's fleet has signed: only at rest, only after the checks that a
// change by hand goes through, and with the files before them kept. It never touches the dock's own files, and what it
// refuses it says in the next document of the state.

internal import DockModel
internal import Fleet
internal import FleetLink
internal import Host
internal import Logging
internal import RoostCore
internal import Settings
internal import Store
internal import Synchronization

/// How it stands with the fleet's files.
struct BundleBoard: Sendable, Equatable {
    /// The bundle whose files are in use, and the newest that was judged.
    var number: Int64?, judged: Int64?
    /// Why the newest are not in use; nil when they are.
    var trouble: String?
}

/// The desk where the fleet's files are judged.
final class BundleDesk: Sendable {
    /// The note of the newest number that was judged.
    static let note = "fleet.bundle"
    /// Time between two looks whether the dock is at rest.
    static let lookPeriod = Duration.seconds(2)

    private let key: BundleKey
    private let dock: DockSettings
    private let directory: String
    private let shelf: BundleShelf
    private let database: RoostDatabase
    private let logger: Logger
    private let startAnew: (@Sendable () -> Void)?
    private let state: Mutex<(board: BundleBoard, message: [UInt8]?)>
    /// Says each time that the schedules are to be read again.
    let reloads: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation

    /// A desk for a dock; nil for one that has no key of its fleet, or whose files are not in a folder.
    init?(
        _ configuration: DockConfiguration, _ options: DockOptions, storage: String, database: RoostDatabase,
        logger: Logger
    ) {
        guard let text = configuration.dock.fleet?.bundleKey, options.reload != nil else { return nil }
        // The settings were checked when they were read.
        guard let key = try? BundleKey(text: text) else { return nil }
        (self.key, dock, directory) = (key, configuration.dock, options.baseDirectory)
        (shelf, self.database, self.logger) = (BundleShelf(storage: storage), database, logger)
        startAnew = options.startAnew
        (reloads, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        // A note that cannot be read counts as none; the bundle's own number then decides.
        let judged = (try? database.note(Self.note)).flatMap { Int64($0) }
        let standing = configuration.bundle
        let board = BundleBoard(
            number: standing.number, judged: [judged, standing.number].compactMap { $0 }.max(),
            trouble: standing.trouble)
        state = Mutex((board: board, message: nil))
        if let trouble = standing.trouble { logger.error("the fleet's files are not used: \(trouble)") }
    }

    /// How it stands.
    var board: BundleBoard { state.withLock { $0.board } }

    /// A message came from the fleet; it waits until the dock is at rest. A later one takes its place.
    func take(_ message: [UInt8]) { state.withLock { $0.message = message } }

    /// Judges what waits; `hindrance` is why the dock is not at rest.
    func settle(hindrance: String?, at now: Moment) {
        guard let message = state.withLock({ $0.message }) else { return }
        let judged = board.judged ?? 0
        let bundle: FleetBundle
        do throws(BundleFault) {
            bundle = try key.bundle(message, for: dock.dock.id.text, above: judged)
        } catch {
            drop(message)
            // The broker hands the newest one over at each connection; one that is older still changes nothing.
            if case .older(let number, _) = error {
                if number < judged { logger.warning("files from the fleet are passed over: \(error)") }
                return
            }
            logger.error("files from the fleet are refused: \(error)")
            state.withLock { $0.board.trouble = "refused: \(error)" }
            return
        }
        if let hindrance {
            state.withLock { $0.board.trouble = "bundle \(bundle.number) waits: \(hindrance)" }
            return
        }
        do {
            try carryOut(bundle, at: now)
            drop(message)
        } catch let error as BundleShelfError {
            // The disk may have room later; the message stays.
            tell("bundle \(bundle.number) cannot be kept: \(error)", as: .warning)
        } catch {
            drop(message)
            let trouble = "bundle \(bundle.number) is refused: \(error)"
            logger.error("\(trouble)")
            conclude(bundle, trouble: trouble, result: trouble, at: now)
        }
    }

    /// Forgets a message, unless a later one has come.
    private func drop(_ message: [UInt8]) { state.withLock { if $0.message == message { $0.message = nil } } }

    /// Says a trouble once.
    private func tell(_ trouble: String, as level: Logger.Level) {
        let isNews = state.withLock { state in
            defer { state.board.trouble = trouble }
            return state.board.trouble != trouble
        }
        if isNews { logger.log(level: level, "\(trouble)") }
    }

    private func carryOut(_ bundle: FleetBundle, at now: Moment) throws {
        // A torn overlay counts as none: the new one begins from the dock's own files.
        let before = try? shelf.current()
        let after: BundleOverlay?
        if let undone = bundle.undoes {
            // What is undone is in use only if nothing came after it.
            guard let before, before.number == undone else { return conclude(bundle, trouble: nil, at: now) }
            after = try before.previous.map { try shelf.overlay($0) }
        } else {
            // A start in between may find its files in use already.
            var base = before
            if let again = before, again.number == bundle.number {
                base = try again.previous.map { try shelf.overlay($0) }
            }
            after = BundleOverlay(
                number: bundle.number, name: bundle.name, files: bundle.files, removed: bundle.removed,
                over: base)
        }
        try check(after)
        if let after, bundle.undoes == nil { try shelf.keep(after) }
        try shelf.use(after?.number)
        shelf.prune()
        let changed = Self.difference(before, after)
        let isAtOnce = changed.allSatisfy(FleetBundle.isTakenAtOnce)
        state.withLock { if isAtOnce { $0.board.number = after?.number } }
        conclude(
            bundle, trouble: isAtOnce ? nil : "bundle \(bundle.number) is taken with the next start", at: now)
        logger.notice(
            "the fleet's bundle \(bundle.number) (\(bundle.name)) is in place: \(changed.count) files changed"
        )
        if isAtOnce {
            bell.yield()
        } else if let startAnew {
            logger.notice("the dock starts anew to take them")
            startAnew()
        } else {
            logger.warning("start the dock again to take them")
        }
    }

    /// The checks of a change by hand.
    private func check(_ overlay: BundleOverlay?) throws {
        let own = try ConfigurationFiles(directory: directory)
        let configuration = try DockConfiguration.load(files: overlay.map { own.laid(under: $0) } ?? own)
        _ = try configuration.policy()
        _ = try configuration.fieldbusDevices()
    }

    /// Notes that a bundle was judged, so that neither it nor an older one is taken again.
    private func conclude(
        _ bundle: FleetBundle, trouble: String?, result: String = AuditEntry.done, at now: Moment
    ) {
        state.withLock { ($0.board.judged, $0.board.trouble) = (bundle.number, trouble) }
        let entry = AuditEntry(
            at: now, who: "fleet", way: "bundle", action: bundle.undoes == nil ? "bundle" : "bundle-undo",
            subject: "\(bundle.number) \(bundle.name)", result: result)
        do throws(StoreError) {
            try database.setNote(Self.note, to: "\(bundle.number)", audit: entry)
        } catch {
            logger.error("that bundle \(bundle.number) was judged could not be kept: \(error)")
        }
    }

    /// Paths whose contents differ.
    private static func difference(_ before: BundleOverlay?, _ after: BundleOverlay?) -> [String] {
        let old = before?.files ?? [:], new = after?.files ?? [:]
        let contents = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }
        return contents.union((before?.removed ?? []).symmetricDifference(after?.removed ?? [])).sorted()
    }
}

/// Looks after the fleet's files until the task is cancelled.
func runBundles(_ desk: BundleDesk, loop: DockLoop, clock: any DockClock) async {
    while !Task.isCancelled {
        let now = clock.now()
        let snapshot = DockSnapshot(state: await loop.state, moment: now)
        desk.settle(hindrance: snapshot.hindersStop(at: now.wall), at: now)
        do { try await clock.sleep(for: BundleDesk.lookPeriod) } catch { return }
    }
}
