// SPDX-License-Identifier: Apache-2.0
// The dock's side of what its fleet sends: taken at rest only, after the checks of a change by hand, with the number of
// the newest on record; refused where it is not signed, not for this dock, older, or does not fit the dock.

import DockModel
import Fleet
import FleetLink
import Foundation
import Logging
import RoostCore
import Settings
import Store
import Synchronization
import Testing

@testable import RoostDaemon

@Suite struct BundleDeskTests {
    private let folder: String
    private let signer: BundleSigner
    private let database: RoostDatabase
    private let starts = Counter()

    /// Counts calls.
    private final class Counter: Sendable {
        let count = Mutex(0)
    }

    init() throws {
        folder = try freshDirectory()
        signer = try BundleSigner(pem: BundleSigner.newKey())
        let key = try signer.publicKey().text
        for (path, octets) in DefaultConfiguration.files.contents {
            let url = URL(fileURLWithPath: "\(folder)/\(path)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            let more =
                path == "dock.yaml"
                ? "\nfleet: {broker: \"127.0.0.1:1883\", plaintext: true, bundle_key: \"\(key)\"}\n"
                : ""
            try Data(octets + Array(more.utf8)).write(to: url)
        }
        database = try RoostDatabase.open(directory: folder + "/store")
    }

    /// The desk of a dock that was just started.
    private func desk(startsAnew: Bool = false) throws -> BundleDesk {
        let configuration = try DockConfiguration.load(directory: folder)
        var options = DockOptions()
        options.baseDirectory = folder
        options.reload = ScheduleReload(asked: AsyncStream { _ in }) { configuration }
        if startsAnew { options.startAnew = { [starts] in starts.count.withLock { $0 += 1 } } }
        let storage = configuration.dock.storageDirectory
        return try #require(
            BundleDesk(
                configuration, options, storage: storage.hasPrefix("/") ? storage : folder + "/" + storage,
                database: database, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        )
    }

    private func message(
        _ number: Int64, _ files: [String: String], removed: [String] = [], dock: String? = nil,
        by other: BundleSigner? = nil
    ) throws -> [UInt8] {
        let own = try DockConfiguration.load(directory: folder).dock.dock.id.text
        return try (other ?? signer).signed(
            FleetBundle(
                dock: dock ?? own, number: number, name: "test", made: WallTime(milliseconds: 0),
                files: files.mapValues { Array($0.utf8) }, removed: removed))
    }

    private func undo(_ number: Int64, by own: Int64) throws -> [UInt8] {
        let dock = try DockConfiguration.load(directory: folder).dock.dock.id.text
        return try signer.signed(
            FleetBundle(undoing: number, by: own, dock: dock, name: "test", made: WallTime(milliseconds: 0)))
    }

    private let path = "schedules/perimeter.yaml"
    private var text: String {
        String(decoding: DefaultConfiguration.files.contents[path] ?? [], as: UTF8.self)
    }
    /// The schedule two hours earlier.
    private var earlier: String { text.replacing("17:25\"]", with: "15:25\"]") }

    @Test func `schedules are taken at rest, reported, and taken back`() throws {
        let desk = try desk()
        #expect(desk.board == BundleBoard())
        let before = try DockConfiguration.load(directory: folder).schedules
        #expect(earlier != text)
        desk.take(try message(5, [path: earlier]))
        desk.settle(hindrance: "mission x is under way", at: moment(0))
        #expect(desk.board.number == nil && desk.board.trouble == "bundle 5 waits: mission x is under way")
        #expect(try DockConfiguration.load(directory: folder).bundle.number == nil)
        desk.settle(hindrance: nil, at: moment(1))
        #expect(desk.board == BundleBoard(number: 5, judged: 5))
        #expect(try DockConfiguration.load(directory: folder).schedules != before)
        // The broker hands it over again at the next connection: nothing happens.
        desk.take(try message(5, ["parts.yaml": "other"]))
        desk.settle(hindrance: nil, at: moment(2))
        #expect(desk.board == BundleBoard(number: 5, judged: 5))
        // A dock that starts again knows what it has.
        #expect(try self.desk().board == BundleBoard(number: 5, judged: 5))
        desk.take(try undo(5, by: 6))
        desk.settle(hindrance: nil, at: moment(3))
        #expect(desk.board == BundleBoard(number: nil, judged: 6))
        #expect(try DockConfiguration.load(directory: folder).schedules == before)
        // What was never taken needs no taking back.
        desk.take(try undo(7, by: 8))
        desk.settle(hindrance: nil, at: moment(4))
        #expect(desk.board == BundleBoard(number: nil, judged: 8))
    }

    @Test func `what is not the fleet's, not for this dock, older or unfit is refused`() throws {
        let desk = try desk()
        let stranger = try BundleSigner(pem: BundleSigner.newKey())
        for wrong in [
            try message(5, [path: text], by: stranger), try message(5, [path: text], dock: "OTHER"),
            [1, 2, 3],
        ] {
            desk.take(wrong)
            desk.settle(hindrance: nil, at: moment(0))
            #expect(desk.board.number == nil && desk.board.judged == nil)
            #expect(desk.board.trouble?.hasPrefix("refused: ") == true)
        }
        desk.take(try message(5, [path: "schema: nothing\n"]))
        desk.settle(hindrance: nil, at: moment(1))
        #expect(desk.board.number == nil && desk.board.judged == 5)
        #expect(desk.board.trouble?.hasPrefix("bundle 5 is refused: ") == true)
        desk.take(try message(6, [path: text + "\n# new\n"]))
        desk.settle(hindrance: nil, at: moment(2))
        #expect(desk.board == BundleBoard(number: 6, judged: 6))
        desk.take(try message(4, [path: text + "\n# old\n"]))
        desk.settle(hindrance: nil, at: moment(3))
        #expect(desk.board == BundleBoard(number: 6, judged: 6))
        // Another unfit one leaves the one in use in use.
        desk.take(try message(9, ["parts.yaml": "schema: nothing\n"]))
        desk.settle(hindrance: nil, at: moment(4))
        #expect(desk.board.number == 6 && desk.board.judged == 9)
        #expect(try DockConfiguration.load(directory: folder).bundle.number == 6)
    }

    @Test func `what needs a start is in use after it`() throws {
        let desk = try desk(startsAnew: true)
        let parts = String(decoding: DefaultConfiguration.files.contents["parts.yaml"] ?? [], as: UTF8.self)
        desk.take(try message(5, ["parts.yaml": parts + "\n# from the fleet\n"]))
        desk.settle(hindrance: nil, at: moment(0))
        #expect(
            desk.board
                == BundleBoard(number: nil, judged: 5, trouble: "bundle 5 is taken with the next start"))
        #expect(starts.count.withLock { $0 } == 1)
        #expect(try self.desk().board == BundleBoard(number: 5, judged: 5))
    }
}
