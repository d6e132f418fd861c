// SPDX-License-Identifier: Apache-2.0
// A store that nobody copies is told after three days; a copy, here or on another disk, ends it.

import DockModel
import Foundation
import Report
import RoostCore
import Store
import Testing

@testable import RoostDaemon

@Suite struct WatchOverCopies {
    private static let day = 86_400

    /// Makes a copy, below the store or in another folder.
    private func copy(_ database: RoostDatabase, to folder: String? = nil, at time: WallTime) throws {
        let folder = folder.map { BackupFolder(path: $0) } ?? BackupFolder(storage: database.directory)
        let order = BackupOrder(
            storage: database.directory, configuration: nil, folder: folder, dock: "alm", program: "0.1.0")
        _ = try order.make(at: time)
    }

    @Test func `a store without a copy is told after three days`() throws {
        let database = try RoostDatabase.open(directory: try freshDirectory())
        let watch = CopyWatch(database)
        #expect(try watch.look(at: moment(0)) == nil)
        #expect(try watch.look(at: moment(3 * Self.day)) == nil)
        guard case .storeCopied(let words?) = try watch.look(at: moment(3 * Self.day + 60)) else {
            Issue.record("nothing was told")
            return
        }
        #expect(words == "there is no copy, at least since 2027-06-01T17:25:00Z")
        #expect(CopyWatch.line(of: database).version == "none")
    }

    @Test func `a copy ends it, and three days later it is told again with the copy's time`() throws {
        let database = try RoostDatabase.open(directory: try freshDirectory())
        let watch = CopyWatch(database)
        try copy(database, at: moment(0).wall)
        #expect(try watch.look(at: moment(60)) == .storeCopied(nil))
        #expect(CopyWatch.line(of: database).version == "2027-06-01 17:25 UTC")
        #expect(
            try watch.look(at: moment(4 * Self.day)) == .storeCopied("the newest copy is of 2027-06-01 17:25 UTC"))
        try copy(database, at: moment(4 * Self.day).wall)
        #expect(try watch.look(at: moment(4 * Self.day)) == .storeCopied(nil))
    }

    @Test func `a copy on another disk counts`() throws {
        let database = try RoostDatabase.open(directory: try freshDirectory())
        try copy(database, to: try freshDirectory() + "/usb", at: moment(0).wall)
        #expect(try CopyWatch(database).look(at: moment(60)) == .storeCopied(nil))
        #expect(CopyWatch.line(of: database).version == "2027-06-01 17:25 UTC")
    }

    @Test func `without a trusted clock nothing is said`() throws {
        let database = try RoostDatabase.open(directory: try freshDirectory())
        var now = moment(60)
        now.isWallTrusted = false
        #expect(try CopyWatch(database).look(at: now) == nil)
    }
}
